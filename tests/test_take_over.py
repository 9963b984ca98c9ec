"""Somebody of the court speaks in a conversation, and the assistant comes back to the same question."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.config import Duty
from bot.words import book
from handlers.engine import advance
from handlers.events import Pressed, Told
from handlers.place import Frame, Place
from handlers.view import View
from storage import journal
from storage.people import HOUSE
from tests.filing import invite, tell
from tests.house import House, Person

HERE = "现在是书记员刘某在跟您说话"
BACK = "我是助手,接着帮您"


@pytest.fixture
async def manned(quick_path: Path) -> AsyncIterator[House]:
    """A house with a clerk at the desk."""
    async with House(quick_path) as house:
        await house.staff("clerk", "刘某")
        yield house


async def called(house: House, name: str = "申请人甲") -> tuple[Person, Person]:
    """A clerk, and somebody at the first question of an intake who has asked for a person."""
    clerk, person = house.person("刘某"), house.person(name)
    await person.say("你好")
    await person.press("我有纠纷")
    await person.say("找人")
    return clerk, person


async def taken(house: House, name: str = "申请人甲") -> tuple[Person, Person]:
    """The clerk speaks to them."""
    clerk, person = await called(house, name)
    await attend(clerk)
    return clerk, person


async def attend(staff: Person, name: str = "有一位来访的人") -> None:
    for way in ("去办这件事", "刷新"):
        if way in await staff.buttons():
            await staff.press(way)
    await staff.press("我来跟他聊")
    await staff.press(name)


def passed(text: str) -> str:
    return f"有一位来访的人:{text}"


async def test_at_reception_too_a_person_can_be_asked_for_and_comes(manned: House) -> None:
    clerk, person = manned.person("刘某"), manned.person("申请人甲")
    await person.say("你好")
    await person.say("找人")
    await attend(clerk)
    assert HERE in "\n".join(await person.heard_ever())
    await person.say("我想问问")
    assert passed("我想问问") in "\n".join(await clerk.heard_ever())
    await clerk.press("交还助手")
    assert "您今天是来做什么的" in (await person.heard())[-1]


async def test_nothing_said_to_a_person_answers_the_parked_question(manned: House) -> None:
    clerk, person = await taken(manned)
    for word in ("同意", "1", "是", "好的"):
        await person.say(word)
        assert passed(word) in (await clerk.heard())[-1]
    await clerk.press("交还助手")
    last = (await person.heard())[-1]
    assert BACK in last and "您同意开始调解吗" in last
    assert (await person.buttons())[:2] == ["同意", "不同意"]


def test_a_button_of_the_parked_question_does_nothing_meanwhile() -> None:
    view = View(1, "zh", {"court": "—", "phone": "—", "hours": "—"}, date(2026, 11, 24), now="1")
    first = Place((Frame("intake", 1, "consent", {}),), question=3, options=(("yes", "同意"),), asked="1")
    told = Told("taken", {"role": "clerk", "name": "刘某", "attend": 9})
    lent = advance(book(), first, told, view, lambda deed: view).place
    pressed = advance(book(), lent, Pressed("yes", 3), view, lambda deed: view)
    assert pressed.understood == "button:old"
    assert pressed.place.frames == lent.frames


async def test_words_written_before_the_take_over_are_passed_on_and_not_lost(manned: House) -> None:
    clerk, person = await taken(manned)
    manned.clock.forward(minutes=1)
    await person.say("您好")
    assert passed("您好") in (await clerk.heard())[-1]


async def test_recordings_and_photographs_go_both_ways(manned: House) -> None:
    clerk, person = await taken(manned)
    await person.voice()
    assert len(await clerk.files()) == 1
    await clerk.document()
    assert len(await person.files()) == 1


async def test_no_thank_you_brings_the_assistant_back_and_the_clerk_hears_it(manned: House) -> None:
    clerk, person = await taken(manned)
    await person.press("不用了")
    assert "您同意开始调解吗" in (await person.heard())[-1]
    assert "说不用了" in (await clerk.heard())[-1]
    assert await clerk.buttons() != []


@pytest.mark.parametrize("word", ["返回", "不用了", "谢谢，不用了"])
async def test_whoever_types_it_comes_back_too(manned: House, word: str) -> None:
    clerk, person = await taken(manned)
    await person.say(word)
    assert "您同意开始调解吗" in (await person.heard())[-1]
    assert "说不用了" in (await clerk.heard())[-1]


async def test_after_half_an_hour_of_the_clerks_silence_the_assistant_comes_back(manned: House) -> None:
    clerk, person = await taken(manned)
    await manned.forward(hours=29 / 60)
    assert BACK not in "\n".join(await person.heard())
    await manned.forward(hours=2 / 60)
    assert "半小时没有说话" in (await person.heard())[-1]
    assert "您同意开始调解吗" in (await person.heard())[-1]
    assert "助手已经接着跟" in (await clerk.heard())[-1]


async def test_the_persons_own_words_do_not_put_off_that_half_hour(manned: House) -> None:
    _, person = await taken(manned)
    await manned.forward(hours=20 / 60)
    await person.say("在吗")
    await manned.forward(hours=11 / 60)
    assert BACK in "\n".join(await person.heard())


async def test_it_counts_in_minutes_by_night_as_well(manned: House) -> None:
    await manned.forward(to=datetime(2026, 11, 24, 21, 59))
    _, other = await taken(manned)
    await manned.forward(hours=31 / 60)
    assert BACK in "\n".join(await other.heard_ever())


async def test_ten_minutes_without_an_answer_are_admitted_and_others_are_called(manned: House) -> None:
    other = await manned.staff("judge", "王某")
    clerk, person = await taken(manned)
    await person.say("第一句")
    await manned.forward(hours=6 / 60)
    await person.say("第二句")  # does not start the ten minutes anew
    await manned.forward(hours=5 / 60)
    assert "书记员刘某十分钟没有回话,我不瞒您" in "\n".join(await person.heard())
    assert "谁有空,请接过去" in "\n".join(await other.heard_ever())
    assert "谁有空" not in "\n".join(await clerk.heard_ever())


async def test_who_has_answered_is_never_said_to_be_silent(manned: House) -> None:
    clerk, person = await taken(manned)
    await person.say("在吗")
    await clerk.say("在的")
    await manned.forward(hours=11 / 60)
    assert "十分钟没有回话" not in "\n".join(await person.heard_ever())


async def test_after_an_answer_the_ten_minutes_begin_anew(manned: House) -> None:
    clerk, person = await taken(manned)
    await person.say("在吗")
    await manned.forward(hours=5 / 60)
    await clerk.say("在的")
    await manned.forward(hours=1 / 60)
    await person.say("再问一句")
    await manned.forward(hours=8 / 60)
    assert "十分钟没有回话" not in "\n".join(await person.heard_ever())


async def test_a_colleague_takes_over_from_whoever_does_not_answer(manned: House) -> None:
    judge = await manned.staff("judge", "王某")
    clerk, person = await taken(manned)
    await person.say("有人吗")
    await manned.forward(hours=11 / 60)
    await attend(judge)
    assert "现在是法官王某在跟您说话" in "\n".join(await person.heard())
    assert "别的同事" in "\n".join(await clerk.heard())
    await person.say("你好法官")
    assert passed("你好法官") in (await judge.heard())[-1]
    assert "你好法官" not in "\n".join(await clerk.heard_ever())
    await judge.press("交还助手")
    assert "您同意开始调解吗" in (await person.heard())[-1]


async def test_nobody_breaks_into_a_talk_that_goes_on(manned: House) -> None:
    judge = await manned.staff("judge", "王某")
    clerk, _ = await called(manned)
    await judge.press("刷新")
    await judge.press("我来跟他聊")  # the list is open while the clerk begins
    await attend(clerk)
    await judge.press("有一位来访的人")
    assert "刘某正在跟这个人聊" in (await judge.heard())[-1]


async def test_one_member_of_staff_holds_several_talks_and_words_go_where_they_are(manned: House) -> None:
    clerk, first = await taken(manned, "申请人甲")
    second = manned.person("申请人乙")
    await second.say("你好")
    await second.press("我有纠纷")
    await second.press("同意")
    await second.say("他借我一千元不还。我要求还钱1000元。")
    await second.press("说完了")
    await second.say("李某")
    await second.say("找人")
    await clerk.press("帮助")
    await clerk.press("我的事情")
    await clerk.press("我的案子")
    await attend(clerk, "李某")
    await clerk.say("只给李某的话")
    assert "只给李某的话" in (await second.heard())[-1]
    assert "只给李某的话" not in "\n".join(await first.heard_ever())
    await first.say("我还在")
    note = [text for text in await clerk.heard() if "我还在" in text][-1]
    assert "跟有一位来访的人谈话" in note
    assert (await clerk.buttons())[0] == "去办这件事"


async def test_everything_stands_in_the_journal_of_that_matter(manned: House) -> None:
    clerk, person = await taken(manned)
    await person.say("问一句")
    await clerk.say("答一句")
    with manned.app.store.read() as tx:
        chains = [c for c in range(1, 9) if _lines(tx, c)]
        found = [line for chain in chains for line in _lines(tx, chain)]
    heard = [(line.body["heard"].get("t"), line.chain) for line in found if line.kind == "turn"]
    at = {chain for text, chain in heard if text == "问一句"}
    assert len(at) == 1
    assert {chain for text, chain in heard if text == "答一句"} == at


class _Line:
    def __init__(self, line: journal.Line, chain: int) -> None:
        self.kind, self.body, self.chain = line.kind, line.body, chain


def _lines(tx: object, chain: int) -> list[_Line]:
    return [_Line(one, chain) for one in journal.lines(tx, HOUSE, chain, staff=True)]  # type: ignore[arg-type]


async def test_a_restart_in_the_middle_loses_nothing(manned: House) -> None:
    clerk, person = await taken(manned)
    await manned.restart()
    await person.say("还在吗")
    assert passed("还在吗") in (await clerk.heard())[-1]


async def test_who_has_been_rung_is_no_longer_listed(manned: House) -> None:
    clerk, _ = await called(manned)
    await clerk.press("刷新")
    await clerk.press("我来跟他聊")
    await clerk.press("已经打过电话了")
    await clerk.press("有一位来访的人")
    await clerk.press("刷新")
    assert not [label for label in await clerk.buttons() if label.startswith("我来跟他聊")]


async def test_in_a_case_its_own_judge_speaks_to_a_party_and_news_waits_until_the_end(manned: House) -> None:
    judge, applicant = await manned.staff("judge", "王某"), manned.person("申请人甲")
    await tell(applicant)
    link = await invite(judge)
    other = manned.person("张某")
    await other.follow(link.rpartition("/")[2])
    await other.say("张某")
    await other.say("13900139000")
    await judge.press("我来跟他聊")
    await judge.press("张某")
    assert "现在是法官王某在跟您说话" in "\n".join(await other.heard())
    clerk = manned.person("刘某")
    await clerk.press("刷新")
    await clerk.press("(2026)和解1号")
    await clerk.press("登记身份核实")
    await clerk.press("张某")
    await clerk.press("当面核对")
    assert "案件里有新消息,我先替您收着" in (await other.heard())[-1]
    await other.say("同意")  # to the judge, and not to mediation
    assert manned.case(1).state == "invited"
    await judge.press("交还助手")
    said = "\n".join(await other.heard())
    assert BACK in said and "您的身份已经由刘某核实" in said
    assert manned.case(1).state == "invited"
    assert (await other.buttons())[0] == "愿意调解"


async def test_who_is_on_duty_hears_of_it_and_nobody_else(quick_path: Path) -> None:
    duty = replace(Duty(), tuesday=("刘某",))
    async with House(quick_path, settings={"duty": duty}) as house:
        judge = await house.staff("judge", "王某")
        await house.staff("clerk", "刘某")
        clerk, person = await called(house)
        assert "书记员刘某今天17点以前联系您" in (await person.heard())[-1]
        assert "需要人帮忙" in "\n".join(await clerk.heard_ever())
        assert "需要人帮忙" not in "\n".join(await judge.heard_ever())


async def test_without_a_roster_every_desk_hears_of_it(manned: House) -> None:
    judge = await manned.staff("judge", "王某")
    clerk, person = await called(manned)
    assert "值班的工作人员今天17点以前联系您" in (await person.heard())[-1]
    for one in (judge, clerk):
        assert "需要人帮忙" in "\n".join(await one.heard_ever())

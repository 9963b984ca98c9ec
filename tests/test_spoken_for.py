"""Somebody without a chat of their own: word waits for them, nobody reminds in vain, the seat is theirs."""

from __future__ import annotations

import re

from sqlalchemy import func, select

from storage import schema as s
from storage import talks
from tests.house import House, Person

SEAT = re.compile(r"(?:\d{4} ){3}\d{4}")


async def told_by_daughter(house: House) -> tuple[Person, Person]:
    """A judge, and a daughter who has told a dispute for her mother."""
    judge, daughter = await house.staff("judge", "王某"), house.person("女儿")
    await daughter.say("你好")
    await daughter.press("我有纠纷")
    await daughter.press("同意")
    await daughter.say("2026年1月我妈借给他两万元,有借条,一直不还。我们要求还钱20000元。")
    await daughter.press("说完了")
    await daughter.press("我替别人说")
    await daughter.say("李某")
    await daughter.press("没有电话")
    await daughter.press("家里人")
    for answer in ("张某", "13700137000", "赵某", "13600136000", "2026年1月"):
        await daughter.say(answer)
    await daughter.press("就在这个聊天里收")
    await daughter.press("对,交上去")
    return judge, daughter


async def seat_code(daughter: Person) -> str:
    """The code that lets the mother in."""
    await daughter.press("给本人一个码")
    return SEAT.findall("\n".join(await daughter.heard()))[-1]


def waiting_for_nobody(house: House) -> int:
    """How many messages wait for somebody who has no address."""
    o = s.outbox.c
    with house.app.store.read() as tx:
        waits = select(func.count()).select_from(s.outbox).where(o.channel == "", o.state == talks.WAITING)
        return tx.count(waits)


async def test_word_waits_for_a_party_without_a_chat_and_is_said_in_order_when_they_come(
    court: House,
) -> None:
    _, daughter = await told_by_daughter(court)
    assert waiting_for_nobody(court) > 0
    mother = court.person("母亲")
    await mother.say("你好")
    await mother.say(await seat_code(daughter))
    heard = "\n".join(await mother.heard())
    assert heard.index("您的案号是") < heard.index("进来了,说要替您办事")
    assert waiting_for_nobody(court) == 0
    assert not court.case().parties[0].absent


async def test_nobody_is_reminded_who_cannot_hear_it_and_time_goes_on(court: House) -> None:
    judge, _ = await told_by_daughter(court)
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    await court.forward(days=60)
    assert not any("没有回答" in text for text in await judge.heard_ever())


async def test_the_code_for_the_party_opens_nothing_for_their_helper(court: House) -> None:
    _, daughter = await told_by_daughter(court)
    await daughter.say(await seat_code(daughter))
    assert court.case().parties[0].absent
    assert court.case().role(court.case().helpers[0].person) == "helper"


async def test_a_helper_of_the_applicant_cannot_come_in_for_the_other_side(court: House) -> None:
    judge, daughter = await told_by_daughter(court)
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    await judge.press("邀请对方")
    code = re.findall(r"邀请码[:：] ?(\d{4} \d{4})", "\n".join(await judge.heard()))[-1]
    await daughter.say(code)
    assert any("您自己已经在这件事里了" in text for text in await daughter.heard())
    assert court.case().of_side("respondent") is None


async def test_staff_hear_through_whom_somebody_without_a_chat_is_reached(court: House) -> None:
    judge, _ = await told_by_daughter(court)
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    assert any("李某没有自己的聊天" in text and "137 0013 7000" in text for text in await judge.heard())


async def test_a_party_who_did_not_ask_for_it_shuts_out_whoever_told_it(court: House) -> None:
    judge, daughter = await told_by_daughter(court)
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    mother = court.person("母亲")
    await mother.say("你好")
    await mother.say(await seat_code(daughter))
    await mother.press("不是")
    assert court.case().helpers[0].ended == "wrong"
    assert any("李某说没有请张某" in text for text in await judge.heard())
    await daughter.say("我再说一句")
    assert not any("我再说一句" in text for text in await judge.heard_ever())


async def test_a_party_spoken_for_keeps_everything_over_a_restart(court: House) -> None:
    _, daughter = await told_by_daughter(court)
    code = await seat_code(daughter)
    await court.restart()
    mother = court.person("母亲")
    await mother.say("你好")
    await mother.say(code)
    assert any("您的案号是" in text for text in await mother.heard())

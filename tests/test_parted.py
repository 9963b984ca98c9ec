"""Whoever has given a case away, or comes by the wrong door, neither hears nor does anything there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from storage import callers, people
from storage.people import HOUSE, Viewer
from tests.filing import invite, tell
from tests.house import COURT, House, Person
from tests.test_spoken_for import told_by_daughter


@pytest.fixture
async def court(quick_path: Path) -> AsyncIterator[House]:
    async with House(quick_path) as house:
        yield house


async def led(house: House) -> tuple[Person, Person, Person]:
    """Two mediators, the first of whom leads a case, and its applicant."""
    old, new = await house.staff("mediator", "赵某"), await house.staff("mediator", "刘某")
    applicant = house.person("申请人甲")
    await tell(applicant)
    await invite(old)
    return old, new, applicant


async def give_away(old: Person) -> None:
    await old.press("交给别人")
    await old.say("只差利息")
    for label in ("刘某", "请他接手"):
        await old.press(label)


async def test_who_has_not_answered_and_gives_the_case_away_hears_no_more_of_that_talk(court: House) -> None:
    old, new, applicant = await led(court)
    await give_away(old)
    for label in ("我来跟他聊", "李某"):
        await old.press(label)
    await applicant.say("有人在吗")
    await court.forward(hours=0.25)  # nobody has answered for ten minutes: others are called
    await new.press("接手")
    await applicant.say("交出去以后的话")
    assert not any("交出去以后的话" in text for text in await old.heard_ever())
    await old.say("我还在呢")
    assert not any("我还在呢" in text for text in await applicant.heard_ever())


async def test_who_waits_in_a_case_that_changes_hands_goes_on_waiting_for_the_new_one(court: House) -> None:
    old, new, applicant = await led(court)
    await give_away(old)
    for label in ("我来跟他聊", "李某"):
        await old.press(label)
    await applicant.say("有人在吗")
    await court.forward(hours=0.25)
    await new.press("接手")
    await new.press("我来跟他聊")
    await new.press("李某")
    assert "刘某在跟您说话" in "\n".join(await applicant.heard())


async def test_an_old_row_of_who_waits_opens_nothing_once_the_case_is_given_away(court: House) -> None:
    old, new, applicant = await led(court)
    await give_away(old)
    await applicant.say("找人")
    await old.press("回工作台")
    await old.press("我来跟他聊")
    assert any("李某" in label for label in await old.buttons())
    await new.press("接手")
    await old.press("李某")
    await applicant.say("交出去以后的话")
    assert not any("交出去以后的话" in text for text in await old.heard_ever())
    assert not any("赵某在跟您说话" in text for text in await applicant.heard_ever())


async def test_an_old_row_strikes_nobody_off_who_waits_for_another(court: House) -> None:
    old, new, applicant = await led(court)
    await give_away(old)
    await applicant.say("找人")
    await old.press("回工作台")
    await old.press("我来跟他聊")
    await old.press("已经打过电话")
    await new.press("接手")
    await old.press("李某")
    await new.press("回工作台")
    await new.press("我来跟他聊")
    assert any("李某" in label for label in await new.buttons())


async def test_what_was_said_in_person_is_seen_by_whoever_leads_the_case_later(court: House) -> None:
    old, new, applicant = await led(court)
    await give_away(old)
    for label in ("我来跟他聊", "李某"):
        await old.press(label)
    await applicant.say("押金条我找到了")
    await old.say("请拍照发来")
    await applicant.say("好的")
    await old.press("交还助手")
    talk = [(one.to, one.said["texts"], one.hearers) for one in court.case(1).talk]
    aunt = court.case(1).parties[0].person
    assert talk == [
        ("mediator", ["押金条我找到了"], ()),
        ("people", ["请拍照发来"], (aunt,)),
        ("mediator", ["好的"], ()),
    ]
    await new.press("接手")
    await new.press("看全部情况")
    heard = "\n".join(await new.heard())
    assert "押金条我找到了" in heard
    assert "请拍照发来" in heard


async def test_whoever_waits_over_night_is_on_the_days_list(quick_path: Path) -> None:
    settings = {"court": replace(COURT, digest_hour=9)}
    async with House(quick_path, settings=settings) as house:
        clerk, person = await house.staff("clerk", "刘某"), house.person("申请人甲")
        await person.say("你好")
        await person.say("找人")
        await house.forward(to=datetime(2026, 11, 25, 9, 1))
        assert any("有1位在等工作人员联系" in text for text in await clerk.heard_ever())


async def test_with_nobody_waiting_there_is_no_such_line(quick_path: Path) -> None:
    settings = {"court": replace(COURT, digest_hour=9)}
    async with House(quick_path, settings=settings) as house:
        clerk = await house.staff("clerk", "刘某")
        await house.forward(to=datetime(2026, 11, 25, 9, 1))
        assert not any("早上好" in text for text in await clerk.heard_ever())


async def test_no_case_comes_in_turn_to_whoever_told_it_for_somebody_else(court: House) -> None:
    _, daughter = await told_by_daughter(court)
    code = await asyncio.to_thread(court.app.new_staff_code, "judge", "张某")
    await daughter.say("我的事情")
    await daughter.say(code)
    with court.app.store.read() as tx:
        crew = [Viewer(one.id, one.role) for one in people.staff(tx, HOUSE, ("judge",))]
        assert [callers.free(tx, who) for who in crew] == [[1], []]

"""A desk at work: the day's list, finding a case, cases in turn, phrases, and notes for oneself alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from bot import desks
from bot.exporting import export_case
from handlers.acts.opening import told_case
from handlers.case import Case, Env, Member, Rules
from handlers.days import Calendar
from handlers.events import Moment
from storage import callers, cases, finding, journal, people
from storage import schema as s
from storage.people import HOUSE, Viewer
from storage.store import Tx
from tests.filing import tell
from tests.house import COURT, ZONE, House, Person

TODAY = date(2026, 11, 24)
DIGEST = {"court": replace(COURT, digest_hour=9)}


@pytest.fixture
async def morning(quick_path: Path) -> AsyncIterator[House]:
    """A house that sends the day's list; it is Tuesday, eight in the morning."""
    start = datetime(2026, 11, 24, 8, 0, tzinfo=ZONE)
    async with House(quick_path, settings=DIGEST, start=start) as house:
        yield house


async def digests(person: Person) -> int:
    return sum("早上好" in text for text in await person.heard_ever())


async def judge_with_a_case(house: House) -> Person:
    judge = await house.staff("judge", "王某")
    await tell(house.person("申请人甲"))
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    return judge


# -- the day's list ----------------------------------------------------------------------------------------


async def test_it_comes_once_on_a_working_day_at_its_hour(morning: House) -> None:
    judge = await judge_with_a_case(morning)
    await morning.forward(to=datetime(2026, 11, 24, 8, 59))
    assert await digests(judge) == 0
    await morning.forward(to=datetime(2026, 11, 24, 9, 0))
    assert await digests(judge) == 1
    assert "(2026)和解1号 李某/张某:等核实身份:李某" in (await judge.heard())[-1]
    for _ in range(3):
        await morning.forward(hours=1)
    assert await digests(judge) == 1


async def test_once_a_day_holds_across_restarts(morning: House) -> None:
    judge = await judge_with_a_case(morning)
    await morning.forward(to=datetime(2026, 11, 24, 9, 30))
    for _ in range(2):
        await morning.restart()
        await morning.sweep()
    assert await digests(judge) == 1
    await morning.forward(to=datetime(2026, 11, 25, 9, 30))
    await morning.restart()
    await morning.sweep()
    assert await digests(judge) == 2


async def test_a_late_start_still_sends_todays_before_the_cut_off(morning: House) -> None:
    judge = await judge_with_a_case(morning)
    await morning.down()
    morning.clock.forward(to=datetime(2026, 11, 24, 14, 59))
    await morning.up()
    await morning.sweep()
    assert await digests(judge) == 1


async def test_after_the_cut_off_it_is_left_out(morning: House) -> None:
    judge = await judge_with_a_case(morning)
    await morning.down()
    morning.clock.forward(to=datetime(2026, 11, 24, 15, 0))
    await morning.up()
    await morning.sweep()
    assert await digests(judge) == 0


async def test_on_a_day_off_nobody_gets_one(morning: House) -> None:
    judge = await judge_with_a_case(morning)
    await morning.down()
    morning.clock.forward(to=datetime(2026, 11, 28, 9, 30))  # a Saturday
    await morning.up()
    await morning.sweep()
    assert await digests(judge) == 0


async def test_whoever_has_nothing_to_do_hears_nothing_all_day(morning: House) -> None:
    judge = await morning.staff("judge", "王某")
    await morning.forward(to=datetime(2026, 11, 24, 9, 30))
    await tell(morning.person("申请人甲"))
    await morning.restart()
    await morning.sweep()
    assert await digests(judge) == 0


async def test_its_hour_is_the_courts_own_clock_in_another_zone(quick_path: Path) -> None:
    court = replace(COURT, digest_hour=9, zone="Asia/Urumqi")  # two hours behind, and no summer time either
    start = datetime(2026, 11, 24, 10, 30, tzinfo=ZONE)
    async with House(quick_path, settings={"court": court}, start=start) as house:
        judge = await judge_with_a_case(house)
        await house.sweep()
        assert await digests(judge) == 0
        await house.forward(to=datetime(2026, 11, 24, 11, 5))
        await house.sweep()
        assert await digests(judge) == 1


async def test_with_its_hour_at_nought_there_is_none(court: House) -> None:
    judge = await judge_with_a_case(court)
    await court.forward(to=datetime(2026, 11, 25, 9, 30))
    assert await digests(judge) == 0


# -- forty cases on one desk -------------------------------------------------------------------------------


def made(tx: Tx, number: int, lead: int, name: str = "李某", **changes: object) -> int:
    """A case in the store with an applicant of that name, taken by somebody."""
    person = people.new_person(tx, "zh", "", name, 0)
    told = {"name": name, "phone": f"+861380013{number:04d}", "service": "chat", "kind": "loan"}
    told |= {"claim": "还钱", "since": "去年", "other_name": "张某", "other_reach": "13900139000"}
    env = Env(Moment(datetime(2026, 11, 20, 2, tzinfo=ZONE)), Calendar(), Rules())
    story = {"texts": ["借钱不还"], "media": []}
    case = told_case(f"(2026)和解{number}号", person, told | {"story": story}, env)
    case = replace(case, id=cases.create(tx, journal.new_chain(tx), case))
    if lead:
        taken = replace(case, lead=Member(lead, "judge", "王某"), state="accepted", stage="before_filing")
        cases.save(tx, case, replace(taken, **changes))  # type: ignore[arg-type]
    return case.id


def desk_of(house: House, staff: int) -> Sequence[desks.Lying]:
    with house.app.store.read() as tx:
        return desks.lying(tx, tx.row(s.person, staff), TODAY, Calendar())


def staff_id(house: House) -> int:
    with house.app.store.read() as tx:
        return int(people.staff(tx, HOUSE, ("judge",))[0].id)


async def test_what_waits_stands_first_then_the_newest(court: House) -> None:
    await court.staff("judge", "王某")
    judge = staff_id(court)

    def fill() -> None:
        with court.app.store.write() as tx:
            for n in range(1, 41):
                case: Case = cases.load(tx, HOUSE, made(tx, n, judge))
                if n != 7:
                    done = tuple(replace(p, checked="document") for p in case.parties)
                    cases.save(tx, case, replace(case, parties=done))

    await asyncio.to_thread(fill)
    found = [one.case.number for one in desk_of(court, judge)]
    assert found[:3] == ["(2026)和解7号", "(2026)和解40号", "(2026)和解39号"]
    assert len(found) == 40
    person = court.person("王某")
    await person.press("刷新")
    labels = await person.buttons()
    cases_shown = [label for label in labels if label.startswith("(2026)")]
    assert cases_shown[0] == "(2026)和解7号 李某/张某 · 等核实身份"
    assert len([label for label in labels if label.startswith(("(2026)", "刷新", "今天", "找", "接"))]) <= 9
    await person.press("(2026)和解1号 ")
    assert "案件 (2026)和解1号" in "\n".join(await person.heard())


# -- finding -----------------------------------------------------------------------------------------------


@pytest.fixture
async def filled(court: House) -> House:
    """王某 has three cases (one of them over), another judge has one with the same names."""
    await court.staff("judge", "王某")
    await court.staff("judge", "赵某")

    def fill() -> None:
        with court.app.store.write() as tx:
            mine, other = (int(row.id) for row in people.staff(tx, HOUSE, ("judge",)))
            made(tx, 11, mine)
            made(tx, 12, mine, "刘某")
            made(tx, 13, mine, "刘某", state="failed")
            made(tx, 112, other, "刘某")

    await asyncio.to_thread(fill)
    return court


def found(house: House, text: str, role: str = "judge") -> list[str]:
    with house.app.store.read() as tx:
        mine = people.staff(tx, HOUSE, ("judge",))[0].id
        hits = finding.search(tx, Viewer(int(mine), role), text)
        return [cases.load(tx, HOUSE, one).number for one in hits]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("12", ["12"]),
        ("第12号", ["12"]),
        ("(2026)和解12号", ["12"]),
        ("（2026）和解12号", ["12"]),
        ("2026-12", ["12"]),
        ("2025-12", []),
        ("112", []),  # another judge's
        ("刘某", ["13", "12"]),  # also the one that is over, and never the other judge's
        ("李", ["11"]),
        ("张某", ["13", "12", "11"]),  # the other side, as it was told
        ("13800130012", ["12"]),
        ("138 0013 0012", ["12"]),
        ("0012", ["12"]),
        ("没有的人", []),
        ("%", []),
    ],
)
async def test_ones_own_cases_are_found_by_number_name_or_telephone(
    filled: House, text: str, numbers: list[str]
) -> None:
    assert await asyncio.to_thread(found, filled, text) == [f"(2026)和解{n}号" for n in numbers]


async def test_what_is_over_says_so_and_can_be_opened(filled: House) -> None:
    judge = filled.person("王某")
    await judge.press("刷新")
    await judge.say("刘某")
    assert "(2026)和解13号 刘某/张某 · 没有谈成" in await judge.buttons()
    await judge.press("(2026)和解13号")
    assert "案件 (2026)和解13号" in "\n".join(await judge.heard())


# -- the next case in turn ---------------------------------------------------------------------------------


async def filed(house: House, count: int) -> None:
    def fill() -> None:
        with house.app.store.write() as tx:
            for n in range(1, count + 1):
                made(tx, n, 0)

    await asyncio.to_thread(fill)


def turn(tx: Tx, person: int, now: int) -> int | None:
    who = Viewer(person, "judge")
    case = callers.in_turn(tx, who, now)
    if case is not None:
        callers.hold(tx, who, case, now)
    return case


async def test_two_who_press_at_once_never_get_the_same_case(court: House) -> None:
    first, second = await court.staff("judge", "王某"), await court.staff("judge", "赵某")
    await filed(court, 2)
    for one in (first, second):
        await one.press("刷新")
    await asyncio.gather(first.press("接下一件"), second.press("接下一件"))
    opened = [next(t for t in await one.heard_ever() if "案件 (2026)" in t) for one in (first, second)]
    assert {"和解1号" in text for text in opened} == {True, False}


async def test_the_oldest_comes_first_and_what_was_passed_by_comes_last(court: House) -> None:
    await court.staff("judge", "王某")
    await filed(court, 3)
    judge, minute = staff_id(court), 60_000_000
    with court.app.store.write() as tx:
        assert [turn(tx, judge, n * minute) for n in range(1, 5)] == [1, 2, 3, 1]
        assert turn(tx, judge + 100, 5 * minute) == 2  # 1 is held; what somebody else passed by is free


async def test_what_somebody_only_looked_at_is_held_for_two_hours(court: House) -> None:
    await court.staff("judge", "王某")
    await filed(court, 1)
    with court.app.store.write() as tx:
        assert turn(tx, 101, 0) == 1
        assert callers.in_turn(tx, Viewer(102, "judge"), callers.HOLD - 1) is None
        assert callers.in_turn(tx, Viewer(102, "judge"), callers.HOLD + 1) == 1


async def test_when_none_is_left_it_is_said(court: House) -> None:
    first, second = await court.staff("judge", "王某"), await court.staff("judge", "赵某")
    await filed(court, 1)
    for one in (first, second):
        await one.press("刷新")
        await one.press("接下一件")
    assert "没有等着受理的申请了" in (await second.heard())[-1]


# -- notes for oneself alone -------------------------------------------------------------------------------

NOTED = "只给自己看的一句"


async def noted(house: House) -> Person:
    judge = await judge_with_a_case(house)
    await judge.press("记一笔")
    await judge.say(NOTED)
    await judge.press("看全部情况")
    return judge


async def test_a_note_is_seen_by_its_author_alone(court: House) -> None:
    judge, clerk = await noted(court), await court.staff("clerk", "刘某")
    assert NOTED in "\n".join(await judge.heard())
    await clerk.press("刷新")
    await clerk.press("(2026)和解1号")
    await clerk.press("看全部情况")
    for one in (clerk, court.person("申请人甲")):
        assert NOTED not in "\n".join(await one.heard_ever())


@pytest.mark.parametrize("side", ["court", "applicant"])
async def test_a_note_is_in_no_export(court: House, side: str, tmp_path: Path) -> None:
    await noted(court)
    folder = tmp_path / side
    assert await asyncio.to_thread(export_case, court.config, "2026-1", side, folder) == 0
    written = [
        path.read_text("utf-8") for path in folder.rglob("*") if path.suffix in (".json", ".jsonl", ".txt")
    ]
    assert written and NOTED not in "".join(written)


async def test_a_note_is_a_line_of_the_journal_that_its_author_alone_reads(court: House) -> None:
    await noted(court)
    judge = staff_id(court)
    with court.app.store.read() as tx:
        lines = journal.lines(tx, HOUSE, cases.row(tx, 1).chain_id, staff=True)
    holding = [line for line in lines if NOTED in str(line.body)]
    assert holding and all(line.reader == judge for line in holding)


# -- phrases -----------------------------------------------------------------------------------------------


async def test_a_phrase_is_shown_then_sent_with_the_name_of_who_hears_it(court: House) -> None:
    path = court.folder / "phrases.toml"
    path.write_text('["问候"]\nzh = "{name}您好。"\n', "utf-8")
    await court.settle(court=replace(COURT, phrases=path))
    judge, applicant = await judge_with_a_case(court), court.person("申请人甲")
    await judge.press("常用话")
    await judge.press("问候")
    assert "(对方姓名)您好" in (await judge.heard())[-1]
    assert "您好。" not in "\n".join(await applicant.heard())
    await judge.press("就用这段")
    await judge.press("只给申请人")
    assert "李某您好。" in "\n".join(await applicant.heard())
    await judge.say("{name}不是我填的")
    await judge.press("只给申请人")
    assert "{name}不是我填的" in "\n".join(await applicant.heard())


async def test_without_a_file_there_is_no_such_move(court: House) -> None:
    judge = await judge_with_a_case(court)
    with pytest.raises(AssertionError):
        await judge.press("常用话")

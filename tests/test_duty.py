"""Who comes to somebody who asks for a person, and when: by night, at weekends, on holidays."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from bot.words import words
from handlers.case import Env, Member, Rules
from handlers.days import Calendar
from handlers.desk.duty import Coming, coming, shown
from handlers.desk.roster import NOBODY, Roster
from handlers.desk.shows import arrival
from handlers.events import Moment

LEAD, CLERK, OTHER = Member(1, "judge", "王某"), Member(2, "clerk", "刘某"), Member(3, "clerk", "赵某")
WEEK = Roster((("刘某",), ("刘某",), ("刘某",), ("赵某",), ("刘某",), ("赵某",), ()))
NONE = Roster(NOBODY)
PLAIN = Calendar()
CREW = (LEAD, CLERK, OTHER)


def at(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M")


def found(text: str, *, own: tuple[Member, ...] = (), roster: Roster = WEEK, cal: Calendar = PLAIN) -> Coming:
    return coming(own, CREW, roster, at(text), cal)


def brief(one: Coming) -> tuple[str, str, str]:
    return one.kind, one.day.isoformat(), one.who[0].name if one.who else ""


@pytest.mark.parametrize(
    ("now", "kind", "day", "name"),
    [
        ("2026-11-24 10:00", "today", "2026-11-24", "刘某"),  # Tuesday in hours
        ("2026-11-24 15:59", "today", "2026-11-24", "刘某"),
        ("2026-11-24 16:00", "closing", "2026-11-25", "刘某"),  # too little of the day is left to promise it
        ("2026-11-24 17:00", "later", "2026-11-25", "刘某"),
        ("2026-11-24 22:30", "later", "2026-11-25", "刘某"),
        ("2026-11-25 03:00", "later", "2026-11-25", "刘某"),  # the same day, before hours
        ("2026-11-25 08:59", "later", "2026-11-25", "刘某"),
        ("2026-11-25 23:00", "later", "2026-11-26", "赵某"),  # Thursday has another name
        ("2026-11-27 20:00", "later", "2026-11-28", "赵某"),  # an ordinary Saturday with somebody on duty
        ("2026-11-28 10:00", "today", "2026-11-28", "赵某"),
        ("2026-11-28 20:00", "later", "2026-11-30", "刘某"),  # nobody on Sunday
        ("2026-11-29 10:00", "later", "2026-11-30", "刘某"),
    ],
)
def test_who_comes_by_roster_hours_and_weekday(now: str, kind: str, day: str, name: str) -> None:
    assert brief(found(now)) == (kind, day, name)


def test_over_a_holiday_the_first_working_day_is_promised_and_no_weekend_inside_it() -> None:
    # National Day 2026: 1 to 7 October; Saturday 3 October lies inside it although 赵某 has Saturdays.
    assert brief(found("2026-09-30 20:00")) == ("later", "2026-10-08", "赵某")
    assert brief(found("2026-10-03 10:00"))[1] == "2026-10-08"


def test_a_saturday_made_up_for_is_a_working_day() -> None:
    assert brief(found("2026-10-10 10:00", roster=NONE)) == ("today", "2026-10-10", "")


def test_a_courts_own_day_off_is_kept() -> None:
    off = Calendar(off=frozenset({date(2026, 11, 25)}))
    assert brief(found("2026-11-24 20:00", cal=off))[1] == "2026-11-26"


def test_a_weekend_day_that_the_court_takes_off_is_no_duty() -> None:
    off = Calendar(off=frozenset({date(2026, 11, 28)}))
    assert brief(found("2026-11-27 20:00", cal=off))[1] == "2026-11-30"


def test_the_cases_own_people_come_in_hours_the_clerk_named_first() -> None:
    one = found("2026-11-26 10:00", own=(LEAD, CLERK))
    assert (one.kind, [m.name for m in one.who]) == ("today", ["刘某", "王某"])


def test_at_a_weekend_the_one_on_duty_comes_and_not_the_cases_own_people() -> None:
    assert [m.name for m in found("2026-11-28 10:00", own=(LEAD, CLERK)).who] == ["赵某"]


def test_a_name_that_nobody_here_bears_is_never_promised() -> None:
    ghost = Roster((("没来的人",),) * 7)
    assert found("2026-11-24 10:00", roster=ghost).who == ()


def said(text: str, lang: str = "zh", roster: Roster = WEEK) -> str:
    moment = Moment(datetime.fromisoformat(f"{text.replace(' ', 'T')}:00+08:00"))
    env = Env(moment, PLAIN, Rules(), roster=roster, crew=lambda: CREW)
    return arrival(words(), lang, shown(found(text, roster=roster), env))


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        ("2026-11-24 10:00", "书记员刘某今天17点以前联系您。"),
        ("2026-11-24 16:30", "快下班了，书记员刘某今天联系不上您的话，明天（2026年11月25日）9点以后联系您。"),
        ("2026-11-24 22:30", "现在下班了，书记员刘某明天（2026年11月25日）9点以后联系您。"),
        ("2026-11-25 03:00", "现在下班了，书记员刘某今天9点以后联系您。"),
        ("2026-09-30 20:00", "现在下班了，书记员赵某2026年10月8日（星期四）9点以后联系您。"),
    ],
)
def test_it_is_said_in_one_plain_sentence(now: str, sentence: str) -> None:
    assert said(now) == sentence


def test_without_a_roster_nobody_is_named() -> None:
    assert said("2026-11-24 10:00", roster=NONE) == "值班的工作人员今天17点以前联系您。"


def test_it_is_said_in_english_too() -> None:
    assert "clerk 刘某 will contact you tomorrow (Wednesday 25 November 2026) after 9:00" in said(
        "2026-11-24 22:30", "en"
    )

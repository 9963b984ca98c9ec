"""Clock times as people write them: read where they are certain, asked back where they are not."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from handlers.reading.times import read_moment, read_moments, read_time

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # a Tuesday


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("下午三点半", 15, 30),
        ("下午3点", 15, 0),
        ("下午3点钟", 15, 0),
        ("下午3时20分", 15, 20),
        ("下午兩點", 14, 0),
        ("下午两点一刻", 14, 15),
        ("下午5点三刻", 17, 45),
        ("下午3点05", 15, 5),
        ("上午9点", 9, 0),
        ("上午九点十五分", 9, 15),
        ("早上8点半", 8, 30),
        ("晚上7点", 19, 0),
        ("晚上十点", 22, 0),
        ("中午12点", 12, 0),
        ("中午一点", 13, 0),
        ("中午", 12, 0),
        ("下午15:00", 15, 0),
        ("下午 3:30", 15, 30),
        ("15:00", 15, 0),
        ("１５：００", 15, 0),
        ("15点", 15, 0),
        ("十五点三十分", 15, 30),
        ("09:00", 9, 0),
        ("10:30", 10, 30),
        ("3pm", 15, 0),
        ("3 PM", 15, 0),
        ("3:30 p.m.", 15, 30),
        ("9am", 9, 0),
        ("12pm", 12, 0),
        ("noon", 12, 0),
    ],
)
def test_a_certain_time_is_read(text: str, hour: int, minute: int) -> None:
    assert read_time(text) == time(hour, minute)


@pytest.mark.parametrize(
    "text", ["3点", "九点", "9:00", "3点半", "十二点", "上午12点", "晚上12点", "12am", "下午11点"]
)
def test_morning_or_afternoon_is_asked_back(text: str) -> None:
    assert read_time(text) == "half"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "25:00",
        "下午3点75分",
        "15:60",
        "三",
        "15",
        "下午",
        "13pm",
        "0pm",
        "3点左右",
        "15:00到16:00",
        "½3pm",
        "凌晨13点",
    ],
)
def test_what_is_no_time_is_not_read(text: str) -> None:
    assert read_time(text) == "unreadable"


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("12月3日下午3点", "2026-12-03T15:00"),
        ("12月3号下午三点半", "2026-12-03T15:30"),
        ("12月3日(星期四)下午3点", "2026-12-03T15:00"),
        ("2026年12月3日 15:00", "2026-12-03T15:00"),
        ("2026-12-03 15:00", "2026-12-03T15:00"),
        ("十二月三日上午九点", "2026-12-03T09:00"),
        ("明天上午9点", "2026-11-25T09:00"),
        ("明早9点", "2026-11-25T09:00"),
        ("今晚8点", "2026-11-24T20:00"),
        ("今天下午2点", "2026-11-24T14:00"),
        ("下周三下午3点", "2026-12-02T15:00"),
        ("这周五上午10点", "2026-11-27T10:00"),
        ("周一上午10点", "2026-11-30T10:00"),
        ("下下个星期一上午10点", "2026-12-07T10:00"),
        ("1月5日下午2点", "2027-01-05T14:00"),
        ("12月3日下午3点(北京时间)", "2026-12-03T15:00"),
        ("3 December 2026, 3pm", "2026-12-03T15:00"),
        ("3 December 3pm", "2026-12-03T15:00"),
        ("December 3 at 15:00", "2026-12-03T15:00"),
        ("5 January at 9 am", "2027-01-05T09:00"),
        ("tomorrow at 3:30 pm", "2026-11-25T15:30"),
        ("3pm on 3 December 2026", "2026-12-03T15:00"),
    ],
)
def test_a_day_with_its_time_is_read_in_the_courts_zone(text: str, iso: str) -> None:
    assert read_moment(text, NOW) == datetime.fromisoformat(f"{iso}+08:00")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("今天上午9点", "passed"),
        ("2026年11月24日 10:00", "passed"),
        ("2025年12月3日 15:00", "passed"),
        ("12月3日3点", "half"),
        ("明天9:00", "half"),
        ("下午3点", "unreadable"),
        ("12月3日", "unreadable"),
        ("12月32日下午3点", "unreadable"),
        ("12月3日(星期五)下午3点", "unreadable"),
        ("2026-12-0315:00", "unreadable"),
        ("改天下午3点", "unreadable"),
        ("12月3日下午3点或者4点", "unreadable"),
        ("12月3日下午3点(纽约时间)", "unreadable"),
        ("", "unreadable"),
    ],
)
def test_a_moment_that_is_not_certain_says_why(text: str, reason: str) -> None:
    assert read_moment(text, NOW) == reason


def test_several_lines_are_several_moments_in_their_order() -> None:
    found = read_moments("1. 12月4日上午9点\n12月3日下午3点；12月4日上午9点\n", NOW)
    assert not isinstance(found, str)
    assert [f"{one:%m-%d %H:%M}" for one in found] == ["12-04 09:00", "12-03 15:00"]


def test_one_uncertain_line_takes_none() -> None:
    assert read_moments("12月3日下午3点\n12月4日9点", NOW) == "half"


def test_another_zone_is_no_beijing() -> None:
    now = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("America/New_York"))
    assert read_moment("12月3日下午3点(北京时间)", now) == "unreadable"

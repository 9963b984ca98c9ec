"""Working days against the State Council's calendars, terms by 民诉法 85, and quiet hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.days import (
    Calendar,
    add_days,
    add_working,
    announced_until,
    at_local,
    is_provisional,
    is_working,
    next_working,
    previous_working,
    quiet,
)

PLAIN = Calendar()
SHANGHAI = "Asia/Shanghai"


def span(month: int, first: int, last: int, year: int) -> list[date]:
    return [date(year, month, day) for day in range(first, last + 1)]


# The State Council's notices of November 2024 and 2025: every day off that they name, every weekend worked.
OFF_2025 = [
    *span(1, 1, 1, 2025),
    *span(1, 28, 31, 2025),
    *span(2, 1, 4, 2025),
    *span(4, 4, 6, 2025),
    *span(5, 1, 5, 2025),
    *[date(2025, 5, 31), date(2025, 6, 1), date(2025, 6, 2)],
    *span(10, 1, 8, 2025),
]
ON_2025 = [date(2025, *day) for day in ((1, 26), (2, 8), (4, 27), (9, 28), (10, 11))]
OFF_2026 = [
    *span(1, 1, 3, 2026),
    *span(2, 15, 23, 2026),
    *span(4, 4, 6, 2026),
    *span(5, 1, 5, 2026),
    *span(6, 19, 21, 2026),
    *span(9, 25, 27, 2026),
    *span(10, 1, 7, 2026),
]
ON_2026 = [date(2026, *day) for day in ((1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10))]


@pytest.mark.parametrize(("year", "off", "on"), [(2025, OFF_2025, ON_2025), (2026, OFF_2026, ON_2026)])
def test_every_day_of_an_announced_year_is_as_the_state_council_says(
    year: int, off: list[date], on: list[date]
) -> None:
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]
    official = {day for day in days if day in on or (day.weekday() < 5 and day not in off)}
    assert {day for day in days if is_working(day, PLAIN)} == official


def test_a_made_up_weekend_before_new_year_is_known_from_the_next_years_notice() -> None:
    assert is_working(date(2011, 12, 31), PLAIN)


def test_a_court_can_close_on_a_working_day() -> None:
    assert not is_working(date(2026, 11, 24), Calendar(off=frozenset({date(2026, 11, 24)})))


def test_a_court_can_work_on_a_weekend() -> None:
    assert is_working(date(2027, 1, 30), Calendar(on=frozenset({date(2027, 1, 30)})))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 2, 14), date(2026, 2, 14)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 10, 1), date(2026, 10, 8)),
    ],
)
def test_the_next_working_day_is_the_day_itself_or_the_first_after(day: date, expected: date) -> None:
    assert next_working(day, PLAIN) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 29), date(2026, 11, 27)),
        (date(2026, 2, 23), date(2026, 2, 14)),
    ],
)
def test_the_previous_working_day_is_the_day_itself_or_the_last_before(day: date, expected: date) -> None:
    assert previous_working(day, PLAIN) == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 3, date(2026, 11, 27)),
        (date(2026, 11, 27), 1, date(2026, 11, 30)),
        (date(2026, 2, 13), 1, date(2026, 2, 14)),
        (date(2026, 2, 13), 2, date(2026, 2, 24)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
    ],
)
def test_working_days_are_counted_without_the_first_day(day: date, count: int, expected: date) -> None:
    assert add_working(day, count, PLAIN) == expected


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 11, 24), 30, date(2026, 12, 24)),
        (date(2026, 11, 24), 7, date(2026, 12, 1)),
        (date(2026, 11, 20), 15, date(2026, 12, 7)),
        (date(2026, 1, 20), 30, date(2026, 2, 24)),
        (date(2026, 9, 13), 7, date(2026, 9, 20)),
    ],
)
def test_a_term_leaves_its_first_day_out_and_never_ends_on_a_holiday(
    day: date, count: int, expected: date
) -> None:
    assert add_days(day, count, PLAIN) == expected


def test_a_term_in_the_past_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_days(date(2026, 11, 24), -1, PLAIN)


def test_negative_working_days_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        add_working(date(2026, 11, 24), -1, PLAIN)


@given(st.dates(date(2010, 1, 1), date(2035, 1, 1)), st.integers(0, 200))
def test_every_term_ends_on_a_working_day_not_before_its_time(day: date, count: int) -> None:
    end = add_days(day, count, PLAIN)
    assert is_working(end, PLAIN)
    assert end >= day + timedelta(days=count)


def test_the_last_announced_day_is_certain() -> None:
    assert not is_provisional(announced_until())


def test_a_day_after_the_announcement_is_provisional() -> None:
    assert is_provisional(announced_until() + timedelta(days=1))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (datetime(2026, 11, 24, 2, 30, tzinfo=UTC), datetime(2026, 11, 24, 2, 30, tzinfo=UTC)),
        (datetime(2026, 11, 24, 1, 0, tzinfo=UTC), datetime(2026, 11, 24, 1, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 0, 59, tzinfo=UTC), datetime(2026, 11, 24, 1, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 11, 59, tzinfo=UTC), datetime(2026, 11, 24, 11, 59, tzinfo=UTC)),
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), datetime(2026, 11, 25, 1, 0, tzinfo=UTC)),
        (datetime(2026, 11, 24, 17, 0, tzinfo=UTC), datetime(2026, 11, 25, 1, 0, tzinfo=UTC)),
    ],
)
def test_messages_wait_from_eight_in_the_evening_to_nine_in_the_morning(
    now: datetime, expected: datetime
) -> None:
    assert quiet(now, SHANGHAI) == expected


def test_quiet_hours_answer_in_utc() -> None:
    here = datetime(2026, 11, 24, 10, 0, tzinfo=timezone(timedelta(hours=8)))
    assert quiet(here, SHANGHAI).tzinfo is UTC


def test_a_court_may_write_all_day() -> None:
    now = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
    assert quiet(now, SHANGHAI, 0, 24) == now


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        quiet(datetime(2026, 11, 24, 10, 0), SHANGHAI)


def test_hours_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(ValueError, match="open_hour"):
        quiet(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), SHANGHAI, 20, 9)


def test_a_local_hour_is_given_in_utc() -> None:
    assert at_local(date(2026, 11, 24), 9, SHANGHAI) == datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

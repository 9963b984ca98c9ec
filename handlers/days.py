"""Working days, terms and hours: what the law's calendar and a court's own say about a day or a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ANNOUNCED_UNTIL = date(2026, 12, 31)
"""The last day for which the State Council's yearly notice has named the make-up working days (调休)."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """A court's own corrections: days it does not work, and days it works, whatever the country does."""

    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()


def is_working(day: date, cal: Calendar) -> bool:
    """Whether a day is a working day in China: a weekend made up for (调休) is, a bridged weekday is not."""
    if day in cal.on:
        return True
    return day not in cal.off and day in _working(day.year)


def next_working(day: date, cal: Calendar) -> date:
    """The day itself if it is a working day, else the first one after it (民诉法 85; 民法典 203)."""
    while not is_working(day, cal):
        day += timedelta(days=1)
    return day


def previous_working(day: date, cal: Calendar) -> date:
    """The day itself if it is a working day, else the last one before it."""
    while not is_working(day, cal):
        day -= timedelta(days=1)
    return day


def add_working(day: date, count: int, cal: Calendar) -> date:
    """The ``count``-th working day after a day, which itself is left out (民诉法 85).

    Nought is the day itself. Raises ``ValueError`` for a negative count.
    """
    _refuse_negative(count)
    for _ in range(count):
        day = next_working(day + timedelta(days=1), cal)
    return day


def add_days(day: date, count: int, cal: Calendar) -> date:
    """The last day of a term of ``count`` calendar days: first day left out, end moved off holidays.

    民诉法 85; 民法典 201 and 203. Raises ``ValueError`` for a negative count.
    """
    _refuse_negative(count)
    return next_working(day + timedelta(days=count), cal)


def announced_until() -> date:
    """The last day for which the make-up working days are known."""
    return ANNOUNCED_UNTIL


def is_provisional(day: date) -> bool:
    """Whether a day counted today may still move, for its year's make-up working days are not announced."""
    return day > ANNOUNCED_UNTIL


def quiet(now: datetime, zone: str, open_hour: int = 9, close_hour: int = 20) -> datetime:
    """The first moment from ``now`` on at which people may be written to, in UTC.

    Open is from ``open_hour`` to before ``close_hour`` (0 to 24, local time of ``zone``), every day of the
    week. Raises ``ValueError`` for a naive time or hours in the wrong order.
    """
    if now.tzinfo is None or not 0 <= open_hour < close_hour <= 24:
        raise ValueError("an aware time and open_hour < close_hour are needed")
    local = now.astimezone(ZoneInfo(zone))
    if local.hour < open_hour:
        return at_local(local.date(), open_hour, zone)
    if local.hour >= close_hour:
        return at_local(local.date() + timedelta(days=1), open_hour, zone)
    return now.astimezone(UTC)


def at_local(day: date, hour: int, zone: str) -> datetime:
    """A full hour (0 to 23) of a day in a time zone (IANA), in UTC."""
    return datetime.combine(day, time(hour), ZoneInfo(zone)).astimezone(UTC)


def _refuse_negative(count: int) -> None:
    if count < 0:
        raise ValueError("a term cannot be negative")


@cache
def _working(year: int) -> frozenset[date]:
    """All working days of a year by the State Council's calendar, as far as ``holidays`` knows it."""
    from holidays import country_holidays  # a quarter of a second at start, needed when days are counted

    # A year's calendar also makes up for days in the last week of the year before.
    country = country_holidays("CN", years=(year, year + 1), expand=False)
    first = date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year, 12, 31) - first).days + 1))
    return frozenset(day for day in days if country.is_working_day(day))

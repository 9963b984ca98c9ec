"""When something is, for one person: the court's time, and beside it the time where they live."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from handlers.case import Case

if TYPE_CHECKING:
    from handlers.words import Words

_DAYS = ("一", "二", "三", "四", "五", "六", "日")
_DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def zone_of(case: Case, person: int) -> str:
    """Where this person lives (IANA), or "" for the court's own zone."""
    if (party := case.party(person)) is not None:
        return party.zone
    return next((h.zone for h in case.helpers if h.person == person and person and not h.ended), "")


def moment(at: str, zone: str, court: str) -> dict[str, str]:
    """A time as a plain value: ``at`` (ISO), and the zones where its hearer and the court are."""
    return {"at": at, "zone": zone, "court": court}


def spoken(at: datetime, lang: str) -> str:
    """A day with its weekday and clock time, without the year: 12月3日（星期四）15:00."""
    if lang == "zh":
        return f"{at.month}月{at.day}日（星期{_DAYS[at.weekday()]}）{at:%H:%M}"
    return f"{_DAY_NAMES[at.weekday()]} {at.day} {_MONTHS[at.month - 1]} {at:%H:%M}"


def elsewhere(value: Mapping[str, str]) -> datetime | None:
    """The same moment where the hearer lives, if clocks there show something else."""
    court = datetime.fromisoformat(value["at"]).astimezone(ZoneInfo(value["court"]))
    there = court.astimezone(ZoneInfo(value["zone"] or value["court"]))
    return there if there.utcoffset() != court.utcoffset() else None


def when(words: Words, lang: str, value: Any) -> str:
    """A moment in full: the court's time, and the hearer's own beside it where it differs."""
    at = datetime.fromisoformat(value["at"]).astimezone(ZoneInfo(value["court"]))
    there = elsewhere(value)
    if there is None:
        return spoken(at, lang)
    return words.text(
        lang,
        "meetings.both_times",
        {
            "time": spoken(at, lang),
            "city": words.name(lang, "city", value["court"]),
            "own_time": spoken(there, lang),
            "own_city": words.name(lang, "city", value["zone"]),
        },
    )


def briefly(words: Words, lang: str, value: Mapping[str, str]) -> str:
    """A moment as it fits a button."""
    at = datetime.fromisoformat(value["at"]).astimezone(ZoneInfo(value["court"]))
    there = elsewhere(value)
    if there is None:
        return spoken(at, lang)
    return f"{_short(at, lang)} = {_short(there, lang)} {words.name(lang, 'city', value['zone'])}"


def _short(at: datetime, lang: str) -> str:
    return (
        f"{at.month}月{at.day}日{at:%H:%M}"
        if lang == "zh"
        else f"{at.day} {_MONTHS[at.month - 1]} {at:%H:%M}"
    )

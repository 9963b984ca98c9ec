"""A meeting as a calendar file (RFC 5545) that a telephone opens, in its hearer's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from handlers.words import Words

ALARMS = (timedelta(days=1), timedelta(hours=1))  # before the meeting
MIME = "text/calendar"


def calendar_file(
    words: Words, lang: str, court: Mapping[str, str], url: str, about: Mapping[str, Any], now: datetime
) -> bytes:
    """The file. A meeting keeps its UID; a move raises SEQUENCE; one called off takes the entry out again."""
    off = bool(about["off"])
    calendar = Calendar()
    calendar.add("prodid", f"-//hejie//{court['court']}//{lang.upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if off else "PUBLISH")
    calendar.add_component(_event(words, lang, court, url, about, now, off))
    return bytes(calendar.to_ical())


def _event(
    words: Words,
    lang: str,
    court: Mapping[str, str],
    url: str,
    about: Mapping[str, Any],
    now: datetime,
    off: bool,
) -> Event:
    start = datetime.fromisoformat(about["at"]).astimezone(UTC)
    number, way, where = about["number"], about["way"], about["where"]
    text = {"number": number, "meet_way": way, "meet_spot": where, "meet_bring": way, **court}
    event = Event()
    event.add("uid", f"meeting-{about['case']}-{about['n']}@{urlsplit(url).hostname or 'hejie'}")
    event.add("sequence", int(about["seq"]))
    event.add("dtstamp", now.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", start)
    event.add("dtend", start + timedelta(minutes=int(about["minutes"])))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("summary", words.text(lang, f"meetings.file_{'off' if off else 'title'}", {"number": number}))
    event.add("location", where)
    event.add("description", words.text(lang, "meetings.file_words", text))
    event.add("contact", f"{court['court']} {court['phone']}")
    for before in () if off else ALARMS:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("trigger", -before)
        alarm.add("description", words.text(lang, "meetings.file_remind", {"number": number}))
        event.add_component(alarm)
    return event

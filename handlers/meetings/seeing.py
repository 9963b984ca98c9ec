"""Which meeting a conversation is about, what time it is, and in which zone its person hears times."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from handlers.kinds import Facts
from handlers.meetings.clocks import zone_of
from handlers.parts import Meeting
from handlers.view import View


def of(facts: Facts, view: View) -> Meeting | None:
    """The meeting that a conversation is about, as its person may see it."""
    if view.case is None or not facts.get("n"):
        return None
    found = view.case.part("meetings", int(facts["n"]))
    return found if isinstance(found, Meeting) else None


def now(view: View) -> datetime:
    """Now at the court; midnight where only the day is known."""
    return view.local or datetime.combine(view.today, time(0), ZoneInfo(view.zone))


def hearer(view: View) -> str:
    """The time zone of whoever looks: a party's, or that of the helper who acts for them."""
    return zone_of(view.case, view.hand or view.me) if view.case is not None else ""

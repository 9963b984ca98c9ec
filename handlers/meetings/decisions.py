"""Forks and readers about meetings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.kinds import Decision, Facts, Reader
from handlers.meetings.plan import MOST, invited, live, slot_of, starts
from handlers.meetings.seeing import now, of
from handlers.readers import Misread
from handlers.reading.places import WIDE, read_place
from handlers.reading.times import read_moment, read_moments
from handlers.view import View


def plan(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether times are offered for a new meeting, or anew for one that has found no time."""
    if not facts.get("n"):
        return "new", {"times": [], "guests": []}
    meeting = of(facts, view)
    if meeting is None or meeting.state != "offered":
        return "gone", {}
    slot = slot_of(meeting)
    kept = {"way": slot["way"], "spot": slot["where"], "who": "some", "guests": list(meeting.who)}
    return "again", {**kept, "times": []}


def add_guest(facts: Facts, view: View) -> tuple[str, Facts]:
    """One more of the people chosen."""
    guests = [*(facts.get("guests") or ()), int(facts["guest"])]
    there = view.case.staying if view.case is not None else ()
    full = all(p.person in guests for p in there)
    return ("full" if full else "more"), {"guests": guests, "guest": None, "who": "some"}


def some_guests(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether anybody has been chosen."""
    return ("some" if facts.get("guests") else "none"), {"who": "some"}


def add_times(facts: Facts, view: View) -> tuple[str, Facts]:
    """The times just read join the others; four are enough."""
    old = list(facts.get("times") or ())
    times = [*old, *(iso for iso in facts.get("moments") or () if iso not in old)][:MOST]
    return ("full" if len(times) == MOST else "more"), {"times": times, "moments": None}


def no_times(facts: Facts, view: View) -> tuple[str, Facts]:
    """The times are to be written anew."""
    return "none", {"times": [], "moments": None}


def mine(facts: Facts, view: View) -> tuple[str, Facts]:
    """What there is to ask a party about a meeting; without a number it is the next of theirs."""
    meeting = of(facts, view)
    if meeting is None and view.case is not None and not facts.get("n"):
        open_ = live(view.case, view.me)
        if len(open_) > 1:
            return "several", {}
        meeting = open_[0] if open_ else None
    if meeting is None or (meeting.state == "fixed" and starts(meeting) <= now(view)):
        return "none", {}
    outcome = {"offered": "offered", "fixed": "fixed"}.get(meeting.state, "none")
    return outcome, {"n": meeting.n}


def stands(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the meeting still is what the question was about."""
    meeting = of(facts, view)
    there = meeting is not None and meeting.state in ("offered", "fixed")
    return ("yes" if there else "no"), {}


def keep_place(facts: Facts, view: View) -> tuple[str, Facts]:
    """Only the time changes: way and place stay."""
    meeting = of(facts, view)
    slot = slot_of(meeting) if meeting is not None else {"way": "", "where": ""}
    return "kept", {"way": slot["way"], "spot": slot["where"]}


def keep_time(facts: Facts, view: View) -> tuple[str, Facts]:
    """Only way and place change: the time stays."""
    meeting = of(facts, view)
    return "kept", {"at": slot_of(meeting)["at"] if meeting is not None else ""}


def ended(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether there is something to note about a meeting that was to be held by now."""
    meeting = of(facts, view)
    if meeting is None or meeting.state != "fixed":
        return "gone", {}
    return ("ask" if starts(meeting) <= now(view) else "early"), {"guests": []}


def add_comer(facts: Facts, view: View) -> tuple[str, Facts]:
    """One more of those who came."""
    meeting = of(facts, view)
    guests = [*(facts.get("guests") or ()), int(facts["guest"])]
    there = invited(view.case, meeting) if meeting is not None and view.case is not None else ()
    full = all(person in guests for person in there)
    return ("full" if full else "more"), {"guests": guests, "guest": None}


def all_came(facts: Facts, view: View) -> tuple[str, Facts]:
    """Everybody invited was there."""
    meeting = of(facts, view)
    there = invited(view.case, meeting) if meeting is not None and view.case is not None else ()
    return "all", {"guests": list(there)}


DECISIONS: Mapping[str, Decision] = {
    "meeting_plan": plan,
    "meeting_add_guest": add_guest,
    "meeting_some_guests": some_guests,
    "meeting_add_times": add_times,
    "meeting_no_times": no_times,
    "meeting_mine": mine,
    "meeting_stands": stands,
    "meeting_keep_place": keep_place,
    "meeting_keep_time": keep_time,
    "meeting_ended": ended,
    "meeting_add_comer": add_comer,
    "meeting_all_came": all_came,
}

_REASONS = {"unreadable": "moment", "half": "moment_half", "passed": "moment_passed"}


def times(text: str, facts: Facts, view: View) -> Any:
    """One to four times still to come, as ISO in the court's zone."""
    found = read_moments(text, now(view))
    if isinstance(found, str):
        return Misread(_REASONS[found])
    together = len(found) + len(facts.get("times") or ())
    return [one.isoformat() for one in found] if together <= MOST else Misread("moments_many")


def one_time(text: str, facts: Facts, view: View) -> Any:
    """One time still to come."""
    found = read_moment(text, now(view))
    return Misread(_REASONS[found]) if isinstance(found, str) else found.isoformat()


def city(text: str, facts: Facts, view: View) -> Any:
    """The time zone of a place."""
    found = read_place(text)
    return Misread("city_wide" if found == WIDE else "city") if found in ("", WIDE) else found


READERS: Mapping[str, Reader] = {"meeting_times": times, "meeting_time": one_time, "city": city}

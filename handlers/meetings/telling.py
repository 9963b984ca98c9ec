"""How a meeting is put to people: the values of its words, its calendar file, and who hears them."""

from __future__ import annotations

from typing import Any

from handlers.acts.done import Due, Entry, Tell, tell
from handlers.case import Case, Env
from handlers.meetings.clocks import moment, zone_of
from handlers.meetings.plan import LENGTH, invited, sides, slot_of
from handlers.parts import Meeting
from handlers.view import within


def values(case: Case, meeting: Meeting, env: Env, person: int = 0) -> dict[str, Any]:
    """A meeting's time, way and place as one person hears them."""
    slot = slot_of(meeting)
    zone = zone_of(case, person)
    return {
        "n": meeting.n,
        "meet_when": moment(str(slot["at"]), zone, env.moment.zone),
        "meet_way": slot["way"],
        "meet_spot": slot["where"],
        "meet_bring": slot["way"],
        "meet_together": sides(case, meeting),
    }


def guests(case: Case, meeting: Meeting) -> list[int]:
    """The parties invited and those who act for them: each hears of it in their own time."""
    there = invited(case, meeting)
    helpers = [h for person in there for h in case.helpers_of(person) if within(h.reach, "read")]
    return [*there, *(h.person for h in helpers)]


def to_guests(case: Case, meeting: Meeting, env: Env, kind: str, /, **more: Any) -> tuple[Tell, ...]:
    """Word of a meeting for everybody invited."""
    found = []
    for person in guests(case, meeting):
        own = {k: {**v, "zone": zone_of(case, person)} if k == "meet_old" else v for k, v in more.items()}
        found.append(tell(person, kind, **values(case, meeting, env, person), **own))
    return tuple(found)


def to_staff(case: Case, meeting: Meeting, env: Env, kind: str, /, **more: Any) -> tuple[Tell, ...]:
    """Word of a meeting for the court's people in the case."""
    data = {**values(case, meeting, env), "meet_guests": names(case, meeting), **more}
    return tuple(tell(m.person, kind, **data) for m in case.staff())


def names(case: Case, meeting: Meeting) -> list[str]:
    """Who of the parties is invited."""
    return [case.name(person) for person in invited(case, meeting)] or ["—"]


def card(case: Case, meeting: Meeting, *, off: bool = False) -> list[dict[str, Any]]:
    """The meeting as a calendar file, in plain values; it is written in its hearer's language."""
    slot = slot_of(meeting)
    about = {
        "case": case.id,
        "n": meeting.n,
        "seq": meeting.moved,
        "number": case.number,
        "at": slot["at"],
        "minutes": int(LENGTH.total_seconds() // 60),
        "way": slot["way"],
        "where": slot["where"],
        "off": off,
    }
    return [{"ics": about, "name": "meeting.ics"}]


def entries(case: Case, meeting: Meeting, kind: str, /, **more: Any) -> tuple[Entry, ...]:
    """A line of the journal; where not everybody is invited, one for each of those who are."""
    body = {"n": meeting.n, "slots": [dict(s) for s in meeting.slots], "chosen": meeting.chosen, **more}
    if {p.person for p in case.parties} <= set(meeting.who):
        return (Entry(kind, body),)
    return tuple(Entry(kind, body, person) for person in meeting.who)


def due(act: str, person: int, meeting: Meeting, at: Any, *, gentle: bool = False) -> Due:
    """A follow-up that names the time it was set for, so that it says nothing once the meeting has moved."""
    data = {"n": meeting.n, "person": person, "at": slot_of(meeting)["at"]}
    return Due(act, f"meeting:{meeting.n}:{person}", at, data, gentle=gentle)

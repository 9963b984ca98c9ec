"""What can be told from a case's meetings alone: who is to come, which time suits all, and what is next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.case import Case
from handlers.days import is_working
from handlers.meetings.clocks import zone_of
from handlers.parts import Meeting
from handlers.view import View

WAYS = ("video", "phone", "court", "home", "place")  # 视频、电话、到法院、上门、社区或巡回
MOST = 4  # times that are offered at once
LENGTH = timedelta(hours=1)  # for which a meeting is entered in calendars
LIVE = ("offered", "fixed")


def starts(meeting: Meeting) -> datetime:
    """When a fixed meeting begins."""
    return datetime.fromisoformat(str(meeting.slots[meeting.chosen]["at"]))


def slot_of(meeting: Meeting) -> Mapping[str, Any]:
    """The fixed time and place, or the first that was offered."""
    return meeting.slots[meeting.chosen if meeting.chosen >= 0 else 0]


def answer_of(meeting: Meeting, person: int) -> str:
    """What this person has answered, or ""."""
    return next((answer for who, answer in meeting.answers if who == person), "")


def invited(case: Case, meeting: Meeting) -> tuple[int, ...]:
    """Who is to come: the parties a meeting is for, as far as they have not been left out since."""
    there = {p.person for p in case.staying}
    return tuple(person for person in meeting.who if person in there)


def suiting(case: Case, meeting: Meeting, now: datetime) -> int:
    """The first slot still to come that everybody invited can make, or -1."""
    for n, slot in enumerate(meeting.slots):
        fits = all(answer_of(meeting, person) in ("any", str(n)) for person in invited(case, meeting))
        if fits and datetime.fromisoformat(str(slot["at"])) > now:
            return n
    return -1


def all_answered(case: Case, meeting: Meeting) -> bool:
    """Whether everybody invited has said something."""
    return all(answer_of(meeting, person) for person in invited(case, meeting))


def live(case: Case, person: int = 0) -> list[Meeting]:
    """The meetings still to be held, those of one party only if that is asked for; the nearest first."""
    found = [m for m in case.meetings if m.state in LIVE and (not person or person in m.who)]
    return sorted(found, key=lambda m: (str(slot_of(m)["at"]), m.n))


def next_meeting(case: Case, person: int, now: datetime | None = None) -> Meeting | None:
    """The nearest fixed meeting that this person (a party, a helper's party, or staff) is to come to."""
    helper = case.helper(person)
    party = helper.by if helper is not None else person
    staff = any(m.person == person for m in case.staff())
    for meeting in live(case, 0 if staff else party):
        if meeting.state == "fixed" and (now is None or starts(meeting) + LENGTH > now):
            return meeting
    return None


def sides(case: Case, meeting: Meeting) -> str:
    """Whether the sides come together, or one side alone (民事调解规定 5)."""
    there = {p.side for p in case.staying if p.person in meeting.who}
    return "together" if len(there) > 1 else "alone"


def causes(case: Case, meeting: Meeting) -> tuple[str, ...]:
    """The names of all follow-ups of a meeting: one for everybody who is to come, one for the staff."""
    return tuple(f"meeting:{meeting.n}:{person}" for person in (0, *meeting.who))


def warnings(view: View, times: Sequence[str], who: Sequence[int], but: int = 0) -> list[dict[str, str]]:
    """What speaks against times, for the one who offers them: days off, hours of rest, another meeting."""
    found: list[dict[str, str]] = []
    for iso in times:
        at = datetime.fromisoformat(iso)
        row = {"at": iso, "zone": "", "court": view.zone, "who": ""}
        if not is_working(at.date(), view.calendar):
            found.append({**row, "why": "day_off"})
        if _resting(at, view):
            found.append({**row, "why": "quiet"})
        if view.case is None:
            continue
        found += [{**row, "why": "clash"} for m in live(view.case) if m.n != but and _near(m, at)]
        for person in who:
            zone = zone_of(view.case, person)
            if zone and not _resting(at, view) and _resting(at.astimezone(ZoneInfo(zone)), view):
                found.append({**row, "why": "night", "zone": zone, "who": view.case.name(person)})
    return found


def _resting(at: datetime, view: View) -> bool:
    return not view.waking[0] <= at.hour < view.waking[1]


def _near(meeting: Meeting, at: datetime) -> bool:
    slots = [slot_of(meeting)] if meeting.state == "fixed" else meeting.slots
    return any(abs(datetime.fromisoformat(str(s["at"])) - at) < LENGTH for s in slots)

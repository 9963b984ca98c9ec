"""What waits in a case for one of its people: due today, late, or waiting for this very person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from handlers.case import Case, Promise
from handlers.days import Calendar, add_working
from handlers.life import LEADS, OPEN, STAFF

RECORD_DAYS = 3  # an open record that has not been confirmed for so long is late
INVITE_DAYS = 3  # working days after which an invitation is old (在线调解规则 15)
LINES = 12

ORDER = (
    "meeting_today",
    "confirm",
    "words",
    "check",
    "authority",
    "accept",
    "promise_late",
    "term_over",
    "record_late",
    "invite_late",
    "promise_today",
    "term_today",
)
"""Every kind of item, what waits for the person before what is only due."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that waits; ``kind`` is one of ``ORDER``."""

    kind: str
    values: Mapping[str, Any] = field(default_factory=dict)


def agenda(case: Case, person: int, today: date, cal: Calendar | None = None) -> list[Item]:
    """What waits in this case for this member of its staff, the most urgent first; pure."""
    role = case.role(person)
    if role not in STAFF:
        return [Item("accept")] if case.lead is None and case.state == "filed" else []
    found = [*_mine(case, person, role), *_late(case, today, cal or Calendar()), *_today(case, today)]
    return sorted(found, key=lambda item: ORDER.index(item.kind))


def _mine(case: Case, person: int, role: str) -> list[Item]:
    found = []
    if _my_turn(case, person, role):
        found.append(Item("confirm"))
    if role in LEADS and (names := unanswered(case)):
        found.append(Item("words", {"names": names}))
    if case.state in OPEN and (names := [p.name for p in case.staying if not p.checked]):
        found.append(Item("check", {"names": names}))
    sent = [p.name for p in case.staying if p.authority == "sent"]
    sent += [h.name for h in case.helpers if h.authority == "sent" and not h.ended]
    if case.state in OPEN and sent:
        found.append(Item("authority", {"names": sent}))
    return found


def _my_turn(case: Case, person: int, role: str) -> bool:
    """Whether the open record waits for this person's own confirmation, and for nobody before them."""
    record = case.record
    if record is None or record.status != "open" or record.confirmed_by(person):
        return False
    if any(not record.confirmed_by(p.person) for p in case.staying):
        return False
    clerk_first = case.clerk is not None and not record.confirmed_by(case.clerk.person)
    return role == "clerk" or (case.leads(person) and not clerk_first)


def unanswered(case: Case) -> list[str]:
    """The parties whose last private words came after everything that was said to them."""
    found = []
    for party in case.staying:
        asked = [u.n for u in case.talk if u.person == party.person and u.to == "mediator"]
        heard = [
            u.n
            for u in case.talk
            if case.role(u.person) in STAFF and (u.to in ("both", party.side) or party.person in u.hearers)
        ]
        if asked and max(asked) > max(heard, default=0):
            found.append(party.name)
    return found


def _late(case: Case, today: date, cal: Calendar) -> list[Item]:
    found = [
        Item("promise_late", _promise(case, p))
        for p in case.promises
        if p.state == "late" or (p.state in ("open", "asked") and p.falls < today.isoformat())
    ]
    if _term_runs(case) and case.term_end < today.isoformat():
        found.append(Item("term_over", {"term_end": case.term_end}))
    record = case.record
    if record is not None and record.status == "open":
        waiting = [p.name for p in case.staying if not record.confirmed_by(p.person)]
        if waiting and _day(record.at) + timedelta(days=RECORD_DAYS) <= today:
            found.append(Item("record_late", {"names": waiting}))
    if case.state in ("invited", "mediating") and case.missing:
        since = [one.invited for one in case.missing if one.invited]
        sent = min(since, default=case.accepted_at)
        if sent and add_working(_day(sent), INVITE_DAYS, cal) <= today:
            found.append(Item("invite_late", {"other": "、".join(one.name for one in case.missing)}))
    return found


def _term_runs(case: Case) -> bool:
    """Whether there is a term that runs; during an appraisal it rests."""
    return case.state in OPEN and bool(case.term_end) and not case.paused


def _today(case: Case, today: date) -> list[Item]:
    found = [
        Item("promise_today", _promise(case, p))
        for p in case.promises
        if p.state == "open" and p.falls == today.isoformat()
    ]
    for meeting in case.meetings:
        slot = meeting.slots[meeting.chosen] if meeting.state == "fixed" else None
        if slot is not None and _day(str(slot["at"])) == today:
            found.append(Item("meeting_today", {"time": str(slot["at"])[11:16]}))
    if _term_runs(case) and case.term_end == today.isoformat():
        found.append(Item("term_today"))
    return found


def _promise(case: Case, promise: Promise) -> dict[str, Any]:
    thing = {"kind": promise.kind, "sum": promise.fen, "what": promise.what}
    return {"who": case.name(promise.who), "promised_thing": thing, "due": promise.falls}


def _day(iso: str) -> date:
    return date.fromisoformat(iso[:10])


def waits(items: Sequence[Item]) -> str:
    """What waits first, or "" ."""
    return items[0].kind if items else ""


def rank(items: Sequence[Item]) -> int:
    """Where a case stands in a list: the more urgent its first item, the earlier."""
    return ORDER.index(items[0].kind) if items else len(ORDER)


def line(case: Case, items: Sequence[Item], title: str) -> Mapping[str, Any]:
    """One case as one line of the day's list: its title, the first thing, and how many more there are."""
    first = items[0]
    return {"title": title, "kind": first.kind, "values": dict(first.values), "besides": len(items) - 1}


def day(lines: Sequence[Mapping[str, Any]], free: int, callers: int = 0) -> dict[str, Any]:
    """A whole day's list as it is told: about a dozen lines, how many more, and how many people wait for
    somebody of the court, how many cases for somebody who takes them."""
    more = max(0, len(lines) - LINES)
    return {"lines": list(lines[:LINES]), "more": more, "callers": callers, "free": free}

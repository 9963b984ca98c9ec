"""Who has asked for a person, who takes them on, and the cases that somebody holds while they look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert, or_, select, update

from handlers.life import STAFF
from storage import schema as s
from storage.people import HOUSE, NotYours, Viewer
from storage.store import Tx

HOLD = 2 * 3_600_000_000  # microseconds for which an opened case is held for the one who opened it
LISTED = 20


def call(tx: Tx, talk: int, person: int, case: int | None, stamp: int, body: Mapping[str, Any]) -> None:
    """Somebody asks for a person in this conversation; asking again only renews who was said to come."""
    row = of_talk(tx, talk)
    if row is not None and row.state == "waiting":
        _open(tx, talk, body=tx.seal(f"person:{person}", "caller", dict(body)))
    if row is None:
        tx.add(
            s.caller,
            conversation_id=talk,
            person_id=person,
            case_id=case,
            stamp=stamp,
            state="waiting",
            body=tx.seal(f"person:{person}", "caller", dict(body)),
        )


def of_talk(tx: Tx, talk: int) -> Any:
    """The open row of a conversation: somebody waits in it, or is being spoken to; or None."""
    c = s.caller.c
    return tx.one(select(s.caller).where(c.conversation_id == talk, c.state != "done"))


def awaited(tx: Tx, viewer: Viewer, talk: int) -> Mapping[str, Any] | None:
    """Who was said to come to this viewer's own conversation, and when, while they still wait; else None."""
    row = of_talk(tx, talk)
    if row is None or row.person_id != viewer.person or row.state != "waiting":
        return None
    body = tx.unseal(f"person:{row.person_id}", "caller", row.body) or {}
    found: Mapping[str, Any] | None = body.get("coming")
    return found


def waiting(tx: Tx, viewer: Viewer, *, on_duty: bool) -> list[tuple[int, Mapping[str, Any]]]:
    """(conversation, {name, matter}) of those who wait, the longest first, if this viewer may help them.

    Without a case anybody of the court may; in a case its own people, who may take it, who is on duty.
    A mediator from the community speaks in the room of their own case only.
    """
    if viewer.role == "community":
        return []
    if viewer.role not in STAFF:
        raise NotYours
    c, m = s.caller.c, s.case.c
    rows = select(s.caller, m.lead_id, m.clerk_id).outerjoin(s.case, c.case_id == m.id)
    rows = rows.where(c.state == "waiting", c.person_id != viewer.person)
    if not on_duty:
        seats = select(s.seat.c.case_id).where(s.seat.c.person_id == viewer.person)
        ours = or_(m.lead_id == viewer.person, m.clerk_id == viewer.person, c.case_id.in_(seats))
        rows = rows.where(or_(c.case_id.is_(None), ours, m.lead_id.is_(None)))
    found = []
    for row in tx.all(rows.order_by(c.stamp).limit(LISTED)):
        body = tx.unseal(f"person:{row.person_id}", "caller", row.body)
        if body is not None:
            found.append((int(row.conversation_id), body))
    return found


def spoken_by(tx: Tx, case: int, staff: int) -> list[Any]:
    """The conversations about a case in which that member of staff speaks, or has not answered."""
    c = s.caller.c
    return list(tx.all(select(s.caller).where(c.case_id == case, c.staff_id == staff, c.state != "done")))


def take(tx: Tx, talk: int, staff: int, attend: int) -> None:
    """A member of staff speaks in this conversation from now on."""
    _open(tx, talk, state="taken", staff_id=staff, attend_id=attend)


def unheard(tx: Tx, talk: int) -> None:
    """Whoever spoke there does not answer: others may take over."""
    _open(tx, talk, state="waiting")


def parted(tx: Tx, talk: int) -> None:
    """Whoever spoke there may not any more; who still waits there goes on waiting, for somebody else."""
    row = of_talk(tx, talk)
    if row is not None and row.state == "waiting":
        _open(tx, talk, staff_id=None, attend_id=None)
    else:
        finish(tx, talk)


def finish(tx: Tx, talk: int) -> None:
    """Nobody waits and nobody speaks there any more."""
    _open(tx, talk, state="done")


def _open(tx: Tx, talk: int, **values: Any) -> None:
    c = s.caller.c
    tx.run(update(s.caller).where(c.conversation_id == talk, c.state != "done").values(**values))


# -- a case in turn ----------------------------------------------------------------------------------------


def free(tx: Tx, viewer: Viewer) -> list[int]:
    """The cases that nobody has taken, the oldest first; not one's own matters, and none where one helps."""
    if viewer is not HOUSE and viewer.role not in STAFF:
        raise NotYours
    own = select(s.party.c.case_id).where(s.party.c.person_id == viewer.person)
    t, c = s.conversation.c, s.case.c
    helped = select(t.case_id).where(t.person_id == viewer.person, t.role == "helper", t.case_id.is_not(None))
    free_ = (c.lead_id.is_(None)) & (c.state == "filed") & c.id.not_in(own) & c.id.not_in(helped)
    rows = select(c.id).where(free_).order_by(c.id)
    return [int(row.id) for row in tx.all(rows)]


def in_turn(tx: Tx, viewer: Viewer, now: int) -> int | None:
    """The next case for this person: the oldest that nobody holds; what they passed by comes last."""
    looked = {(row.case_id, row.person_id): row for row in tx.all(select(s.pick))}
    held = {case for (case, who), row in looked.items() if who != viewer.person and _holds(row, now)}
    left = [case for case in free(tx, viewer) if case not in held]
    mine = {case for case, who in looked if who == viewer.person}
    chosen = next((case for case in left if case not in mine), None)
    if chosen is None:  # everything has been passed by: what was seen longest ago comes first
        seen = sorted((looked[case, viewer.person].until, case) for case in left)
        chosen = seen[0][1] if seen else None
    return chosen


def hold(tx: Tx, viewer: Viewer, case: int, now: int) -> None:
    """The case is held for this person for a while; whatever they held before they have passed by."""
    p = s.pick.c
    tx.run(update(s.pick).where(p.person_id == viewer.person).values(passed=1))
    same = (p.case_id == case) & (p.person_id == viewer.person)
    if not tx.run(update(s.pick).where(same).values(until=now + HOLD, passed=0)).rowcount:
        tx.run(insert(s.pick).values(case_id=case, person_id=viewer.person, until=now + HOLD, passed=0))


def _holds(row: Any, now: int) -> bool:
    return not row.passed and row.until > now

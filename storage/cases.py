"""The cases in the store: one as a value (``loading``, ``saving``), and which there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, or_, select

from handlers.life import ENDED
from storage import schema as s
from storage.loading import load, records, row
from storage.people import HOUSE, NotYours, Viewer
from storage.saving import create, next_number, save
from storage.store import Tx

__all__ = ["count", "create", "desk", "led_by", "load", "next_number", "records", "related", "row", "save"]
DESK = 100  # the newest cases that lie on a desk; older ones are found by searching


def desk(tx: Tx, viewer: Viewer) -> list[Mapping[str, Any]]:
    """The cases on the desk of somebody of the court: their own that live, and those waiting to be taken."""
    c = s.case.c
    if viewer.role in ("mediator", "judge"):
        seats = select(s.seat.c.case_id).where(s.seat.c.person_id == viewer.person)
        free = (c.lead_id.is_(None)) & (c.state == "filed")
        mine = or_(c.lead_id == viewer.person, c.id.in_(seats), free)
    elif viewer.role == "community":
        mine = c.id.in_(select(s.seat.c.case_id).where(s.seat.c.person_id == viewer.person))
    elif viewer.role == "clerk":
        mine = or_(c.clerk_id == viewer.person, (c.clerk_id.is_(None)) & (c.lead_id.is_not(None)))
    else:
        raise NotYours
    rows = tx.all(select(s.case).where(mine, c.state.not_in(ENDED)).order_by(c.id.desc()).limit(DESK))
    return [{"case": r.id, "number": r.number, "state": r.state, "chain": r.chain_id} for r in rows]


def related(tx: Tx, viewer: Viewer, mark: str) -> list[int]:
    """The cases that were told as one story, the oldest first."""
    if viewer is not HOUSE:
        raise NotYours
    c = s.case.c
    return [row.id for row in tx.all(select(c.id).where(c.related == mark).order_by(c.id))] if mark else []


def led_by(tx: Tx, viewer: Viewer, person: int) -> list[int]:
    """The live cases that this person leads."""
    if viewer is not HOUSE:
        raise NotYours
    c = s.case.c
    rows = tx.all(select(c.id).where(c.lead_id == person, c.state.not_in(ENDED)).order_by(c.id))
    return [int(row.id) for row in rows]


def count(tx: Tx, viewer: Viewer) -> int:
    """How many cases there are."""
    if viewer is not HOUSE:
        raise NotYours
    return int(tx.connection.scalar(select(func.count()).select_from(s.case)) or 0)

"""What is due, and when: follow-ups live with their case and survive any downtime."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select, update

from handlers.acts.done import Due
from storage import schema as s
from storage.people import HOUSE, NotYours, Viewer
from storage.store import Tx


def set_due(tx: Tx, case: int, dues: Iterable[Due]) -> None:
    """Set follow-ups; one with the same act and cause replaces what was waiting."""
    for due in dues:
        c = s.followup.c
        same = (c.case_id == case) & (c.act == due.act) & (c.cause == due.cause) & (c.state == "waiting")
        tx.run(update(s.followup).where(same).values(state="dropped", note="replaced"))
        tx.add(
            s.followup,
            case_id=case,
            act=due.act,
            cause=due.cause,
            due=int(due.at.timestamp() * 1_000_000),
            data=json.dumps(dict(due.data)),
            gentle=int(due.gentle),
            state="waiting",
            note="",
        )


def drop(tx: Tx, case: int, causes: Iterable[str]) -> None:
    """Close the follow-ups whose cause has gone."""
    for cause in causes:
        c = s.followup.c
        gone = (c.case_id == case) & (c.cause == cause) & (c.state == "waiting")
        tx.run(update(s.followup).where(gone).values(state="dropped", note="cause gone"))


def due(tx: Tx, now: int, limit: int = 500) -> list[Any]:
    """The follow-ups that are due, the oldest first."""
    c = s.followup.c
    waiting = select(s.followup).where(c.state == "waiting", c.due <= now).order_by(c.due, c.id).limit(limit)
    return list(tx.all(waiting))


def put_off(tx: Tx, followup: int, until: int, note: str) -> None:
    """Later, with the reason in the row."""
    tx.run(update(s.followup).where(s.followup.c.id == followup).values(due=until, note=note))


def done(tx: Tx, followup: int) -> None:
    """Handed on to the road."""
    tx.run(update(s.followup).where(s.followup.c.id == followup).values(state="done"))


def of_case(tx: Tx, viewer: Viewer, case: int) -> list[Any]:
    """Every follow-up of a case, for those who keep the house."""
    if viewer is not HOUSE:
        raise NotYours
    return list(tx.all(select(s.followup).where(s.followup.c.case_id == case).order_by(s.followup.c.id)))

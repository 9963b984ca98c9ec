"""What is on a person's screen: the newest message to them that can be answered by a number."""

from __future__ import annotations

from sqlalchemy import select

from storage import schema as s
from storage.people import HOUSE, NotYours, Viewer
from storage.store import Tx
from storage.talks import SAID

LOOKED_AT = 8  # messages; one that offers something ends with its buttons


def newest(tx: Tx, viewer: Viewer, before: int) -> tuple[int, int, int] | None:
    """(conversation, outbox row, how many answers) of that message, said before a time; None for none."""
    if viewer is HOUSE:
        raise NotYours
    c = s.outbox.c
    mine = (c.person_id == viewer.person) & (c.state == SAID) & (c.stamp < before)
    for row in tx.all(select(s.outbox).where(mine).order_by(c.id.desc()).limit(LOOKED_AT)):
        body = tx.unseal(f"person:{row.person_id}", "outbox", row.body)
        if body is not None and body["o"]:
            return row.conversation_id, row.id, len(body["o"])
    return None

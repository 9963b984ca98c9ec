"""The way back: codes that belong to a person, who is meant by a telephone number, addresses that end."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, insert, select, update

from storage import schema as s
from storage.people import HOUSE, PAPER, NotYours, Viewer
from storage.store import Tx

WAITING = 0  # a message that has not been said yet


def new_return(tx: Tx, person: int, code: str, how: str, until: int) -> None:
    """Keep a return code of that person; an unused one of the same kind opens nothing any more.

    Besides the keyed hash it is kept under the person's own key, so that their page can print it.
    """
    c = s.code.c
    tx.run(delete(s.code).where(c.person_id == person, c.role == how, c.used_by.is_(None)))
    tx.run(
        insert(s.code).values(
            hash=tx.vault.lookup("code", code),
            role=how,
            name=tx.seal(f"person:{person}", "return", code),
            until=until,
            person_id=person,
        )
    )


def paper(tx: Tx, viewer: Viewer, now: int) -> tuple[str, int] | None:
    """The viewer's own return code for keeping, and until when it is good; None where there is none."""
    c = s.code.c
    mine = (c.person_id == viewer.person, c.role == PAPER, c.used_by.is_(None), c.until >= now)
    row = tx.one(select(s.code).where(*mine))
    if row is None or tx.row(s.person, viewer.person).role:
        return None
    code = tx.unseal(f"person:{viewer.person}", "return", row.name)
    return None if code is None else (str(code), int(row.until))


def by_phone(tx: Tx, viewer: Viewer, phone: str) -> list[Any]:
    """The parties who gave that telephone number, the newest case first; none of the court or forgotten."""
    if viewer is not HOUSE:
        raise NotYours
    p = s.party.c
    found = tx.all(
        select(p.person_id, p.case_id)
        .join(s.person, s.person.c.id == p.person_id)
        .where(p.phone == tx.vault.lookup("phone", phone), s.person.c.role == "")
        .where(s.person.c.wrapped.is_not(None))
        .order_by(p.case_id.desc())
    )
    return list(found)


def index_phones(tx: Tx) -> None:
    """Fill in the keyed hashes of telephone numbers for cases that an earlier version has kept."""
    for row in tx.all(select(s.party).where(s.party.c.phone.is_(None))):
        body = tx.unseal(f"person:{row.person_id}", f"party:{row.case_id}", row.body) or {}
        tx.change(s.party, row.id, phone=phone_hash(tx, str(body.get("phone") or "")))


def phone_hash(tx: Tx, phone: str) -> str:
    """How a telephone number is found without being stored; "" for none."""
    return tx.vault.lookup("phone", phone) if phone else ""


# -- addresses ---------------------------------------------------------------------------------------------


def is_ended(tx: Tx, channel: str, address: str) -> bool:
    """Whether somebody has signed out at this address: it opens nothing any more."""
    a = s.address.c
    hashed = tx.vault.lookup("address", f"{channel}:{address}")
    return tx.one(select(a.id).where(a.channel == channel, a.hash == hashed, a.ended == 1)) is not None


def others(tx: Tx, person: int, address: int) -> list[Any]:
    """The person's live addresses but that one, the newest first."""
    a = s.address.c
    mine = select(s.address).where(a.person_id == person, a.id != address, a.ended == 0)
    return list(tx.all(mine.order_by(a.id.desc())))


def end_address(tx: Tx, person: int, address: int) -> None:
    """The address opens nothing any more; what waits to be said there is said where the person is now."""
    tx.change(s.address, address, ended=1)
    current = tx.row(s.person, person).address
    live = others(tx, person, address)
    if current == address and live:
        current = live[0].id
        tx.change(s.person, person, address=current)
    if current != address:
        o = s.outbox.c
        waits = (o.person_id == person, o.address_id == address, o.state == WAITING)
        channel = tx.row(s.address, current).channel
        tx.run(update(s.outbox).where(*waits).values(address_id=current, channel=channel))


def come_back(tx: Tx, newcomer: int, owner: int) -> None:
    """Whatever the newcomer has here becomes the owner's: addresses, thread, reception; nothing is lost.

    The newcomer's row stays behind without any of it, because its key still opens the journal's lines and
    the files from before; ``became`` names the owner, with whom it is forgotten.
    """
    address = tx.row(s.person, newcomer).address
    for row in tx.all(select(s.address).where(s.address.c.person_id == newcomer)):
        _hand_over(tx, s.address, row, newcomer, owner, "body", f"address:{row.channel}")
    for row in tx.all(select(s.inbox).where(s.inbox.c.person_id == newcomer)):
        _hand_over(tx, s.inbox, row, newcomer, owner, "body", f"inbox:{row.channel}")
    for row in tx.all(select(s.outbox).where(s.outbox.c.person_id == newcomer)):
        _hand_over(tx, s.outbox, row, newcomer, owner, "body", "outbox")
    for row in tx.all(select(s.conversation).where(s.conversation.c.person_id == newcomer)):
        _hand_over(tx, s.conversation, row, newcomer, owner, "place", "place")
        tx.change(s.conversation, row.id, silent_at=None)
    shown = s.shown.c
    known = select(shown.digest).where(shown.person_id == owner).scalar_subquery()
    tx.run(delete(s.shown).where(shown.person_id == newcomer, shown.digest.in_(known)))
    tx.run(update(s.shown).where(shown.person_id == newcomer).values(person_id=owner))
    tx.run(delete(s.code).where(s.code.c.person_id == newcomer))
    tx.change(s.person, newcomer, current=None, address=None, became=owner)
    tx.change(s.person, owner, address=address)


def _hand_over(tx: Tx, table: Any, row: Any, newcomer: int, owner: int, column: str, aad: str) -> None:
    """One row with what is sealed in it goes under the owner's key."""
    value = tx.unseal(f"person:{newcomer}", aad, getattr(row, column))
    sealed = tx.seal(f"person:{owner}", aad, value)
    tx.change(table, row.id, **{"person_id": owner, column: sealed})

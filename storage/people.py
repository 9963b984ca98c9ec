"""Persons, their addresses, their codes, and what they may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, and_, cast, delete, func, insert, or_, select, update

from handlers.life import ENDED
from storage import schema as s
from storage.store import Tx

HOUR = 3_600_000_000  # microseconds
GUESSES_EVERYBODY = 200  # wrong codes an hour from all addresses together, then codes rest


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a person (0 is the house itself, which sees what it must to do its work)."""

    person: int
    role: str = ""


HOUSE = Viewer(0, "house")
PAPER, CALL = "paper", "call"  # return codes: for keeping, and told by telephone


class NotYours(Exception):
    """A viewer asked for something that is not theirs to see."""


def new_person(tx: Tx, lang: str, role: str, name: str, stamp: int) -> int:
    """A new person with a data key of their own."""
    key = tx.vault.new_key()
    person = tx.add(s.person, lang=lang, role=role, wrapped=tx.vault.wrap(key, "person"), made=stamp)
    tx.keys[f"person:{person}"] = key
    if name:
        rename(tx, person, name)
    return person


def rename(tx: Tx, person: int, name: str) -> None:
    """How the person is named from now on."""
    sealed = tx.seal(f"person:{person}", "name", name)
    tx.change(s.person, person, name=sealed)


def name_of(tx: Tx, row: Any) -> str:
    """The name in a person's row, or ""."""
    return str(tx.unseal(f"person:{row.id}", "name", row.name) or "") if row.name is not None else ""


def find_address(tx: Tx, channel: str, address: str) -> Any:
    """The row of an address, or None; one where somebody has signed out is nobody's any more."""
    a = s.address.c
    hashed = tx.vault.lookup("address", f"{channel}:{address}")
    return tx.one(select(s.address).where(a.channel == channel, a.hash == hashed, a.ended == 0))


def new_address(tx: Tx, channel: str, address: str, person: int) -> int:
    """An address by which this person can be reached from now on, whoever has signed out there before."""
    a = s.address.c
    hashed = tx.vault.lookup("address", f"{channel}:{address}")
    free = update(s.address).where(a.channel == channel, a.hash == hashed, a.ended == 1)
    tx.run(free.values(hash="ended:" + cast(a.id, String)))
    return tx.add(
        s.address,
        channel=channel,
        hash=hashed,
        person_id=person,
        body=tx.seal(f"person:{person}", f"address:{channel}", address),
        blocked=0,
    )


def set_blocked(tx: Tx, address_id: int, blocked: bool) -> None:
    """Whether the address refuses us."""
    tx.change(s.address, address_id, blocked=int(blocked))


def staff(tx: Tx, viewer: Viewer, roles: tuple[str, ...]) -> list[Any]:
    """The court's people of some roles."""
    if viewer is not HOUSE:
        raise NotYours
    return list(tx.all(select(s.person).where(s.person.c.role.in_(roles)).order_by(s.person.c.id)))


# -- codes -------------------------------------------------------------------------------------------------


def new_code(
    tx: Tx, code: str, *, case: int | None, role: str, name: str, until: int, expected: int = 0
) -> None:
    """Keep a single-use code as a keyed hash. ``name`` is for staff codes, ``expected`` for invitations."""
    sealed = tx.vault.seal(tx.vault.sub("codes"), name.encode(), b"code") if name else None
    hashed = tx.vault.lookup("code", code)
    values = {"hash": hashed, "case_id": case, "role": role, "name": sealed, "until": until}
    tx.run(insert(s.code).values(**values, expected=expected or None))


def void_invitations(tx: Tx, case: int, side: str, expected: int = 0) -> None:
    """Unused invitations of a case for one of a side (older ones named nobody) open nothing any more."""
    c = s.code.c
    meant = or_(c.expected == expected, c.expected.is_(None)) if expected else c.id.is_not(None)
    tx.run(delete(s.code).where(c.case_id == case, c.role == side, c.used_by.is_(None), meant))


def void_codes(tx: Tx, role: str, name: str) -> None:
    """Unused codes for that role and name open nothing any more."""
    for row in tx.all(select(s.code).where(s.code.c.role == role, s.code.c.used_by.is_(None))):
        if (
            row.name is not None
            and tx.vault.unseal(tx.vault.sub("codes"), row.name, b"code") == name.encode()
        ):
            tx.run(delete(s.code).where(s.code.c.id == row.id))


def look_up(tx: Tx, viewer: Viewer, code: str, now: int, tries: int) -> tuple[Mapping[str, Any] | None, str]:
    """What a code opens for this person, or why it opens nothing; wrong guesses are counted.

    ``again``: they came in by this very invitation before, and only want to be there again. ``person``: whom
    a return code leads back to.
    """
    if not may_guess(tx, viewer, now, tries):
        return None, "too_often"
    row = tx.one(select(s.code).where(s.code.c.hash == tx.vault.lookup("code", code)))
    if row is not None and row.case_id is not None and row.used_by == viewer.person:
        return {"code": row.id, "case": row.case_id, "role": row.role, "name": "", "again": True}, ""
    trouble = _trouble(tx, viewer, row, now)
    if trouble not in ("", "mine", "busy"):
        guessed(tx, viewer.person, now)
    if trouble:
        return None, trouble
    if row.role in (PAPER, CALL):
        return {"code": row.id, "case": None, "role": row.role, "name": "", "person": row.person_id}, ""
    name = tx.vault.unseal(tx.vault.sub("codes"), row.name, b"code").decode() if row.name else ""
    found = {"code": row.id, "case": row.case_id, "role": row.role, "name": name}
    return found | ({"expected": row.expected} if row.expected else {}), ""


def may_guess(tx: Tx, viewer: Viewer, now: int, tries: int) -> bool:
    """Whether this person may still try a code, or ask for one, within the hour."""
    mine = select(func.count()).where(s.guess.c.person_id == viewer.person, s.guess.c.stamp > now - HOUR)
    everybody = select(func.count()).where(s.guess.c.stamp > now - HOUR)
    return tx.count(mine) < tries and tx.count(everybody) < GUESSES_EVERYBODY


def guessed(tx: Tx, person: int, now: int) -> None:
    """This person has had a try."""
    tx.run(insert(s.guess).values(person_id=person, stamp=now))


def _trouble(tx: Tx, viewer: Viewer, row: Any, now: int) -> str:
    if row is None:
        return "unknown"
    if row.used_by is not None:
        return "used"
    if row.until < now:
        return "expired"
    if row.role in (PAPER, CALL):
        return _return_trouble(tx, viewer, row)
    if row.case_id is None:
        return ""
    if tx.one(select(s.case.c.state).where(s.case.c.id == row.case_id)).state in ENDED:
        return "over"
    inside = select(s.party.c.id).where(
        s.party.c.case_id == row.case_id, s.party.c.person_id == viewer.person
    )
    if row.role == "community":  # nobody mediates in a matter that they came into in another way
        c = s.conversation.c
        inside = select(c.id).where(c.case_id == row.case_id, c.person_id == viewer.person)
    at_work = select(s.person.c.role).where(s.person.c.id == viewer.person)
    if tx.one(inside) is not None or tx.connection.scalar(at_work):
        return "own"
    c = s.conversation.c  # nobody mediates where they first came in as one of the other side
    begun = select(c.id).where(c.case_id == row.case_id, c.person_id == viewer.person)
    return "own" if row.role == "community" and tx.one(begun) is not None else ""


def _return_trouble(tx: Tx, viewer: Viewer, row: Any) -> str:
    """A return code leads to nobody of the court and nobody forgotten, and takes nobody from a matter."""
    owner = tx.row(s.person, row.person_id)
    if owner is None or owner.wrapped is None or owner.role:
        return "unknown"
    if owner.id == viewer.person:
        return "mine"
    return "" if is_new_here(tx, viewer.person) else "busy"


def is_new_here(tx: Tx, person: int) -> bool:
    """Whether this person has told nothing yet but at reception, so that they may turn out to be another."""
    c = s.conversation.c
    nothing = or_(c.script == "reception", and_(c.script == "intake", c.step == "consent"))
    begun = select(func.count()).where(c.person_id == person, ~and_(c.case_id.is_(None), nothing))
    return not tx.row(s.person, person).role and not tx.count(begun)


def use_code(tx: Tx, viewer: Viewer, code: int) -> bool:
    """Mark a code as used by this person; False when somebody was faster."""
    spent = (
        update(s.code).where(s.code.c.id == code, s.code.c.used_by.is_(None)).values(used_by=viewer.person)
    )
    return bool(tx.run(spent).rowcount == 1)


# -- files -------------------------------------------------------------------------------------------------


def show_file(tx: Tx, person: int, media: Mapping[str, Any]) -> None:
    """From now on this person's page may show that file."""
    known = select(s.shown.c.digest).where(s.shown.c.person_id == person, s.shown.c.digest == media["digest"])
    if tx.one(known) is None:
        tx.run(
            insert(s.shown).values(
                person_id=person, digest=media["digest"], owner=media["owner"], mime=media["mime"]
            )
        )


def load_file(tx: Tx, viewer: Viewer, digest: str) -> tuple[str, bytes] | None:
    """(mime, bytes) of a file that this viewer sent or was sent; NotYours for any other."""
    row = tx.one(select(s.shown).where(s.shown.c.person_id == viewer.person, s.shown.c.digest == digest))
    if row is None:
        raise NotYours
    key = tx.key(f"person:{row.owner}")
    if key is None:
        return None
    return row.mime, tx.store.files.get(digest, key=key, owner=f"person:{row.owner}")

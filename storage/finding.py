"""Finding one's own cases by number, name or telephone; nobody else's are ever looked into."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import or_, select

from handlers.life import LEADS
from handlers.reading.choices import clean
from storage import schema as s
from storage.people import NotYours, Viewer
from storage.store import Tx

MOST = 20  # cases that one search gives
DIGITS = 4  # of a telephone number, from its end or its middle, are enough to look for it


def search(tx: Tx, viewer: Viewer, text: str) -> list[int]:
    """The viewer's own cases, also those that are over, that fit the text; the newest first.

    Names and telephones lie sealed, so those of the viewer's own cases are opened one by one.
    """
    wanted = clean(text).casefold()
    rows = _own(tx, viewer)
    running = re.fullmatch(r"(?:第)?([0-9]{1,6})号?", wanted)
    by_number = [row.id for row in rows if _numbered(row.number, wanted, running[1] if running else "")]
    if running and by_number and len(running[1]) < DIGITS:
        return by_number[:MOST]
    by_people = _by_people(tx, rows, wanted)
    return [row.id for row in rows if row.id in by_people or row.id in set(by_number)][:MOST]


def _own(tx: Tx, viewer: Viewer) -> Sequence[Any]:
    """Every case in which the viewer has a seat."""
    if not viewer.person:
        raise NotYours
    c = s.case.c
    seats = select(s.seat.c.case_id).where(s.seat.c.person_id == viewer.person)
    mine = or_(c.lead_id == viewer.person, c.clerk_id == viewer.person, c.id.in_(seats))
    if viewer.role in LEADS:
        mine = or_(mine, (c.lead_id.is_(None)) & (c.state == "filed"))
    wanted = select(c.id, c.number, c.chain_id, c.body).where(mine).order_by(c.id.desc())
    return tx.all(wanted)


def _numbered(number: str, wanted: str, running: str) -> bool:
    """Whether a case has that number: written out, as year and running number, or the latter alone."""
    digits = re.findall("[0-9]+", number)
    if running:
        return str(digits[-1]).lstrip("0") == running.lstrip("0")
    asked = re.findall("[0-9]+", wanted)
    return len(asked) == 2 and asked == digits and not re.search(r"[^\W0-9和解号第年]", wanted)


def _by_people(tx: Tx, cases: Sequence[Any], wanted: str) -> set[int]:
    digits = "".join(c for c in wanted if c.isdigit())
    phone = digits if len(digits) >= DIGITS and re.fullmatch(r"[\d\s()+-]+", wanted) else ""
    ids = [row.id for row in cases]
    parties = tx.all(select(s.party).where(s.party.c.case_id.in_(ids)))
    tx.ahead(s.person, [row.person_id for row in parties])
    found: set[int] = set()
    for row in parties:
        body = tx.unseal(f"person:{row.person_id}", f"party:{row.case_id}", row.body)
        if body is not None and _fits(body.get("name", ""), body.get("phone", ""), wanted, phone):
            found.add(row.case_id)
    tx.ahead(s.chain, [row.chain_id for row in cases])
    for row in cases:
        if row.id not in found and any(_fits(n, reach, wanted, phone) for n, reach in _expected(tx, row)):
            found.add(row.id)
    return found


def _expected(tx: Tx, row: Any) -> list[tuple[str, str]]:
    """(name, reach) of those who are to come to a case."""
    shared = tx.unseal(f"chain:{row.chain_id}", f"case:{row.chain_id}", row.body)
    if shared is None or not shared["private"]:
        return []
    owner = f"person:{shared['by']}"
    private = tx.unseal(owner, f"case:{row.chain_id}", bytes.fromhex(shared["private"])) or {}
    old = [{"name": private.get("other_name", ""), "reach": private.get("other_reach", "")}]
    return [(one["name"], one["reach"]) for one in private.get("expected", old)]


def _fits(name: str, phone: str, wanted: str, digits: str) -> bool:
    if digits:
        return digits.lstrip("+") in "".join(c for c in phone if c.isdigit())
    return bool(wanted) and wanted in clean(name).casefold()

"""The numbered parts of a case in the store: one row a part, sealed under its owner's key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import select, update

from handlers.case import Case
from handlers.parts import PARTS, Part
from storage import schema as s
from storage.store import Tx

KINDS = tuple(kind for kind in PARTS if kind != "expected")  # who is expected lies with the case itself
LISTS = ("answers", "wishes")  # pairs of (person, answer)


def load_parts(tx: Tx, case: Any, there: int) -> dict[str, Any]:
    """Every part of a case by kind; ``there``: how many there may be. Parts of the forgotten are left out."""
    if there <= 0:
        return {}
    found: dict[str, list[Part]] = {}
    for row in tx.all(select(s.part).where(s.part.c.case_id == case.id).order_by(s.part.c.n)):
        body = tx.unseal(_key(row.by_id, case.chain_id), f"part:{case.id}", row.body)
        if body is not None:
            found.setdefault(row.kind, []).append(_part(row.kind, row.n, row.by_id, body))
    return {kind: tuple(parts) for kind, parts in found.items()}


def save_parts(tx: Tx, chain: int, old: Case, new: Case) -> None:
    """Write the parts that are new or have changed; nothing is ever taken away."""
    for kind in KINDS:
        known = {one.n: one for one in getattr(old, kind)}
        for part in getattr(new, kind):
            if known.get(part.n) != part:
                _save(tx, chain, new.id, kind, part, fresh=part.n not in known)


def _save(tx: Tx, chain: int, case: int, kind: str, part: Part, *, fresh: bool) -> None:
    if part.by and tx.key(f"person:{part.by}") is None:
        return  # whoever it belonged to has been forgotten
    body = {f.name: getattr(part, f.name) for f in fields(part) if f.name not in ("n", "by")}
    sealed = tx.seal(_key(part.by, chain), f"part:{case}", body)
    if fresh:
        tx.add(s.part, case_id=case, n=part.n, kind=kind, by_id=part.by, body=sealed)
        return
    tx.run(update(s.part).where(s.part.c.case_id == case, s.part.c.n == part.n).values(body=sealed))


def _key(person: int, chain: int) -> str:
    return f"person:{person}" if person else f"chain:{chain}"


def _part(kind: str, n: int, by: int, body: Mapping[str, Any]) -> Part:
    plain = {name: tuple(value) if isinstance(value, list) else value for name, value in body.items()}
    plain |= {name: tuple((int(who), what) for who, what in plain[name]) for name in LISTS if name in plain}
    made: Any = PARTS[kind]
    part: Part = made(n=n, by=by, **plain)
    return part

"""The journal: a hash chain a matter, over salted commitments, never rewritten."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from storage import schema as s
from storage.chain import GENESIS, canonical, commit, link
from storage.people import HOUSE, NotYours, Viewer
from storage.store import StoreError, Tx

SALT = 16  # bytes


@dataclass(slots=True)
class Head:
    """Where a chain ends while a transaction adds to it."""

    chain: int
    hash: str
    length: int
    was: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line as a viewer sees it; ``salt`` and ``body`` are None where it is not theirs to read."""

    seq: int
    at: str
    kind: str
    author: int
    reader: int
    commitment: str
    hash: str
    salt: bytes | None
    body: Any


def new_chain(tx: Tx) -> int:
    """An empty chain with a data key for what everybody in it may read."""
    key = tx.vault.new_key()
    number = tx.add(s.chain, head=GENESIS, length=0, wrapped=tx.vault.wrap(key, "chain"))
    tx.keys[f"chain:{number}"] = key
    return number


def head(tx: Tx, chain: int) -> Head:
    """The end of a chain, as this transaction has it."""
    row = tx.row(s.chain, chain)
    return Head(row.id, row.head, row.length, row.length)


_WRITE = insert(s.journal)
_MOVE = (
    update(s.chain)
    .where(s.chain.c.id == bindparam("b_chain"), s.chain.c.length == bindparam("b_was"))
    .values(head=bindparam("b_head"), length=bindparam("b_length"))
)


def write(tx: Tx, head: Head, *, at: str, kind: str, author: int, reader: int, body: Any) -> None:
    """Add one line; it is written with the transaction. Private lines are sealed under the reader's key."""
    if reader and tx.key(f"person:{reader}") is None:
        reader, body = 0, {"forgotten": reader}
    salt, plain = secrets.token_bytes(SALT), canonical(body)
    commitment = commit(salt, plain)
    seq = head.length + 1
    hashed = link(head.hash, seq, at, kind, str(author), str(reader), commitment)
    owner = f"person:{reader}" if reader else f"chain:{head.chain}"
    key = tx.key(owner)
    if key is None:
        raise StoreError(f"{owner} has been forgotten")
    sealed = tx.vault.seal(key, salt + plain, f"journal:{head.chain}:{seq}".encode())
    tx.later(
        "journal",
        _WRITE,
        {
            "chain_id": head.chain,
            "seq": seq,
            "at": at,
            "kind": kind,
            "author": author,
            "reader": reader,
            "commitment": commitment,
            "hash": hashed,
            "body": sealed,
        },
    )
    head.hash, head.length = hashed, seq


def move(tx: Tx, head: Head) -> None:
    """Advance the chain's end to what was written; guarded by the length it had."""
    if head.length != head.was:
        row = {"b_chain": head.chain, "b_was": head.was, "b_head": head.hash, "b_length": head.length}
        tx.later("chain!", _MOVE, row)
        tx.rows.pop(("chain", head.chain), None)


def lines(tx: Tx, viewer: Viewer, chain: int, *, staff: bool) -> list[Line]:
    """Every line of a chain; bodies only of those this viewer may read (staff of the case: all).

    NotYours for a viewer who has no conversation on that chain.
    """
    if viewer is not HOUSE:
        inside = select(s.conversation.c.id).where(
            s.conversation.c.chain_id == chain, s.conversation.c.person_id == viewer.person
        )
        if tx.one(inside) is None:
            raise NotYours
    found = []
    for row in tx.all(select(s.journal).where(s.journal.c.chain_id == chain).order_by(s.journal.c.seq)):
        salt, body = None, None
        if staff or viewer is HOUSE or row.reader in (0, viewer.person):
            salt, body = _open(tx, chain, row)
        found.append(
            Line(row.seq, row.at, row.kind, row.author, row.reader, row.commitment, row.hash, salt, body)
        )
    return found


def _open(tx: Tx, chain: int, row: Any) -> tuple[bytes | None, Any]:
    key = tx.key(f"person:{row.reader}" if row.reader else f"chain:{chain}")
    if key is None:
        return None, None
    plain = tx.vault.unseal(key, row.body, f"journal:{chain}:{row.seq}".encode())
    return plain[:SALT], json.loads(plain[SALT:])

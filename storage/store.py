"""The store: its engine, its transactions, and the keys that rows are sealed with."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, select, update
from sqlalchemy.engine import make_url

from storage import schema as s
from storage.files import FileStore
from storage.vault import Vault

CACHED = 20_000  # unwrapped data keys
BUSY = 30.0  # seconds to wait for SQLite's one writer


class StoreError(Exception):
    """The store cannot be opened or used as it is; the text says why and what to do."""


class Store:
    """One database, one folder of files, one vault. Transactions by :meth:`write` and :meth:`read`."""

    def __init__(self, url: str, vault: Vault, files: FileStore) -> None:
        self.url, self.vault, self.files = url, vault, files
        self.lite = make_url(url).get_backend_name() == "sqlite"
        if self.lite and (database := make_url(url).database) not in (None, "", ":memory:"):
            Path(str(database)).parent.mkdir(parents=True, exist_ok=True)
        self.writer = _engine(url, "BEGIN IMMEDIATE" if self.lite else "")
        self.reader = _engine(url, "BEGIN" if self.lite else "") if self.lite else self.writer
        self.keys: dict[str, bytes] = {}

    @contextmanager
    def write(self) -> Iterator[Tx]:
        """A transaction that may write; on SQLite it is the only one from its first statement on."""
        with self.writer.begin() as connection:
            tx = Tx(self, connection, writes=True)
            yield tx
            tx.flush()
        self.keys.update(tx.keys)  # only keys of rows that were committed outlive their transaction

    @contextmanager
    def read(self) -> Iterator[Tx]:
        """A transaction that only reads, and sees one state of the store."""
        with self.reader.begin() as connection:
            yield Tx(self, connection)

    def check_key(self) -> None:
        """Remember which master key sealed this store; StoreError when another one was given."""
        with self.write() as tx:
            known = tx.one(select(s.meta.c.value).where(s.meta.c.key == "key_id"))
            if known is None:
                tx.run(insert(s.meta).values(key="key_id", value=self.vault.key_id))
            elif known.value != self.vault.key_id:
                raise StoreError(
                    "The master key does not belong to this database. Put the right key file back; "
                    "without it nothing that people said can be read."
                )

    def close(self) -> None:
        """Let go of every connection."""
        self.writer.dispose()
        self.reader.dispose()


def _engine(url: str, begin: str) -> Engine:
    if not begin:
        return create_engine(url, pool_pre_ping=True)
    engine = create_engine(url, connect_args={"timeout": BUSY, "check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we begin transactions ourselves
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-64000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


class Tx:
    """One transaction: statements, sealed values, and rows gathered to be written together at its end."""

    def __init__(self, store: Store, connection: Connection, *, writes: bool = False) -> None:
        self.writes = writes
        self.store, self.connection, self.vault = store, connection, store.vault
        self._later: dict[str, tuple[Any, list[dict[str, Any]]]] = {}
        self.keys: dict[str, bytes] = {}
        self.rows: dict[tuple[str, int], Any] = {}  # rows read ahead for a whole batch

    def run(self, statement: Any, rows: Sequence[Mapping[str, Any]] | None = None) -> Any:
        """Execute one statement now, once or for many rows."""
        return self.connection.execute(statement, rows)

    def all(self, statement: Any) -> Sequence[Any]:
        """Every row."""
        return self.connection.execute(statement).all()

    def one(self, statement: Any) -> Any:
        """The first row, or None."""
        return self.connection.execute(statement).first()

    def add(self, statement: Any, **values: Any) -> int:
        """Insert a row now and return its id."""
        done = self.connection.execute(insert(statement).values(**values))
        key = done.inserted_primary_key
        assert key is not None
        return int(key[0])

    def count(self, statement: Any) -> int:
        """A number that the statement selects; 0 for none."""
        return int(self.connection.scalar(statement) or 0)

    def later(self, name: str, statement: Any, row: dict[str, Any]) -> None:
        """Gather a row for a statement that runs once for all of them, at :meth:`flush`.

        A name ending in "!" is guarded: every row must have found its target.
        """
        self._later.setdefault(name, (statement, []))[1].append(row)

    def ahead(self, table: Any, numbers: Sequence[int]) -> None:
        """Read rows of a table by id, all at once, for :meth:`row`."""
        missing = [number for number in numbers if (table.name, number) not in self.rows]
        if missing:
            for row in self.all(select(table).where(table.c.id.in_(missing))):
                self.rows[table.name, row.id] = row

    def row(self, table: Any, number: int) -> Any:
        """A row by id, read once in a transaction; None where there is none."""
        self.ahead(table, [number])
        return self.rows.get((table.name, number))

    def change(self, table: Any, number: int, **values: Any) -> None:
        """Change a row now; it is read afresh when next asked for."""
        self.run(update(table).where(table.c.id == number).values(**values))
        self.rows.pop((table.name, number), None)

    def flush(self) -> None:
        """Write what was gathered, in the order in which each statement was first named."""
        gathered, self._later = self._later, {}
        for name, (statement, rows) in gathered.items():
            done = self.connection.execute(statement, rows)
            if name.endswith("!") and done.rowcount not in (len(rows), -1):
                raise StoreError(f"{name} found {done.rowcount} of {len(rows)} rows as they were")

    # -- keys and sealed values ------------------------------------------------------------------------

    def key(self, owner: str, wrapped: bytes | None = None) -> bytes | None:
        """The data key of ``person:ID`` or ``chain:ID``; None once the person has been forgotten."""
        if (known := self.keys.get(owner)) is not None:
            return known
        if wrapped is None:
            kind, _, number = owner.partition(":")
            table = s.person if kind == "person" else s.chain
            row = self.row(table, int(number))
            wrapped = row.wrapped if row is not None else None
        if wrapped is None:
            self.store.keys.pop(owner, None)
            return None
        if len(self.store.keys) > CACHED:
            self.store.keys.clear()
        key = self.store.keys.get(owner) or self.vault.unwrap(wrapped, _kind(owner))
        self.keys[owner] = key
        return key

    def seal(self, owner: str, aad: str, value: Any) -> bytes:
        """A JSON value sealed under the owner's key; ``aad`` binds it to its place."""
        key = self.key(owner)
        if key is None:
            raise StoreError(f"{owner} has been forgotten")
        return self.vault.seal(key, json.dumps(value, ensure_ascii=False).encode(), aad.encode())

    def unseal(self, owner: str, aad: str, blob: bytes) -> Any:
        """The inverse of :meth:`seal`; None once the owner has been forgotten."""
        key = self.key(owner)
        return None if key is None else json.loads(self.vault.unseal(key, blob, aad.encode()))


def _kind(owner: str) -> str:
    # The wrapped key is made before its row has a number, so it is bound to the kind of owner only.
    return owner.partition(":")[0]


def bump(tx: Tx, table: Any, number: int, rev: int, **values: Any) -> None:
    """Update a row that must still stand at ``rev``; StoreError when somebody else moved it."""
    done = tx.run(update(table).where(table.c.id == number, table.c.rev == rev).values(rev=rev + 1, **values))
    if done.rowcount != 1:
        raise StoreError(f"{table.name} {number} was changed by somebody else")

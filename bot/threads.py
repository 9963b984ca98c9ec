"""What a page or a terminal may show of a person's thread, and the bell that wakes it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, tzinfo

from sqlalchemy import select

from bot.channels.contract import Button, Line
from bot.clock import EPOCH, TICK, Clock
from bot.messages import offered
from bot.outbox import buttons
from handlers.values import Book
from storage import callers, people, returns, talks
from storage import schema as s
from storage.people import NotYours, Viewer
from storage.store import Store, Tx


class Bell:
    """Rings for persons; safe to ring from the writer's thread."""

    def __init__(self) -> None:
        self.loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[int, set[asyncio.Event]] = {}

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """The loop in which those who wait live."""
        self.loop = loop

    def ring(self, persons: set[int]) -> None:
        """Wake whoever waits for news of these persons."""
        if self.loop is not None and persons and not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self._ring, persons)

    def _ring(self, persons: set[int]) -> None:
        for person in persons:
            for event in self._waiting.get(person, ()):
                event.set()

    def listen(self, person: int) -> asyncio.Event:
        """An event that is set at the next ring for this person; hand it back with :meth:`leave`."""
        event = asyncio.Event()
        self._waiting.setdefault(person, set()).add(event)
        return event

    def leave(self, person: int, event: asyncio.Event) -> None:
        """Nobody waits by this event any more."""
        waiting = self._waiting.get(person, set())
        waiting.discard(event)
        if not waiting:
            self._waiting.pop(person, None)


class StoredThreads:
    """Threads as they lie in the store, each for its own (channel, address) only."""

    def __init__(self, store: Store, bell: Bell, clock: Clock, book: Book, zone: tzinfo) -> None:
        self.store, self.bell, self.clock = store, bell, clock
        self.book, self.zone = book, zone

    async def read(self, channel: str, address: str, after: int = 0) -> Sequence[Line]:
        """The lines after a key, oldest first; none for an address nobody has written from."""
        return await asyncio.to_thread(self._read, channel, address, after)

    def _read(self, channel: str, address: str, after: int) -> Sequence[Line]:
        with self.store.read() as tx:
            row = people.find_address(tx, channel, address)
            if row is None:
                return []
            said = talks.thread(tx, Viewer(row.person_id), after)
            current = tx.row(s.person, row.person_id).current
            found = lines(said, self._labels(tx, row.person_id, said), current)
            return self._with_note(tx, row.person_id, current, found)

    def _with_note(self, tx: Tx, person: int, current: int, found: list[Line]) -> list[Line]:
        """While somebody of the court is awaited, the newest line says who comes and when."""
        coming = callers.awaited(tx, Viewer(person), current) if found else None
        if coming is None:
            return found
        today = self.clock.now().astimezone(self.zone).date()
        morrow = (date.fromisoformat(coming["day"]) - today).days
        if morrow < 0:
            return found  # the time that was named has passed; it is not said any longer
        words, lang = self.book.words, tx.row(s.person, person).lang
        note = words.text(lang, "common.awaited", {"arrival": {**coming, "morrow": morrow}})
        return [*found[:-1], replace(found[-1], waiting=note)]

    def _labels(self, tx: Tx, person: int, said: Sequence[talks.Spoken]) -> dict[str, str]:
        """What the buttons pressed in these lines were called."""
        found = {}
        for one in said:
            data = str(one.body.get("b", "")) if one.mine else ""
            if (at := offered(data)) is not None:
                row, body = talks.offer(tx, at[0])
                if row is not None and body and row.person_id == person and at[1] < len(body["o"]):
                    found[data] = str(body["o"][at[1]][1])
        return found

    async def wait(self, channel: str, address: str, after: int, patience: float) -> bool:
        """True as soon as there is something after a key; False when ``patience`` seconds have passed."""
        try:
            async with asyncio.timeout(patience):
                while (person := await asyncio.to_thread(self._person, channel, address)) is not None:
                    event = self.bell.listen(person)
                    try:
                        if await asyncio.to_thread(self._newer, channel, address, person, after):
                            return True
                        await event.wait()  # a turn may end without a word, or make somebody another person
                    finally:
                        self.bell.leave(person, event)
                await asyncio.sleep(1.0)
        except TimeoutError:
            pass
        return False

    def _person(self, channel: str, address: str) -> int | None:
        with self.store.read() as tx:
            row = people.find_address(tx, channel, address)
            return None if row is None else int(row.person_id)

    def _newer(self, channel: str, address: str, person: int, after: int) -> bool:
        with self.store.read() as tx:
            row = people.find_address(tx, channel, address)
            if row is None or row.person_id != person:
                return True  # somebody has come back or has gone
            o = s.outbox.c  # their own words are no news to them
            return tx.one(select(o.id).where(o.person_id == person, o.stamp > after).limit(1)) is not None

    async def file(self, channel: str, address: str, digest: str) -> tuple[str, bytes] | None:
        """A file that was sent by or to this address; None for any other."""
        return await asyncio.to_thread(self._file, channel, address, digest)

    def _file(self, channel: str, address: str, digest: str) -> tuple[str, bytes] | None:
        with self.store.read() as tx:
            row = people.find_address(tx, channel, address)
            if row is None:
                return None
            try:
                return people.load_file(tx, Viewer(row.person_id), digest)
            except NotYours:
                return None

    async def paper(self, channel: str, address: str) -> tuple[str, datetime] | None:
        """The return code of whoever is at this address."""
        return await asyncio.to_thread(self._paper, channel, address)

    def _paper(self, channel: str, address: str) -> tuple[str, datetime] | None:
        with self.store.read() as tx:
            row = people.find_address(tx, channel, address)
            found = returns.paper(tx, Viewer(row.person_id), self.clock.stamp()) if row is not None else None
            return None if found is None else (found[0], EPOCH + found[1] * TICK)

    async def ended(self, channel: str, address: str) -> bool:
        """Whether somebody has signed out at this address."""
        return await asyncio.to_thread(self._ended, channel, address)

    def _ended(self, channel: str, address: str) -> bool:
        with self.store.read() as tx:
            return returns.is_ended(tx, channel, address)


def lines(said: Sequence[talks.Spoken], labels: dict[str, str], current: int) -> list[Line]:
    """Lines for a page: the current matter's newest buttons can be pressed, of others only the way there."""
    newest = {one.talk: one.row for one in said if not one.mine and one.body.get("o")}
    found = []
    for one in said:
        body = one.body
        text = str(body.get("t", "")) or labels.get(str(body.get("b", "")), "")
        media = body.get("m" if one.mine else "f", ())
        files = tuple((str(m["digest"]), str(m["mime"]), str(m["name"])) for m in media)
        if not text and not files:
            continue
        pressable: tuple[Button, ...] = ()
        there = one.talk == current or [value for value, _ in body.get("o", ())] == ["~here"]
        if not one.mine and there and newest.get(one.talk) == one.row:
            pressable = buttons(one.row, body["o"])
        at = EPOCH + one.stamp * TICK
        found.append(Line(one.stamp, at, one.mine, text, pressable, files))
    return found

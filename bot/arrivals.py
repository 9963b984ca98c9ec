"""The first steps of the road: what a channel delivers is stored; only then is the platform answered."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import select

from bot.channels.contract import Blob, Heard
from bot.clock import Clock
from bot.messages import HALVES, heard_body
from bot.places import open_talk
from bot.writer import Writer
from storage import journal, people, returns, talks
from storage import schema as s
from storage.files import sniff
from storage.store import Store, Tx

Arrival = tuple[Heard, list[dict[str, Any]], str]  # heard, its kept files, what was wrong


class Arrivals:
    """The inbox's door: every delivery once, with its files, under its sender's key."""

    def __init__(self, store: Store, writer: Writer, clock: Clock, watch: Callable[[str], None]) -> None:
        self.store, self.writer, self.clock, self.watch = store, writer, clock, watch

    async def hear(self, batch: Sequence[Heard]) -> None:
        """Store what a channel delivered; returns after the commit. Repeats are harmless."""
        prepared = [await self._with_files(one) for one in batch]
        await self.writer.submit(self.arrive, prepared, "arrive")

    async def _with_files(self, heard: Heard) -> Arrival:
        """Files are kept under their sender's key before the message that brings them is stored."""
        if not heard.blobs:
            return heard, [], ""
        person, key = await self.writer.submit(self._met, [heard])
        kept = [await asyncio.to_thread(self._keep, blob, person, key) for blob in heard.blobs]
        trouble = next((wrong for _, wrong in kept if wrong), "")
        return heard, [media for media, _ in kept if media is not None], trouble

    def _met(self, tx: Tx, items: list[Heard]) -> tuple[int, bytes | None]:
        person, _ = self._sender(tx, items[0])
        return person, tx.key(f"person:{person}")

    def _keep(self, blob: Blob, person: int, key: bytes | None) -> tuple[dict[str, Any] | None, str]:
        if blob.trouble:
            return None, blob.trouble
        found = sniff(blob.data, blob.kind)
        if found.trouble or key is None:
            return None, found.trouble
        owner = f"person:{person}"
        digest = self.store.files.put(blob.data, key=key, owner=owner)
        return {
            "kind": found.kind,
            "digest": digest,
            "mime": found.mime,
            "size": len(blob.data),
            "name": blob.name[:80].translate(HALVES),
            "owner": person,
        }, ""

    def arrive(self, tx: Tx, items: list[Arrival]) -> int:
        """Store deliveries in the inbox; one that is there already changes nothing. Returns the count."""
        keys = [(heard.channel, _ext(heard)) for heard, _, _ in items]
        seen = talks.known(tx, keys)
        found = self._senders(tx, [heard for heard, _, _ in items])
        tx.ahead(s.person, [person for person, _ in found.values()])
        new = 0
        for (heard, media, trouble), key in zip(items, keys, strict=True):
            if key in seen:
                continue
            seen.add(key)
            at = (heard.channel, heard.address)
            if at not in found:
                found[at] = self._sender(tx, heard)
            person, address = found[at]
            if heard.note == "left":
                returns.end_address(tx, person, address)  # now, not when its turn comes
            for one in media:
                people.show_file(tx, person, one)
            body = heard_body(heard, media, trouble, address)
            talks.hear(tx, heard.channel, key[1], person, self.clock.stamp(), body)
            new += 1
        self.watch("stored")
        return new

    def _senders(self, tx: Tx, heard: Sequence[Heard]) -> dict[tuple[str, str], tuple[int, int]]:
        hashes = {
            tx.vault.lookup("address", f"{one.channel}:{one.address}"): (one.channel, one.address)
            for one in heard
        }
        a = s.address.c
        rows = tx.all(select(s.address).where(a.hash.in_(list(hashes)), a.ended == 0))
        return {hashes[row.hash]: (row.person_id, row.id) for row in rows}

    def _sender(self, tx: Tx, heard: Heard) -> tuple[int, int]:
        """The person behind an address, met for the first time if need be, and the address."""
        row = people.find_address(tx, heard.channel, heard.address)
        if row is not None:
            return row.person_id, row.id
        person = people.new_person(tx, "zh", "", "", self.clock.stamp())
        address = people.new_address(tx, heard.channel, heard.address, person)
        talk = open_talk(tx, person, "reception", journal.new_chain(tx), None, "")
        tx.change(s.person, person, current=talk, address=address)
        return person, address


def _ext(heard: Heard) -> str:
    return heard.id if len(heard.id) <= 80 else hashlib.sha256(heard.id.encode()).hexdigest()

"""The outbox speaks: leased per recipient, oldest first, at least once, every failure with its remedy."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from bot.channels.contract import Button, Channel, Gone, Message, Picture, TryLater, Unsayable
from bot.clock import Clock
from bot.road import Watch
from bot.writer import Writer
from storage import schema as s
from storage import talks
from storage.files import FileStoreError
from storage.store import Store, Tx
from storage.vault import VaultError

log = logging.getLogger(__name__)
LEASE = 120  # seconds a message may take before another process may try
LONGEST = 60  # seconds one platform call may take
PATIENCE = 300.0  # seconds between tries at the most
TRIES = 40  # failures nobody can name; then a person has to ring
AT_ONCE = 1_000  # messages under way
# Messages a second over all recipients; Telegram's own figure is "about 30" (core.telegram.org/bots/faq).
RATES: Mapping[str, float] = {"telegram": 25.0}


@dataclass(frozen=True, slots=True)
class Leased:
    """A message taken to be said, with what is needed to say it."""

    row: Any
    address: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Result:
    """What became of it: its new state, seconds until the next try, the platform's id, why it is lost."""

    row: Any
    state: int
    wait: float = 0.0
    ext: str = ""
    lost: str = ""


class Outbox:
    """Says what waits, by the channels that run here; one slow recipient holds up nobody else."""

    def __init__(
        self, store: Store, writer: Writer, clock: Clock, channels: Mapping[str, Channel], watch: Watch
    ) -> None:
        self.store, self.writer, self.clock, self.channels = store, writer, clock, channels
        self.watch = watch
        self.fresh = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._slots: dict[str, float] = {}

    async def run(self) -> None:
        """Speak until cancelled: at once when something new waits, else when the next try is due."""
        try:
            while True:
                self.fresh.clear()
                if not await self._take():
                    try:
                        async with asyncio.timeout(1.0):
                            await self.fresh.wait()
                    except TimeoutError:
                        continue
        finally:
            for task in self._under_way:
                task.cancel()
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _take(self) -> int:
        room = AT_ONCE - len(self._under_way)
        if room <= 0:
            return 0
        leased: list[Leased] = await self.writer.submit(self._lease, [room])
        if leased:
            self.watch("leased")
        for one in leased:
            task = asyncio.create_task(self._deliver(one))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)
        return len(leased)

    def _lease(self, tx: Tx, items: list[int]) -> list[Leased]:
        now = self.clock.stamp()
        found = []
        for row in talks.lease(tx, list(self.channels), now, now + LEASE * 1_000_000, items[0]):
            owner = f"person:{row.person_id}"
            try:
                body = tx.unseal(owner, "outbox", row.body)
                address = tx.unseal(owner, f"address:{row.channel}", row.address)
            except (VaultError, ValueError):
                log.error("outbox row %d cannot be read any more", row.id)
                self._settle(tx, [Result(row, talks.DEAD, lost="—")])
                continue
            if body is None or address is None:  # the person has been forgotten
                talks.settle(tx, row.id, row.fence + 1, talks.DEAD)
                continue
            found.append(Leased(row, str(address), body))
        return found

    async def _deliver(self, leased: Leased) -> None:
        result = await self._say(leased)
        self.watch("said")
        await self.writer.submit(self._settle, [result], "settle")
        self.fresh.set()

    async def _say(self, leased: Leased) -> Result:
        row, body = leased.row, leased.body
        words = str(body.get("t") or "—")
        try:
            files = await asyncio.to_thread(self._files, body["f"]) if body["f"] else ()
            await self._pace(row.channel)
            async with asyncio.timeout(LONGEST):
                message = Message(row.id, body["t"], buttons(row.id, body["o"]), files)
                ext = await self.channels[row.channel].say(leased.address, message)
        except TryLater as wait:
            log.info("outbox %d waits: %s", row.id, wait)
            return Result(row, talks.WAITING, self._wait(row.tries, wait.after))
        except (Gone, Unsayable, FileStoreError, VaultError) as end:
            log.warning("outbox %d can never arrive: %s", row.id, type(end).__name__)
            return Result(row, talks.DEAD, lost=words)
        except Exception as error:  # noqa: BLE001 - a channel's own fault must not stop the others
            log.warning("outbox %d failed: %s", row.id, type(error).__name__)
            if row.tries + 1 >= TRIES:
                return Result(row, talks.DEAD, lost=words)
            return Result(row, talks.WAITING, self._wait(row.tries, None))
        return Result(row, talks.SAID, ext=ext)

    async def _pace(self, channel: str) -> None:
        """Wait for this channel's next slot, so that its platform's rate is kept over all recipients."""
        if rate := RATES.get(channel):
            now = asyncio.get_running_loop().time()
            slot = max(now, self._slots.get(channel, now))
            self._slots[channel] = slot + 1 / rate
            await asyncio.sleep(slot - now)

    def _wait(self, tries: int, after: float | None) -> float:
        if after is not None:
            return after + random.uniform(0, 0.5)
        return float(min(PATIENCE, 2 ** min(tries, 9)) * random.uniform(0.7, 1.3))

    def _files(self, wanted: Sequence[Mapping[str, Any]]) -> tuple[Picture, ...]:
        files = []
        with self.store.read() as tx:
            for one in wanted:
                key = tx.key(f"person:{one['owner']}")
                if key is not None:
                    data = self.store.files.get(one["digest"], key=key, owner=f"person:{one['owner']}")
                    files.append(Picture(data, one["mime"], one["name"], one["digest"]))
        return tuple(files)

    def _settle(self, tx: Tx, items: list[Result]) -> None:
        now = self.clock.stamp()
        for one in items:
            next_at = now + int(one.wait * 1_000_000) if one.state == talks.WAITING else 0
            talks.settle(tx, one.row.id, one.row.fence + 1, one.state, next_at=next_at, ext=one.ext)
            if one.lost and talks.holds(tx, one.row.id, one.row.fence + 1):
                self._lost(tx, one.row, one.lost)

    def _lost(self, tx: Tx, row: Any, text: str) -> None:
        """Words that can never arrive become an event of the case: somebody has to ring."""
        talk = tx.one(select(s.conversation).where(s.conversation.c.id == row.conversation_id))
        if talk.case_id is None:
            return
        body = {"act": "gone", "data": {"person": row.person_id, "text": text}}
        talks.command(
            tx, f"gone/{row.id}", self.clock.stamp(), body, case_id=talk.case_id, chain=talk.chain_id
        )


def buttons(row: int, options: Sequence[tuple[str, str]]) -> tuple[Button, ...]:
    """The buttons of an outbox row: their data names the row and the place in it, nothing more."""
    return tuple(
        Button(label, f"{row}:{n}", value[1:] if value.startswith("~") else "")
        for n, (value, label) in enumerate(options)
    )

"""The outbox speaks: leased per recipient, oldest first, at least once, every failure with its remedy."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from bot.channels.contract import Button, Channel, Gone, Message, Picture, TryLater, Unsayable
from bot.clock import Clock
from bot.road import Watch
from bot.writer import Writer
from storage import schema as s
from storage import talks
from storage.store import Store, Tx

log = logging.getLogger(__name__)
LEASE = 60_000_000  # microseconds a message may take before another may try
PATIENCE = 300.0  # seconds between tries at the most
# Messages a second over all recipients; Telegram's own figure is "about 30" (core.telegram.org/bots/faq).
RATES: Mapping[str, float] = {"telegram": 25.0}


class Outbox:
    """Says what waits, by the channels that run here."""

    def __init__(
        self, store: Store, writer: Writer, clock: Clock, channels: Mapping[str, Channel], watch: Watch
    ) -> None:
        self.store, self.writer, self.clock, self.channels = store, writer, clock, channels
        self.watch = watch
        self.fresh = asyncio.Event()

    async def run(self) -> None:
        """Speak until cancelled: at once when something new waits, else when the next try is due."""
        while True:
            self.fresh.clear()
            if not await self.round():
                try:
                    async with asyncio.timeout(1.0):
                        await self.fresh.wait()
                except TimeoutError:
                    continue

    async def round(self) -> int:
        """Say one message to everybody for whom one waits; returns how many there were."""
        rows = await asyncio.wrap_future(self.writer.submit(self._lease, [list(self.channels)]))
        if not rows:
            return 0
        self.watch("leased")
        results = await asyncio.gather(*(self._one(row, n) for n, row in enumerate(rows)))
        self.watch("said")
        await asyncio.wrap_future(self.writer.submit(self._settle, list(results), "settle"))
        return len(rows)

    def _lease(self, tx: Tx, items: list[list[str]]) -> list[tuple[Any, str, Mapping[str, Any]]]:
        now = self.clock.stamp()
        found = []
        for row in talks.lease(tx, items[0], now, now + LEASE):
            body = tx.unseal(f"person:{row.person_id}", "outbox", row.body)
            address = tx.unseal(f"person:{row.person_id}", f"address:{row.channel}", row.address)
            if body is None or address is None:
                talks.settle(tx, row.id, row.fence + 1, talks.DEAD)
                continue
            found.append((row, str(address), body))
        return found

    async def _one(
        self, leased: tuple[Any, str, Mapping[str, Any]], n: int
    ) -> tuple[Any, int, float, str, str]:
        """(row, new state, seconds until the next try, the platform's id, words that can never arrive)."""
        row, address, body = leased
        if rate := RATES.get(row.channel):
            await asyncio.sleep(n / rate)
        try:
            files = await asyncio.to_thread(self._files, body["f"]) if body["f"] else ()
            message = Message(row.id, body["t"], buttons(row.id, body["o"]), files)
            ext = await self.channels[row.channel].say(address, message)
        except TryLater as wait:
            log.info("outbox %d waits: %s", row.id, wait)
            return row, talks.WAITING, self._wait(row.tries, wait.after), "", ""
        except (Gone, Unsayable) as end:
            log.warning("outbox %d can never arrive: %s", row.id, type(end).__name__)
            return row, talks.DEAD, 0.0, "", str(body.get("t") or "—")
        except Exception as error:
            log.exception("outbox %d failed (%s)", row.id, type(error).__name__)
            return row, talks.WAITING, self._wait(row.tries, None), "", ""
        return row, talks.SAID, 0.0, ext, ""

    def _wait(self, tries: int, after: float | None) -> float:
        if after is not None:
            return after + random.uniform(0, 0.5)
        return float(min(PATIENCE, 2 ** min(tries, 9)) * random.uniform(0.7, 1.3))

    def _files(self, wanted: list[Mapping[str, Any]]) -> tuple[Picture, ...]:
        files = []
        with self.store.read() as tx:
            for one in wanted:
                key = tx.key(f"person:{one['owner']}")
                if key is not None:
                    data = self.store.files.get(one["digest"], key=key, owner=f"person:{one['owner']}")
                    files.append(Picture(data, one["mime"], one["name"], one["digest"]))
        return tuple(files)

    def _settle(self, tx: Tx, items: list[tuple[Any, int, float, str, str]]) -> None:
        now = self.clock.stamp()
        for row, state, wait, ext, lost in items:
            next_at = now + int(wait * 1_000_000) if state == talks.WAITING else 0
            talks.settle(tx, row.id, row.fence + 1, state, next_at=next_at, ext=ext)
            if lost:
                self._lost(tx, row, lost)

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
    return tuple(Button(label, f"{row}:{n}") for n, (_, label) in enumerate(options))

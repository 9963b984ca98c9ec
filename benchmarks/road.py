"""The whole road on SQLite (FULL, journal chained, outbox said) beside aiogram's own FSM in memory."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.measure import line, percentile, rss
from bot.app import App, build
from bot.channels.contract import Hear, Heard, Message
from bot.config import Config, Store

PEOPLE = 500
ANSWERS = (
    "你好",
    "我有纠纷,想请人调解",
    "同意",
    "房东不退押金,说墙脏了要扣钱",
    "说完了",
    "李某",
    "13800138000",
    "租房",
    "张某",
    "13900139000",
    "退押金三千元",
    "2025年3月",
)  # twelve messages a person, up to the address for service


class Silent:
    """A channel without a network: it notes when each person was answered."""

    name = "bench"

    def __init__(self) -> None:
        self.answered: dict[str, asyncio.Event] = {}

    async def run(self, hear: Hear) -> None:
        """Nothing comes in by itself."""
        await asyncio.Event().wait()

    async def say(self, address: str, message: Message) -> str:
        """Said at once."""
        if address in self.answered:
            self.answered[address].set()
        return str(message.id)

    async def close(self) -> None:
        """There is nothing to let go of."""


def config(folder: Path) -> Config:
    """Settings for a store of its own."""
    store = Store(f"sqlite:///{folder / 'hejie.db'}", folder / "files", folder / "key")
    return replace(Config(), store=store)


async def ask(app: App, channel: Silent, who: str, text: str, n: int) -> float:
    """One message of one person, until its answer was said; seconds."""
    answered = channel.answered[who] = asyncio.Event()
    began = time.perf_counter()
    await app.road.hear([Heard(channel.name, who, f"{who}/{n}", datetime.now(UTC), text=text)])
    await answered.wait()
    return time.perf_counter() - began


async def throughput(folder: Path, people: int) -> tuple[float, list[float]]:
    """Everybody answers as soon as they are asked: messages a second, and how long each waited."""
    app, channel = build(config(folder)), Silent()
    app.channels[channel.name] = channel
    await app.start(sweep=False)

    async def one(who: str) -> list[float]:
        return [await ask(app, channel, who, text, n) for n, text in enumerate(ANSWERS)]

    began = time.perf_counter()
    waits = await asyncio.gather(*(one(f"p{n}") for n in range(people)))
    seconds = time.perf_counter() - began
    await app.stop()
    flat = [wait for each in waits for wait in each]
    return len(flat) / seconds, flat


async def paced(folder: Path, rate: float, seconds: float) -> list[float]:
    """Messages at an even rate from many people, whatever became of those before: how long each waited."""
    app, channel = build(config(folder)), Silent()
    app.channels[channel.name] = channel
    await app.start(sweep=False)
    total = int(rate * seconds)
    people = max(1, total // len(ANSWERS))
    tasks = []
    began = time.perf_counter()
    for n in range(people * len(ANSWERS)):
        await asyncio.sleep(max(0.0, began + n / rate - time.perf_counter()))
        step, who = divmod(n, people)
        tasks.append(asyncio.create_task(ask(app, channel, f"p{who}", ANSWERS[step], step)))
    waits = await asyncio.gather(*tasks)
    await app.stop()
    return list(waits)


def memory(conversations: int) -> float:
    """MiB of a process whose store holds that many conversations, after it has taken a turn."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_fill(Path(folder), conversations))
        reader, writer = os.pipe()
        if (child := os.fork()) == 0:
            os.close(reader)
            os.execv(sys.executable, [sys.executable, "-m", "benchmarks.road", folder, str(writer)])  # noqa: S606
        raise RuntimeError(child)


async def _fill(folder: Path, conversations: int) -> None:
    app, channel = build(config(folder)), Silent()
    app.channels[channel.name] = channel
    await app.start(sweep=False)
    for block in range(0, conversations, PEOPLE):
        people = [f"m{n}" for n in range(block, min(block + PEOPLE, conversations))]
        for n, text in enumerate(ANSWERS[:3]):
            await asyncio.gather(*(ask(app, channel, who, text, n) for who in people))
    await app.stop()

"""The whole road on SQLite (FULL, journal chained, outbox said) beside aiogram's own FSM in memory."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.fsm import measure_fsm
from benchmarks.measure import line, percentile, rss
from bot.app import App, build
from bot.channels.contract import Hear, Heard, Message
from bot.config import Config, Store

PEOPLE = 500
RATE = 560.0  # messages a second: five times the average of the country's platform in 2022
SECONDS = 5.0
CONVERSATIONS = 10_000
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


async def _started(folder: Path) -> tuple[App, Silent]:
    app, channel = build(config(folder)), Silent()
    app.channels[channel.name] = channel
    await app.start(sweep=False)
    return app, channel


async def _ask(app: App, channel: Silent, who: str, n: int) -> float:
    """One message of one person, until its answer was said; seconds."""
    answered = channel.answered[who] = asyncio.Event()
    began = time.perf_counter()
    await app.road.hear([Heard(channel.name, who, f"{who}/{n}", datetime.now(UTC), text=ANSWERS[n])])
    await answered.wait()
    return time.perf_counter() - began


async def throughput(folder: Path, people: int) -> tuple[float, list[float]]:
    """Everybody answers as soon as they are asked: messages a second, and how long each waited (seconds)."""
    app, channel = await _started(folder)

    async def one(who: str) -> list[float]:
        return [await _ask(app, channel, who, n) for n in range(len(ANSWERS))]

    began = time.perf_counter()
    waits = await asyncio.gather(*(one(f"p{n}") for n in range(people)))
    seconds = time.perf_counter() - began
    await app.stop()
    return people * len(ANSWERS) / seconds, [wait for each in waits for wait in each]


async def paced(folder: Path, rate: float, seconds: float) -> list[float]:
    """Messages at an even rate from many people: how long each waited (seconds)."""
    app, channel = await _started(folder)
    people = int(rate * seconds) // len(ANSWERS)
    last: dict[int, asyncio.Task[float]] = {}
    tasks = []

    async def after(before: asyncio.Task[float] | None, who: int, step: int) -> float:
        if before is not None:
            await before  # nobody answers a question before it was put
        return await _ask(app, channel, f"p{who}", step)

    began = time.perf_counter()
    for n in range(people * len(ANSWERS)):
        if (ahead := began + n / rate - time.perf_counter()) > 0:
            await asyncio.sleep(ahead)
        step, who = divmod(n, people)
        last[who] = asyncio.create_task(after(last.get(who), who, step))
        tasks.append(last[who])
    waits = await asyncio.gather(*tasks)
    await app.stop()
    return list(waits)


async def fill(folder: Path, conversations: int) -> None:
    """A store with that many people in the middle of their intake."""
    app, channel = await _started(folder)
    for block in range(0, conversations, PEOPLE):
        names = [f"m{n}" for n in range(block, min(block + PEOPLE, conversations))]
        for n in range(3):
            await asyncio.gather(*(_ask(app, channel, who, n) for who in names))
    await app.stop()


def served(folder: Path) -> tuple[float, float]:
    """`hejie run` with web only on a store: seconds until the first page was answered, and MiB then."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "config.toml"
    settings.write_text(
        f'[store]\nurl = "sqlite:///hejie.db"\nfiles = "files"\nkey_file = "key"\n[web]\nport = {port}\n'
    )
    command = [sys.executable, "-m", "bot.cli", "--config", str(settings), "run"]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as house:
        try:
            _first_page(f"http://127.0.0.1:{port}/")
            return time.perf_counter() - began, rss(house.pid) / 2**20
        finally:
            house.terminate()


def _first_page(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=5) as page:
                page.read()
                return
        except OSError:
            time.sleep(0.005)
    raise TimeoutError(f"no page at {url}")


def road() -> None:
    """Every figure of the road, one JSON object a line."""
    with tempfile.TemporaryDirectory() as folder:
        rate, waits = asyncio.run(throughput(Path(folder), PEOPLE))
    idiom = measure_fsm(PEOPLE, bare=True)
    best = measure_fsm(PEOPLE)
    plain, filtered = (one["messages"] / one["seconds"] for one in (idiom, best))
    line(
        "road.sqlite_full", rate, "messages/s", f"not slower than aiogram's FSM ({plain:.0f})", rate >= plain
    )
    line(
        "fsm.aiogram_documented",
        plain,
        "messages/s",
        "the peer: Form.state as its documentation writes it",
        True,
    )
    line("fsm.aiogram_statefilter", filtered, "messages/s", "the peer at its best", True)
    line("road.against_statefilter", rate / filtered, "ratio", ">= 1", rate >= filtered)
    line("road.saturated_p50", percentile(waits, 0.5) * 1000, "ms", f"{PEOPLE} people at once", True)
    line("road.saturated_p99", percentile(waits, 0.99) * 1000, "ms", f"{PEOPLE} people at once", True)
    with tempfile.TemporaryDirectory() as folder:
        waits = asyncio.run(paced(Path(folder), RATE, SECONDS))
    for share in (0.5, 0.99):
        value = percentile(waits, share) * 1000
        line(f"road.paced_p{share * 100:.0f}", value, "ms", f"at {RATE:.0f} messages/s", True)
    with tempfile.TemporaryDirectory() as folder:
        served(Path(folder))  # the first start makes the store
        seconds, empty = served(Path(folder))
        line("start.first_page", seconds, "s", "< 2", seconds < 2)
        line("memory.empty", empty, "MiB", "web only", True)
        asyncio.run(fill(Path(folder), CONVERSATIONS))
        seconds, full = served(Path(folder))
        line("start.first_page_full", seconds, "s", f"< 2 with {CONVERSATIONS} conversations", seconds < 2)
        line("memory.conversations", full, "MiB", f"{CONVERSATIONS} stored; flat", full < empty + 10)

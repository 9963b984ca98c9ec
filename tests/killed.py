"""The process that gets killed: a house on a channel of plain files that ends by SIGKILL where it is told.

``python -m tests.killed`` imports the house once, then forks a process for every line it reads (JSON, see
:class:`Wish`) and answers with the number of the signal that ended it, or 0. Two files in its folder:
``heard.jsonl`` is what the platform delivers, again and again until it is acknowledged; ``said.jsonl`` is
what people got. Tests play the same files in their own process with :func:`play`.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from PIL import Image
from sqlalchemy import Engine, event

from bot.app import App, build
from bot.channels.contract import Blob, Hear, Heard, Message
from bot.clock import Clock
from bot.config import Config, Court, Store
from tests.house import folded

NAME = "file"
PATIENCE = 20  # seconds in which everything must have been played


@dataclass(frozen=True, slots=True)
class Line:
    """One thing somebody does: says ``text``, presses the newest button that begins so, or sends pictures."""

    id: str
    who: str
    text: str = ""
    press: str = ""
    photos: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """Where a process is to end: at the ``nth`` time of ``step`` after ``after`` messages have been stored.

    ``step`` is one of the road's, or ``commit`` (a transaction is about to be committed), ``sql`` (a
    statement has run) or ``rename`` (a file has been written and is about to get its name).
    """

    folder: str
    step: str
    nth: int = 1
    after: int = 1
    at: str = "2026-11-24T02:00:00+00:00"
    sweep: bool = False


def picture(number: int) -> bytes:
    """A small picture, each number another one."""
    out = io.BytesIO()
    Image.new("RGB", (40, 40), (number, 90, 90)).save(out, "PNG")
    return out.getvalue()


@dataclass
class FileChannel:
    """A channel whose platform is a folder: nothing that was delivered or said is ever forgotten."""

    folder: Path
    clock: Clock
    settled: Callable[[], Any] | None = None
    name: str = NAME
    played: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, hear: Hear) -> None:
        for line in heard(self.folder):
            if line.id in acknowledged(self.folder):
                continue
            await hear([self._heard(line)])
            append(self.folder / "acknowledged", line.id)
            if self.settled is not None:
                await self.settled()
        self.played.set()
        await asyncio.Event().wait()

    def _heard(self, line: Line) -> Heard:
        blobs = tuple(Blob("photo", picture(n), "image/png", f"{n}.png") for n in line.photos)
        button = self._data(line) if line.press else ""
        return Heard(NAME, line.who, line.id, self.clock.now(), text=line.text, button=button, blobs=blobs)

    def _data(self, line: Line) -> str:
        for message in reversed(said(self.folder)):
            for label, data in message["buttons"] if message["to"] == line.who else ():
                if folded(label).startswith(folded(line.press)):
                    return str(data)
        raise AssertionError(f"{line.who} has no button {line.press}")

    async def say(self, address: str, message: Message) -> str:
        row = {
            "id": message.id,
            "to": address,
            "text": message.text,
            "buttons": [[one.label, one.data] for one in message.buttons],
            "files": [one.digest for one in message.files],
        }
        append(self.folder / "said.jsonl", json.dumps(row, ensure_ascii=False))
        return f"m{message.id}"

    async def close(self) -> None:
        """Nothing to let go of."""


def append(path: Path, line: str) -> None:
    """Add a line to a file; it is on the disk when this returns."""
    with path.open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())


def acknowledged(folder: Path) -> set[str]:
    """What the house has taken over, so that the platform forgets it."""
    path = folder / "acknowledged"
    return set(path.read_text("utf-8").split()) if path.exists() else set()


def said(folder: Path) -> list[dict[str, Any]]:
    """Every message that people got, in order."""
    path = folder / "said.jsonl"
    return [json.loads(row) for row in path.read_text("utf-8").splitlines()] if path.exists() else []


def heard(folder: Path) -> list[Line]:
    """What the platform delivers."""
    path = folder / "heard.jsonl"
    rows = path.read_text("utf-8").splitlines() if path.exists() else []
    return [Line(**{**json.loads(row), "photos": tuple(json.loads(row)["photos"])}) for row in rows]


def deliver(folder: Path, lines: Iterable[Line]) -> None:
    """From now on the platform delivers these."""
    rows = [json.dumps(asdict(line), ensure_ascii=False) for line in lines]
    (folder / "heard.jsonl").write_text("\n".join(rows), encoding="utf-8")


def house(folder: Path, at: datetime, watch: Callable[[str], None] = lambda step: None) -> App:
    """The house of that folder with a clock that stands still."""
    quiet = Court(digest_hour=0)  # a day's list comes before or after what is due; both are right
    store = Store(f"sqlite:///{folder}/hejie.db", folder / "files", folder / "master.key")
    config = Config(court=quiet, store=store)
    app = build(config, clock=Clock(lambda: at), watch=watch)
    channel = FileChannel(folder, app.clock)
    channel.settled = app.quiet
    app.channels[NAME] = channel
    return app


async def play(folder: Path, at: datetime, *, killer: Killer | None = None, sweep: bool = False) -> None:
    """Start the house, let everything be delivered and said, look for what is due, and stop."""
    app = house(folder, at, killer or (lambda step: None))
    channel = app.channels[NAME]
    assert isinstance(channel, FileChannel)
    await app.start(sweep=False)
    async with asyncio.timeout(PATIENCE):
        played = asyncio.ensure_future(channel.played.wait())
        await asyncio.wait([played, *app.tasks], return_when=asyncio.FIRST_COMPLETED)
        assert played.done(), "the channel or the outbox ended by itself"
        if sweep:
            if killer is not None:
                killer.stored = killer.wish.after
            await app.sweep()
        await app.quiet()
    await app.stop()


class Killer:
    """Counts what happens and ends the process, as a power cut would, where it was wished."""

    def __init__(self, wish: Wish) -> None:
        self.wish, self.stored, self.left = wish, 0, wish.nth
        if wish.step == "commit":
            event.listen(Engine, "commit", lambda connection: self.step("commit"))
        if wish.step == "sql":
            event.listen(Engine, "after_cursor_execute", lambda *_: self.step("sql"))
        if wish.step == "rename":
            sys.addaudithook(lambda name, _: self.step("rename") if name == "os.rename" else None)

    def __call__(self, step: str) -> None:
        """What the road calls at every step of its own."""
        self.stored += step == "stored"
        self.step(step)

    def step(self, name: str) -> None:
        """End here if this is the place."""
        if name == self.wish.step and self.stored >= self.wish.after:
            self.left -= 1
            if not self.left:
                os.kill(os.getpid(), signal.SIGKILL)


def end(wish: Wish) -> NoReturn:
    """A process of its own, and never one that lives on."""
    try:
        at = datetime.fromisoformat(wish.at).astimezone(UTC)
        asyncio.run(play(Path(wish.folder), at, killer=Killer(wish), sweep=wish.sweep))
    finally:
        os._exit(0)


def main() -> None:
    """Fork for every wish; the forked process runs the house, this one only waits."""
    for row in sys.stdin:
        wish = Wish(**json.loads(row))
        child = os.fork()
        if not child:
            end(wish)
        _, status = os.waitpid(child, 0)
        print(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, flush=True)


if __name__ == "__main__":
    main()

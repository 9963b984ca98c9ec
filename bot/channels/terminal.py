"""A conversation in a terminal: for trying out, for showing, and for a clerk at a console."""

from __future__ import annotations

import asyncio
import mimetypes
import shlex
import sys
import threading
import unicodedata
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.channels.contract import MAX_FILE, Blob, Button, Hear, Heard, Message, Picture, Threads, TryLater

Read = Callable[[], Awaitable[str | None]]
Write = Callable[[str], None]
_SHOWN_AGAIN = 20  # lines
_HELP = "/start 邀请码   /photo 照片…   /voice 录音   /history 看前面的话   /quit 离开"


class TerminalChannel:
    """One user at one terminal; ``read`` gives the next line, or None where the input ends."""

    name = "terminal"

    def __init__(
        self, threads: Threads, *, user: str, read: Read, write: Write, files: Path | None = None
    ) -> None:
        self._threads = threads
        self._user = user
        self._read = read
        self._write = write
        self._files = files

    async def run(self, hear: Hear) -> None:
        """Listen until the input ends, /quit, or cancelled."""
        while (line := await self._read()) is not None:
            command, _, rest = line.strip().partition(" ")
            if command == "/quit":
                return
            if command == "/help":
                self._write(_HELP)
            elif command == "/history":
                await self._history()
            elif command == "/start":
                await hear([self._heard(code=rest.strip())])
            elif command in {"/photo", "/voice"}:
                if blobs := await self._load(command[1:], rest):
                    await hear([self._heard(blobs=blobs)])
            elif command:
                await hear([self._heard(text=line.rstrip("\r\n"))])

    async def say(self, address: str, message: Message) -> str:
        """Print one message; what is for somebody else waits until they sit here."""
        if address != self._user:
            raise TryLater("somebody else is at this terminal")
        self._print(message.text, message.buttons)
        for picture in message.files:
            await self._receive(picture)
        return str(message.id)

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _heard(self, *, text: str = "", code: str = "", blobs: tuple[Blob, ...] = ()) -> Heard:
        return Heard(
            channel=self.name,
            address=self._user,
            id=uuid4().hex,
            at=datetime.now(UTC),
            text=text,
            code=code,
            blobs=blobs,
        )

    def _print(self, text: str, buttons: Sequence[Button] = ()) -> None:
        if text:
            self._write(printable(text))
        for number, button in enumerate(buttons, 1):
            self._write(f"  {number}) {printable(button.label)}")

    async def _history(self) -> None:
        for line in (await self._threads.read(self.name, self._user))[-_SHOWN_AGAIN:]:
            who = "您" if line.mine else "调解助手"
            names = "".join(f" [{name or mime}]" for _, mime, name in line.files)
            self._print(f"{who}：{line.text}{names}", line.buttons)

    async def _load(self, kind: str, rest: str) -> tuple[Blob, ...]:
        """The named files as one answer, or nothing and a sentence when one of them cannot be read."""
        try:
            names = shlex.split(rest)
        except ValueError:
            self._write("文件名里的引号不成对。/ A quotation mark is not closed.")
            return ()
        if not names:
            self._write(f"请写上文件的位置：/{kind} 文件 / Please name a file.")
        blobs: list[Blob] = []
        for name in names:
            try:
                blobs.append(await asyncio.to_thread(_blob, kind, name))
            except OSError as trouble:
                reason = printable(trouble.strerror or "")
                self._write(
                    f"打不开文件，什么也没有发 / Cannot open, nothing was sent: {printable(name)} ({reason})"
                )
                return ()
        return tuple(blobs)

    async def _receive(self, picture: Picture) -> None:
        name = printable(picture.name).replace("\\", "/").rsplit("/", 1)[-1].strip(". ") or "file"
        if self._files is None:
            self._write(f"收到文件 / File received: {name} ({len(picture.data)} bytes)")
            return
        path = self._files / f"{picture.digest[:8]}-{name}"
        await asyncio.to_thread(_store, path, picture.data)
        self._write(f"收到文件 / File received: {path}")


def printable(text: str) -> str:
    """Text without what could steer a terminal or turn the line around; newlines and tabs stay."""
    return "".join(
        letter
        for letter in text
        if letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cf", "Cs"}
    )


async def stdin_lines() -> Read:
    """A reader of the real standard input that blocks neither the loop nor the end of the process."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def listen() -> None:
        # Unbuffered: a buffer locked by a waiting thread makes Python abort when it ends.
        with open(sys.stdin.fileno(), "rb", buffering=0, closefd=False) as raw, suppress(RuntimeError):
            for line in raw:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode("utf-8", "replace").rstrip("\r\n"))
            loop.call_soon_threadsafe(lines.put_nowait, None)  # RuntimeError: nobody listens any more

    # A thread of its own and not the loop's pool: that one is waited for when the process ends.
    threading.Thread(target=listen, name="stdin", daemon=True).start()
    return lines.get


def _blob(kind: str, name: str) -> Blob:
    path = Path(name).expanduser()
    mime = mimetypes.guess_type(path.name)[0] or ""
    if kind == "photo" and not mime.startswith("image/"):
        kind = "document"
    with path.open("rb") as file:
        data = file.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        return Blob(kind, b"", mime, path.name, trouble="too_big", ref=str(path))
    return Blob(kind, data, mime, path.name)


def _store(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)

"""The one contract between the road and a channel.

A channel turns what a platform delivers into :class:`Heard` and hands it to ``hear``, which returns only
after it has been stored: acknowledge the platform (or advance its offset) after that and never before.
Going out, the outbox calls :meth:`Channel.say` for one message at a time, oldest first per address.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

MAX_FILE = 20 * 1024 * 1024  # bytes; the most that Telegram's Bot API hands to a bot


@dataclass(frozen=True, slots=True)
class Blob:
    """One file as the sender's device sent it. ``data`` holds the original bytes.

    ``kind`` is what the platform calls it: ``photo``, ``voice``, ``document`` or ``video``. A file that was
    too large to fetch (more than ``MAX_FILE`` bytes) or could not be fetched comes with empty ``data`` and
    ``trouble`` set to ``"too_big"`` or ``"media_lost"``; ``ref`` then names it for the platform.
    """

    kind: str
    data: bytes
    mime: str = ""
    name: str = ""
    trouble: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing a platform delivered.

    ``id`` is unique within the channel and the same when the platform delivers it again; ``at`` is aware.
    ``button`` is the opaque data of a pressed button; ``code`` that of a deep link or invitation;
    ``group`` joins the photos of one album; ``edit_of`` names the message that this one replaces;
    ``note`` is ``"blocked"``, ``"unblocked"``, ``"unsupported"`` or ``"left"`` (signed out of a shared
    telephone) where that is all there is to tell.
    ``seen`` is when the newest line was said that the sender had before them, where the channel knows: what
    was written before a question could be read is no answer to it.
    """

    channel: str
    address: str
    id: str
    at: datetime
    text: str = ""
    button: str = ""
    code: str = ""
    blobs: tuple[Blob, ...] = ()
    group: str = ""
    edit_of: str = ""
    note: str = ""
    name: str = ""
    seen: datetime | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """``data`` is opaque and at most 64 bytes; ``label`` is for people, at most 40 characters.

    ``aside`` names what every question has (``"help"``); it is empty for an answer.
    """

    label: str
    data: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A file on its way out. ``data`` holds the original bytes."""

    data: bytes
    mime: str
    name: str
    digest: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message on its way out; ``text`` is plain and has at most 3,500 UTF-16 units.

    ``id`` is the outbox row; ``buttons`` stand below the text, one a row. A message with ``files`` has no
    buttons; a message with neither text nor files does not exist.
    """

    id: int
    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[Picture, ...] = ()


class TryLater(Exception):
    """The platform asks to wait or could not be reached; ``after``: seconds, None where it did not say."""

    def __init__(self, why: str, after: float | None = None) -> None:
        super().__init__(why)
        self.after = after


class Gone(Exception):
    """This address can never be reached again as it is (blocked, deleted): a person has to ring."""


class Unsayable(Exception):
    """The platform refuses this message itself; sending it again would change nothing."""


Hear = Callable[[Sequence[Heard]], Awaitable[None]]


class Channel(Protocol):
    """What the road and the outbox need of a channel."""

    name: str

    async def run(self, hear: Hear) -> None:
        """Listen until cancelled."""

    async def say(self, address: str, message: Message) -> str:
        """Say one message and return the platform's id for it; raise TryLater, Gone or Unsayable."""

    async def close(self) -> None:
        """Let go of connections."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a person's thread as a page shows it.

    ``key`` orders lines and grows; ``mine`` is true for what the person said themselves. ``buttons`` are
    only those that can still be pressed. ``files`` are (digest, mime, name). ``waiting`` says for whom or
    what the person waits after this line, and until when.
    """

    key: int
    at: datetime
    mine: bool
    text: str
    buttons: tuple[Button, ...] = ()
    files: tuple[tuple[str, str, str], ...] = ()
    waiting: str = ""


class Threads(Protocol):
    """What a channel without a platform of its own (the web chat, the terminal) needs to show a thread.

    Each method is for one (channel, address): nobody sees another's thread or files.
    """

    async def read(self, channel: str, address: str, after: int = 0) -> Sequence[Line]:
        """The lines with ``key`` greater than ``after``, oldest first, at most the newest 200."""

    async def wait(self, channel: str, address: str, after: int, patience: float) -> bool:
        """True as soon as there is a line after ``after``; False after ``patience`` seconds."""

    async def file(self, channel: str, address: str, digest: str) -> tuple[str, bytes] | None:
        """(mime, bytes) of a file in this thread, or None."""

    async def paper(self, channel: str, address: str) -> tuple[str, datetime] | None:
        """The return code of whoever is at this address, and until when it is good; None without one."""

    async def ended(self, channel: str, address: str) -> bool:
        """Whether somebody has signed out at this address: nothing is shown or heard there any more."""

"""What reaches a conversation and what leaves it, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

MediaKind = Literal["photo", "voice", "document", "video"]


@dataclass(frozen=True, slots=True)
class Media:
    """One kept file: ``digest`` is the SHA-256 (hex) of the bytes as sent, ``size`` is in bytes.

    ``owner`` is the person under whose key it is kept.
    """

    kind: MediaKind
    digest: str
    mime: str
    size: int
    name: str = ""
    owner: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """A person said something: text, kept files, or both. ``group`` joins the photos of one album.

    ``early``: it was sent before the open question had been put, so it is no answer to it. ``trouble``: some
    of its files could not be kept.
    """

    text: str = ""
    media: tuple[Media, ...] = ()
    group: str = ""
    early: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Pressed:
    """A person pressed a button; the offer behind it has been looked up and its owner checked.

    ``question`` is the number of the question the button belongs to; a button whose question is no longer
    the open one never counts as an answer. ``trouble`` is ``"unknown"`` (no such offer), ``"foreign"``
    (somebody else's offer) or ``"elsewhere"`` (an offer of another of this person's matters).
    """

    value: str
    question: int
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """A person changed an earlier message of theirs; both versions are kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """A person gave a code; ``found`` tells what it opens, ``trouble`` why it opens nothing.

    ``trouble`` is one of ``"unknown"``, ``"used"``, ``"expired"``, ``"too_often"``, ``"over"``, ``"own"``,
    ``"mine"``, ``"busy"``.
    """

    found: Mapping[str, Any] | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """Something arrived that cannot be taken as it is: ``reason`` names a sentence in the words files.

    Reasons: ``empty``, ``empty_file``, ``too_big``, ``not_a_picture``, ``unsupported``, ``media_lost``.
    """

    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """Word from the case or from another conversation, put into this one's inbox in the same transaction."""

    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing was heard for the time the question allows; ``times`` counts from 1."""

    times: int


Event = Said | Pressed | Edited | Code | Unread | Told | Silent


@dataclass(frozen=True, slots=True)
class Moment:
    """The time of a turn: ``now`` is aware (UTC); ``zone`` names the court's time zone (IANA)."""

    now: datetime
    zone: str = "Asia/Shanghai"

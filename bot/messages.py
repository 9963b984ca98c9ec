"""From what a channel heard to an event, and from what is to be said to messages that fit every channel."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import segno

from bot.channels.contract import Heard
from bot.clock import microseconds
from handlers.events import Edited, Event, Media, Said, Silent, Told, Unread

LIMIT = 3_500  # UTF-16 units of one message
ALBUM = 10  # files of one message
OFFERED = re.compile(r"([0-9]{1,17}):([0-9]{1,3})")
HALVES = dict.fromkeys(range(0xD800, 0xE000), 0xFFFD)  # half characters, which no database can hold
EARLY = 30_000_000  # microseconds by which a platform's clock may differ from ours


def heard_body(
    heard: Heard, media: Sequence[Mapping[str, Any]], trouble: str, address: int
) -> dict[str, Any]:
    """What the inbox keeps of one thing heard."""
    body: dict[str, Any] = {"a": address, "at": microseconds(heard.at)}
    for name, value in (
        ("t", heard.text),
        ("b", heard.button),
        ("c", heard.code),
        ("g", heard.group),
        ("e", heard.edit_of),
        ("n", heard.note),
        ("m", list(media)),
        ("x", trouble),
        ("v", microseconds(heard.seen) if heard.seen else 0),
    ):
        if value:
            body[name] = value.translate(HALVES) if isinstance(value, str) else value
    return body


def event_of(body: Mapping[str, Any], stamp: int, asked: int, question: int) -> Event | None:
    """The event that an inbox row means; None for one that only needs noting.

    ``asked`` is when the open question was put and ``question`` its number: words sent before it are no
    answer to it, and a silence that was broken since is none.
    """
    if (kind := body.get("told")) is not None:
        if kind == "silent":
            return Silent(body["times"]) if body["question"] == question else None
        return Told(kind, body["data"])
    if body.get("n") in ("blocked", "unblocked", "left"):
        return None
    if body.get("x") and not body.get("m") and not body.get("t"):
        return Unread(body["x"])
    if body.get("n"):
        return Unread("unsupported")
    if body.get("e"):
        return Edited(body.get("t", ""))
    media = tuple(Media(**one) for one in body.get("m", ()))
    unread = body.get("v", asked) < asked
    early = not asked or stamp < asked or body["at"] + EARLY < asked or unread
    return Said(body.get("t", ""), media, body.get("g", ""), early, body.get("x", ""))


def offered(data: str) -> tuple[int, int] | None:
    """The outbox row and the place in it that a button's data names; None for anything else."""
    found = OFFERED.fullmatch(data)
    return (int(found[1]), int(found[2])) if found else None


def parts(text: str, limit: int = LIMIT) -> list[str]:
    """A text in pieces that each channel can carry, cut at paragraphs, lines, sentences, else anywhere."""
    pieces = []
    while _units(text) > limit:
        cut = _cut(text, limit)
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n")
    return [*pieces, text]


def _units(text: str) -> int:
    return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)


def _cut(text: str, limit: int) -> int:
    end = limit - sum(1 for char in text[:limit] if ord(char) > 0xFFFF) // 2
    while _units(text[:end]) > limit:
        end -= 1
    for mark in ("\n\n", "\n", "。", ". "):
        at = text.rfind(mark, end // 2, end)
        if at > 0:
            return at + len(mark)
    return end


def bodies(
    header: str,
    text: str,
    options: Sequence[tuple[str, str]],
    files: Sequence[Mapping[str, Any]],
    above: str = "",
) -> list[dict[str, Any]]:
    """The outbox rows of one utterance: files under their matter's name, then the words, the buttons last.

    ``above`` is said with the files when words follow them.
    """
    caption = "\n".join(part for part in (header, above if text else "") if part)
    found: list[dict[str, Any]] = [
        {"t": caption, "o": [], "f": [dict(one) for one in files[n : n + ALBUM]]}
        for n in range(0, len(files), ALBUM)
    ]
    if text:
        found += [{"t": piece, "o": [], "f": []} for piece in parts(f"{header}\n{text}" if header else text)]
    if found:
        found[-1]["o"] = [list(option) for option in options]
    return found


def qr(link: str) -> bytes:
    """A QR picture (PNG) of a link, large enough for a printed page."""
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="png", scale=10, border=4)
    return out.getvalue()

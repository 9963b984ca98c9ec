"""What both Telegram channels share: reading raw updates, the polling loop, and laying out what is said."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import re
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import Enum
from typing import Any, Protocol, TypeGuard

from bot.channels.contract import (
    MAX_FILE,
    Blob,
    Button,
    Gone,
    Hear,
    Heard,
    Message,
    Picture,
    TryLater,
    Unsayable,
)

log = logging.getLogger(__name__)

NAME = "telegram"
API = "https://api.telegram.org"
KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
BATCH = 25  # updates a fetch: each may carry MAX_FILE bytes, and all of them are in memory at once
CAPTION = 1024  # UTF-16 units
ALBUM = 10
PHOTO = 10 * 1024 * 1024  # bytes; the most Telegram takes as a photo
LONGEST_PAUSE = 30.0

_START = re.compile(r"/start(?:@\w+)?(?:\s+([A-Za-z0-9_-]{1,64}))?\s*")
_FILES = (  # what Telegram calls it, what we call it, the type where Telegram names none
    ("voice", "voice", "audio/ogg"),
    ("video", "video", "video/mp4"),
    ("video_note", "video", "video/mp4"),
    ("audio", "document", "audio/mpeg"),
    ("document", "document", ""),
)
_GONE = ("chat not found", "user not found", "user is deactivated", "peer_id_invalid", "blocked")
_NOT_A_PHOTO = ("photo", "image", "group send failed")


class Passed(Enum):
    """Why an update is nobody's word to us."""

    GROUP = "it comes from a group"
    UNREADABLE = "it cannot be read and names nobody"


class NotAPhoto(Unsayable):
    """Telegram does not take this file as a photo; it may still take it as a document."""


def remedy(status: int, description: str = "", after: float | None = None) -> Exception:
    """What to do about an error of the Bot API; ``description`` is Telegram's or ours, never a person's."""
    said = description.lower()
    if after is not None or status == 429:
        return TryLater("Telegram asks to wait", after)
    if status == 403 or (status == 400 and any(words in said for words in _GONE)):
        return Gone(description)
    if status == 400 and any(words in said for words in _NOT_A_PHOTO):
        return NotAPhoto(description)
    if status in (400, 413):
        return Unsayable(description)
    if status == 409:
        return TryLater("another program polls with this bot's token, or the bot has a webhook (409)")
    if status in (401, 404):
        return TryLater(f"Telegram does not know this bot's token ({status})")
    return TryLater(f"Telegram cannot be reached: {description}")


def backoff(failures: int, after: float | None = None) -> float:
    """Seconds to pause after so many failures in a row, never less than Telegram asked for."""
    pause = min(LONGEST_PAUSE, 0.2 * 2.0 ** min(failures - 1, 10)) * random.uniform(0.5, 1)
    return max(pause, after or 0.0)


def heard_of(update: Any, now: datetime) -> Heard | Passed:
    """Read one raw update; a file comes as a blob without data whose ``ref`` is still to be fetched."""
    try:
        return _read(update, now)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError, OSError):
        return _unreadable(update, now)


def _read(update: dict[str, Any], now: datetime) -> Heard | Passed:
    kind = next(kind for kind in (*KINDS, "") if kind in update or not kind)
    body = update[kind]
    chat = body["message"]["chat"] if kind == "callback_query" and "message" in body else body.get("chat")
    if chat is None:
        chat = {"id": body["from"]["id"], "type": "private"}
    if chat["type"] != "private":
        return Passed.GROUP
    heard = Heard(NAME, str(int(chat["id"])), str(int(update["update_id"])), now, name=_name(body, chat))
    if kind == "callback_query":  # Telegram does not say when a button was pressed: it was now
        return replace(heard, button=_words(body, "data")) if body.get("data") else _unsupported(heard)
    if kind == "my_chat_member":
        note = {"kicked": "blocked", "member": "unblocked"}.get(body["new_chat_member"]["status"])
        return replace(heard, at=_time(body["date"]), note=note or "unsupported")
    return _read_message(heard, body, edited=kind == "edited_message")


def _read_message(heard: Heard, body: dict[str, Any], *, edited: bool) -> Heard:
    text, blob = _words(body, "text") or _words(body, "caption"), _blob(body)
    heard = replace(
        heard,
        at=_time(body["edit_date"] if edited and "edit_date" in body else body["date"]),
        text=text,
        blobs=(blob,) if blob else (),
        group=str(body.get("media_group_id", "")),
        edit_of=str(int(body["message_id"])) if edited else "",
    )
    if not blob and "text" not in body:
        return _unsupported(heard)
    start = _START.fullmatch(text)
    if start and not edited:
        return replace(heard, text="" if start[1] else "/start", code=start[1] or "")
    return heard


def _blob(body: dict[str, Any]) -> Blob | None:
    if "animation" in body:  # it has a "document" too, for clients older than animations
        return None
    if "photo" in body:
        largest = max(body["photo"], key=lambda size: size["width"] * size["height"])
        return _wanted("photo", largest, "image/jpeg")
    for field, kind, mime in _FILES:
        if field in body:
            return _wanted(kind, body[field], mime)
    return None


def _wanted(kind: str, file: dict[str, Any], mime: str) -> Blob:
    return Blob(
        kind,
        b"",
        mime=_words(file, "mime_type") or mime,
        name=_words(file, "file_name"),
        trouble="too_big" if file.get("file_size", 0) > MAX_FILE else "",
        ref=str(file["file_id"]),
    )


def _unreadable(update: Any, now: datetime) -> Heard | Passed:
    """Nothing that a person did is passed over in silence, even where all we can read is who did it."""
    number = _number(update)
    if number is None:
        return Passed.UNREADABLE
    for body in filter(_is_object, update.values()):
        inner = body.get("message")
        asked = inner.get("chat") if _is_object(inner) else None
        for who in filter(_is_object, (asked, body.get("chat"), body.get("from"))):
            address = who.get("id")
            if not isinstance(address, int):
                continue
            if address < 0 or who.get("type", "private") != "private":
                return Passed.GROUP
            return _unsupported(Heard(NAME, str(address), str(number), now, name=_name(body, who)))
    return Passed.UNREADABLE


def _number(update: Any) -> int | None:
    number = update.get("update_id") if _is_object(update) else None
    return number if isinstance(number, int) else None


def _is_object(value: Any) -> TypeGuard[dict[str, Any]]:
    return isinstance(value, dict)


def _unsupported(heard: Heard) -> Heard:
    return replace(heard, note="unsupported")


def _words(body: dict[str, Any], field: str) -> str:
    value = body.get(field, "")
    if not isinstance(value, str):
        raise TypeError(field)
    return value


def _name(body: dict[str, Any], chat: dict[str, Any]) -> str:
    who = body.get("from")
    who = who if isinstance(who, dict) else chat
    return " ".join(part for field in ("first_name", "last_name") if isinstance(part := who.get(field), str))


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """What goes out in one call: words with buttons, photos together, or one document."""

    text: str = ""
    buttons: tuple[Button, ...] = ()
    photos: tuple[Picture, ...] = ()
    document: Picture | None = None


def parts(message: Message) -> list[Part]:
    """The calls that say this message, in order; its words come last, as a caption where they fit."""
    photos = [file for file in message.files if _is_photo(file)]
    laid = [Part(photos=tuple(photos[i : i + ALBUM])) for i in range(0, len(photos), ALBUM)]
    laid += [Part(document=file) for file in message.files if not _is_photo(file)]
    if laid and not message.buttons and len(message.text.encode("utf-16-le")) // 2 <= CAPTION:
        laid[-1] = replace(laid[-1], text=message.text)
    elif message.text:
        laid.append(Part(text=message.text, buttons=message.buttons))
    return laid


def _is_photo(file: Picture) -> bool:
    return file.mime in ("image/jpeg", "image/png", "image/webp") and len(file.data) <= PHOTO


def file_name(file: Picture) -> str:
    """A name that cannot break out of the header of a multipart body, which aiogram does not guard."""
    return "".join(c if c.isprintable() and c not in '"/\\' else "_" for c in file.name) or "file"


class Client(Protocol):
    """What is asked of a Telegram library; every error comes as TryLater, Gone or Unsayable."""

    async def updates(self, offset: int | None) -> list[Any]: ...
    async def fetch(self, ref: str) -> bytes: ...
    async def answer(self, query: str) -> None: ...
    async def text(self, chat: str, text: str, buttons: Sequence[Button]) -> str: ...
    async def photo(self, chat: str, photo: Picture, caption: str) -> str: ...
    async def album(self, chat: str, photos: Sequence[Picture], caption: str) -> str: ...
    async def document(self, chat: str, file: Picture, caption: str) -> str: ...
    async def close(self) -> None: ...


class Telegram:
    """The channel itself, over either library."""

    name = NAME

    def __init__(self, client: Client) -> None:
        self._client = client
        self._downloads = asyncio.Semaphore(4)
        self._told_of_groups = False
        self._partly: dict[tuple[str, int], tuple[int, str]] = {}

    async def close(self) -> None:
        await self._client.close()

    async def run(self, hear: Hear) -> None:
        """Poll until cancelled; the offset moves only after ``hear`` has returned."""
        offset: int | None = None
        failures = 0
        while True:
            try:
                updates = await self._client.updates(offset)
                if updates:
                    offset = await self._hand_over(updates, hear)
                failures = 0
            except Exception as error:  # noqa: BLE001 - whatever went wrong, nothing was acknowledged: once more
                failures += 1
                pause = backoff(failures, error.after if isinstance(error, TryLater) else None)
                log.warning("not heard: %s; once more in %.1f s", _reason(error), pause)
                await asyncio.sleep(pause)

    async def _hand_over(self, updates: list[Any], hear: Hear) -> int:
        numbers = [number for update in updates if (number := _number(update)) is not None]
        if not numbers:
            raise TryLater("Telegram sent updates without numbers")
        now = datetime.now(UTC)
        heard = []
        for update in updates:
            if isinstance(one := heard_of(update, now), Heard):
                heard.append(self._fetched(one))
            else:
                self._pass_over(_number(update), one)
        if heard:
            await hear(await asyncio.gather(*heard))
        await asyncio.gather(*(self._answer(update) for update in updates))
        # Not the highest ever, only of this batch: after a silent week Telegram begins again, often lower.
        return max(numbers) + 1

    def _pass_over(self, number: int | None, why: Passed) -> None:
        if why is Passed.UNREADABLE:
            log.warning("update %s is passed over: %s", number, why.value)
        elif not self._told_of_groups:
            self._told_of_groups = True
            log.info("update %s is passed over, as all such will be: %s", number, why.value)

    async def _fetched(self, heard: Heard) -> Heard:
        return replace(heard, blobs=tuple([await self._fetch(blob) for blob in heard.blobs]))

    async def _fetch(self, blob: Blob) -> Blob:
        if blob.trouble:
            return blob
        async with self._downloads:
            for failures in (1, 2):
                try:
                    data = await self._client.fetch(blob.ref)
                except Unsayable as refusal:
                    if "too big" in str(refusal).lower():
                        return replace(blob, trouble="too_big")
                    break
                except (TryLater, Gone) as error:
                    log.warning("a file was not fetched: %s", _reason(error))
                    if failures == 1:
                        await asyncio.sleep(min(backoff(1, getattr(error, "after", None)), 5))
                else:
                    return replace(blob, data=data, ref="")
        return replace(blob, trouble="media_lost")

    async def _answer(self, update: Any) -> None:
        """Stop the button's little clock; nothing depends on it, and an old query cannot be answered."""
        query = update.get("callback_query") if _is_object(update) else None
        if _is_object(query) and isinstance(query.get("id"), str):
            with contextlib.suppress(TryLater, Gone, Unsayable, TimeoutError):
                async with asyncio.timeout(5):
                    await self._client.answer(query["id"])

    async def say(self, address: str, message: Message) -> str:
        """Say one message; tried again after TryLater, it goes on where it stopped."""
        key = (address, message.id)
        done, said = self._partly.pop(key, (0, ""))
        for number, part in enumerate(parts(message)):
            if number < done:
                continue
            try:
                said = await self._say(address, part)
            except TryLater:
                if number:
                    self._partly[key] = (number, said)
                raise
        return said

    async def _say(self, address: str, part: Part) -> str:
        if part.document:
            return await self._client.document(address, part.document, part.text)
        if not part.photos:
            return await self._client.text(address, part.text, part.buttons)
        try:
            if len(part.photos) == 1:
                return await self._client.photo(address, part.photos[0], part.text)
            return await self._client.album(address, part.photos, part.text)
        except NotAPhoto:
            for photo in part.photos[:-1]:
                await self._client.document(address, photo, "")
            return await self._client.document(address, part.photos[-1], part.text)


def _reason(error: Exception) -> str:
    """Enough to find the fault, without what an exception's own message might quote from a person."""
    if isinstance(error, TryLater | Gone | Unsayable):
        return str(error)
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {where.name}, line {where.lineno}"

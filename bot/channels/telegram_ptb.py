"""Telegram by python-telegram-bot, used as a typed client: no application and not its polling."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaPhoto, LinkPreviewOptions
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from bot.channels.contract import Button, Picture
from bot.channels.telegram import API, BATCH, KINDS, Telegram, file_name, remedy

_STATUS: tuple[tuple[type[TelegramError], int], ...] = (
    (Forbidden, 403),
    (ChatMigrated, 403),
    (BadRequest, 400),
    (Conflict, 409),
    (InvalidToken, 401),
)
_TELLTALES = {  # httpx logs each address with the token in it, the others log what people wrote
    "httpx": logging.WARNING,
    "telegram.Bot": logging.WARNING,
    "telegram.request.BaseRequest": logging.CRITICAL,
}


@contextmanager
def _remedies() -> Iterator[None]:
    try:
        yield
    except RetryAfter as error:
        after = error.retry_after
        raise remedy(429, after=after.total_seconds() if isinstance(after, timedelta) else after) from None
    except TelegramError as error:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 0)
        if "request entity too large" in error.message.lower():  # the library has no class for it
            status = 413
        raise remedy(status, error.message if status else type(error).__name__) from None


class PtbClient:
    """The few calls that we make, with errors named by their remedy."""

    def __init__(self, token: str, api_base: str, poll_seconds: int) -> None:
        for name, level in _TELLTALES.items():
            logging.getLogger(name).setLevel(level)
        base = api_base.rstrip("/")
        self._poll = HTTPXRequest(connection_pool_size=2, read_timeout=poll_seconds + 15, connect_timeout=10)
        self._request = HTTPXRequest(
            read_timeout=60, write_timeout=30, connect_timeout=10, pool_timeout=10, media_write_timeout=120
        )
        self._bot = Bot(
            token, f"{base}/bot", f"{base}/file/bot", request=self._request, get_updates_request=self._poll
        )
        self._poll_seconds = poll_seconds

    async def close(self) -> None:
        # Bot.shutdown does nothing for a bot that was never initialised, and initialising asks the network.
        await self._poll.shutdown()
        await self._request.shutdown()

    async def updates(self, offset: int | None) -> list[Any]:
        """``getUpdates`` left unread: the library refuses a whole batch for one odd update."""
        asked: dict[str, object] = {"timeout": self._poll_seconds, "limit": BATCH}
        asked["allowed_updates"] = json.dumps(KINDS)
        if offset is not None:
            asked["offset"] = offset
        with _remedies():
            answer = await self._poll.retrieve(f"{self._bot.base_url}/getUpdates?{urlencode(asked)}")
        try:
            updates: list[Any] = json.loads(answer)["result"]
        except (ValueError, LookupError, TypeError) as error:
            raise remedy(0, type(error).__name__) from None
        return updates

    async def fetch(self, ref: str) -> bytes:
        with _remedies():
            file = await self._bot.get_file(ref)
            if not file.file_path:
                raise remedy(400, "the file has no path")
            return bytes(await file.download_as_bytearray())

    async def answer(self, query: str) -> None:
        with _remedies():
            await self._bot.answer_callback_query(query)

    async def text(self, chat: str, text: str, buttons: Sequence[Button]) -> str:
        rows = [[InlineKeyboardButton(button.label, callback_data=button.data)] for button in buttons]
        with _remedies():
            sent = await self._bot.send_message(
                chat,
                text,
                parse_mode=None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=InlineKeyboardMarkup(rows) if rows else None,
            )
        return str(sent.message_id)

    async def photo(self, chat: str, photo: Picture, caption: str) -> str:
        with _remedies():
            sent = await self._bot.send_photo(
                chat, photo.data, caption=caption or None, parse_mode=None, filename=file_name(photo)
            )
        return str(sent.message_id)

    async def album(self, chat: str, photos: Sequence[Picture], caption: str) -> str:
        captions = [caption or None, *[None] * (len(photos) - 1)]
        with _remedies():
            sent = await self._bot.send_media_group(
                chat,
                [
                    InputMediaPhoto(photo.data, caption=words, parse_mode=None, filename=file_name(photo))
                    for photo, words in zip(photos, captions, strict=True)
                ],
            )
        return str(sent[-1].message_id)

    async def document(self, chat: str, file: Picture, caption: str) -> str:
        with _remedies():
            sent = await self._bot.send_document(
                chat, file.data, caption=caption or None, parse_mode=None, filename=file_name(file)
            )
        return str(sent.message_id)


class PtbChannel(Telegram):
    """Telegram over python-telegram-bot."""

    def __init__(self, token: str, api_base: str = API, *, poll_seconds: int = 25) -> None:
        super().__init__(PtbClient(token, api_base, poll_seconds))

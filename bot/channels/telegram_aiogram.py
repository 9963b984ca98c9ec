"""Telegram by aiogram, used as a typed client: no dispatcher and not its polling."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    LinkPreviewOptions,
)
from aiohttp import ClientError

from bot.channels.contract import Button, Picture
from bot.channels.telegram import API, BATCH, KINDS, Telegram, file_name, remedy

_STATUS: tuple[tuple[type[TelegramAPIError], int], ...] = (
    (TelegramForbiddenError, 403),
    (TelegramMigrateToChat, 403),
    (TelegramBadRequest, 400),
    (TelegramEntityTooLarge, 413),
    (TelegramConflictError, 409),
    (TelegramUnauthorizedError, 401),
    (TelegramNotFound, 404),
)


class RawUpdates(TelegramMethod[list[Any]]):
    """``getUpdates`` left unread: aiogram refuses a whole batch for one update it does not understand."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None
    timeout: int
    limit: int = BATCH
    allowed_updates: tuple[str, ...] = KINDS


@contextmanager
def _remedies() -> Iterator[None]:
    try:
        yield
    except TelegramRetryAfter as error:
        raise remedy(429, after=float(error.retry_after)) from None
    except TelegramAPIError as error:
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), 0)
        raise remedy(status, error.message if status else type(error).__name__) from None
    except (ClientDecodeError, ClientError, TimeoutError, OSError) as error:
        # A 502 comes as ClientDecodeError, whose text quotes the answer: only its name is passed on.
        raise remedy(0, type(error).__name__) from None


class AiogramClient:
    """The few calls that we make, with errors named by their remedy."""

    def __init__(self, token: str, api_base: str, poll_seconds: int) -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(api_base), timeout=120)
        self._bot = Bot(token, session=session)
        self._poll_seconds = poll_seconds

    async def close(self) -> None:
        await self._bot.session.close()

    async def updates(self, offset: int | None) -> list[Any]:
        call = RawUpdates(offset=offset, timeout=self._poll_seconds)
        with _remedies():
            return await self._bot(call, request_timeout=self._poll_seconds + 15)

    async def fetch(self, ref: str) -> bytes:
        with _remedies():
            stream = await self._bot.download(ref, timeout=120)
        return stream.read() if stream else b""

    async def answer(self, query: str) -> None:
        with _remedies():
            await self._bot.answer_callback_query(query)

    async def text(self, chat: str, text: str, buttons: Sequence[Button]) -> str:
        rows = [[InlineKeyboardButton(text=button.label, callback_data=button.data)] for button in buttons]
        with _remedies():
            sent = await self._bot.send_message(
                chat,
                text,
                parse_mode=None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=InlineKeyboardMarkup(inline_keyboard=rows) if rows else None,
            )
        return str(sent.message_id)

    async def photo(self, chat: str, photo: Picture, caption: str) -> str:
        with _remedies():
            sent = await self._bot.send_photo(chat, _upload(photo), caption=caption or None, parse_mode=None)
        return str(sent.message_id)

    async def album(self, chat: str, photos: Sequence[Picture], caption: str) -> str:
        captions = [caption or None, *[None] * (len(photos) - 1)]
        with _remedies():
            sent = await self._bot.send_media_group(
                chat,
                [
                    InputMediaPhoto(media=_upload(photo), caption=words, parse_mode=None)
                    for photo, words in zip(photos, captions, strict=True)
                ],
            )
        return str(sent[-1].message_id)

    async def document(self, chat: str, file: Picture, caption: str) -> str:
        with _remedies():
            sent = await self._bot.send_document(
                chat, _upload(file), caption=caption or None, parse_mode=None
            )
        return str(sent.message_id)


def _upload(file: Picture) -> BufferedInputFile:
    return BufferedInputFile(file.data, file_name(file))


class AiogramChannel(Telegram):
    """Telegram over aiogram."""

    def __init__(self, token: str, api_base: str = API, *, poll_seconds: int = 25) -> None:
        super().__init__(AiogramClient(token, api_base, poll_seconds))

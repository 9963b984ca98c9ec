"""The peer: aiogram's own Dispatcher and in-memory FSM at a twelve-question intake, without a network."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any, cast

from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.filters import CommandStart, StateFilter
from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.methods import TelegramMethod
from aiogram.types import Chat, Message, Update

from benchmarks.measure import line

QUESTIONS = 12
_TOKEN = "1:" + "A" * 35  # shaped like one, of no bot


class Intake(StatesGroup):
    """One state for each question, as a bot written with aiogram has them."""

    q01, q02, q03, q04, q05, q06, q07, q08, q09, q10, q11, q12 = (State() for _ in range(QUESTIONS))


class _Deaf(BaseSession):
    """Answers every call at once with the same sent message, and counts the calls."""

    def __init__(self) -> None:
        super().__init__()
        self.calls = 0
        self._sent = Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"), text="?")

    async def close(self) -> None:
        """Nothing is open."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> Any:
        """Count and answer."""
        self.calls += 1
        return self._sent

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,
        timeout: int = 30,  # noqa: ASYNC109
        chunk_size: int = 65536,
        raise_for_status: bool = True,
    ) -> AsyncGenerator[bytes, None]:
        """There is nothing to download."""
        yield b""


def _dispatcher(bare: bool) -> Dispatcher:
    dispatcher = Dispatcher(storage=MemoryStorage())
    states = Intake.__states__

    @dispatcher.message(CommandStart())
    async def start(message: Message, state: FSMContext, bot: Bot) -> None:
        await state.set_state(states[0])
        await bot.send_message(message.chat.id, "Question 1")

    for number, here in enumerate(states, 1):
        after = states[number] if number < QUESTIONS else None

        @dispatcher.message(here if bare else StateFilter(here))
        async def answer(
            message: Message,
            state: FSMContext,
            bot: Bot,
            name: str = f"a{number}",
            after: State | None = after,
            words: str = f"Question {number + 1}" if after else "Thank you",
        ) -> None:
            await state.update_data({name: message.text})
            await state.set_state(after)
            await bot.send_message(message.chat.id, words)

    return dispatcher


def _raw(update_id: int, person: int, text: str) -> dict[str, Any]:
    message: dict[str, Any] = {
        "message_id": update_id,
        "from": {"id": person, "is_bot": False, "first_name": "张", "language_code": "zh-hans"},
        "chat": {"id": person, "first_name": "张", "type": "private"},
        "date": 1_790_000_000,
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
    return {"update_id": update_id, "message": message}


async def _run(people: int, at_once: int, bare: bool) -> dict[str, float]:
    session = _Deaf()
    bot = Bot(_TOKEN, session=session)
    dispatcher = _dispatcher(bare)
    texts = ["/start", *(f"第{number}个问题的回答，三万五千元" for number in range(1, QUESTIONS + 1))]
    rounds = [
        [_raw(turn * people + person, person, text) for person in range(1, people + 1)]
        for turn, text in enumerate(texts)
    ]

    async def hear(raw: dict[str, Any]) -> None:
        await dispatcher.feed_update(bot, Update.model_validate(raw, context={"bot": bot}))

    begun = time.perf_counter()
    for updates in rounds:
        if at_once == 1:
            for raw in updates:
                await hear(raw)
        else:
            for first in range(0, people, at_once):
                await asyncio.gather(*(hear(raw) for raw in updates[first : first + at_once]))
    seconds = time.perf_counter() - begun

    messages = people * len(texts)
    kept = cast(MemoryStorage, dispatcher.storage).storage.values()
    if session.calls != messages or any(len(record.data) != QUESTIONS for record in kept):
        raise RuntimeError("the peer lost an answer: its speed would mean nothing")
    return {"messages": messages, "seconds": seconds}


def measure_fsm(people: int = 500, at_once: int = 1, *, bare: bool = False) -> dict[str, float]:
    """``people`` answer a start and twelve questions each, interleaved person by person.

    Each update is parsed from the dictionary that arrives, ``at_once`` of them run together (1: one after
    the other). With ``bare`` the handlers are filtered by a State itself, as aiogram's guide writes it; such
    a filter is not a coroutine, so aiogram asks it in a thread, some seven times slower. Without, they are
    filtered by StateFilter: the peer at its best. Returns ``{"messages": how many came in, "seconds": how
    long that took}``. The state lies in memory only: this peer loses all of it with its process.
    """
    return asyncio.run(_run(people, at_once, bare))


def main() -> None:
    """Print all variants, in messages a second."""
    for bare in (False, True):
        for at_once in (1, 32):
            done = measure_fsm(at_once=at_once, bare=bare)
            name = f"aiogram_fsm_{'state' if bare else 'statefilter'}_{at_once}_at_once"
            line(name, done["messages"] / done["seconds"], "messages/s", "", True)


if __name__ == "__main__":
    main()

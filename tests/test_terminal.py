"""The terminal channel, with a list of lines for a keyboard and a list of lines for a screen."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.channels.contract import MAX_FILE, Button, Heard, Message, Picture, TryLater
from bot.channels.terminal import TerminalChannel
from tests.pages import MemoryThreads


class Desk:
    """A person called auntie at a terminal, whose typing is known beforehand."""

    def __init__(self, *typed: str, files: Path | None = None) -> None:
        self._typed = list(typed)
        self.screen: list[str] = []
        self.heard: list[Heard] = []
        self.threads = MemoryThreads()
        self.channel = TerminalChannel(
            self.threads, user="auntie", read=self._read, write=self.screen.append, files=files
        )

    async def _read(self) -> str | None:
        return self._typed.pop(0) if self._typed else None

    async def _hear(self, batch: Sequence[Heard]) -> None:
        self.heard.extend(batch)

    async def sit(self) -> Desk:
        await self.channel.run(self._hear)
        return self


async def test_what_is_typed_is_heard_and_the_end_of_the_input_is_the_end() -> None:
    desk = await Desk("他欠我三万五\n", "  ", "1").sit()
    assert [heard.text for heard in desk.heard] == ["他欠我三万五", "1"]
    assert {(heard.channel, heard.address) for heard in desk.heard} == {("terminal", "auntie")}
    assert len({heard.id for heard in desk.heard}) == 2
    assert all(heard.at.tzinfo for heard in desk.heard)


async def test_quitting_leaves_the_rest_unheard() -> None:
    desk = await Desk("你好", "/quit", "还有").sit()
    assert [heard.text for heard in desk.heard] == ["你好"]


async def test_an_invitation_code_is_handed_in() -> None:
    desk = await Desk("/start K7-abc").sit()
    assert [(heard.code, heard.text) for heard in desk.heard] == [("K7-abc", "")]


async def test_buttons_are_printed_with_numbers() -> None:
    desk = Desk()
    message = Message(7, "同意吗？", (Button("同意", "a"), Button("不同意", "b")))
    assert await desk.channel.say("auntie", message) == "7"
    assert desk.screen == ["同意吗？", "  1) 同意", "  2) 不同意"]


async def test_what_is_for_somebody_else_waits() -> None:
    desk = Desk()
    with pytest.raises(TryLater):
        await desk.channel.say("uncle", Message(7, "只给他看"))
    assert desk.screen == []


async def test_received_words_cannot_steer_the_terminal() -> None:
    desk = Desk()
    nasty = "好\x1b[2J\x9b1m\r\u202e的\n下一行\t完"
    await desk.channel.say("auntie", Message(7, nasty, (Button("\x07是", "a"),)))
    assert desk.screen == ["好[2J1m的\n下一行\t完", "  1) 是"]


async def test_several_photos_are_one_answer(tmp_path: Path) -> None:
    (tmp_path / "借条 1.jpg").write_bytes(b"one")
    (tmp_path / "2.png").write_bytes(b"two")
    desk = await Desk(f"/photo '{tmp_path}/借条 1.jpg' {tmp_path}/2.png").sit()
    [heard] = desk.heard
    assert [(blob.kind, blob.mime, blob.name, blob.data) for blob in heard.blobs] == [
        ("photo", "image/jpeg", "借条 1.jpg", b"one"),
        ("photo", "image/png", "2.png", b"two"),
    ]


async def test_a_recording_is_sent_as_a_voice(tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(b"ogg")
    desk = await Desk(f"/voice {tmp_path}/a.ogg").sit()
    assert [blob.kind for blob in desk.heard[0].blobs] == ["voice"]


async def test_a_file_too_large_is_named_and_not_carried(tmp_path: Path) -> None:
    (tmp_path / "big.jpg").write_bytes(bytes(MAX_FILE + 1))
    desk = await Desk(f"/photo {tmp_path}/big.jpg").sit()
    [blob] = desk.heard[0].blobs
    assert (blob.data, blob.trouble) == (b"", "too_big")


@pytest.mark.parametrize("typed", ["/photo /nowhere/a.jpg", "/photo", "/photo 'half", "/voice /"])
async def test_a_file_that_cannot_be_read_is_told_and_nothing_is_sent(typed: str) -> None:
    desk = await Desk(typed).sit()
    assert len(desk.screen) == 1
    assert not desk.heard


async def test_a_received_file_is_kept_where_it_cannot_overwrite_anything(tmp_path: Path) -> None:
    desk = Desk(files=tmp_path / "inbox")
    await desk.channel.say(
        "auntie", Message(7, "", files=(Picture(b"%PDF", "application/pdf", "../../调解书.pdf", "ab" * 32),))
    )
    kept = tmp_path / "inbox" / "abababab-调解书.pdf"
    assert kept.read_bytes() == b"%PDF"
    assert str(kept) in desk.screen[0]


async def test_what_was_said_before_can_be_read_again() -> None:
    desk = Desk("/history")
    desk.threads.add("terminal", "auntie", "你好", mine=True)
    desk.threads.add("terminal", "auntie", "您好", buttons=(Button("好", "a"),))
    await desk.sit()
    assert desk.screen == ["您：你好", "调解助手：您好", "  1) 好"]


async def test_the_real_keyboard_is_read_without_holding_up_the_end() -> None:
    program = (
        "import asyncio\n"
        "from bot.channels.terminal import stdin_lines\n"
        "async def main():\n"
        "    read = await stdin_lines()\n"
        "    print(await read(), flush=True)\n"
        "asyncio.run(main())\n"
    )
    python = await asyncio.create_subprocess_exec(
        sys.executable, "-X", "utf8", "-c", program,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parent.parent,
    )  # fmt: skip
    assert python.stdin is not None
    assert python.stdout is not None
    python.stdin.write("你好\n".encode())
    assert (await python.stdout.readline()).decode().strip() == "你好"
    async with asyncio.timeout(10):
        assert await python.wait() == 0  # although its standard input is still open

"""What the tests of the pages share: a house with nothing in it but a web chat, and a thread in memory."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx
from PIL import Image
from playwright.async_api import Page, expect

from bot.channels.contract import Button, Heard, Line
from bot.channels.web import WebChannel

NOON = datetime(2026, 7, 8, 4, 0, tzinfo=UTC)
SECRET = b"a secret only for these tests"
YES_NO = (Button("同意", "offer-1"), Button("不同意", "offer-2"))


class MemoryThreads:
    """Threads in memory, keeping the contract: one (channel, address) never sees another's."""

    def __init__(self) -> None:
        self._lines: dict[tuple[str, str], list[Line]] = {}
        self._files: dict[tuple[str, str, str], tuple[str, bytes]] = {}
        self._waiters: set[asyncio.Future[None]] = set()
        self.somebody_waits = asyncio.Event()
        self._key = 0
        self.papers: dict[str, tuple[str, datetime]] = {}
        self.left: set[str] = set()

    def add(
        self,
        channel: str,
        address: str,
        text: str,
        *,
        mine: bool = False,
        buttons: tuple[Button, ...] = (),
        files: Sequence[tuple[str, str, bytes]] = (),
        waiting: str = "",
    ) -> int:
        """Append a line with ``files`` of (mime, name, bytes); the buttons of older lines are used up."""
        self._key += 1
        kept = [(hashlib.sha256(data).hexdigest(), mime, name, data) for mime, name, data in files]
        for digest, mime, _, data in kept:
            self._files[channel, address, digest] = (mime, data)
        shown = tuple((digest, mime, name) for digest, mime, name, _ in kept)
        old = [replace(line, buttons=()) for line in self._lines.get((channel, address), [])]
        self._lines[channel, address] = [*old, Line(self._key, NOON, mine, text, buttons, shown, waiting)]
        for waiter in self._waiters:
            if not waiter.done():
                waiter.set_result(None)
        return self._key

    async def read(self, channel: str, address: str, after: int = 0) -> Sequence[Line]:
        return [line for line in self._lines.get((channel, address), []) if line.key > after][-200:]

    async def wait(self, channel: str, address: str, after: int, timeout: float) -> bool:  # noqa: ASYNC109
        try:
            async with asyncio.timeout(timeout):
                while not await self.read(channel, address, after):
                    await self._change()
        except TimeoutError:
            return False
        return True

    async def _change(self) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiters.add(waiter)
        self.somebody_waits.set()
        try:
            await waiter
        finally:
            self._waiters.discard(waiter)

    async def file(self, channel: str, address: str, digest: str) -> tuple[str, bytes] | None:
        return self._files.get((channel, address, digest))

    async def paper(self, channel: str, address: str) -> tuple[str, datetime] | None:
        return self.papers.get(address)

    async def ended(self, channel: str, address: str) -> bool:
        return address in self.left


class House:
    """A court with nothing in it but a web chat: what is heard is kept once and shown in the thread."""

    def __init__(self, **settings: Any) -> None:
        self.threads = MemoryThreads()
        given: dict[str, Any] = {"secret": SECRET, "court": "示例人民法院", "phone": "0762-12368"}
        self.channel = WebChannel(self.threads, patience=0.0, **(given | settings))
        self.heard: list[Heard] = []
        self.reply = ""
        self.broken = False

    async def hear(self, batch: Sequence[Heard]) -> None:
        if self.broken:
            raise OSError("no space left on device")
        for heard in batch:
            if heard.id in {known.id for known in self.heard}:
                continue
            self.heard.append(heard)
            if heard.note == "left":
                self.threads.left.add(heard.address)
                continue
            files = [(blob.mime, blob.name, blob.data) for blob in heard.blobs]
            said = heard.text or heard.button
            self.threads.add("web", heard.address, said, mine=True, files=files)
            if self.reply:
                self.threads.add("web", heard.address, self.reply, buttons=YES_NO)

    def tell(self, address: str, text: str, **more: Any) -> int:
        return self.threads.add("web", address, text, **more)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[House]:
        running = asyncio.create_task(self.channel.run(self.hear))
        await asyncio.sleep(0)
        try:
            yield self
        finally:
            running.cancel()
            await asyncio.wait([running])

    def client(self) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(self.channel.app, raise_app_exceptions=False)
        return httpx.AsyncClient(transport=transport, base_url="http://court.test")


def marks(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page.text)[0] for name in ("csrf", "nonce")}


def address_of(client: httpx.AsyncClient) -> str:
    return hashlib.sha256(client.cookies["hejie"].encode()).hexdigest()


async def post(client: httpx.AsyncClient, files: Any = None, **fields: str) -> httpx.Response:
    signed = marks(await client.get("/")) | fields
    return await client.post("/say", data=signed, files=files)


def png(width: int = 1200, height: int = 900) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "#d9c8a0").save(out, "PNG")
    return out.getvalue()


async def enter(page: Page, street: str) -> str:
    """Press the welcome's only button and return the address that this browser got."""
    await page.goto(street)
    await page.get_by_role("button", name="开始").click()
    await expect(page.locator("#composer")).to_be_visible()
    await page.wait_for_load_state("load")  # by then the scripts have run, where there are any
    [cookie] = [c for c in await page.context.cookies() if c["name"] == "hejie"]
    return hashlib.sha256(cookie["value"].encode()).hexdigest()


def furnish(house: House, address: str) -> None:
    """A thread with everything in it that a page has to bear."""
    house.tell(address, "他欠我三万五\n一直不还", mine=True, files=[("image/png", "借条.png", png())])
    house.tell(address, "x" * 300, mine=True, files=[("audio/ogg", "说话.ogg", b"ogg")])
    house.tell(address, "https://court.test/" + "long/" * 60, files=[("application/pdf", "长" * 90, b"%PDF")])
    house.tell(
        address,
        "您说的是：张某 2024 年 3 月向您借了 35,000 元，说好年底还，一直没有还。对吗？",
        buttons=(
            Button("对，就是这样", "yes"),
            Button("不对，我要改一改" * 4, "no"),
            Button("我想找真人", "p"),
        ),
    )

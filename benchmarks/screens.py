"""People at screens: the real house under uvicorn, and what somebody does and sees in a browser."""

from __future__ import annotations

import asyncio
import io
import os
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image, ImageDraw
from playwright.async_api import Browser, FilePayload, Page, async_playwright, expect

from bot.app import App, add_channels, build
from bot.config import Config, Court, Store, Web

FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
PATIENCE = 30_000  # ms; a busy machine draws slowly
COURT = Court(name="示例人民法院", phone="0762-12368")
WIDE = dict(zip(",:;?!()", "，：；？！（）", strict=True))


def chromium() -> Path:
    """Where the system's Chromium lies; ``HEJIE_CHROMIUM`` names another."""
    return Path(os.environ.get("HEJIE_CHROMIUM", "/usr/bin/chromium"))


@asynccontextmanager
async def browsing() -> AsyncIterator[Browser]:
    """A Chromium without a window."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        await started.close()


@contextmanager
def listening() -> Iterator[socket.socket]:
    """A free port of this machine."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        yield bound


@asynccontextmanager
async def standing(folder: Path, listener: socket.socket) -> AsyncIterator[App]:
    """The real house as ``bot.app.serve`` puts it up, everything it keeps in ``folder``."""
    port = listener.getsockname()[1]
    lies = Store(f"sqlite:///{folder}/hejie.db", folder / "files", folder / "master.key")
    app = build(Config(court=COURT, store=lies, web=Web(port=port)))
    pages = add_channels(app).app
    await app.start()
    async with served(pages, listener):
        try:
            yield app
        finally:
            await app.stop()  # first, so that no page listens for news any more


@asynccontextmanager
async def served(pages: Any, listener: socket.socket) -> AsyncIterator[str]:
    """The address at which some pages stand, under uvicorn."""
    settings = uvicorn.Config(pages, lifespan="off", log_config=None, access_log=False)
    server = uvicorn.Server(settings)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        async with asyncio.timeout(20):
            await serving


def paper(number: int) -> FilePayload:
    """A photographed page of a record, upright, as a telephone takes it."""
    image, out = Image.new("RGB", (900, 1250), "#efe9dc"), io.BytesIO()
    pen = ImageDraw.Draw(image)
    pen.text((380, 60), f"page {number}", fill="black", font_size=40)
    for row in range(150, 1150, 50):
        pen.line((90, row, 810 - (row * 37) % 300, row), fill="#404040", width=4)
    image.save(out, "JPEG")
    return {"name": f"笔录{number}.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def spelled(text: str, *, start: bool = False) -> re.Pattern[str]:
    """Some words with their punctuation wide or narrow, as a locator looks for them."""
    narrow = text.translate({ord(wide): one for one, wide in WIDE.items()})
    pattern = "".join(f"[{re.escape(c)}{WIDE[c]}]" if c in WIDE else re.escape(c) for c in narrow)
    return re.compile(rf"^\s*{pattern}" if start else pattern)


async def nothing(who: Screen, what: str) -> None:
    """Nobody looks on."""


@dataclass
class Screen:
    """Somebody before a screen; ``look`` is called with what was done, after each step."""

    name: str
    page: Page
    look: Callable[[Screen, str], Awaitable[None]] = nothing

    async def come(self, address: str) -> None:
        """Open the page and press the welcome's only button."""
        await self.page.goto(address)
        await self.look(self, "来了")
        await self.page.locator("main.welcome button").click()
        await self._answered("")
        await self.page.wait_for_load_state("load")
        await self.look(self, "开始")

    async def press(self, label: str) -> None:
        """Press the newest button whose label begins so, and wait until the page has answered."""
        button = self.page.locator(".answers button", has_text=spelled(label, start=True)).last
        await expect(button).to_be_visible(timeout=PATIENCE)
        before = await self._newest()
        await button.click()
        await self._answered(before)
        await self.look(self, f"按了：{label}")

    async def write(self, text: str) -> None:
        before = await self._newest()
        await self.page.locator("#text").fill(text)
        await self.page.locator("#send").click()
        await self._answered(before)
        await self.look(self, f"写了：{text}")

    async def send(self, *files: FilePayload) -> None:
        before = await self._newest()
        await self.page.locator("#files").set_input_files(list(files))
        await expect(self.page.locator("#chosen .row")).to_have_count(len(files))
        await self.look(self, "选好了照片")
        await self.page.locator("#send").click()
        await self._answered(before)
        await self.look(self, "发了照片")

    async def sees(self, text: str) -> None:
        """Wait until this has been said; where the page tells of news, go there."""
        line = self.page.locator(".line.theirs", has_text=spelled(text)).last
        await expect(line).to_be_visible(timeout=PATIENCE)
        news = self.page.locator("#refresh.news")
        if await news.is_visible():
            await self.look(self, "有新消息")
            await news.click()
            await self.look(self, "看新消息")

    async def _newest(self) -> str:
        keys = await self.page.locator(".line.theirs").evaluate_all("all => all.map(it => it.dataset.key)")
        return str(keys[-1]) if keys else ""

    async def _answered(self, before: str) -> None:
        newest = self.page.locator(".line.theirs").last
        await expect(newest).not_to_have_attribute("data-key", before, timeout=PATIENCE)
        await expect(self.page.locator(".parcel")).to_have_count(0, timeout=PATIENCE)


@asynccontextmanager
async def screen(
    browser: Browser,
    name: str,
    width: int,
    height: int,
    look: Callable[[Screen, str], Awaitable[None]] = nothing,
) -> AsyncIterator[Screen]:
    """A browser of somebody's own; every script error on its pages is a failure."""
    context = await browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
    )
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield Screen(name, await context.new_page(), look)
    await context.close()
    if errors:
        raise RuntimeError(f"scripts failed at the screen of {name}: {errors}")

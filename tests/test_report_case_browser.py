"""The report's case once in a real browser: four people at four screens, from the first word to the seal.

With ``HEJIE_SHOTS`` naming a folder, what everybody saw is kept there as pictures.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import uvicorn
from PIL import Image, ImageDraw
from playwright.async_api import Browser, FilePayload, Page, async_playwright, expect

from bot.app import App, add_channels, build
from bot.config import Config, Store, Web
from storage import cases
from storage.people import HOUSE
from tests.house import COURT, NARROW

pytestmark = pytest.mark.browser
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
PATIENCE = 30_000  # ms; a busy machine draws slowly
WIDE = {wide: chr(narrow) for wide, narrow in NARROW.items()}
CODE = re.compile(r"邀请码[:：](\d{4}) (\d{4})")


@pytest.fixture
def chromium() -> str:
    path = os.environ.get("HEJIE_CHROMIUM", "/usr/bin/chromium")
    if not Path(path).exists():
        reason = f"no Chromium at {path}; set HEJIE_CHROMIUM"
        if os.environ.get("CI") == "1":
            pytest.fail(reason)
        print(reason)
        pytest.skip(reason)
    return path


@pytest.fixture
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        await started.close()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        yield bound


@pytest.fixture
async def standing(quick_path: Path, listener: socket.socket) -> AsyncIterator[App]:
    """The real house under uvicorn, as ``bot.app.serve`` puts it up, at a free port of this machine."""
    port = listener.getsockname()[1]
    lies = Store(f"sqlite:///{quick_path}/hejie.db", quick_path / "files", quick_path / "master.key")
    app = build(Config(court=COURT, store=lies, web=Web(port=port)))
    web = add_channels(app)
    async with served(app, web.app, listener):
        yield app


@asynccontextmanager
async def served(app: App, pages: object, listener: socket.socket) -> AsyncIterator[None]:
    settings = uvicorn.Config(pages, lifespan="off", log_config=None, access_log=False)  # type: ignore[arg-type]
    server = uvicorn.Server(settings)
    await app.start()
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield
    finally:
        await app.stop()
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
    both = {narrow: f"[{re.escape(narrow)}{chr(wide)}]" for wide, narrow in WIDE.items()}
    pattern = "".join(both.get(c, re.escape(c)) for c in text.translate(NARROW))
    return re.compile(rf"^\s*{pattern}" if start else pattern)


@dataclass
class Visitor:
    """Somebody before a screen."""

    name: str
    page: Page

    async def come(self, address: str) -> None:
        """Open the page and press the welcome's only button."""
        await self.page.goto(address)
        await self.shot("welcome")
        await self.page.locator("main.welcome button").click()
        await self._answered("")

    async def press(self, label: str) -> None:
        """Press the newest button whose label begins so, and wait until the page has answered."""
        button = self.page.locator(".answers button", has_text=spelled(label, start=True)).last
        await expect(button).to_be_visible(timeout=PATIENCE)
        before = await self._newest()
        await button.click()
        await self._answered(before)

    async def write(self, text: str) -> None:
        before = await self._newest()
        await self.page.locator("#text").fill(text)
        await self.page.get_by_role("button", name="发送").click()
        await self._answered(before)

    async def send(self, *files: FilePayload) -> None:
        before = await self._newest()
        await self.page.locator("#files").set_input_files(list(files))
        await self.shot("chosen-files")
        await self.page.get_by_role("button", name="发送").click()
        await self._answered(before)

    async def sees(self, text: str) -> None:
        line = self.page.locator(".line.theirs", has_text=spelled(text)).last
        await expect(line).to_be_visible(timeout=PATIENCE)

    async def shot(self, name: str) -> None:
        """A picture of what is on the screen now, and of the whole page."""
        if folder := os.environ.get("HEJIE_SHOTS"):
            await self.page.screenshot(path=f"{folder}/{self.name}-{name}.png")
            await self.page.screenshot(path=f"{folder}/{self.name}-{name}-whole.png", full_page=True)

    async def _newest(self) -> str:
        keys = await self.page.locator(".line.theirs").evaluate_all("all => all.map(it => it.dataset.key)")
        return keys[-1] if keys else ""

    async def _answered(self, before: str) -> None:
        newest = self.page.locator(".line.theirs").last
        await expect(newest).not_to_have_attribute("data-key", before, timeout=PATIENCE)
        await expect(self.page.locator("form.pressed")).to_have_count(0, timeout=PATIENCE)


@asynccontextmanager
async def visitor(browser: Browser, name: str, width: int, height: int) -> AsyncIterator[Visitor]:
    """A browser of somebody's own; every script error on its pages is a failure."""
    context = await browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield Visitor(name, await context.new_page())
    await context.close()
    assert not errors


@asynccontextmanager
async def everybody(browser: Browser) -> AsyncIterator[tuple[Visitor, Visitor, Visitor, Visitor]]:
    async with (
        visitor(browser, "applicant-360", 360, 740) as applicant,
        visitor(browser, "respondent-390", 390, 844) as respondent,
        visitor(browser, "judge-1280", 1280, 900) as judge,
        visitor(browser, "clerk-1280", 1280, 900) as clerk,
    ):
        yield applicant, respondent, judge, clerk


async def takes_office(app: App, who: Visitor, street: str, role: str, name: str) -> None:
    await who.come(street)
    await who.press("我有邀请码")
    await who.write(app.new_staff_code(role, name))
    await who.sees(f"{name}(")


async def tells_the_dispute(aunt: Visitor, street: str) -> None:
    await aunt.come(street)
    await aunt.press("我有纠纷")
    await aunt.shot("consent")
    await aunt.press("同意")
    await aunt.write("我租的房子退了,房东不退押金。我要求退押金3000元。从2026年3月开始")
    await aunt.press("说完了")
    for answer in ("李某", "13800138000", "张某", "13900139000"):
        await aunt.write(answer)
    await aunt.press("就在这个聊天里收")
    await aunt.sees("要求:退押金3000元")
    await aunt.shot("summary")
    await aunt.press("对,交上去")
    await aunt.sees("您的案号是")


async def brings_them_together(aunt: Visitor, owner: Visitor, judge: Visitor, street: str) -> None:
    await judge.press("(20")
    await judge.press("受理")
    await judge.press("诉讼中·简易程序")
    await judge.press("邀请对方")
    await judge.sees("邀请码")
    await judge.shot("invitation")
    told = await judge.page.locator(".line.theirs", has_text="邀请码").last.inner_text()
    code = CODE.search(told)
    assert code is not None
    await owner.come(f"{street}/i/{code[1]}{code[2]}")
    await owner.sees("请问您叫什么名字")
    await owner.write("张某")
    await owner.write("13900139000")
    await expect(owner.page.get_by_text("押金")).to_have_count(0)
    for name, how in (("李某", "看了身份证件"), ("张某", "视频核对")):
        await judge.press("登记身份核实")
        await judge.press(name)
        await judge.press(how)
        await judge.sees(f"已登记:{name}")
    await owner.sees("退押金3000元")
    await owner.shot("claim")
    await owner.press("愿意调解")
    await owner.write("可以退2700元,分三次给。")
    await owner.press("说完了")
    await owner.press("就在这个聊天里收")
    await aunt.sees("张某同意参加调解")


async def makes_the_record(clerk: Visitor, plan: str) -> None:
    await clerk.press("刷新")
    await clerk.press("(20")
    await clerk.press("做笔录")
    await clerk.press("拍照片")
    await clerk.send(paper(1), paper(2))
    for label in ("说完了", "不用", "付钱", "张某", "李某"):
        await clerk.press(label)
    await clerk.write("2700元")
    await clerk.press("分期")
    await clerk.write(plan)
    await clerk.press("没有了")
    await clerk.sees("照片:2张")
    await clerk.shot("review")
    await clerk.press("发出")


async def confirms(who: Visitor, *, asks: str = "") -> None:
    if asks:
        await who.press(asks)
    await who.sees("这一条对不对")
    await who.shot("point")
    await who.press("对")
    await who.sees("您确认整份笔录")
    await who.shot("whole")
    await who.press("确认这份笔录")
    await who.sees("您已确认第1版笔录")


async def test_a_case_is_told_recorded_and_sealed_by_four_people_at_four_screens(
    standing: App, browser: Browser
) -> None:
    street = f"http://127.0.0.1:{standing.config.web.port}"
    days = [date.today() + timedelta(days=n) for n in (30, 60, 90)]
    plan = "\n".join(f"{day.year}年{day.month}月{day.day}日 900元" for day in days)
    async with everybody(browser) as (aunt, owner, judge, clerk):
        await takes_office(standing, judge, street, "judge", "王某")
        await takes_office(standing, clerk, street, "clerk", "刘某")
        await tells_the_dispute(aunt, street)
        await judge.sees("有新的申请")
        await brings_them_together(aunt, owner, judge, street)
        await makes_the_record(clerk, plan)
        await expect(aunt.page.get_by_role("img")).to_have_count(2, timeout=PATIENCE)
        await confirms(aunt)
        await confirms(owner)
        await confirms(clerk)
        await confirms(judge)
        for who in (aunt, owner):
            await who.sees("所有人都确认了,法官最后也确认了")
            await expect(who.page.get_by_role("img").last).to_be_visible(timeout=PATIENCE)
            await who.shot("sealed")
        for width, who in ((360, aunt), (390, owner), (1280, judge), (1280, clerk)):
            assert await who.page.evaluate("document.documentElement.scrollWidth") <= width
    with standing.store.read() as tx:
        case = cases.load(tx, HOUSE, 1)
    assert case.record is not None
    assert (case.state, case.record.status, len(case.record.pages)) == ("performing", "sealed", 2)
    assert [c.role for c in case.record.confirmations] == ["applicant", "respondent", "clerk", "judge"]

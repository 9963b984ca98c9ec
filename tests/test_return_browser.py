"""Coming back and signing out in a real browser, and a page below a sub-path with its scripts."""

from __future__ import annotations

import re
import socket
from functools import partial
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from benchmarks.screens import screen, standing
from bot.config import Web
from tests.house import DOORS, House
from tests.proxy import BASE, ProxiedDoor

pytestmark = pytest.mark.browser
NUMBER = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
STORY = "邻居家的树挡了我的光。"


async def test_the_old_conversation_appears_by_itself_and_leaves_the_other_screen(
    quick_path: Path, listener: socket.socket, browser: Browser
) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    async with (
        standing(quick_path, listener),
        screen(browser, "old", 360, 740) as old,
        screen(browser, "new", 360, 740) as new,
    ):
        await old.come(address)
        await old.press("我有纠纷")
        await old.press("同意")
        await old.write(STORY)
        await old.write("记个回来的号码")
        told = await old.page.locator(".line.theirs", has_text=NUMBER).last.inner_text()
        await new.come(address)
        await new.page.locator("#text").fill(NUMBER.findall(told)[0])
        await new.page.locator("#send").click()
        await expect(new.page.get_by_text(STORY)).to_have_count(1, timeout=20_000)
        await new.press("别的手机都退出")
        await expect(old.page.get_by_text(STORY)).to_have_count(0, timeout=20_000)
        await expect(old.page.get_by_role("button", name="开始")).to_be_visible()


@pytest.mark.parametrize("width", [320, 1280])
async def test_the_number_fits_the_screen_and_stands_alone_on_paper(
    quick_path: Path, listener: socket.socket, browser: Browser, width: int
) -> None:
    address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
    async with standing(quick_path, listener), screen(browser, "owner", width, 740) as owner:
        page = owner.page
        await owner.come(address)
        await owner.press("我有纠纷")
        await page.goto(f"{address}code")
        await page.get_by_role("button", name="记个回来的号码").click()
        await owner.sees("这是您回来的号码")
        await page.goto(f"{address}code")
        assert NUMBER.search(await page.locator(".number").inner_text())
        await expect(page.get_by_role("button", name="打印")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        await page.emulate_media(media="print")
        await expect(page.locator("button, .button, nav").locator("visible=true")).to_have_count(0)
        await expect(page.locator(".picture svg")).to_be_visible()
        await expect(page.get_by_text("0762-12368").first).to_be_visible()


async def test_below_a_sub_path_answers_appear_without_a_new_page(
    quick_path: Path, listener: socket.socket, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = partial(ProxiedDoor, front=listener, strips=True)
    monkeypatch.setitem(DOORS, "proxied", door)  # type: ignore[arg-type]
    url = f"https://localhost:{listener.getsockname()[1]}{BASE}"
    async with House(quick_path, channel="proxied", settings={"web": Web(public_url=url)}):
        context = await browser.new_context(ignore_https_errors=True)
        page = await context.new_page()
        await page.goto(f"{url}/")
        await page.get_by_role("button", name="开始").click()
        await expect(page.locator(".line")).to_have_count(2)
        await page.wait_for_load_state("load")  # the script listens from then on
        await page.evaluate("window.same = true")
        await page.locator(".answers button", has_text="我有纠纷").click()
        await expect(page.locator(".line.theirs")).to_have_count(2, timeout=20_000)
        assert await page.evaluate("window.same")
        [key] = [one for one in await context.cookies() if one["name"].startswith("__Secure-hejie-")]
        assert (key["path"], key["secure"], key["httpOnly"]) == (BASE, True, True)
        await context.close()

"""axe finds nothing at any step of the report's case, for parties and staff, in both sizes of letters."""

from __future__ import annotations

import socket
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page

from benchmarks.report_case import whole_case
from benchmarks.screens import Screen, screen, standing
from tests.pages import House, enter, furnish

pytestmark = pytest.mark.browser
RULES = {"rules": {"color-contrast-enhanced": {"enabled": True}}}  # 7:1; axe asks for 4.5:1 by itself
LARGE = "large => document.documentElement.classList.toggle('large', large)"


async def complaints(page: Page, what: str) -> list[str]:
    """What axe has against a page as it is, and in large letters."""
    found = []
    for large in (False, True):
        await page.evaluate(LARGE, large)
        said: dict[str, Any] = (await Axe().run(page, options=RULES)).response
        assert len(said["passes"]) > 10, "axe has looked at next to nothing"
        for wrong in said["violations"]:
            where = "; ".join(node["html"][:120] for node in wrong["nodes"][:3])
            found.append(f"{what}, {'large' if large else 'normal'}: {wrong['id']}: {where}")
    await page.evaluate(LARGE, False)
    return found


async def takes_a_number(aunt: Screen, street: str) -> None:
    """The page with the number for coming back, to be printed or written down."""
    await aunt.page.goto(f"{street}/code")
    await aunt.look(aunt, "no number yet")
    await aunt.page.get_by_role("button", name="记个回来的号码").click()
    await aunt.sees("这是您回来的号码")
    await aunt.look(aunt, "the number is told")
    await aunt.page.goto(f"{street}/code")
    await aunt.page.locator(".number").wait_for()
    await aunt.look(aunt, "the number on paper")


async def test_axe_finds_nothing_at_any_step_of_the_report_case(
    quick_path: Path, listener: socket.socket, browser: Browser
) -> None:
    wrong: list[str] = []
    steps: list[str] = []

    async def look(who: Screen, what: str) -> None:
        steps.append(what)
        wrong.extend(await complaints(who.page, f"{who.name}: {what}"))

    async with AsyncExitStack() as stack:
        app = await stack.enter_async_context(standing(quick_path, listener))
        people = [
            await stack.enter_async_context(screen(browser, name, 360, 740, look))
            for name in ("applicant", "respondent", "judge", "clerk")
        ]
        await whole_case(app, people[0], people[1], people[2], people[3])
        await takes_a_number(people[0], f"http://127.0.0.1:{app.config.web.port}")
    assert len(steps) > 50
    assert not wrong, "\n".join(wrong)


async def test_axe_finds_nothing_on_the_pages_around_the_conversation(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    wrong = []
    await page.goto(street)
    wrong += await complaints(page, "welcome")
    furnish(house, await enter(page, street))
    for path in ("/", "/i/K7-abc_9", "/r/123456789012", "/code", "/leave", "/nowhere", "/lang/en", "/leave"):
        await page.goto(street + path)
        wrong += await complaints(page, path)
    await page.get_by_role("button", name="Sign out").click()
    await page.get_by_role("heading", name="You are signed out").wait_for()
    wrong += await complaints(page, "signed out")
    assert not wrong, "\n".join(wrong)


async def test_axe_finds_nothing_while_something_waits_and_photos_are_chosen(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    await enter(page, street)
    await page.context.set_offline(True)
    await page.locator("#text").fill("没有网络的时候写的")
    await page.locator("#send").click()
    await page.locator(".parcel.stopped").wait_for()
    photo = {"name": "借条.png", "mimeType": "image/png", "buffer": b"no picture"}
    await page.locator("#files").set_input_files(photo)  # type: ignore[arg-type]
    await page.locator("#chosen .row").wait_for()
    assert not await complaints(page, "offline")

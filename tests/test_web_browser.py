"""The web chat in a real browser, with scripts and without."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bot.channels.contract import Button
from tests.pages import House, enter, furnish, png

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", [320, 360, 1280])
async def test_the_page_fits_and_its_buttons_are_easy_to_hit(
    house: House, street: str, browser: Browser, width: int
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 740})
    for path in ("/", "/i/K7-abc_9", "/nowhere"):
        await page.goto(street + path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
    furnish(house, await enter(page, street))
    for size, letters in (("normal", 20), ("large", 30)):
        await page.goto(f"{street}/size/{size}")
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        touched = page.locator("button:visible, a.button:visible, nav a, .check a, .skip a")
        heights = [await target.evaluate("it => it.offsetHeight") for target in await touched.all()]
        assert len(heights) >= 9
        assert min(heights) >= 60
        assert await page.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == letters


async def test_who_is_writing_is_not_disturbed_by_an_arriving_line(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    address = await enter(page, street)
    furnish(house, address)
    await expect(page.locator(".line")).to_have_count(5)
    await page.locator("#text").press_sequentially("我想")
    look = "[scrollY, document.activeElement.id, text.selectionStart, text.getBoundingClientRect().top]"
    before = await page.evaluate(look)
    house.tell(address, "打扰一下")
    await expect(page.locator("#refresh")).to_have_text("有新消息，点这里看")
    assert await page.evaluate(look) == before
    await page.keyboard.type("说")
    assert await page.locator("#text").input_value() == "我想说"
    await expect(page.get_by_text("打扰一下")).to_have_count(0)
    await page.locator("#refresh").click()
    await expect(page.get_by_text("打扰一下")).to_be_in_viewport()
    assert await page.locator("#text").input_value() == "我想说"


async def test_an_answer_appears_without_a_new_page_and_takes_old_buttons_away(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    house.reply = "同意吗？"
    await enter(page, street)
    await page.evaluate("window.same = true")
    await page.get_by_role("button", name="同意", exact=True).click()
    await expect(page.locator(".line")).to_have_count(4)
    await expect(page.locator(".answers")).to_have_count(1)
    assert [heard.button for heard in house.heard] == ["", "offer-1"]
    assert await page.evaluate("window.same")


async def test_what_was_being_written_survives_a_lost_page_until_it_is_sent(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    await page.locator("#text").fill("写了一半")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("写了一半")
    await page.get_by_role("button", name="发送").click()
    await expect(page.locator("#status")).to_have_text("已经发出")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("")
    assert [heard.text for heard in house.heard] == ["你好", "写了一半"]


async def test_a_failed_sending_keeps_the_words_and_sending_again_is_heard_once(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)

    async def lose_the_answer(route: Any) -> None:
        await route.fetch()
        await route.abort()

    await page.route("**/say", lose_the_answer)
    await page.locator("#text").fill("他一直不还")
    await page.get_by_role("button", name="发送").click()
    await expect(page.locator("#status")).to_contain_text("没有发出去")
    await page.unroute("**/say")
    await page.reload()  # the page tries again by itself
    await expect(page.locator(".line.mine").last).to_contain_text("他一直不还")
    await expect(page.locator(".parcel")).to_have_count(0)
    assert [heard.text for heard in house.heard] == ["你好", "他一直不还"]


@pytest.mark.parametrize("scripts", [True, False])
async def test_photos_can_be_sent_and_are_shown(
    house: House, street: str, browser: Browser, scripts: bool
) -> None:
    context = await browser.new_context(java_script_enabled=scripts)
    page = await context.new_page()
    await enter(page, street)
    photos = [
        {"name": f"借条{n}.png", "mimeType": "image/png", "buffer": png(400 + n, 300)} for n in range(3)
    ]
    await page.locator("#files").set_input_files(photos)  # type: ignore[arg-type]
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_role("img")).to_have_count(3)
    await expect(page.get_by_alt_text("您发的照片：借条2.png")).to_be_visible()
    assert [len(heard.blobs) for heard in house.heard] == [0, 3]


async def test_everything_can_be_answered_without_scripts(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context(java_script_enabled=False)
    page = await context.new_page()
    house.reply = "同意吗？"
    address = await enter(page, street)
    await page.get_by_role("button", name="不同意").click()
    await page.locator("#text").fill("太少了")
    await page.get_by_role("button", name="发送").click()
    await expect(page.get_by_text("太少了")).to_be_in_viewport()
    house.tell(address, "明白了")
    await page.get_by_role("link", name="看看有没有新消息").click()
    await expect(page.get_by_text("明白了")).to_be_in_viewport()
    assert [(heard.text, heard.button) for heard in house.heard[1:]] == [("", "offer-2"), ("太少了", "")]


async def test_scripts_and_turned_letters_are_shown_as_what_they_are(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: errors.append(dialog.message))
    address = await enter(page, street)
    house.tell(address, "<script>alert(1)</script><b>黑</b>", buttons=(Button("<i>好</i>", "yes"),))
    await expect(page.get_by_text("<script>alert(1)</script><b>黑</b>", exact=True)).to_be_visible()
    await expect(page.get_by_role("button", name="<i>好</i>", exact=True)).to_be_visible()
    house.tell(address, "还 \u202e00053 元")
    await expect(page.get_by_text("还 [U+202E]00053 元", exact=True)).to_be_visible()
    assert not errors

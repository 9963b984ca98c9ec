"""Reading aloud with the browser's own voices, which here are written down instead of heard."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from tests.pages import YES_NO, House, enter

pytestmark = pytest.mark.browser
VOICES = """(() => {
  const heard = [], all = [];
  window.heard = heard;
  window.voicesCome = () => {
    all.push({ lang: "en-US", localService: true }, { lang: "zh-CN", localService: true });
    speechSynthesis.onvoiceschanged && speechSynthesis.onvoiceschanged();
  };
  window.SpeechSynthesisUtterance = function (text) { this.text = text; };
  Object.defineProperty(window, "speechSynthesis", { value: {
    getVoices: () => all,
    speak: (one) => heard.push(`${one.voice.lang} ${one.text}`),
    cancel: () => heard.push("silence"),
  } });
})()"""


async def voiced(browser: Browser, house: House, street: str) -> tuple[Page, str]:
    context = await browser.new_context()
    await context.add_init_script(VOICES)
    page = await context.new_page()
    address = await enter(page, street)
    return page, address


async def test_where_there_are_no_voices_nothing_is_shown_of_them_until_they_come(
    house: House, street: str, browser: Browser
) -> None:
    page, address = await voiced(browser, house, street)
    house.tell(address, "您好。")
    await expect(page.locator(".line.theirs")).to_have_count(1)
    await expect(page.locator(".speak")).to_have_count(0)
    await expect(page.locator("#aloud")).to_be_hidden()
    await page.evaluate("voicesCome()")
    await expect(page.locator(".line.theirs .speak")).to_have_text(["念给我听"])
    await expect(page.locator("#aloud")).to_be_visible()


async def test_a_line_is_read_by_a_voice_of_its_language_with_its_answers_and_stops_when_pressed_again(
    house: House, street: str, browser: Browser
) -> None:
    page, address = await voiced(browser, house, street)
    await page.evaluate("voicesCome()")
    house.tell(address, "Hello.")
    house.tell(address, "您好。同意吗？", buttons=YES_NO)
    await expect(page.locator(".speak")).to_have_count(2)
    await page.locator(".speak").last.click()
    said = ["silence", "zh-CN 您好。", "zh-CN 同意吗？", "zh-CN 请选一个", "zh-CN 同意", "zh-CN 不同意"]
    assert (await page.evaluate("heard"))[-6:] == said
    await page.get_by_role("button", name="别念了").click()
    assert (await page.evaluate("heard"))[-1] == "silence"
    await page.locator(".speak").first.click()
    assert (await page.evaluate("heard"))[-1] == "en-US Hello."


async def test_new_messages_are_read_for_who_has_chosen_so_and_the_choice_stays(
    house: House, street: str, browser: Browser
) -> None:
    page, address = await voiced(browser, house, street)
    await page.evaluate("voicesCome()")
    house.tell(address, "不念的。")
    await expect(page.locator(".speak")).to_have_count(1)
    assert not any("不念的" in one for one in await page.evaluate("heard"))
    await page.get_by_role("button", name="有新消息就念给我听").click()
    await page.reload()
    await page.evaluate("voicesCome()")
    await expect(page.get_by_role("button", name="有新消息就念给我听", pressed=True)).to_be_visible()
    house.tell(address, "新的。")
    await page.wait_for_function("heard.includes('zh-CN 新的。')")

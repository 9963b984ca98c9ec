"""Two tabs, a shared telephone, a shaking hand, a train: nothing is said that was not meant, nothing lost."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from bot.channels.contract import Button
from tests.pages import YES_NO, House, address_of, enter, furnish, png

pytestmark = pytest.mark.browser
NEWS = "#refresh.news"
SEEN = re.compile(r'name="seen"\r\n\r\n(\d+)\r\n')
TURNED = """away => {
  Object.defineProperty(document, "hidden", { get: () => away, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


async def never_arrive(route: Any) -> None:
    await route.abort()


async def hang(route: Any) -> None:
    """Neither on nor back."""


async def write(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#send").click()


async def asked(house: House, street: str, page: Page) -> str:
    """Somebody before a question with two answers."""
    address = await enter(page, street)
    house.tell(address, "同意吗？", buttons=YES_NO)
    await expect(page.get_by_role("button", name="不同意")).to_be_visible()
    return address


async def test_what_two_tabs_could_not_send_outlives_both(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context()
    one = await context.new_page()
    await enter(one, street)
    two = await context.new_page()
    await two.goto(street)
    await context.route("**/say", never_arrive)
    await write(one, "第一页写的")
    await expect(one.locator(".parcel.stopped")).to_be_visible()
    await write(two, "第二页写的")
    await expect(two.locator(".parcel.stopped").first).to_be_visible()
    await one.close()
    await two.close()
    await context.unroute("**/say")
    page = await context.new_page()
    await page.goto(street)
    await expect(page.locator(".line.mine").last).to_contain_text("第二页写的")
    await expect(page.locator(".parcel")).to_have_count(0)
    assert [one.text for one in house.heard] == ["你好", "第一页写的", "第二页写的"]


async def test_an_answer_taken_back_in_one_tab_is_not_sent_by_the_other(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context()
    one = await context.new_page()
    await asked(house, street, one)
    await context.route("**/say", never_arrive)
    await one.get_by_role("button", name="同意", exact=True).click()
    await expect(one.locator(".parcel.stopped")).to_be_visible()
    two = await context.new_page()
    await two.goto(street)
    await two.get_by_role("button", name="不发了").click()
    await expect(one.locator(".parcel")).to_have_count(0)
    await context.unroute("**/say")
    await write(one, "我再想想")
    await expect(one.locator(".line.mine").last).to_contain_text("我再想想")
    assert [(heard.text, heard.button) for heard in house.heard[1:]] == [("我再想想", "")]


async def test_a_shaking_hand_presses_once(house: House, street: str, browser: Browser) -> None:
    page = await browser.new_page()
    await asked(house, street, page)
    await page.route("**/lines*", hang)  # the train is in a tunnel
    yes = page.get_by_role("button", name="同意", exact=True)
    await yes.dblclick()
    await expect(page.locator(".parcel .state")).to_have_text("已经发出")
    await yes.click()
    await write(page, "好了吗")
    await expect(page.locator(".parcel .state")).to_have_text(["已经发出", "已经发出"])
    assert [(heard.text, heard.button) for heard in house.heard[1:]] == [("", "offer-1"), ("好了吗", "")]


async def test_of_two_answers_the_last_counts_although_the_first_was_on_its_way(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await page.clock.install()
    await asked(house, street, page)
    await page.route("**/say", hang, times=1)
    async with page.expect_request("**/say"):
        await page.get_by_role("button", name="同意", exact=True).click()
    await page.get_by_role("button", name="不同意").click()
    await expect(page.locator(".parcel")).to_have_count(2)
    await page.clock.fast_forward(46_000)
    await page.clock.fast_forward(10_000)
    await expect(page.locator(".parcel")).to_have_count(0)
    assert [heard.button for heard in house.heard[1:]] == ["offer-2"]


async def test_a_page_left_open_shows_nothing_to_the_next_person_at_the_telephone(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context()
    hers = await context.new_page()
    address = await enter(hers, street)
    house.tell(address, "只给她看的话")
    await expect(hers.get_by_text("只给她看的话")).to_be_visible()
    await hers.evaluate(TURNED, True)  # another tab is in front
    front = await context.new_page()
    await front.goto(f"{street}/leave")
    await front.get_by_role("button", name="退出").click()
    await expect(front.get_by_role("heading", name="已经退出")).to_be_visible()
    await enter(front, street)
    await hers.evaluate(TURNED, False)
    await expect(hers.get_by_text("只给她看的话")).to_have_count(0)


async def test_news_of_one_thread_is_not_told_to_a_page_that_shows_another(house: House) -> None:
    async with house.client() as client:
        await client.get("/")
        mine = address_of(client)[:12]
        assert (await client.get(f"/lines?after=0&drawer={mine}")).status_code == 200
        assert (await client.get("/lines?after=0&drawer=000000000000")).status_code == 403
        assert (await client.get("/events?after=0&drawer=000000000000")).status_code == 403


async def test_a_question_below_the_screen_is_not_seen_until_one_goes_there(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    address = await enter(page, street)
    furnish(house, address)
    await expect(page.locator(".line")).to_have_count(5)
    await page.mouse.wheel(0, -50_000)
    await page.wait_for_function("scrollY === 0")
    key = house.tell(address, "您确认这份笔录吗？", buttons=YES_NO)
    await expect(page.locator(NEWS)).to_be_visible()
    async with page.expect_request("**/say") as sent:
        await write(page, "好的")
    assert int(SEEN.findall((await sent.value).post_data or "")[0]) < key


async def test_who_has_scrolled_to_what_is_new_is_told_of_it_no_more(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    address = await enter(page, street)
    furnish(house, address)
    await expect(page.locator(".line")).to_have_count(5)
    await page.mouse.wheel(0, -50_000)
    await page.wait_for_function("scrollY === 0")
    key = house.tell(address, "您确认这份笔录吗？", buttons=YES_NO)
    await expect(page.locator(NEWS)).to_be_visible()
    await page.mouse.wheel(0, 50_000)
    await expect(page.locator(NEWS)).to_have_count(0)
    async with page.expect_request("**/say") as sent:
        await write(page, "好的")
    assert int(SEEN.findall((await sent.value).post_data or "")[0]) == key


async def test_an_answer_that_could_not_be_fetched_is_fetched_again_without_further_news(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await page.clock.install()
    address = await enter(page, street)
    tried = 0

    async def fail_twice(route: Any) -> None:
        nonlocal tried
        tried += 1
        await (route.abort() if tried < 3 else route.continue_())

    await page.route("**/lines*", fail_twice)
    house.tell(address, "法官来了")
    for _ in range(4):
        await page.wait_for_timeout(300)
        await page.clock.fast_forward(6_000)
    await expect(page.get_by_text("法官来了")).to_be_visible()


async def test_fetching_that_hangs_in_a_dead_connection_is_given_up_and_tried_again(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await page.clock.install()
    address = await enter(page, street)
    await page.route("**/lines*", hang, times=1)
    async with page.expect_request("**/lines*"):
        house.tell(address, "法官来了")
    await page.clock.fast_forward(21_000)
    await page.wait_for_timeout(300)
    await page.clock.fast_forward(3_000)
    await expect(page.get_by_text("法官来了")).to_be_visible()


async def test_whoever_signs_out_is_warned_of_photos_that_were_chosen_and_not_sent(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    photo: FilePayload = {"name": "借条.png", "mimeType": "image/png", "buffer": png(40, 30)}
    await page.locator("#files").set_input_files(photo)
    await expect(page.locator("#chosen .row")).to_have_count(1)
    await page.get_by_role("link", name="这是别人的手机，用完退出").click()
    await expect(page.get_by_text("还有话没有发出去")).to_be_visible()


async def test_help_is_a_button_of_the_house_as_soon_as_the_house_has_one(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    address = await enter(page, street)  # drawn before the first answer: help is a word only
    house.tell(address, "您好", buttons=(*YES_NO, Button("帮助", "offer-9", "help")))
    await expect(page.get_by_role("button", name="不同意")).to_be_visible()
    await page.locator("#help button").click()
    await expect(page.locator(".parcel")).to_have_count(0)
    assert (house.heard[-1].button, house.heard[-1].text) == ("offer-9", "")


async def test_the_second_tap_on_the_way_down_is_no_answer(
    house: House, street: str, browser: Browser
) -> None:
    house.reply = "\n".join(f"第{n}条，请您慢慢看。" for n in range(40))
    page = await browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    await enter(page, street)
    below = page.locator("#below")
    await expect(below).to_be_visible()
    box = await below.bounding_box()
    assert box is not None
    for _ in range(12):
        if not await below.is_visible():
            break
        for _ in range(2):  # an answer stands under the finger as soon as the button has gone
            await page.mouse.click(box["x"] + 100, box["y"] + box["height"] / 2)
            await page.evaluate("new Promise(done => setTimeout(done, 80))")
    await expect(below).to_be_hidden()
    await write(page, "看完了")
    await expect(page.locator(".line.mine").last).to_contain_text("看完了")
    assert [(one.text, one.button) for one in house.heard[1:]] == [("看完了", "")]
    await page.get_by_role("button", name="不同意").last.click()
    await expect(page.locator(".line.mine").last).to_contain_text("offer-2")


async def test_no_word_of_the_dock_is_broken_in_two_on_a_narrow_telephone(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 320, "height": 640})
    address = await enter(page, street)
    house.tell(address, "Do you agree?", buttons=(*YES_NO, Button("Help", "offer-9", "help")))
    await page.goto(f"{street}/lang/en")
    await expect(page.locator("#help button")).to_have_text("Help")
    broken = """names => names.map(name => document.querySelector(name)).filter(it => {
      const word = document.createRange();
      word.selectNodeContents(it.firstChild);
      return word.getClientRects().length > 1;
    }).map(it => it.textContent)"""
    names = [".camera label", ".pick:not(.camera) label", "#help button", "#send"]
    for size in ("normal", "large"):
        await page.goto(f"{street}/size/{size}")
        assert await page.evaluate(broken, names) == []


async def test_help_is_called_as_it_is_in_the_language_that_is_spoken_now(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    address = await enter(page, street)
    house.tell(address, "Do you agree?", buttons=(*YES_NO, Button("Help", "offer-9", "help")))
    await expect(page.locator("#help button")).to_have_text("Help")

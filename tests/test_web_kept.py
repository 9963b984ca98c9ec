"""What was written, pressed or photographed is kept in the browser until the house has it, and sent once."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.pages import YES_NO, House, enter, png

pytestmark = pytest.mark.browser
OFFLINE = "没有网络，您写的话还在，连上了会再发。"


def photo(number: int, data: bytes = b"") -> FilePayload:
    return {"name": f"借条{number}.png", "mimeType": "image/png", "buffer": data or png(60 + number, 40)}


def turned() -> bytes:
    """A photograph as a telephone held upright keeps it: lying, with a note to turn it."""
    image, out = Image.new("RGB", (80, 40), "#d9c8a0"), BytesIO()
    note = Image.Exif()
    note[0x0112] = 6
    image.save(out, "JPEG", exif=note)
    return out.getvalue()


async def write(page: Page, text: str) -> None:
    await page.locator("#text").fill(text)
    await page.locator("#send").click()


async def lose_the_answer(route: Any) -> None:
    await route.fetch()
    await route.abort()


async def never_arrive(route: Any) -> None:
    await route.abort()


async def hang(route: Any) -> None:
    """Neither on nor back."""


async def test_what_is_said_without_a_network_goes_once_and_in_order_when_there_is_one(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    address = await enter(page, street)
    house.tell(address, "同意吗？", buttons=YES_NO)
    await expect(page.get_by_role("button", name="不同意")).to_be_visible()
    await page.context.set_offline(True)
    await expect(page.locator("#offline")).to_have_text(OFFLINE)
    await write(page, "第一句")
    await write(page, "第二句")
    await page.get_by_role("button", name="不同意").click()
    await expect(page.locator(".parcel")).to_have_count(3)
    await expect(page.locator(".parcel .state").first).to_contain_text("没有发出去")
    await expect(page.locator(".parcel .state").last).to_have_text("前面的发完就发")
    await page.context.set_offline(False)
    await expect(page.locator(".parcel")).to_have_count(0)
    await expect(page.locator("#offline")).to_have_text("")
    said = [(one.text, one.button) for one in house.heard[1:]]
    assert said == [("第一句", ""), ("第二句", ""), ("", "offer-2")]


async def test_of_two_answers_pressed_without_a_network_the_last_counts(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    address = await enter(page, street)
    house.tell(address, "同意吗？", buttons=YES_NO)
    await expect(page.get_by_role("button", name="不同意")).to_be_visible()
    await page.context.set_offline(True)
    await page.get_by_role("button", name="同意", exact=True).click()
    await expect(page.locator(".parcel.stopped")).to_contain_text("您按了：同意")
    await page.get_by_role("button", name="不同意").click()
    await expect(page.locator(".parcel")).to_have_count(1)
    await page.context.set_offline(False)
    await expect(page.locator(".parcel")).to_have_count(0)
    assert [one.button for one in house.heard[1:]] == ["offer-2"]


async def test_words_and_photos_that_could_not_leave_survive_a_lost_page(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await enter(page, street)
    await page.route("**/say", never_arrive)
    await page.locator("#files").set_input_files([photo(1), photo(2)])
    await write(page, "两张借条")
    await expect(page.locator(".parcel.stopped .parts li")).to_have_count(2)
    await page.close()
    page = await context.new_page()
    await page.goto(street)
    await expect(page.get_by_alt_text("您发的照片：借条2.png")).to_be_visible()
    await expect(page.locator(".parcel")).to_have_count(0)
    [heard] = house.heard[1:]
    assert (heard.text, [blob.data for blob in heard.blobs]) == ("两张借条", [png(61, 40), png(62, 40)])
    await page.reload()
    await expect(page.locator(".parcel")).to_have_count(0)
    assert len(house.heard) == 2


async def test_pressing_send_again_after_a_lost_answer_is_heard_once(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    await page.route("**/say", lose_the_answer)
    await write(page, "他一直不还")
    await expect(page.locator(".parcel.stopped")).to_contain_text("没有发出去")
    await page.unroute("**/say")
    await page.get_by_role("button", name="再发一次").click()
    await expect(page.locator(".parcel")).to_have_count(0)
    assert [one.text for one in house.heard] == ["你好", "他一直不还"]


async def test_what_arrived_stands_once_on_the_page_even_if_the_page_hears_of_it_late(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    address = await enter(page, street)
    await page.route("**/lines*", never_arrive)
    await write(page, "到了的话")
    await expect(page.locator(".parcel .state")).to_have_text("已经发出")
    await page.unroute("**/lines*")
    house.tell(address, "收到")
    await expect(page.get_by_text("收到")).to_be_visible()
    await expect(page.get_by_text("到了的话")).to_have_count(1)


async def test_what_hangs_in_a_dead_connection_is_sent_once_more(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await page.clock.install()
    await enter(page, street)
    await page.route("**/say", hang)
    async with page.expect_request("**/say"):
        await write(page, "卡住的话")
    await expect(page.locator(".parcel .state")).to_have_text("正在发送，请稍等")
    await page.clock.fast_forward(46_000)
    await expect(page.locator(".parcel.stopped")).to_contain_text("没有发出去")
    await page.unroute("**/say")
    await page.clock.fast_forward(10_000)
    await expect(page.locator(".line.mine").last).to_contain_text("卡住的话")
    assert [one.text for one in house.heard] == ["你好", "卡住的话"]


async def test_what_one_no_longer_wants_to_send_comes_back_into_the_box(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    await page.route("**/say", never_arrive)
    await write(page, "说错了")
    await page.get_by_role("button", name="不发了").click()
    await expect(page.locator(".parcel")).to_have_count(0)
    await expect(page.locator("#text")).to_have_value("说错了")
    await page.unroute("**/say")
    await page.reload()
    await expect(page.locator("#text")).to_have_value("说错了")
    assert len(house.heard) == 1


async def test_what_the_house_refuses_says_why_and_holds_nothing_else_up(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    await write(page, "长" * 200_001)
    await expect(page.locator(".parcel.stopped .state")).to_contain_text("请分几次发")
    await write(page, "短的")
    await expect(page.locator(".line.mine").last).to_contain_text("短的")
    await expect(page.locator(".parcel")).to_have_count(1)
    assert [one.text for one in house.heard[1:]] == ["短的"]


async def test_while_photos_are_on_their_way_each_shows_how_far_it_is_and_one_can_go_on_writing(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    wire = await page.context.new_cdp_session(page)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 300_000}
    await wire.send("Network.emulateNetworkConditions", slow)
    await page.locator("#files").set_input_files([photo(n, bytes([n]) * 600_000) for n in (1, 2)])
    await page.locator("#send").click()
    await page.locator("#text").press_sequentially("下一句")
    shown = page.locator(".parts span")
    await expect(shown.first).to_have_text("借条1.png：100%", timeout=20_000)
    first = int((await shown.last.inner_text()).rpartition("：")[2].rstrip("%"))
    assert first < 100
    await expect(page.locator(".parcel")).to_have_count(0, timeout=20_000)
    assert await page.locator("#text").input_value() == "下一句"
    assert [len(blob.data) for blob in house.heard[-1].blobs] == [600_000, 600_000]


async def test_photos_from_camera_and_album_gather_and_each_can_be_taken_out(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    await enter(page, street)
    camera = page.get_by_label("拍照")
    assert await camera.get_attribute("capture") == "environment"
    await camera.set_input_files(photo(1))
    await page.get_by_label("相册").set_input_files([photo(2), photo(3)])
    await expect(page.locator("#chosen .row img")).to_have_count(3)
    await page.get_by_role("button", name="不要借条2.png").click()
    await expect(page.locator("#chosen .row")).to_have_count(2)
    await page.wait_for_function(
        """() => new Promise(done => { const r = indexedDB.open("hejie"); r.onsuccess = () => {
          const g = r.result.transaction("files").objectStore("files").getAll();
          g.onsuccess = () => { r.result.close(); done(g.result.length === 1 && g.result[0].length === 2); };
        }; })"""
    )
    await page.reload()
    await expect(page.locator("#chosen .row .name")).to_have_text(["借条1.png", "借条3.png"])
    await page.locator("#send").click()
    await expect(page.locator(".parcel")).to_have_count(0)
    await expect(page.locator("#chosen")).to_be_hidden()
    assert [blob.name for blob in house.heard[-1].blobs] == ["借条1.png", "借条3.png"]


async def test_a_photo_stands_upright_and_its_very_bytes_are_sent(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    await enter(page, street)
    given: FilePayload = {"name": "竖.jpg", "mimeType": "image/jpeg", "buffer": turned()}
    await page.locator("#files").set_input_files(given)
    upright = "image => image.decode().then(() => image.naturalHeight > image.naturalWidth)"
    assert await page.locator("#chosen img").evaluate(upright)
    await page.locator("#send").click()
    shown = page.get_by_alt_text("您发的照片：竖.jpg")
    assert await shown.evaluate(upright)
    assert await shown.evaluate("image => image.clientHeight > image.clientWidth")
    assert [blob.data for blob in house.heard[-1].blobs] == [turned()]


async def test_a_photo_is_enlarged_over_the_page_and_closed_again(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    address = await enter(page, street)
    house.tell(address, "借条", files=[("image/png", "借条.png", png())])
    picture = page.get_by_role("link", name="调解助手发的照片：借条.png")
    await picture.click()
    shown = page.get_by_role("dialog").get_by_role("img")
    before = (await shown.bounding_box() or {})["width"]
    await page.get_by_role("button", name="再放大").click()
    assert (await shown.bounding_box() or {})["width"] == pytest.approx(2 * before)
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    assert await page.evaluate("document.activeElement.className") == "picture"

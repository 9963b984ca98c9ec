"""Measured in a browser: whether somebody of eighty can read the page, hit its buttons, keep their place."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, Page, expect

from bot.channels.contract import Button
from tests.pages import House, enter, furnish, png

pytestmark = pytest.mark.browser
HELP = Button("帮助", "offer-9", "help")
CONTROLS = "a[href], button, textarea, input:not([type=hidden]), audio, summary, [tabindex='0']"
SMALL = """controls => [...document.querySelectorAll(controls)].filter(it => {
  const box = it.getBoundingClientRect(), style = getComputedStyle(it);
  return style.display !== "none" && style.visibility !== "hidden" && it.offsetParent !== null
    && (box.width < 60 || box.height < 60);
}).map(it => it.outerHTML.slice(0, 150))"""
LETTERS = """least => [...document.querySelectorAll("body *")].filter(it => {
  const style = getComputedStyle(it), text = [...it.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const size = parseFloat(style.fontSize), line = parseFloat(style.lineHeight);
  return (text || it.matches("textarea, input")) && it.offsetParent !== null
    && (size < least || line < 1.3 * size - 0.01);
}).map(it => it.outerHTML.slice(0, 150))"""
FOCUSED = "document.activeElement.textContent.trim()"
WIDTH = "document.documentElement.scrollWidth"
OUTLINE = """[document.activeElement, document.activeElement.parentElement].map(it => getComputedStyle(it))
  .some(style => style.outlineStyle === "solid" && parseInt(style.outlineWidth) >= 3)"""
# While the page has just moved it takes no taps, and elementFromPoint finds nothing there.
SEEN = """(() => { const it = document.activeElement, box = it.getBoundingClientRect();
  document.documentElement.classList.remove("moved");
  return [box.top + 2, box.bottom - 2].every(y => document.elementFromPoint(box.left + 30, y) === it); })()"""
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
LOOK = "[scrollY, document.querySelector('.line').getBoundingClientRect().top]"


async def open_full(house: House, street: str, page: Page) -> str:
    """A page on which everything stands that can stand there at once."""
    address = await enter(page, street)
    furnish(house, address)
    await expect(page.locator(".line")).to_have_count(5)
    return address


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [320, 360, 1280])
async def test_letters_are_large_and_controls_are_easy_to_hit_everywhere(
    house: House, street: str, browser: Browser, width: int, language: str
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 640})
    await open_full(house, street, page)
    await page.context.set_offline(True)
    await page.locator("#text").fill("没有发出去的")
    await page.locator("#send").click()
    await expect(page.locator(".parcel.stopped")).to_be_visible()
    await page.context.set_offline(False)
    await expect(page.locator(".parcel")).to_have_count(0)
    photo = {"name": "很长的名字" * 9 + ".png", "mimeType": "image/png", "buffer": png(90, 60)}
    await page.goto(f"{street}/lang/{language}")
    for size, least in (("normal", 20), ("large", 30)):
        for path in (f"/size/{size}", "/i/K7-abc_9", "/r/123456789012", "/code", "/leave", "/nowhere"):
            await page.goto(street + path)
            if path.startswith("/size"):
                await page.locator("#files").set_input_files(photo)  # type: ignore[arg-type]
                await expect(page.locator("#chosen .row").last).to_be_visible()
            assert await page.evaluate(LETTERS, least) == []
            assert await page.evaluate(SMALL, CONTROLS) == []
            assert await page.evaluate(WIDTH) <= width


async def test_one_press_makes_everything_large_and_it_stays_so(
    house: House, street: str, browser: Browser
) -> None:
    page = await (await browser.new_context()).new_page()
    await enter(page, street)
    await page.locator("#size").click()
    await expect(page.locator("html.large")).to_be_attached()
    again = await page.context.new_page()
    await again.goto(street)
    assert await again.evaluate("parseFloat(getComputedStyle(document.body).fontSize)") == 30


async def test_help_is_always_at_the_same_place_and_never_among_the_answers(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 740})
    address = await enter(page, street)
    button = page.locator("#help button")
    before = await button.bounding_box()
    key = house.tell(address, "同意吗？\n" * 40, buttons=(Button("同意", "offer-1"), HELP))
    await expect(page.locator(f"[data-key='{key}'].answers button")).to_have_text(["同意"])
    await page.evaluate("scrollTo(0, 0)")
    assert await button.bounding_box() == before
    await page.reload()
    assert await button.bounding_box() == before
    await button.click()
    await expect(page.locator(".line.mine").last).to_contain_text("offer-9")
    assert house.heard[-1].button == "offer-9"


async def test_a_long_question_begins_in_view_and_one_button_leads_to_its_answers(
    house: House, street: str, browser: Browser
) -> None:
    house.reply = "\n".join(f"第{n}条，请您慢慢看。" for n in range(60))
    page = await browser.new_page(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    await enter(page, street)
    await expect(page.locator(".line.theirs .who")).to_be_in_viewport()
    answers = page.locator(".answers button").last
    await expect(answers).not_to_be_in_viewport()
    for _ in range(12):
        if not await page.locator("#below").is_visible():
            break
        await page.locator("#below").click()
        await page.evaluate(DRAWN)
    await expect(answers).to_be_in_viewport()
    await expect(page.locator("#below")).to_be_hidden()


async def test_who_reads_further_up_is_told_of_news_and_nothing_moves(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    address = await open_full(house, street, page)
    await page.mouse.wheel(0, 50_000)
    await expect(page.locator("#refresh.news")).to_have_count(0)  # so far everything has been read
    await page.mouse.wheel(0, -50_000)
    await page.wait_for_function("scrollY === 0")
    before = await page.evaluate(LOOK)
    house.tell(address, "新的一句")
    await expect(page.locator("#refresh.news")).to_have_text("有新消息，点这里看")
    assert await page.evaluate(LOOK) == before
    await page.locator("#refresh").click()
    await expect(page.get_by_text("新的一句")).to_be_in_viewport()
    await expect(page.locator("#refresh.news")).to_have_count(0)


async def test_for_whom_one_waits_stands_there_until_the_next_word(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page()
    address = await enter(page, street)
    house.tell(address, "已经交给法官", waiting="在等王某法官，最晚11月30日")
    await expect(page.locator(".waiting")).to_have_text("在等王某法官，最晚11月30日")
    await page.reload()
    await expect(page.locator(".waiting")).to_have_text("在等王某法官，最晚11月30日")
    house.tell(address, "法官来了")
    await expect(page.locator(".waiting")).to_have_count(0)


async def backwards_to(page: Page, name: str) -> None:
    """Shift and Tab until something is reached; whatever is passed shows that it is."""
    for _ in range(12):
        await page.keyboard.press("Shift+Tab")
        assert await page.evaluate(OUTLINE)
        if await page.evaluate(FOCUSED) == name:
            return
    raise AssertionError(f"{name} cannot be reached")


async def test_a_whole_conversation_by_keyboard_alone(house: House, street: str, browser: Browser) -> None:
    house.reply = "同意吗？"
    page = await browser.new_page(viewport={"width": 360, "height": 640})
    await page.goto(street)
    while await page.evaluate("document.activeElement.type") != "submit":
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator("#composer")).to_be_visible()
    await page.wait_for_load_state("load")
    await page.keyboard.press("Tab")
    assert (
        await page.evaluate(FOCUSED) == "同意"
    )  # reading begins at the newest question, and so does the way
    await backwards_to(page, "去写字的地方")
    await expect(page.get_by_role("link", name="去写字的地方")).to_be_in_viewport()
    await page.keyboard.press("Enter")
    assert await page.evaluate("document.activeElement.id") == "text"
    assert await page.evaluate(OUTLINE)
    await page.keyboard.type("他欠我钱")
    await page.keyboard.press("Escape")
    await page.keyboard.press("Shift+Enter")
    await page.keyboard.type("三万五")
    await page.keyboard.press("Enter")
    await expect(page.locator(".line")).to_have_count(4)
    await expect(page.locator("#text")).to_have_value("")
    await backwards_to(page, "不同意")
    assert await page.evaluate(SEEN)
    await page.keyboard.press("Enter")
    await expect(page.locator(".line")).to_have_count(6)
    assert [(one.text, one.button) for one in house.heard[1:]] == [("他欠我钱\n三万五", ""), ("", "offer-2")]


async def test_what_is_reached_by_keyboard_does_not_lie_under_the_dock(
    house: House, street: str, browser: Browser
) -> None:
    page = await browser.new_page(viewport={"width": 360, "height": 640}, reduced_motion="reduce")
    address = await enter(page, street)
    house.tell(address, "选一个？", buttons=tuple(Button(f"第{n}个", f"offer-{n}") for n in range(9)))
    await expect(page.locator(".answers button")).to_have_count(9)
    await page.locator(".line").last.focus()
    for n in range(9):
        await page.keyboard.press("Tab")
        assert await page.evaluate(FOCUSED) == f"第{n}个"
        await page.evaluate(DRAWN)
        assert await page.evaluate(SEEN)


async def test_a_screen_reader_finds_its_way(house: House, street: str, browser: Browser) -> None:
    page = await browser.new_page()
    address = await enter(page, street)
    house.tell(address, "Hello, this is in English only.")
    for role in ("banner", "main", "navigation"):
        await expect(page.get_by_role(role)).to_have_count(1)  # type: ignore[arg-type]
    log = page.get_by_role("log", name="对话")
    await expect(log).to_have_attribute("aria-live", "polite")
    await expect(log.get_by_role("article").last).to_contain_text("调解助手说 12:00")
    await expect(log.get_by_role("heading", name="2026年7月8日 星期三")).to_have_count(1)
    await expect(page.get_by_text("Hello, this is")).to_have_attribute("lang", "en")
    await expect(page.get_by_role("textbox", name="请在这里写")).to_be_visible()


async def test_a_shared_telephone_forgets_everything_after_one_more_question(
    house: House, street: str, browser: Browser
) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    address = await enter(page, street)
    house.tell(address, "只给您看的话")
    await expect(page.get_by_text("只给您看的话")).to_be_visible()
    await page.locator("#text").fill("还没有发的")
    photo = {"name": "借条.png", "mimeType": "image/png", "buffer": png(40, 30)}
    await page.locator("#files").set_input_files(photo)  # type: ignore[arg-type]
    await expect(page.locator("#chosen .row")).to_have_count(1)
    await page.get_by_role("link", name="这是别人的手机，用完退出").click()
    await expect(page.get_by_text("还有话没有发出去")).to_be_visible()
    await page.get_by_role("link", name="不退出").click()
    await expect(page.locator("#text")).to_have_value("还没有发的")
    await page.get_by_role("link", name="这是别人的手机，用完退出").click()
    await page.get_by_role("button", name="退出").click()
    await expect(page.get_by_role("heading", name="已经退出")).to_be_visible()
    await page.wait_for_function("localStorage.length === 0")
    await page.wait_for_function("indexedDB.databases().then(all => all.length === 0)")
    assert [one["name"] for one in await context.cookies()] == []
    await page.go_back()
    await page.goto(street)
    await expect(page.get_by_role("button", name="开始")).to_be_visible()
    await expect(page.get_by_text("只给您看的话")).to_have_count(0)

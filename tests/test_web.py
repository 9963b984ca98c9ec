"""The web chat by HTTP, as a browser without scripts asks for it."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpx
import pytest

from bot.channels.contract import MAX_FILE, Button, Heard, Message
from bot.web import words
from bot.web.pages import STATIC
from tests.pages import YES_NO, House


@pytest.fixture
async def visitor(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.client() as client:
        await client.get("/")
        yield client


def marks(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the first form of a page."""
    return {name: re.findall(rf'name="{name}" value="([^"]+)"', page.text)[0] for name in ("csrf", "nonce")}


def address_of(client: httpx.AsyncClient) -> str:
    return hashlib.sha256(client.cookies["hejie"].encode()).hexdigest()


async def post(client: httpx.AsyncClient, files: Any = None, **fields: str) -> httpx.Response:
    signed = marks(await client.get("/")) | fields
    return await client.post("/say", data=signed, files=files)


# Who is there


async def test_a_new_visitor_is_given_a_long_lived_cookie_that_scripts_cannot_read(house: House) -> None:
    async with house.client() as client:
        cookie = (await client.get("/")).headers["set-cookie"].lower()
    assert re.match(r"hejie=[\w-]{43};", cookie)
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=34560000" in cookie


async def test_over_https_the_cookie_is_secure_and_cannot_be_planted_by_a_neighbour() -> None:
    async with House(public_url="https://court.test").open() as house, house.client() as client:
        cookie = (await client.get("/")).headers["set-cookie"]
    assert cookie.startswith("__Host-hejie=")
    assert "; Secure" in cookie


async def test_a_stored_address_opens_no_session(house: House, visitor: httpx.AsyncClient) -> None:
    house.tell(address_of(visitor), "只给您看的话")
    async with house.client() as thief:
        thief.cookies.set("hejie", address_of(visitor))
        assert "只给您看的话" not in (await thief.get("/")).text


async def test_only_the_chat_and_an_invitation_hand_out_cookies(house: House) -> None:
    async with house.client() as client:
        for path in ("/lines", "/events", "/file/abc", "/healthz", "/static/page.css"):
            assert "set-cookie" not in (await client.get(path)).headers


async def test_a_new_visitor_is_welcomed_and_nothing_is_heard(
    house: House, visitor: httpx.AsyncClient
) -> None:
    page = await visitor.get("/")
    assert "示例人民法院" in page.text
    assert "0762-12368" in page.text
    assert "开始 / Start" in page.text
    assert not house.heard


async def test_before_the_house_listens_it_asks_for_a_minute() -> None:
    async with House().client() as client:
        page = await client.get("/")
        assert page.status_code == 503
        assert "请过一分钟再试" in page.text
        assert (await client.get("/healthz")).text == "ok"


# What is said


async def test_what_is_written_is_heard_as_it_was_written(house: House, visitor: httpx.AsyncClient) -> None:
    answer = await post(visitor, text="他欠我三万五\r\n一直不还")
    assert (answer.status_code, answer.headers["location"]) == (303, "/#latest")
    [heard] = house.heard
    assert heard.text == "他欠我三万五\n一直不还"
    assert (heard.channel, heard.address) == ("web", address_of(visitor))
    assert heard.at.tzinfo is not None


async def test_a_double_click_is_heard_once(house: House, visitor: httpx.AsyncClient) -> None:
    form = marks(await visitor.get("/")) | {"text": "你好"}
    await asyncio.gather(*(visitor.post("/say", data=form) for _ in range(3)))
    assert len(house.heard) == 1


async def test_going_back_and_writing_something_else_is_heard_too(
    house: House, visitor: httpx.AsyncClient
) -> None:
    form = marks(await visitor.get("/"))
    await visitor.post("/say", data=form | {"text": "三千"})
    await visitor.post("/say", data=form | {"text": "五千"})
    assert [heard.text for heard in house.heard] == ["三千", "五千"]


async def test_a_pressed_button_hands_back_its_data(house: House, visitor: httpx.AsyncClient) -> None:
    house.tell(address_of(visitor), "同意吗？", buttons=YES_NO)
    await post(visitor, button="offer-2")
    assert [(heard.button, heard.text) for heard in house.heard] == [("offer-2", "")]


async def test_several_photos_are_one_answer(house: House, visitor: httpx.AsyncClient) -> None:
    files = [
        ("files", ("借条 正面.jpg", b"front", "image/jpeg")),
        ("files", ("C:\\照片\\背面.jpg", b"back", "image/jpeg")),
        ("files", ("说话.m4a", b"voice", "audio/mp4")),
        ("files", ("合同.pdf", b"paper", "application/pdf")),
    ]
    await post(visitor, files, text="这是借条")
    [heard] = house.heard
    assert heard.text == "这是借条"
    assert [(blob.kind, blob.name, blob.data) for blob in heard.blobs] == [
        ("photo", "借条 正面.jpg", b"front"),
        ("photo", "背面.jpg", b"back"),
        ("voice", "说话.m4a", b"voice"),
        ("document", "合同.pdf", b"paper"),
    ]


async def test_a_file_field_left_alone_is_no_file(house: House, visitor: httpx.AsyncClient) -> None:
    boundary = "x"
    fields = marks(await visitor.get("/")) | {"text": "没有照片"}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    body += '--x\r\nContent-Disposition: form-data; name="files"; filename=""\r\n'
    body += "Content-Type: application/octet-stream\r\n\r\n\r\n--x--\r\n"
    kind = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
    await visitor.post("/say", content=body.encode(), headers=kind)
    assert [(heard.text, heard.blobs) for heard in house.heard] == [("没有照片", ())]


async def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_named_too_big(
    house: House, visitor: httpx.AsyncClient
) -> None:
    files = [
        ("files", ("刚好.jpg", bytes(MAX_FILE), "image/jpeg")),
        ("files", ("太大.jpg", bytes(MAX_FILE + 1), "image/jpeg")),
    ]
    await post(visitor, files)
    just, over = house.heard[0].blobs
    assert (len(just.data), just.trouble) == (MAX_FILE, "")
    assert (over.data, over.trouble, over.ref) == (b"", "too_big", "太大.jpg")


async def test_twenty_files_are_taken_and_twenty_one_are_refused_in_words(
    house: House, visitor: httpx.AsyncClient
) -> None:
    files = [("files", (f"{n}.jpg", b"%d" % n, "image/jpeg")) for n in range(21)]
    assert (await post(visitor, files[:20])).status_code == 303
    refused = await post(visitor, files)
    assert refused.status_code == 413
    assert "一次最多 20 个" in refused.text
    assert len(house.heard) == 1


async def test_a_body_beyond_the_limit_is_refused_in_words(house: House, visitor: httpx.AsyncClient) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
        for _ in range(121):
            yield bytes(1024 * 1024)

    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    refused = await visitor.post("/say", content=body(), headers=kind)
    assert refused.status_code == 413
    assert "120 MB" in refused.text
    assert not house.heard


@pytest.mark.parametrize("as_file_form", [False, True])
async def test_a_long_story_is_taken_and_a_book_is_refused_in_words(
    house: House, visitor: httpx.AsyncClient, as_file_form: bool
) -> None:
    files = [("files", ("a.jpg", b"a", "image/jpeg"))] if as_file_form else None
    assert (await post(visitor, files, text="长" * 200_000)).status_code == 303
    refused = await post(visitor, files, text="长" * 200_001)
    assert refused.status_code == 413
    assert "请分几次发" in refused.text
    assert [len(heard.text) for heard in house.heard] == [200_000]


@pytest.mark.parametrize("boundary", ["; boundary=x", "; boundary=y", "; boundary=", ""])
async def test_half_a_form_is_refused_in_words(
    house: House, visitor: httpx.AsyncClient, boundary: str
) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhalf of it'
    kind = {"Content-Type": f"multipart/form-data{boundary}"}
    refused = await visitor.post("/say", content=body, headers=kind)
    assert refused.status_code == 400
    assert not house.heard


async def test_an_empty_form_is_told_so(house: House, visitor: httpx.AsyncClient) -> None:
    refused = await post(visitor, text="  \n")
    assert refused.status_code == 400
    assert "您还没有写字" in refused.text
    assert not house.heard


async def test_a_form_without_our_mark_is_refused_with_a_way_back(
    house: House, visitor: httpx.AsyncClient
) -> None:
    refused = await post(visitor, text="你好", csrf="0" * 64)
    assert refused.status_code == 403
    assert 'href="/"' in refused.text
    assert not house.heard


async def test_the_mark_of_another_visitor_is_refused(house: House, visitor: httpx.AsyncClient) -> None:
    async with house.client() as other:
        stolen = marks(await other.get("/"))
    assert (await visitor.post("/say", data=stolen | {"text": "你好"})).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.test"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_a_form_from_another_site_is_refused(
    house: House, visitor: httpx.AsyncClient, headers: dict[str, str]
) -> None:
    form = marks(await visitor.get("/")) | {"text": "你好"}
    assert (await visitor.post("/say", data=form, headers=headers)).status_code == 403
    assert not house.heard


async def test_a_form_from_our_own_origin_is_heard(house: House, visitor: httpx.AsyncClient) -> None:
    form = marks(await visitor.get("/")) | {"text": "你好"}
    await visitor.post("/say", data=form, headers={"Origin": "http://court.test"})
    assert len(house.heard) == 1


async def test_a_script_is_answered_without_a_page(house: House, visitor: httpx.AsyncClient) -> None:
    script = {"X-Requested-With": "fetch"}
    form = marks(await visitor.get("/"))
    assert (await visitor.post("/say", data=form | {"text": "好"}, headers=script)).status_code == 204
    refused = await visitor.post("/say", data=form, headers=script)
    assert refused.headers["content-type"].startswith("text/plain")
    assert refused.text.startswith("您还没有写字")


async def test_a_failure_to_store_is_told_and_not_taken_for_success(
    house: House, visitor: httpx.AsyncClient
) -> None:
    house.broken = True
    failed = await post(visitor, text="你好")
    assert failed.status_code == 500
    assert "这次没有收到" in failed.text
    assert "script-src 'self'" in failed.headers["content-security-policy"]


async def test_what_the_house_has_not_shown_yet_is_told_to_be_sent() -> None:
    house = House()

    async def hear(batch: Sequence[Heard]) -> None:
        house.heard.extend(batch)

    running = asyncio.create_task(house.channel.run(hear))
    async with house.client() as client:
        await asyncio.sleep(0)
        sent = await post(client, text="你好")
        page = await client.get(sent.headers["location"])
    running.cancel()
    assert "已经发出" in page.text
    assert "开始 / Start" not in page.text


# Invitations


async def test_looking_at_an_invitation_does_not_use_it_up(house: House) -> None:
    async with house.client() as client:
        page = await client.get("/i/K7-abc_9")
        assert "您收到一份调解邀请" in page.text
        assert page.headers["referrer-policy"] == "no-referrer"
        assert not house.heard


async def test_opening_an_invitation_hands_in_its_code(house: House) -> None:
    async with house.client() as client:
        form = marks(await client.get("/i/K7-abc_9")) | {"code": "K7-abc_9"}
        await client.post("/say", data=form)
    assert [heard.code for heard in house.heard] == ["K7-abc_9"]


async def test_choosing_a_language_comes_back_to_the_invitation(house: House) -> None:
    async with house.client() as client:
        page = await client.get("/i/K7-abc_9")
        assert "/lang/en?code=K7-abc_9" in page.text
        chosen = await client.get("/lang/en?code=K7-abc_9")
        assert chosen.headers["location"] == "/i/K7-abc_9"
        assert "You have an invitation" in (await client.get("/i/K7-abc_9")).text


async def test_choosing_a_language_leads_nowhere_else(house: House) -> None:
    async with house.client() as client:
        chosen = await client.get("/lang/en", params={"code": "//elsewhere.test/x"})
        assert chosen.headers["location"] == "/i/%2F%2Felsewhere.test%2Fx"
        assert (await client.get("/lang/fr")).status_code == 404


# What is shown


async def test_words_are_never_markup(house: House, visitor: httpx.AsyncClient) -> None:
    nasty = '<script>alert(1)</script> "&amp;'
    house.tell(address_of(visitor), nasty, buttons=(Button(nasty, nasty),), files=[("a/b", nasty, b"x")])
    page = (await visitor.get("/")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &#34;&amp;amp;" in page


async def test_every_line_says_in_words_who_speaks_and_when_it_was_in_shanghai(
    house: House, visitor: httpx.AsyncClient
) -> None:
    await post(visitor, text="你好")
    house.tell(address_of(visitor), "您好")
    page = (await visitor.get("/")).text
    assert "<strong>您说</strong>" in page
    assert "<strong>调解助手说</strong>" in page
    assert "2026年7月8日 星期三" in page
    assert ">12:00</time>" in page


async def test_new_lines_come_alone_with_what_can_still_be_pressed(
    house: House, visitor: httpx.AsyncClient
) -> None:
    first = house.tell(address_of(visitor), "第一句", buttons=YES_NO)
    second = house.tell(address_of(visitor), "第二句", buttons=YES_NO)
    told = (await visitor.get("/lines", params={"after": first})).json()
    assert "第二句" in told["html"]
    assert "第一句" not in told["html"]
    assert (told["newest"], told["pressable"]) == (second, [second])


@pytest.mark.parametrize("after", ["", "-1", "x", "٣", "9" * 40])
async def test_a_senseless_place_in_the_thread_means_its_beginning(
    house: House, visitor: httpx.AsyncClient, after: str
) -> None:
    house.tell(address_of(visitor), "第一句")
    assert "第一句" in (await visitor.get("/lines", params={"after": after})).json()["html"]


async def test_an_open_page_is_told_of_news_until_the_house_closes(
    house: House, visitor: httpx.AsyncClient
) -> None:
    seen = house.tell(address_of(visitor), "看过的")
    listening = asyncio.create_task(visitor.get("/events", headers={"Last-Event-ID": str(seen)}))
    await house.threads.somebody_waits.wait()
    house.threads.somebody_waits.clear()
    fresh = house.tell(address_of(visitor), "新的")
    await house.threads.somebody_waits.wait()
    await house.channel.close()
    events = re.findall(r"id: (\d+)\r\ndata: new\r\n", (await listening).text)
    assert events == [str(fresh)]


async def test_saying_answers_at_once_with_the_number_of_the_message(house: House) -> None:
    assert await house.channel.say("whoever", Message(41, "您好")) == "41"


# Files


async def keep(house: House, client: httpx.AsyncClient, mime: str, data: bytes) -> str:
    house.tell(address_of(client), "", files=[(mime, "x", data)])
    return f"/file/{hashlib.sha256(data).hexdigest()}"


async def test_nobody_gets_the_file_of_another(house: House, visitor: httpx.AsyncClient) -> None:
    path = await keep(house, visitor, "image/png", b"png")
    assert (await visitor.get(path)).content == b"png"
    async with house.client() as other:
        await other.get("/")
        assert (await other.get(path)).status_code == 404


@pytest.mark.parametrize("mime", ["image/png", "image/jpeg", "application/pdf", "audio/ogg; codecs=opus"])
async def test_what_a_browser_shows_harmlessly_is_shown(
    house: House, visitor: httpx.AsyncClient, mime: str
) -> None:
    headers = (await visitor.get(await keep(house, visitor, mime, b"data"))).headers
    assert headers["content-disposition"].startswith("inline")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("mime", ["text/html", "image/svg+xml", "video/mp4", 'x"\r\nSet-Cookie: a=b', ""])
async def test_everything_else_is_only_saved(house: House, visitor: httpx.AsyncClient, mime: str) -> None:
    headers = (await visitor.get(await keep(house, visitor, mime, b"data"))).headers
    assert headers["content-disposition"].startswith("attachment")
    assert "sandbox" in headers["content-security-policy"]
    assert "set-cookie" not in headers


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-1", 206, b"01"),
        ("bytes=7-", 206, b"789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=8-99", 206, b"89"),
        ("bytes=10-", 416, b""),
        ("bytes=0-1,3-4", 200, b"0123456789"),
    ],
)
async def test_an_iphone_can_play_a_recording_in_parts(
    house: House, visitor: httpx.AsyncClient, asked: str, status: int, part: bytes
) -> None:
    path = await keep(house, visitor, "audio/mp4", b"0123456789")
    answer = await visitor.get(path, headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, part)


# The frame


@pytest.mark.parametrize("path", ["/", "/i/code", "/nowhere", "/lines", "/static/chat.js"])
async def test_every_answer_forbids_foreign_scripts(
    house: House, visitor: httpx.AsyncClient, path: str
) -> None:
    answer = await visitor.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_large_letters_are_on_offer(house: House, visitor: httpx.AsyncClient) -> None:
    await visitor.get("/size/large")
    assert '<html lang="zh-CN" class="large">' in (await visitor.get("/")).text


def test_both_languages_are_complete() -> None:
    assert set(words.load()) == {"zh", "en"}


@pytest.mark.parametrize("broken", [{}, {"a": "{who}", "b": ""}, {"a": "nobody"}])
def test_a_language_with_gaps_is_refused(broken: dict[str, str]) -> None:
    with pytest.raises(words.Incomplete):
        words.compare("xx", broken, {"a": "{who}"})


def test_letters_stand_out_from_every_ground_by_seven_to_one() -> None:
    css = (STATIC / "page.css").read_text("utf-8")
    colours = dict(re.findall(r"--(\w+): #(\w{6});", css))

    def light(name: str) -> float:
        parts = [int(colours[name][at : at + 2], 16) / 255 for at in (0, 2, 4)]
        r, g, b = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    for letters in ("ink", "soft", "accent", "deep"):
        for ground in ("ground", "paper", "mine"):
            assert (light(ground) + 0.05) / (light(letters) + 0.05) >= 7, (letters, ground)

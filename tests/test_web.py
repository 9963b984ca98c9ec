"""The web chat by HTTP, as a browser without scripts asks for it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence

import httpx
import pytest

from bot.channels.contract import MAX_FILE, Heard
from tests.pages import YES_NO, House, address_of, marks, post

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

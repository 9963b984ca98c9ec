"""What the pages show: invitations, lines, files, the frame around them, in both languages."""

from __future__ import annotations

import asyncio
import hashlib
import re

import httpx
import pytest

from bot.channels.contract import Button, Message
from bot.web import words
from bot.web.pages import STATIC
from tests.pages import YES_NO, House, address_of, marks, post

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

"""The pages behind a court's own web server: over TLS and below a sub-path that is stripped or is not."""

from __future__ import annotations

import re
import socket
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import httpx
import pytest

from bot.channels.web import WebChannel
from bot.config import OURS, Web
from bot.messages import qr
from tests.filing import invited
from tests.house import CODE, DOORS, House, Person, WebPerson, picture
from tests.proxy import BASE, ProxiedDoor

LINKS = re.compile(r'(?:href|src|action)="(/[^"]*)"')
SCRIPT = {"X-Requested-With": "fetch"}


@pytest.fixture(params=[True, False], ids=["stripped", "kept"])
async def house(
    request: pytest.FixtureRequest, quick_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[House]:
    """A house behind a proxy that takes the sub-path away, and one behind a proxy that leaves it."""
    with socket.socket() as front:
        front.bind(("127.0.0.1", 0))
        front.listen()
        monkeypatch.setitem(
            DOORS,
            "proxied",
            partial(ProxiedDoor, front=front, strips=request.param),  # type: ignore[arg-type]
        )
        web = Web(public_url=f"https://localhost:{front.getsockname()[1]}{BASE}")
        async with House(quick_path, channel="proxied", settings={"web": web}) as opened:
            yield opened


def browser(person: Person) -> httpx.AsyncClient:
    assert isinstance(person, WebPerson)
    return person.client


async def test_a_whole_conversation_goes_below_the_sub_path(house: House) -> None:
    judge, _, link = await invited(house)
    public = house.config.web.public_url
    code = link.removeprefix(f"{public}/i/")
    assert re.fullmatch(r"\d{8}", code)
    assert qr(link) in await judge.files()
    other = house.person("被申请人乙")
    await other.follow(code)
    assert "请问您叫什么名字" in "".join(await other.heard())
    await other.say("张某")
    assert "电话" in "".join(await other.heard())
    for person in house.people.values():
        page = await browser(person).get(f"{BASE}/")
        assert all(place.startswith(f"{BASE}/") for place in LINKS.findall(page.text))
        assert f'data-base="{BASE}"' in page.text


async def test_the_photograph_of_a_story_comes_back_from_below_the_sub_path(house: House) -> None:
    judge, _, _ = await invited(house)
    await judge.press("看全部")
    assert picture(1) in await judge.files()


async def test_the_cookie_belongs_to_the_sub_path_and_goes_over_tls_only(house: House) -> None:
    newcomer = browser(house.person("路人"))
    given = (await newcomer.get(f"{BASE}/")).headers["set-cookie"]
    assert re.match(r"__Secure-hejie-[0-9a-f]{8}=[\w-]{43};", given)
    assert f"Path={BASE};" in given
    assert "; Secure" in given
    chosen = await newcomer.get(f"{BASE}/size/large")
    assert chosen.headers["location"] == f"{BASE}/#latest"
    assert f"Path={BASE};" in chosen.headers["set-cookie"]
    assert 'class="large"' in (await newcomer.get(f"{BASE}/")).text


async def test_styles_and_scripts_are_found(house: House) -> None:
    newcomer = browser(house.person("路人"))
    person = house.person("申请人甲")
    await person.say("你好")
    page = await browser(person).get(f"{BASE}/")
    places = [place for place in LINKS.findall(page.text) if "/static/" in place]
    assert len(places) >= 3
    for place in places:
        answer = await newcomer.get(place)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=86400"


async def test_news_comes_through_the_proxy_while_the_page_is_open(house: House) -> None:
    person = house.person("申请人甲")
    await person.say("你好")
    client = browser(person)
    lines = await client.get(f"{BASE}/lines", headers=SCRIPT)
    assert lines.json()["newest"] > 0
    async with client.stream("GET", f"{BASE}/events?after=0") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        first = [line async for line in until_blank(stream)]
    assert "data: new" in first


async def until_blank(stream: httpx.Response) -> AsyncIterator[str]:
    async for line in stream.aiter_lines():
        if not line:
            return
        yield line


async def test_only_forms_of_the_public_address_are_heard(house: House) -> None:
    client = browser(house.person("路人"))
    page = (await client.get(f"{BASE}/")).text
    form = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("csrf", "nonce")}
    form["text"] = "你好"
    public = house.config.web.public_url.removesuffix(BASE)
    for origin, status in ((public, 303), ("http://127.0.0.1:8080", 403), (public + "0", 403)):
        answer = await client.post(f"{BASE}/say", data=form, headers={"Origin": origin})
        assert answer.status_code == status, origin


async def test_https_is_insisted_on_also_when_something_is_not_found(house: House) -> None:
    client = browser(house.person("路人"))
    for place in ("/", "/nowhere", "/static/page.css"):
        answer = await client.get(BASE + place)
        assert answer.headers["strict-transport-security"] == "max-age=31536000"


async def test_an_address_copied_with_a_slash_too_much_or_too_little_is_the_same(house: House) -> None:
    client = browser(house.person("路人"))
    for place in (BASE, f"{BASE}/", f"{BASE}/i/12345678/"):
        assert (await client.get(place)).status_code == 200, place


async def test_an_invitation_in_another_language_stays_below_the_sub_path(house: House) -> None:
    client = browser(house.person("路人"))
    chosen = await client.get(f"{BASE}/lang/en?code=12345678")
    assert chosen.headers["location"] == f"{BASE}/i/12345678"
    assert "12345678" in (await client.get(chosen.headers["location"])).text


async def test_over_plain_http_nothing_is_insisted_on(court: House) -> None:
    newcomer = court.person("路人")
    answer = await browser(newcomer).get("/")
    assert "strict-transport-security" not in answer.headers
    assert "Secure" not in answer.headers["set-cookie"]
    assert "Path=/;" in answer.headers["set-cookie"]


async def test_a_sub_path_can_be_told_from_every_page_of_ours(court: House) -> None:
    channel = court.app.channels["web"]
    assert isinstance(channel, WebChannel)
    firsts = {str(route.path).split("/")[1] for route in channel.app.routes}  # type: ignore[attr-defined]
    assert firsts - {""} == OURS


async def test_the_number_for_coming_back_leads_below_the_sub_path_too(house: House) -> None:
    person = house.person("申请人甲")
    await person.say("你好")
    await person.press("我有纠纷")
    await person.say("记个回来的号码")
    told = "".join(await person.heard())
    digits = re.findall(r"\d{4} \d{4} \d{4} \d{4}", told)[0].replace(" ", "")
    public = house.config.web.public_url
    assert f"{public}/code" in told
    assert qr(f"{public}/r/{digits}") in await person.files()
    client = browser(person)
    page = (await client.get(f"{BASE}/code")).text
    assert f"{public}/" in page
    assert all(place.startswith(f"{BASE}/") for place in LINKS.findall(page))
    chosen = await client.get(f"{BASE}/lang/en?return={digits}")
    assert chosen.headers["location"] == f"{BASE}/r/{digits}"
    assert digits in (await client.get(chosen.headers["location"])).text


async def test_leaving_takes_the_key_of_the_sub_path_away(house: House) -> None:
    person = house.person("申请人甲")
    await person.say("你好")
    client = browser(person)
    page = (await client.get(f"{BASE}/leave")).text
    form = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("csrf", "nonce")}
    gone = await client.post(f"{BASE}/leave", data=form)
    assert gone.headers["location"] == f"{BASE}/leave"
    assert f"Path={BASE};" in gone.headers["set-cookie"]
    assert not [name for name in client.cookies if name.startswith("__Secure-hejie")]
    assert "已经退出" in (await client.get(gone.headers["location"])).text


async def test_a_newcomer_finds_the_code_button_there_too(house: House) -> None:
    newcomer = house.person("路人")
    await newcomer.say("你好")
    await newcomer.press(CODE)
    assert "打在这里" in "".join(await newcomer.heard())

"""The way back: what a return code opens, for whom, and that nothing is shown or lost on the way."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from alembic import command
from alembic.config import Config as Alembic
from sqlalchemy import func, select, update

from bot.config import Rules
from bot.exporting import export_case
from bot.messages import qr
from storage import journal, migrations, people, returns
from storage import schema as s
from storage.people import HOUSE, Viewer
from tests.filing import PHONE, tell
from tests.house import House, Person, WebPerson, picture

NUMBER = re.compile(r"\d{4} \d{4} \d{4} \d{4}")
BACK = "我以前来过"


async def number(person: Person) -> str:
    """The newest return code that this person has heard."""
    return NUMBER.findall("\n".join(await person.heard_ever()))[-1]


async def keeps(person: Person) -> str:
    """The person asks for a number to keep."""
    await person.say("记个回来的号码")
    return await number(person)


async def comes(house: House, name: str, code: str) -> Person:
    """Somebody new types a number."""
    newcomer = house.person(name)
    await newcomer.say("你好")
    await newcomer.say(code)
    return newcomer


async def asks(house: House, name: str, phone: str = PHONE) -> Person:
    """Somebody new says that they have lost their chat, and gives a telephone number."""
    newcomer = house.person(name)
    await newcomer.say("你好")
    await newcomer.press(BACK)
    await newcomer.press("没有")
    await newcomer.say("李某")
    await newcomer.say(phone)
    return newcomer


def browser(person: Person) -> httpx.AsyncClient:
    assert isinstance(person, WebPerson)
    return person.client


def everything(texts: list[str]) -> str:
    return "\n".join(texts)


@pytest.fixture
async def applicant(court: House) -> Person:
    """Somebody with a case that is filed."""
    found = court.person("申请人甲")
    await tell(found)
    return found


# -- what one sees afterwards, and before ------------------------------------------------------------------


async def test_nothing_private_is_shown_before_the_number_was_right(court: House, applicant: Person) -> None:
    await keeps(applicant)
    stranger = await comes(court, "外人", "1234 5678 9012 3456")
    page = (await browser(stranger).get("/")).text + everything(await stranger.heard_ever())
    for private in ("和解1号", "押金", "李某", "3000", "张某"):
        assert private not in page


async def test_the_whole_thread_and_its_files_are_there_again(court: House, applicant: Person) -> None:
    newcomer = await comes(court, "新手机", await keeps(applicant))
    assert "您回来了" in everything(await newcomer.heard())
    assert "【(2026)和解1号" in everything(await newcomer.heard())
    page = (await browser(newcomer).get("/")).text
    assert "房东不退押金" in page
    places = set(re.findall(r'"(/file/[0-9a-f]{64})"', page))
    files = [(await browser(newcomer).get(place)).content for place in places]
    assert picture(1) in files


async def test_both_telephones_go_on_until_the_others_are_signed_out(court: House, applicant: Person) -> None:
    newcomer = await comes(court, "新手机", await keeps(applicant))
    await newcomer.press("都留着")
    await applicant.say("这话从旧手机来")
    assert "这话从旧手机来" in (await browser(newcomer).get("/")).text
    again = await comes(court, "又一部", await keeps(newcomer))
    await again.press("别的手机都退出")
    for old in (applicant, newcomer):
        answer = await browser(old).get("/")
        assert "这话从旧手机来" not in answer.text
        assert "开始 / Start" in answer.text


async def test_what_was_said_on_the_way_back_is_not_lost(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    newcomer = court.person("新手机")
    await newcomer.say("我手机掉河里了怎么办")
    await newcomer.say(code)
    assert "您回来了" in everything(await newcomer.heard())
    assert "我手机掉河里了怎么办" in (await browser(newcomer).get("/")).text


async def test_who_has_no_second_telephone_signed_in_is_not_asked_about_it(
    court: House, applicant: Person
) -> None:
    code = await keeps(applicant)
    await leave(browser(applicant))
    newcomer = await comes(court, "新手机", code)
    assert "您回来了" in everything(await newcomer.heard())
    assert "要退出吗" not in everything(await newcomer.heard())


async def test_the_newcomers_empty_row_keeps_nothing(court: House, applicant: Person) -> None:
    await comes(court, "新手机", await keeps(applicant))
    with court.app.store.read() as tx:
        gone = tx.one(select(s.person).where(s.person.c.became.is_not(None)))
        assert (gone.current, gone.address) == (None, None)
        for table in (s.address, s.conversation, s.inbox, s.outbox, s.shown):
            assert tx.count(select(func.count()).where(table.c.person_id == gone.id)) == 0


async def test_the_journal_keeps_that_somebody_came_back_but_not_the_number(
    court: House, applicant: Person, tmp_path: Path
) -> None:
    code = await keeps(applicant)
    newcomer = await comes(court, "新手机", code)
    await newcomer.press("别的手机都退出")
    with court.app.store.read() as tx:
        lines = journal.lines(tx, HOUSE, court_chain(court), staff=True)
    assert [one.kind for one in lines if one.kind in ("return_code", "returned", "signed_out")] == [
        "return_code",
        "returned",
        "signed_out",
    ]
    kept = repr([one.body for one in lines])
    assert code not in kept
    assert code.replace(" ", "") not in kept


def court_chain(house: House) -> int:
    with house.app.store.read() as tx:
        return int(tx.one(select(s.case.c.chain_id)).chain_id)


async def test_an_export_of_a_case_with_a_return_verifies(
    court: House, applicant: Person, tmp_path: Path
) -> None:
    from storage.verify import verify

    await comes(court, "新手机", await keeps(applicant))
    export_case(court.config, "2026-1", "court", tmp_path / "out")
    assert verify(tmp_path / "out") == []


# -- who may not ------------------------------------------------------------------------------------------


async def test_a_number_works_once(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    await comes(court, "新手机", code)
    second = await comes(court, "外人", code)
    assert "已经用过了" in everything(await second.heard())
    assert "和解1号" not in everything(await second.heard_ever())


async def test_a_new_number_voids_the_one_before(court: House, applicant: Person) -> None:
    first = await keeps(applicant)
    await keeps(applicant)
    assert "没有找到" in everything(await (await comes(court, "外人", first)).heard())


async def test_a_number_for_keeping_is_good_for_a_year_or_as_the_court_says(quick_path: Path) -> None:
    settings = {"rules": Rules(return_days=10, silence_days=30)}
    async with House(quick_path, settings=settings) as house:
        applicant = house.person("申请人甲")
        await tell(applicant)
        code = await keeps(applicant)
        await house.forward(days=11)
        assert "过期了" in everything(await (await comes(house, "外人", code)).heard())


async def test_five_wrong_numbers_an_hour_and_then_the_right_one_is_refused_too(
    court: House, applicant: Person
) -> None:
    code = await keeps(applicant)
    stranger = court.person("外人")
    await stranger.say("你好")
    for n in range(5):
        await stranger.say(f"{n}000 0000 0000 0000")
    await stranger.say(code)
    assert "试错的次数太多了" in everything(await stranger.heard())
    await court.forward(hours=2)
    await stranger.say(code)
    assert "您回来了" in everything(await stranger.heard())


async def test_asking_to_be_rung_counts_as_a_try_and_then_nobody_is_rung(
    court: House, applicant: Person
) -> None:
    judge = await court.staff("judge", "王某")
    stranger = await asks(court, "外人")
    for _ in range(4):
        await stranger.say("换手机")
        await stranger.press("没有")
        await stranger.say("李某")
        await stranger.say(PHONE)
    rung = len(NUMBER.findall(everything(await judge.heard_ever())))
    assert rung == 5
    await stranger.say("换手机")
    await stranger.press("没有")
    await stranger.say("李某")
    await stranger.say(PHONE)
    assert "问得太多了" in everything(await stranger.heard())
    assert len(NUMBER.findall(everything(await judge.heard_ever()))) == rung


async def test_the_court_gets_no_return_number_in_any_way(court: House) -> None:
    judge = await court.staff("judge", "王某")
    await judge.say("记个回来的号码")
    assert "法院的人不用回来的号码" in everything(await judge.heard())
    await judge.say("帮助")
    assert not any("回来的号码" in label for label in await judge.buttons())
    page = (await browser(judge).get("/code")).text
    assert not NUMBER.search(page)
    assert "还没有回来的号码" in page


async def test_a_number_from_before_somebody_joined_the_court_opens_nothing(court: House) -> None:
    clerk = court.person("书记员甲")
    await clerk.say("你好")
    await clerk.press("我有纠纷")
    code = await keeps(clerk)
    await clerk.say(court.app.new_staff_code("clerk", "赵某"))
    assert "没有找到" in everything(await (await comes(court, "外人", code)).heard())


async def test_somebody_of_the_court_who_is_also_a_party_is_not_rung(court: House, applicant: Person) -> None:
    judge = await court.staff("judge", "王某")
    await applicant.say(court.app.new_staff_code("clerk", "李某"))
    await asks(court, "外人")
    assert not NUMBER.search(everything(await judge.heard_ever()))


async def test_at_the_counter_there_is_none_for_somebody_of_the_court(
    court: House, applicant: Person
) -> None:
    counter = court.app.road.writing.orders.returning.at_the_counter
    with court.app.store.write() as tx:
        assert NUMBER.fullmatch(counter(tx, 1, "李某"))
    await applicant.say(court.app.new_staff_code("clerk", "李某"))
    with court.app.store.write() as tx:
        assert counter(tx, 1, "李某") == ""


async def test_the_court_cannot_become_a_party_by_a_number(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    judge = await court.staff("judge", "王某")
    await judge.say(code)
    assert "不能和您以前的合在一起" in everything(await judge.heard())
    assert "您回来了" in everything(await (await comes(court, "新手机", code)).heard())


async def test_who_has_told_something_else_meanwhile_is_refused_kindly_and_keeps_both(
    court: House, applicant: Person
) -> None:
    code = await keeps(applicant)
    other = court.person("被申请人乙")
    await other.say("你好")
    await other.press("我有纠纷")
    await other.press("同意")
    await other.say("邻居家的树挡了我的光。")
    await other.say(code)
    heard = everything(await other.heard())
    assert "号码没有用掉" in heard
    assert "和解1号" not in heard
    assert "邻居家的树" in (await browser(other).get("/")).text
    assert "您回来了" in everything(await (await comes(court, "新手机", code)).heard())


async def test_ones_own_number_is_not_used_up_by_typing_it(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    await applicant.say(code)
    assert "这是您自己回来的号码" in everything(await applicant.heard())
    assert "您回来了" in everything(await (await comes(court, "新手机", code)).heard())


async def test_the_number_of_somebody_forgotten_opens_nothing(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    with court.app.store.write() as tx:
        owner = tx.one(select(s.party.c.person_id)).person_id
        tx.run(update(s.person).where(s.person.c.id == owner).values(wrapped=None))
    court.app.store.vault.forget()
    stranger = await comes(court, "外人", code)
    assert "没有找到" in everything(await stranger.heard())
    judge = await court.staff("judge", "王某")
    await asks(court, "又一个")
    assert not NUMBER.search(everything(await judge.heard_ever()))


async def test_an_unknown_telephone_hears_the_same_as_a_known_one(court: House, applicant: Person) -> None:
    known, unknown = await asks(court, "一"), await asks(court, "二", "13700137000")
    assert await known.heard() == await unknown.heard()
    assert await known.buttons() == await unknown.buttons()


async def test_two_parties_with_one_telephone_get_a_number_each_under_their_names(court: House) -> None:
    judge = await court.staff("judge", "王某")
    for called, name in (("申请人甲", "李某"), ("申请人乙", "刘某")):
        await tell(court.person(called), name)
    await asks(court, "新手机")
    told = [text for text in await judge.heard_ever() if NUMBER.search(text)]
    assert len({NUMBER.findall(text)[0] for text in told}) == 2
    assert "核实确实是李某本人" in everything(told)
    assert "核实确实是刘某本人" in everything(told)


async def test_a_number_told_by_telephone_leaves_the_one_on_paper_good(
    court: House, applicant: Person
) -> None:
    code = await keeps(applicant)
    await court.staff("judge", "王某")
    await asks(court, "外人")
    assert "您回来了" in everything(await (await comes(court, "新手机", code)).heard())


def test_a_telephone_number_is_found_by_a_keyed_hash_only(court: House) -> None:
    with court.app.store.write() as tx:
        assert "13800138000" not in returns.phone_hash(tx, "+8613800138000")
        assert people.may_guess(tx, Viewer(1), court.clock.stamp(), 5)


async def test_telephone_numbers_of_cases_from_before_are_found_after_the_upgrade(quick_path: Path) -> None:
    async with House(quick_path) as house:
        await tell(house.person("申请人甲"))
        config = Alembic()
        config.set_main_option("script_location", str(Path(migrations.__file__).parent))
        with house.app.store.writer.connect() as connection:
            config.attributes["connection"] = connection
            command.downgrade(config, "0002")
            connection.commit()
        await house.down()
        await house.up()
        with house.app.store.read() as tx:
            assert [row.case_id for row in returns.by_phone(tx, HOUSE, "+8613800138000")] == [1]
            assert returns.by_phone(tx, HOUSE, "+8613700137000") == []


async def test_an_open_page_learns_at_once_that_somebody_came_back(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    newcomer = court.person("新手机")
    await newcomer.say("你好")
    address = hashlib.sha256(browser(newcomer).cookies["hejie"].encode()).hexdigest()
    newest = court.clock.stamp()
    waiting = asyncio.create_task(court.app.threads.wait("web", address, newest, 20))
    await newcomer.say(code)
    async with asyncio.timeout(5):
        assert await waiting


# -- the page of the number --------------------------------------------------------------------------------


async def test_the_page_of_the_number_is_its_owners_only(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    page = (await browser(applicant).get("/code")).text
    assert "".join(f"<span>{group}</span> " for group in code.split()) in page
    assert "2027年11月24日" in page
    assert "<svg" in page
    stranger = court.person("外人")
    await stranger.say("你好")
    shown = (await browser(stranger).get("/code")).text
    assert code.split()[0] not in shown
    async with httpx.AsyncClient(transport=browser(applicant)._transport, base_url="http://court.test") as no:
        assert (await no.get("/code")).status_code == 403


async def test_the_picture_in_the_chat_leads_to_the_page_that_takes_the_number(
    court: House, applicant: Person
) -> None:
    await applicant.say("记个回来的号码")
    digits = (await number(applicant)).replace(" ", "")
    assert qr(f"http://court.test/r/{digits}") in await applicant.files()
    newcomer = court.person("新手机")
    assert isinstance(newcomer, WebPerson)
    page = await newcomer.client.get(f"/r/{digits}")
    assert "和解1号" not in page.text
    await newcomer._does(newcomer._post(fields(page.text)))
    assert "您回来了" in everything(await newcomer.heard())


def fields(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))


# -- leaving a shared telephone ----------------------------------------------------------------------------


async def leave(client: httpx.AsyncClient) -> httpx.Response:
    """Press the way out and confirm."""
    page = (await client.get("/leave")).text
    return await client.post("/leave", data=fields(page))


@pytest.fixture
async def left(court: House, applicant: Person) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that kept the key although its owner has signed out."""
    key = browser(applicant).cookies["hejie"]
    page = (await browser(applicant).get("/")).text
    answer = await leave(browser(applicant))
    assert answer.status_code == 303
    async with httpx.AsyncClient(
        transport=browser(applicant)._transport, base_url="http://court.test"
    ) as old:
        old.cookies.set("hejie", key)
        old.headers["x-old-csrf"] = fields(page)["csrf"]
        yield old


async def test_a_key_from_before_leaving_opens_nothing(court: House, left: httpx.AsyncClient) -> None:
    script = {"X-Requested-With": "fetch"}
    for place in ("/lines", "/events", "/code"):
        assert (await left.get(place, headers=script)).status_code == 403, place
    assert "押金" not in (await left.get("/")).text


async def test_a_file_is_not_given_out_after_leaving(court: House, applicant: Person) -> None:
    client = browser(applicant)
    key = client.cookies["hejie"]
    photo = re.findall(r'"(/file/[0-9a-f]{64})"', (await client.get("/")).text)[0]
    assert (await client.get(photo)).status_code == 200
    await leave(client)
    client.cookies.set("hejie", key)
    assert (await client.get(photo)).status_code == 404


async def test_a_form_from_before_leaving_is_not_heard(court: House, left: httpx.AsyncClient) -> None:
    with court.app.store.read() as tx:
        before = tx.count(select(func.count()).select_from(s.inbox))
    form = {"csrf": left.headers["x-old-csrf"], "nonce": "n" * 22, "text": "我还在吗"}
    assert (await left.post("/say", data=form)).status_code == 403
    with court.app.store.read() as tx:
        assert tx.count(select(func.count()).select_from(s.inbox)) == before


async def test_leaving_loses_nothing_and_the_number_leads_back(court: House, applicant: Person) -> None:
    code = await keeps(applicant)
    await leave(browser(applicant))
    judge = await court.staff("judge", "王某")
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    newcomer = await comes(court, "新手机", code)
    assert "已经受理" in (await browser(newcomer).get("/")).text


async def test_leaving_needs_our_own_page(court: House, applicant: Person) -> None:
    client = browser(applicant)
    assert (await client.post("/leave", data={"csrf": "0" * 64})).status_code == 403
    form = fields((await client.get("/leave")).text)
    foreign = {"Origin": "https://elsewhere.test"}
    assert (await client.post("/leave", data=form, headers=foreign)).status_code == 403
    assert "押金" in (await client.get("/")).text


async def test_the_journal_keeps_that_somebody_left(court: House, left: httpx.AsyncClient) -> None:
    await court.quiet()
    with court.app.store.read() as tx:
        assert [one.kind for one in journal.lines(tx, HOUSE, court_chain(court), staff=True)][-1] == "left"


async def test_what_waits_for_a_signed_out_telephone_is_said_where_the_person_is(
    court: House, applicant: Person
) -> None:
    with court.app.store.write() as tx:
        owner = tx.one(select(s.party.c.person_id)).person_id
        old = tx.row(s.person, owner).address
        new = people.new_address(tx, "telegram", "5000000001", owner)
        tx.change(s.person, owner, address=old)
        tx.run(update(s.outbox).where(s.outbox.c.person_id == owner).values(state=0))
        returns.end_address(tx, owner, old)
        waits = tx.all(select(s.outbox).where(s.outbox.c.person_id == owner))
    assert {(row.channel, row.address_id) for row in waits} == {("telegram", new)}

"""Whatever comes in: a clear sentence, the place kept, nothing shown that is not theirs, all recorded."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from bot.app import App, build
from bot.arrivals import Arrivals
from bot.channels.contract import Blob, Channel, Gone, Heard, Message, TryLater
from bot.words import words
from handlers.place import Place
from handlers.script import Decide, Script, hear
from handlers.scripts import SCRIPTS
from handlers.values import Book
from storage import journal, people, talks
from storage import schema as s
from storage.people import HOUSE
from storage.store import Tx
from tests.house import DOORS, START, Door, House, Note, Person, folded, picture

STORY = "房东不退押金,我很着急"
LATER = START + timedelta(minutes=10)
EMPTY = ("—", "……", "", "   ", "。", "\u200b\u200d\ufeff", "?!", "\u202e\u202c", "\u2800")
PERSON_TO_CALL = re.compile(r"0762-12368.*工作日")
NUMBERS = count(1)
CODE = re.compile(r"\d{4} \d{4}")


# -- a channel in memory -----------------------------------------------------------------------------------


@dataclass
class Memory:
    """A channel that remembers what it said; ``trouble`` is raised, ``held`` waited for, by address."""

    said: dict[str, list[Message]]
    name: str = "memory"
    trouble: dict[str, Exception] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    fresh: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, hear: Any) -> None:
        await asyncio.Event().wait()

    async def say(self, address: str, message: Message) -> str:
        if address in self.held:
            await self.held[address].wait()
        if address in self.trouble:
            raise self.trouble[address]
        message.text.encode()
        self.said.setdefault(address, []).append(message)
        self.fresh.set()
        return f"{message.id}"

    async def close(self) -> None:
        """Nothing to let go of."""


class MemoryDoor(Door):
    """Straight onto the road."""

    name = "memory"

    def __init__(self, house: House, kind: str) -> None:
        super().__init__(house, kind)
        self.channel = Memory({})

    def open(self, app: App) -> Channel:
        return self.channel

    def person(self, name: str) -> Who:
        return Who(self.house, name)


class Who(Person):
    """Somebody whose deliveries a test makes by hand."""

    def heard_as(self, text: str = "", **more: Any) -> Heard:
        given: dict[str, Any] = {"id": f"id{next(NUMBERS)}", "at": self.house.clock.now(), **more}
        return Heard("memory", self.name, text=text, **given)

    async def deliver(self, text: str = "", **more: Any) -> None:
        await self._does(self.house.app.road.hear([self.heard_as(text, **more)]))

    @property
    def messages(self) -> list[Message]:
        assert isinstance(self.house.door, MemoryDoor)
        return self.house.door.channel.said.get(self.name, [])

    def button(self, label: str) -> str:
        """The data of the newest button that begins so, however old it is."""
        for message in reversed(self.messages):
            for one in message.buttons:
                if folded(one.label).startswith(folded(label)):
                    return one.data
        raise AssertionError(f"{self.name} never had a button {label}")

    async def look(self) -> None:
        for one in self.messages[len(self.notes) :]:
            files = tuple((file.name, file.data) for file in one.files)
            labels = tuple(folded(b.label) for b in one.buttons)
            self.notes.append(Note(folded(one.text), labels, files))

    async def answer(self) -> str:
        """Everything said to this person since the last thing they did."""
        return "\n".join(await self.heard())

    async def _say(self, text: str) -> None:
        await self.house.app.road.hear([self.heard_as(text)])

    async def _press(self, label: str) -> None:
        await self.house.app.road.hear([self.heard_as(button=self.button(label))])

    async def _send(self, kind: str, files: Sequence[tuple[str, str, bytes]]) -> None:
        blobs = tuple(Blob(kind, data, mime, name) for name, mime, data in files)
        await self.house.app.road.hear([self.heard_as(blobs=blobs)])

    async def _follow(self, code: str) -> None:
        await self.house.app.road.hear([self.heard_as(code=code)])

    # -- what the store holds of them ------------------------------------------------------------------

    @property
    def number(self) -> int:
        with self.house.app.store.read() as tx:
            return int(people.find_address(tx, "memory", self.name).person_id)

    @property
    def place(self) -> Place:
        with self.house.app.store.read() as tx:
            current = tx.one(select(s.person.c.current).where(s.person.c.id == self.number)).current
            return talks.conversations(tx, [current])[current].place

    @property
    def step(self) -> str:
        return f"{self.place.top.script}.{self.place.top.step}"

    def turns(self) -> list[Any]:
        """What the journal keeps of this person's turns, the newest last."""
        with self.house.app.store.read() as tx:
            mine = (s.journal.c.author == self.number) & (s.journal.c.kind == "turn")
            rows = tx.all(select(s.journal.c.chain_id, s.journal.c.seq).where(mine).order_by(s.journal.c.id))
            lines = {
                (chain, line.seq): line.body
                for chain in {row.chain_id for row in rows}
                for line in journal.lines(tx, HOUSE, chain, staff=True)
            }
            return [lines[row.chain_id, row.seq] for row in rows]

    def inbox(self) -> list[tuple[int, int]]:
        """(state, tries) of everything heard from this person."""
        with self.house.app.store.read() as tx:
            rows = tx.all(select(s.inbox).where(s.inbox.c.person_id == self.number).order_by(s.inbox.c.id))
            return [(row.state, row.tries) for row in rows if row.channel == "memory"]


DOORS["memory"] = MemoryDoor


# -- moments of one case -----------------------------------------------------------------------------------

Moments = dict[str, tuple[Path, dict[str, list[Message]]]]


async def _presses(person: Person, *labels: str) -> None:
    for label in labels:
        await person.press(label)


async def _says(person: Person, *texts: str) -> None:
    for text in texts:
        await person.say(text)


async def _life(root: Path) -> Moments:
    kept: Moments = {}
    folder = root / "now"

    async def keep(house: House, name: str) -> None:
        await house.down()
        shutil.copytree(folder, root / name)
        kept[name] = (root / name, deepcopy(_door(house).said))
        await house.up()

    async with House(folder, channel="memory") as house:
        j, k = (
            await house.staff("judge", "王某", called="j"),
            await house.staff("clerk", "刘某", called="k"),
        )
        await keep(house, "empty")
        a, b = house.person("a"), house.person("b")
        await _says(a, "你好", "我有纠纷,想请人调解", "同意")
        await keep(house, "story")
        await _says(a, STORY, "说完了", "李某")
        await keep(house, "phone")
        await _says(a, "13800138000", "租房", "张某", "13900139000", "退押金3000元", "2025年3月")
        await _says(a, "就在这个聊天里收", "对,交上去")
        await keep(house, "filed")
        await j.say("刷新")
        await _presses(j, "(2026)", "受理", "诉讼中·简易", "邀请对方")
        code = CODE.findall((await j.heard())[-1])[0]
        await _says(b, "你好", "我有邀请码", code)
        await keep(house, "invited")
        await _says(b, "张某", "13900139000")
        await _presses(j, "登记身份核实", "张某", "视频核对")
        await b.press("愿意调解")
        await b.say("我只退两千")
        await _presses(b, "说完了", "就在这个聊天")
        await k.say("刷新")
        await _presses(k, "(2026)", "做笔录", "打字")
        await k.say("双方同意")
        await _presses(k, "说完了", "付钱", "张某", "李某")
        await k.say("2700元")
        await k.press("分期")
        await keep(house, "parts")
        await k.say("2026年12月10日 900元\n2027年1月15日 1800元")
        await _presses(k, "还有一条", "其他约定")
        await k.say("双方今后互不追究")
        await k.press("没有了")
        await keep(house, "review")
        await k.press("发出")
        await keep(house, "unchecked")
        await _presses(j, "登记身份核实", "李某", "视频核对")
        await keep(house, "record")
        await _presses(a, "对", "对", "确认")
        await _presses(b, "对", "对", "确认")
        await keep(house, "confirmed")
    return kept


@pytest.fixture(scope="module")
def moments(tmp_path_factory: pytest.TempPathFactory) -> Moments:
    """The folder and the screens of one case at several moments."""
    return asyncio.run(_life(tmp_path_factory.mktemp("moments")))


def _door(house: House) -> Memory:
    assert isinstance(house.door, MemoryDoor)
    return house.door.channel


At = Callable[..., Any]


@pytest.fixture
def at(moments: Moments, tmp_path: Path) -> At:
    """``async with at("record") as house``: the house as it stood at a moment."""

    @asynccontextmanager
    async def opened(moment: str, **building: Any) -> AsyncIterator[House]:
        folder, said = moments[moment]
        shutil.copytree(folder, tmp_path / "house", dirs_exist_ok=True)
        house = House(tmp_path / "house", channel="memory", start=LATER, **building)
        _door(house).said = deepcopy(said)
        async with house:
            yield house

    return opened


def who(house: House, *names: str) -> list[Who]:
    found = [house.person(name) for name in names]
    return [one for one in found if isinstance(one, Who)]


def confirmations(house: House) -> list[str]:
    record = house.case().record
    assert record is not None
    return [one.role for one in record.confirmations]


def version(house: House) -> int:
    record = house.case().record
    assert record is not None
    return record.version


async def unchanged(person: Who, doing: Awaitable[None], understood: str) -> str:
    """That is not taken for an answer: same step, same facts, written down, and the question put again."""
    before = person.place
    await doing
    after = person.place
    assert (after.frames, after.question) == (before.frames, before.question)
    assert person.turns()[-1]["understood"].startswith(understood)
    said = await person.answer()
    assert said in folded("\n".join(person.turns()[-1]["said"])) or "【" in said
    return said


async def turned(house: House, *deliveries: Heard) -> None:
    """Hear something and wait for the turns, though not everything can be said."""
    await house.app.road.hear(deliveries)
    while await house.app.road.writer.submit(_waiting, [None]):
        pass


def _waiting(tx: Tx, items: list[None]) -> bool:
    return talks.is_waiting(tx)


# -- many, twice, again ------------------------------------------------------------------------------------


async def test_ten_messages_at_once_are_ten_parts_of_one_story_in_order(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        batch = [a.heard_as(f"第{n}句话") for n in range(10)]
        await a._does(house.app.road.hear(batch))
        assert a.place.top.facts["story"]["texts"] == [f"第{n}句话" for n in range(10)]
        assert a.step == "intake.story" and "记下了" in await a.answer()
        assert len(a.turns()) == 3 + 10


async def test_the_same_update_twice_is_one_turn_whatever_the_second_says(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        twice = [a.heard_as("一次", id="same"), a.heard_as("两次", id="same")]
        await a._does(house.app.road.hear(twice))
        await a.deliver("三次", id="same")
        assert a.place.top.facts["story"]["texts"] == ["一次"]
        assert await a.heard() == []


async def test_an_update_that_comes_again_after_a_restart_is_one_turn(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        await a.deliver("一次", id="same")
        await house.restart()
        await a.deliver("一次", id="same")
        assert a.place.top.facts["story"]["texts"] == ["一次"]


async def test_a_message_edited_after_a_confirmation_changes_nothing_and_the_court_hears(
    at: At,
) -> None:
    async with at("confirmed") as house:
        a, j = who(house, "a", "j")
        await a.deliver("我最少要两千八", id="words")
        await j.look()
        heard = len(j.notes)
        await a.deliver("我最少要三千", edit_of="words")
        assert "改之前和改之后的都保存了" in await a.answer()
        assert confirmations(house) == ["applicant", "respondent"]
        await j.look()
        assert any("修改后是:我最少要三千" in folded(note.text) for note in j.notes[heard:])
        kept = repr(a.turns())
        assert "我最少要两千八" in kept and "我最少要三千" in kept


async def test_an_edited_message_is_no_answer_to_the_open_question(at: At) -> None:
    async with at("record") as house:
        [a] = who(house, "a")
        await unchanged(a, a.deliver("对", edit_of="earlier"), "edited")
        assert confirmations(house) == []


# -- words -------------------------------------------------------------------------------------------------


async def test_ten_thousand_characters_are_a_story_and_all_of_them_are_kept(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        await a.say("押金" * 5000)
        assert a.place.top.facts["story"]["texts"] == ["押金" * 5000]
        assert "记下了" in await a.answer()
        await a.say("说完了")
        assert a.step == "intake.name"


async def test_twenty_five_thousand_characters_are_kept_but_asked_for_in_parts(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        said = await unchanged(a, a.say("字" * 25_000), "unread:too_long")
        assert "太长了" in said and "分成几条" in said
        assert a.turns()[-1]["heard"]["t"] == "字" * 25_000


@pytest.mark.parametrize(
    "name", ["\u200b李\u200d某\ufeff", "\u202e李某\u202c", "李\u2060某", "  李某\u3000", "李某\x00"]
)
async def test_invisible_characters_in_a_name_vanish(at: At, name: str) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        await _says(a, STORY, "说完了", name)
        assert (a.place.top.facts["name"], a.step) == ("李某", "intake.phone")


@pytest.mark.parametrize("text", EMPTY)
@pytest.mark.parametrize("moment", ["story", "phone", "record"])
async def test_an_empty_answer_counts_for_nothing_anywhere(at: At, moment: str, text: str) -> None:
    async with at(moment) as house:
        [a] = who(house, "a")
        said = await unchanged(a, a.say(text), "unread:empty")
        assert "没有看到字" in said


ODD = ["\ud83d", "半个\udc00字", "\x00\x01字", "👨\u200d👩\u200d👧", "ﷺ" * 300, "a\u0300" * 500, "{court}"]
ODD += ["'; DROP TABLE inbox; --"]


@pytest.mark.parametrize("text", ODD)
async def test_odd_characters_are_kept_and_the_house_goes_on(at: At, text: str) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        await _says(a, text, "然后")
        assert "然后" in a.place.top.facts["story"]["texts"]
        await _says(a, "说完了", "李某", "13800138000", "租房", "张某", "139", "退钱", "去年")
        await a.say("就在这个聊天里收")
        assert a.step == "intake.summary" and "{" not in (await a.answer()).replace("{court}", "")


NOT_YES = ["不是不同意", "同意?", "同意\uff1f", "我不同意", "不同意", "同意吗", "不 同意", "意同"]
NOT_YES += [
    "同意同意不",
    "同意个鬼",
    "\u202e意同",
    "也许同意",
    "他同意",
    "同意……才怪",
    "对不起",
    "不",
    "算了",
]
NOT_RIGHT = ["不是不对", "对?", "对吗", "不对?", "确认?", "对不对", "不确认", "对 方", "对面"]
NOT_CONFIRMED = ["不是不对", "确认?", "确认吗", "不确认", "确认这份笔录?", "—", "3?", "再想想确认"]


@pytest.mark.parametrize("text", NOT_YES)
async def test_only_a_plain_yes_is_a_yes(at: At, text: str) -> None:
    async with at("empty") as house:
        [a] = who(house, "a")
        await _says(a, "你好", "我有纠纷,想请人调解", text)
        assert a.step in ("intake.consent", "reception.welcome")
        assert a.turns()[-1]["understood"] in ("unread:choose", "chose:no")


@pytest.mark.parametrize("text", NOT_RIGHT)
async def test_a_doubtful_word_confirms_no_point(at: At, text: str) -> None:
    async with at("record") as house:
        [a] = who(house, "a")
        before = a.place
        await a.say(text)
        assert a.place.top.facts.get("yes") == before.top.facts.get("yes")
        assert a.step == "check.point" and confirmations(house) == []


@pytest.mark.parametrize("text", NOT_CONFIRMED)
async def test_a_doubtful_word_confirms_no_record(at: At, text: str) -> None:
    async with at("record") as house:
        [a] = who(house, "a")
        await _presses(a, "对", "对")
        assert a.step == "check.whole"
        await a.say(text)
        assert confirmations(house) == [] and a.step == "check.whole"


# -- files -------------------------------------------------------------------------------------------------

EXE = b"MZ\x90\x00" + bytes(500)
PAGE = b"<html><script>alert(1)</script></html>"
FILES = {
    "a programme that says it is a photo": (Blob("photo", EXE, "image/jpeg", "me.jpg"), "里面却不是照片"),
    "a page that says it is a document": (
        Blob("document", PAGE, "application/pdf", "a.pdf"),
        "这种消息我还看不了",
    ),
    "an empty photo": (Blob("photo", b"", "image/png", "a.png"), "这个文件是空的"),
    "a photo of 30 MB": (Blob("photo", picture() + bytes(30 << 20), "image/png", "a.png"), "太大了"),
    "a photo that was too large to fetch": (Blob("photo", b"", "image/png", "a.png", "too_big"), "太大了"),
    "a recording that got lost": (Blob("voice", b"", "audio/ogg", "", "media_lost"), "没有传过来"),
}


@pytest.mark.parametrize("what", FILES)
async def test_a_bad_file_is_named_and_the_place_is_kept(at: At, what: str) -> None:
    blob, sentence = FILES[what]
    async with at("story") as house:
        [a] = who(house, "a")
        said = await unchanged(a, a.deliver(blobs=(blob,)), "unread:")
        assert sentence in said
        assert not list((house.folder / "files").rglob("*")) or not a.place.top.facts.get("story")


async def test_of_several_photos_with_a_broken_one_the_others_are_kept_and_the_person_is_told(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        broken = Blob("photo", b"broken", "image/png", "2.png")
        photos = [Blob("photo", picture(n), "image/png", f"{n}.png") for n in (1, 3)]
        await a.deliver(blobs=(photos[0], broken, photos[1]))
        assert [m["name"] for m in a.place.top.facts["story"]["media"]] == ["1.png", "3.png"]
        said = await a.answer()
        assert "没有收好" in said and "记下了" in said


async def test_words_that_come_with_a_broken_photo_are_not_lost(at: At) -> None:
    async with at("story") as house:
        [a] = who(house, "a")
        await a.deliver("这是押金收据", blobs=(Blob("photo", b"", "image/png", "a.png"),))
        assert a.place.top.facts["story"]["texts"] == ["这是押金收据"]
        assert "没有收好" in await a.answer()


async def test_a_photo_where_words_are_asked_for_is_kept_and_said_so(at: At) -> None:
    async with at("phone") as house:
        [a] = who(house, "a")
        blob = Blob("photo", picture(), "image/png", "a.png")
        said = await unchanged(a, a.deliver(blobs=(blob,)), "unread:kept_but_words")
        assert "这个我已经保存了" in said
        assert await house.app.threads.file("memory", "a", _digest(a)) is not None


def _digest(person: Who) -> str:
    with person.house.app.store.read() as tx:
        row = tx.one(select(s.shown.c.digest).where(s.shown.c.person_id == person.number))
        return str(row.digest)


async def test_anothers_file_is_not_shown_to_whoever_knows_its_digest(at: At) -> None:
    async with at("record") as house:
        a, b = who(house, "a", "b")
        await a.deliver(blobs=(Blob("photo", picture(), "image/png", "a.png"),))
        assert await house.app.threads.file("memory", "a", _digest(a)) == ("image/png", picture())
        for address in ("b", "j", "nobody"):
            assert await house.app.threads.file("memory", address, _digest(a)) is None
        assert b.number != a.number


# -- codes -------------------------------------------------------------------------------------------------


async def _at_code(person: Who) -> None:
    await person.say("你好")
    await person.press("我有邀请码")


async def test_a_code_that_was_used_says_so_and_opens_nothing(at: At) -> None:
    async with at("empty") as house:
        x, y = who(house, "x", "y")
        code = await asyncio.to_thread(house.app.new_staff_code, "mediator", "赵某")
        await _at_code(x)
        await x.say(code)
        await _at_code(y)
        assert "已经用过了" in await unchanged(y, y.say(code), "code:used")


async def test_a_code_that_has_expired_says_so_and_opens_nothing(at: At) -> None:
    async with at("empty") as house:
        [x] = who(house, "x")
        code = await asyncio.to_thread(house.app.new_staff_code, "mediator", "赵某")
        house.clock.forward(days=8)
        await _at_code(x)
        assert "过期了" in await unchanged(x, x.say(code), "code:expired")


FORMS: dict[str, Callable[[str], str]] = {
    "spaced": lambda code: f"{code[:4]} {code[4:8]}-{code[8:]}",
    "full width": lambda code: code.translate({0x30 + n: 0xFF10 + n for n in range(10)}),
    "with a full stop": lambda code: f"{code}。",
    "with words": lambda code: f"邀请码是{code}",
}


@pytest.mark.parametrize("form", FORMS)
async def test_a_code_may_be_typed_as_people_type(at: At, form: str) -> None:
    async with at("empty") as house:
        [x] = who(house, "x")
        code = await asyncio.to_thread(house.app.new_staff_code, "mediator", "赵某")
        await _at_code(x)
        await x.say(FORMS[form](code))
        assert x.step == "desk.desk"


async def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(at: At) -> None:
    async with at("empty") as house:
        [x] = who(house, "x")
        code = await asyncio.to_thread(house.app.new_staff_code, "mediator", "赵某")
        await _at_code(x)
        for guess in range(5):
            assert "没有找到这个号码" in await unchanged(x, x.say(f"{guess:08d}"), "code:unknown")
        said = await unchanged(x, x.say(code), "code:too_often")
        assert "过一个小时再试" in said
        house.clock.forward(hours=1, minutes=1)
        await x.say(code)
        assert x.step == "desk.desk"


async def test_a_second_invitation_makes_the_first_void(at: At) -> None:
    async with at("filed") as house:
        j, b = who(house, "j", "b")
        await j.say("刷新")
        codes = []
        for labels in (("(2026)", "受理", "诉前", "邀请对方"), ("邀请对方",)):
            await _presses(j, *labels)
            codes.append(CODE.findall(await j.answer())[0])
        await _at_code(b)
        assert "没有找到" in await unchanged(b, b.say(codes[0]), "code:unknown")
        await b.say(codes[1])
        assert b.step == "join.name"


async def test_guesses_by_link_are_counted_like_typed_ones(at: At) -> None:
    async with at("empty") as house:
        [x] = who(house, "x")
        for guess in range(6):
            await x.follow(f"{guess:08d}")
        assert x.turns()[-1]["understood"] == "code:too_often"


async def test_ones_own_invitation_opens_nothing_to_the_one_who_asked_for_it(at: At) -> None:
    async with at("filed") as house:
        a, j = who(house, "a", "j")
        await j.say("刷新")
        await _presses(j, "(2026)", "受理", "诉前", "邀请对方")
        code = CODE.findall(await j.answer())[0]
        for person in (a, j):
            assert "这是给对方的邀请码" in await unchanged(person, person.follow(code), "code:own")
        assert len(house.case().parties) == 1


# -- buttons -----------------------------------------------------------------------------------------------

NONSENSE = ["²:0", "٣:٠", "0:0", ":", "1:", "1:999", "-1:0", "1:²", "9" * 40 + ":0", "99999999999999999:0"]
NONSENSE += ["☃", "x" * 64, "1:0:0", " 1:0", "1:0\n", "1:" + "9" * 30]


@pytest.mark.parametrize("data", NONSENSE)
async def test_a_button_that_nobody_made_does_nothing_and_harms_nobody(at: At, data: str) -> None:
    async with at("story") as house:
        a, c = who(house, "a", "c")
        said = await unchanged(a, a.deliver(button=data), "button:")
        assert "请看现在这个问题" in said
        await c.say("你好")
        assert "您今天是来做什么的" in await c.answer()
        assert await house.app.threads.read("memory", "a")


async def test_anothers_button_does_nothing(at: At) -> None:
    async with at("record") as house:
        a, b = who(house, "a", "b")
        await _presses(a, "对", "对")
        said = await unchanged(b, b.deliver(button=a.button("确认这份笔录")), "button:foreign")
        assert "不是给您的" in said and confirmations(house) == []


async def test_an_old_button_does_nothing_and_the_open_question_is_put_again(at: At) -> None:
    async with at("phone") as house:
        [a] = who(house, "a")
        said = await unchanged(a, a.deliver(button=a.button("不同意")), "button:old")
        assert "现在已经不算数了" in said and "您的电话号码" in said


async def test_a_button_pressed_twice_at_once_counts_once(at: At) -> None:
    async with at("record") as house:
        [a] = who(house, "a")
        data = a.button("对")
        await a._does(house.app.road.hear([a.heard_as(button=data), a.heard_as(button=data)]))
        assert (a.place.top.facts["i"], a.step) == (1, "check.point")
        assert a.turns()[-1]["understood"] == "button:old"


async def test_a_button_of_another_matter_is_not_taken_for_this_one(at: At) -> None:
    async with at("record") as house:
        [a] = who(house, "a")
        await _presses(a, "对", "对")
        confirm = a.button("确认这份笔录")
        await a.say("我的事情")
        await a.press("我有新的纠纷")
        assert a.step == "intake.consent"
        await a.deliver(button=confirm)
        said = await a.answer()
        assert "那个按钮属于另一件事" in said and "(2026)和解1号" in said
        assert confirmations(house) == [] and a.step == "intake.consent"
        await a.press("去办这件事")
        assert a.step == "check.whole"


# -- too early ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["同意", "对", "好的", "1"])
async def test_a_yes_that_was_sent_before_the_record_came_confirms_nothing(at: At, text: str) -> None:
    async with at("review") as house:
        a, b, j, k = who(house, "a", "b", "j", "k")
        await _presses(j, "登记身份核实", "李某", "视频核对")
        await house.app.road.hear([k.heard_as(button=k.button("发出")), a.heard_as(text), b.heard_as(text)])
        await house.quiet()
        for person in (a, b):
            assert (person.step, person.place.top.facts.get("yes")) == ("check.point", None)
        assert confirmations(house) == []
        assert text in repr([turn["heard"] for turn in a.turns()])


@pytest.mark.parametrize("text", ["好的", "对", "1"])
async def test_a_yes_to_a_record_that_has_not_arrived_confirms_nothing(at: At, text: str) -> None:
    async with at("review") as house:
        a, j, k = who(house, "a", "j", "k")
        await _presses(j, "登记身份核实", "李某", "视频核对")
        _door(house).trouble["a"] = TryLater("the platform asks to wait", 300.0)
        await k.press("发出")
        house.clock.forward(minutes=2)
        for _ in range(3):
            await turned(house, a.heard_as(text))
        assert a.step == "check.point" and not a.place.top.facts.get("yes")
        assert confirmations(house) == []
        del _door(house).trouble["a"]
        house.clock.forward(minutes=10)
        await a.say("接着办")
        await _presses(a, "对", "对", "确认")
        assert confirmations(house) == ["applicant"]


# -- the record --------------------------------------------------------------------------------------------


async def _confirms(person: Who, house: House) -> str:
    if not person.step.startswith("check."):
        await person.press("看笔录")
    while person.step == "check.point":
        await person.press("对")
    await person.press("确认")
    return await person.answer()


async def test_before_the_identity_check_a_confirmation_is_refused_in_a_kind_sentence(at: At) -> None:
    async with at("unchecked") as house:
        [a] = who(house, "a")
        said = await _confirms(a, house)
        assert "这是为了保护您" in said and PERSON_TO_CALL.search(said) is None and "0762-12368" in said
        assert confirmations(house) == [] and a.step == "check.whole"


async def test_the_clerk_cannot_confirm_before_the_parties_nor_the_judge_before_the_clerk(at: At) -> None:
    async with at("record") as house:
        a, b, j, k = who(house, "a", "b", "j", "k")
        assert "要等当事人先确认。还没确认的:李某、张某" in await _confirms(k, house)
        assert "要等当事人先确认" in await _confirms(j, house)
        await _confirms(a, house)
        assert "还没确认的:张某" in await _confirms(k, house)
        await _confirms(b, house)
        assert "要等书记员刘某先确认" in await _confirms(j, house)
        assert confirmations(house) == ["applicant", "respondent"]


async def test_a_new_version_voids_every_confirmation_and_an_old_button_confirms_nothing(at: At) -> None:
    async with at("record") as house:
        a, b, k = who(house, "a", "b", "k")
        await _confirms(a, house)
        await _presses(b, "对", "对")
        old = b.button("确认这份笔录")
        await k.say("返回") if not k.step.startswith("office") else None
        await _presses(k, "做笔录", "发出")
        assert (version(house), confirmations(house)) == (2, [])
        await b.deliver(button=old)
        assert "现在已经不算数了" in await b.answer()
        assert confirmations(house) == []
        await a.say("确认这份笔录")
        assert confirmations(house) == []
        with house.app.store.read() as tx:
            rows = tx.all(select(s.confirmation))
        assert [(row.version, row.void) for row in rows] == [(1, 1)]


async def test_a_confirmation_of_the_old_version_on_its_way_while_a_new_one_is_published_is_void(
    at: At,
) -> None:
    async with at("record") as house:
        b, k = who(house, "b", "k")
        await _presses(b, "对", "对")
        await _presses(k, "做笔录")
        both = [k.heard_as(button=k.button("发出")), b.heard_as(button=b.button("确认这份笔录"))]
        await house.app.road.hear(both)
        await house.quiet()
        assert (version(house), confirmations(house)) == (2, [])
        assert b.step == "check.point"


async def test_an_objection_closes_the_check_for_everybody_and_their_buttons_are_old(at: At) -> None:
    async with at("record") as house:
        a, b = who(house, "a", "b")
        await _presses(a, "对", "对")
        old = a.button("确认这份笔录")
        await b.press("不对")
        await b.say("数目不对")
        await a.deliver(button=old)
        assert a.step == "party.room" and house.case().state == "mediating"
        record = house.case().record
        assert record is not None and (record.status, record.confirmations) == ("void", ())


async def test_a_confirmation_that_was_taken_back_seals_nothing(at: At) -> None:
    async with at("confirmed") as house:
        a, j, k = who(house, "a", "j", "k")
        await _presses(a, "收回我的确认", "收回")
        assert "还没确认的:李某" in await _confirms(k, house)
        assert house.case().state == "recording" and confirmations(house) == ["respondent"]
        assert "要等当事人先确认" in await _confirms(j, house)


async def test_after_the_seal_no_button_and_no_word_changes_the_record(at: At) -> None:
    async with at("confirmed") as house:
        a, j, k = who(house, "a", "j", "k")
        old, sealing = a.button("确认这份笔录"), a.button("收回我的确认")
        await _confirms(k, house)
        await _confirms(j, house)
        sealed = house.case().record
        assert sealed is not None and sealed.status == "sealed"
        for data in (old, sealing, k.button("发出"), j.button("确认这份笔录")):
            for person in (a, k, j):
                await person.deliver(button=data)
        assert house.case().record == sealed


PARTS = {
    "2026年12月10日 900元\n2027年1月15日 1000元": "对不上",
    "2025年12月10日 900元\n2027年1月15日 1800元": "已经过去了",
    "2027年1月15日 900元\n2026年12月10日 1800元": "日期的先后",
    "先付一半,再付一半": "我没有看懂",
    "2026年2月30日 2700元": "",
    "2026年12月10日 -2700元": "",
    "2026年12月10日 0元\n2027年1月15日 2700元": "",
}


@pytest.mark.parametrize("text", PARTS)
async def test_instalments_that_cannot_stand_are_asked_for_again(at: At, text: str) -> None:
    async with at("parts") as house:
        [k] = who(house, "k")
        said = await unchanged(k, k.say(text), "misread:")
        assert PARTS[text] in said and "2,700元" in said


@pytest.mark.parametrize("text", ["2020年1月1日", "昨天", "下辈子", "2026年13月1日", "越快越好"])
async def test_a_day_that_has_passed_or_is_none_is_asked_for_again(at: At, text: str) -> None:
    async with at("parts") as house:
        [k] = who(house, "k")
        await k.say("返回")
        await k.press("一次付清")
        await unchanged(k, k.say(text), "misread:")


@pytest.mark.parametrize("text", ["大概三千", "0元", "-5元", "三千到四千", "1e9", "²元", "很多钱"])
async def test_a_sum_that_is_not_certain_is_asked_for_again(at: At, text: str) -> None:
    async with at("parts") as house:
        [k] = who(house, "k")
        await _says(k, "返回", "返回")
        assert k.step == "record.sum"
        await unchanged(k, k.say(text), "misread:sum")


# -- what is not theirs ------------------------------------------------------------------------------------

SECRETS = ("李某", "张某", "押金", "13800138000", "2700", "2,700", "着急")


@pytest.mark.parametrize("text", ["(2026)和解1号", "2026-1", "我要看(2026)和解1号的笔录", "李某的案子"])
async def test_a_typed_number_of_anothers_case_shows_nothing(at: At, text: str) -> None:
    async with at("record") as house:
        [c] = who(house, "c")
        await _says(c, "你好", text)
        await c.press("同意")
        await c.say(text)
        for said in await c.heard_ever():
            assert not [word for word in SECRETS if word in said]


async def test_before_the_identity_check_the_invited_hears_nothing_of_the_case(at: At) -> None:
    async with at("invited") as house:
        [b] = who(house, "b")
        await _says(b, "周某", "13700137000")
        for ask in (
            "案子到哪一步了",
            "(2026)和解1号",
            "什么事",
            "这是什么",
            "看笔录",
            "我的事情",
            "换个简单说法",
        ):
            await b.say(ask)
        for said in await b.heard_ever():
            assert not [word for word in SECRETS if word in said]


async def test_a_mediator_who_lost_the_case_to_a_colleague_sees_nothing_more_of_it(at: At) -> None:
    async with at("filed") as house:
        a, j = who(house, "a", "j")
        m = await house.staff("mediator", "赵某", called="m")
        assert isinstance(m, Who)
        await j.say("刷新")
        await j.press("(2026)")
        await m.press("(2026)")
        await _presses(j, "受理", "诉讼中·简易")
        await a.say("只跟法官说的话")
        look = m.button("看全部情况")
        await m.deliver(button=look)
        await m.say("看全部情况")
        await m.say("大家好")
        heard = await m.heard_ever()
        assert not [said for said in heard if "只跟法官说的话" in said or "13800138000" in said]
        assert house.case().said == 1


async def test_a_second_clerk_cannot_enter_by_a_row_that_was_on_the_screen(at: At) -> None:
    async with at("filed") as house:
        a, j, k = who(house, "a", "j", "k")
        clerk = await house.staff("clerk", "陈书记员", called="l")
        assert isinstance(clerk, Who)
        await j.say("刷新")
        await _presses(j, "(2026)", "受理", "诉讼中·简易")
        await a.say("只跟法官说的话")
        await _says(k, "刷新")
        await _says(clerk, "刷新")
        await k.press("(2026)")
        await clerk.press("(2026)")
        assert clerk.step == "desk.desk" and "刘某" in await clerk.answer()
        assert not [said for said in await clerk.heard_ever() if "只跟法官" in said or "押金" in said]


async def test_a_case_that_a_colleague_has_taken_is_named_as_taken_and_is_no_fault(at: At) -> None:
    async with at("filed") as house:
        [j] = who(house, "j")
        m = await house.staff("mediator", "赵某", called="m")
        assert isinstance(m, Who)
        await j.say("刷新")
        await _presses(j, "(2026)", "受理", "诉讼中·简易")
        await m.press("(2026)")
        said = await m.answer()
        assert "已经由王某受理" in said and "毛病" not in said
        assert m.inbox()[-1] == (talks.DONE, 0)


async def test_two_things_done_at_once_on_the_desk_are_no_fault(at: At) -> None:
    async with at("filed") as house:
        [j] = who(house, "j")
        await j.say("刷新")
        both = [j.heard_as(button=j.button("(2026)")), j.heard_as("各位好")]
        await j._does(house.app.road.hear(both))
        assert "毛病" not in "".join(await j.heard_ever())
        assert j.place.frames[0].script == "office" and j.inbox()[-1] == (talks.DONE, 0)


async def test_no_reminder_follows_an_answer_that_came_just_before_it(at: At) -> None:
    async with at("phone") as house:
        a, c = who(house, "a", "c")
        house.clock.forward(days=2, hours=3)
        hearing = asyncio.ensure_future(house.app.road.hear([a.heard_as("13800138000")]))
        sweeping = asyncio.ensure_future(house.app.sweep())
        await hearing
        await sweeping
        await c.say("你好")
        assert "还没有回答" not in "".join(await a.heard_ever())
        assert a.place.top.facts["phone"] == "+8613800138000"


# -- faults of ours ----------------------------------------------------------------------------------------


def broken() -> Book:
    """The house's book with an intake that fails as soon as a telephone number has been given."""
    intake = SCRIPTS["intake"]
    failing = hear("phone", reads="phone", then="broken")
    steps = [failing if one.name == "phone" else one for one in intake.steps]
    fault = Decide("broken", by="nothing_of_that_name", outcomes={"on": "kind"})
    copy = Script(intake.name, intake.version, (*steps, fault), intake.on, intake.forwards, intake.voice)
    return Book({**SCRIPTS, "intake": copy}, words())


async def test_a_fault_of_ours_gives_one_apology_and_keeps_the_place(at: At) -> None:
    async with at("phone", scripts=broken()) as house:
        a, j = who(house, "a", "j")
        await j.look()
        heard = len(j.notes)
        before = a.place
        await a.say("13800138000")
        said = await a.heard()
        assert len(said) == 1 and "不是您的错" in said[0] and PERSON_TO_CALL.search(said[0])
        assert (a.place.frames, a.place.question) == (before.frames, before.question)
        assert a.inbox()[-1] == (talks.ASIDE, 3)
        await j.look()
        assert sum("程序出了毛病" in note.text and "李某" in note.text for note in j.notes[heard:]) == 1


async def test_what_failed_and_its_apology_stand_in_the_journal(at: At) -> None:
    async with at("phone", scripts=broken()) as house:
        [a] = who(house, "a")
        await a.say("13800138000")
        assert "不是您的错" in repr(a.turns()[-1]) and len(a.turns()) == 7


async def test_after_an_apology_a_typed_number_means_what_the_apology_offers(at: At) -> None:
    async with at("phone", scripts=broken()) as house:
        [a] = who(house, "a")
        await a.say("13800138000")
        await a.say("1")
        assert "您的电话号码是多少" in await a.answer() and a.step == "intake.phone"


async def test_while_one_persons_turn_fails_everybody_elses_goes_on(at: At) -> None:
    async with at("phone", scripts=broken()) as house:
        a, c, d = who(house, "a", "c", "d")
        await a._does(
            house.app.road.hear([c.heard_as("你好"), a.heard_as("13800138000"), d.heard_as("你好")])
        )
        for person in (c, d):
            assert "您今天是来做什么的" in (await person.heard_ever())[-1]
        await c.press("我有纠纷")
        assert c.step == "intake.consent"


async def test_after_the_fault_is_mended_the_person_goes_on_where_they_stood(at: At) -> None:
    async with at("phone", scripts=broken()) as house:
        [a] = who(house, "a")
        await a.say("13800138000")
        house.building.clear()
        await house.restart()
        await a.press("接着办")
        assert "您的电话号码是多少" in await a.answer()
        await a.say("13800138000")
        assert a.place.top.facts["phone"] == "+8613800138000" and a.step != "intake.phone"


async def test_a_passing_fault_changes_neither_the_words_nor_their_order(at: At) -> None:
    faults = {"read": 2}

    def watch(step: str) -> None:
        if armed and faults.get(step):
            faults[step] -= 1
            raise RuntimeError("a passing fault of ours")

    armed: list[bool] = []
    async with at("story", watch=watch) as house:
        [a] = who(house, "a")
        armed.append(True)
        await a._does(house.app.road.hear([a.heard_as(f"第{n}句话") for n in range(3)]))
        assert a.place.top.facts["story"]["texts"] == [f"第{n}句话" for n in range(3)]
        assert "毛病" not in await a.answer()


def spoil(tx: Tx, table: Any, row: int) -> None:
    """One bit of a sealed value turns over on the disk."""
    value = bytearray(tx.one(select(table.c.body).where(table.c.id == row)).body)
    value[-1] ^= 1
    tx.run(update(table).where(table.c.id == row).values(body=bytes(value)))


async def test_a_damaged_message_in_the_inbox_stops_nobody_else(at: At) -> None:
    async with at("story") as house:
        a, c = who(house, "a", "c")
        waiting = a.heard_as("这一条会坏")
        await house.down()
        app = build(house.config, clock=house.clock)
        with app.store.write() as tx:
            Arrivals(app.store, app.road.writer, app.clock, app.watch).arrive(tx, [(waiting, [], "")])
            tx.flush()
            spoil(tx, s.inbox, tx.one(select(s.inbox.c.id).where(s.inbox.c.ext == waiting.id)).id)
        app.store.close()
        await house.up()
        await c.say("你好")
        assert "您今天是来做什么的" in await c.answer()
        await a.say("接着说")
        assert a.place.top.facts["story"]["texts"] == ["接着说"]
        assert a.inbox()[-2] == (talks.ASIDE, 3)


async def test_a_damaged_message_on_its_way_out_stops_nobody_else(at: At) -> None:
    async with at("story") as house:
        a, c = who(house, "a", "c")
        _door(house).trouble["a"] = TryLater("not now", 60.0)
        await a.say("第一句")
        with house.app.store.write() as tx:
            spoil(tx, s.outbox, tx.one(select(s.outbox.c.id).where(s.outbox.c.state == talks.WAITING)).id)
        del _door(house).trouble["a"]
        house.clock.forward(minutes=2)
        await c.say("你好")
        assert "您今天是来做什么的" in await c.answer()
        await a.say("第二句")
        assert "记下了" in await a.answer()


async def test_a_missing_file_does_not_silence_the_person_it_was_for(at: At) -> None:
    async with at("filed") as house:
        a, j = who(house, "a", "j")
        await j.say("刷新")
        await _presses(j, "(2026)", "受理", "诉讼中·简易")
        _door(house).trouble["j"] = TryLater("not now", 60.0)
        await turned(house, a.heard_as(blobs=(Blob("photo", picture(9), "image/png", "a.png"),)))
        for path in (house.folder / "files").rglob("*"):
            if path.is_file():
                path.unlink()
        del _door(house).trouble["j"]
        house.clock.forward(minutes=1.5)
        await turned(house, a.heard_as("您看到了吗"))
        async with asyncio.timeout(3):
            while not any("您看到了吗" in message.text for message in j.messages):
                _door(house).fresh.clear()
                await _door(house).fresh.wait()


async def test_words_that_can_never_arrive_are_put_before_the_court_with_a_telephone(at: At) -> None:
    async with at("record") as house:
        a, j = who(house, "a", "j")
        _door(house).trouble["a"] = Gone("blocked")
        await j.say("请核对笔录")
        await j.press("双方都给")
        await house.quiet()
        await j.look()
        assert any("送不到了" in note.text and "138 0013 8000" in note.text for note in j.notes)
        assert a.number


async def test_one_slow_recipient_keeps_nobody_else_waiting(at: At) -> None:
    async with at("story") as house:
        a, c = who(house, "a", "c")
        _door(house).held["a"] = asyncio.Event()
        await house.app.road.hear([a.heard_as("第一句")])
        await house.app.road.hear([c.heard_as("你好")])
        async with asyncio.timeout(3):
            await _door(house).fresh.wait()
            _door(house).fresh.clear()
            await house.app.road.hear([c.heard_as("我有纠纷,想请人调解")])
            await _door(house).fresh.wait()
        assert len(c.messages) == 2
        _door(house).held.pop("a").set()
        await house.quiet()
        assert "记下了" in a.messages[-1].text


async def test_a_full_disk_is_survived_and_nothing_that_was_acknowledged_is_lost(at: At) -> None:
    async with at("story") as house:
        a, c = who(house, "a", "c")
        await a.say("之前")
        await asyncio.to_thread(_room, house, True)
        with pytest.raises(OperationalError):
            for n in range(200):
                await a.deliver(f"{n}" + "满" * 5000, id=f"full{n}")
        await asyncio.to_thread(_room, house, False)
        await a.deliver("之后", id="after")
        await c.say("你好")
        assert "您今天是来做什么的" in await c.answer()
        assert a.place.top.facts["story"]["texts"][0] == "之前"
        assert a.turns()[-1]["heard"]["t"] == "之后"


def _room(house: House, full: bool) -> None:
    with house.app.store.writer.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar() if full else 1 << 30
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

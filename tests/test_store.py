"""The store: every query names its viewer, nothing lies readable, what is due is neither lost nor doubled."""

from __future__ import annotations

import asyncio
import base64
import inspect
import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config as Alembic
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text, update

from bot.app import App, build, open_store
from bot.arrivals import Arrivals
from bot.channels.contract import Heard
from bot.clock import Clock, microseconds
from bot.config import Config
from bot.config import Store as Places
from bot.exporting import export_case
from bot.sweeps import Sweeps
from handlers.acts.done import Due
from storage import (
    callers,
    cases,
    duties,
    finding,
    journal,
    loading,
    migrations,
    people,
    returns,
    saving,
    screen,
    talks,
)
from storage import schema as s
from storage.chain import GENESIS, link
from storage.people import HOUSE, NotYours, Viewer
from storage.store import Store, StoreError
from storage.vault import VaultError
from storage.verify import verify
from tests.house import START, ZONE, House, picture

APPLICANT, RESPONDENT, STRANGER = Viewer(1), Viewer(4), Viewer(77)
TUESDAY = START
STORY = "房东不退押金,金丝雀甲"
CANARIES = {
    "story": "金丝雀甲",
    "private words": "金丝雀乙",
    "the other side's words": "金丝雀丙",
    "words to one side": "金丝雀丁",
    "record": "金丝雀戊",
    "applicant": "李桂花",
    "respondent": "张大山",
    "judge": "王静法官",
    "clerk": "刘某",
    "telephone": "13800138000",
    "other telephone": "13900139000",
    "address": "terminal-address-7731",
    "service address": "示例县阳明镇老街九号",
}


async def _life(folder: Path) -> None:
    """A case up to its seal, with something recognisable in everything that is private."""
    async with House(folder, channel="terminal") as house:
        a = house.person("terminal-address-7731")
        for words in ("你好", "我有纠纷,想请人调解", "同意", STORY):
            await a.say(words)
        await a.photos([picture(7)])
        for words in ("说完了", "李桂花", "13800138000", "租房", "张大山", "13900139000", "退押金3000元"):
            await a.say(words)
        for words in ("2025年3月", "示例县阳明镇老街九号", "对,交上去"):
            await a.say(words)
        j = await house.staff("judge", "王静法官", called="j")
        k = await house.staff("clerk", "刘某", called="k")
        for label in ("(2026)", "受理", "诉讼中·简易", "邀请对方"):
            await j.press(label)
        code = re.findall(r"\d{4} \d{4}", "".join(await j.heard()))[0]
        b = house.person("b")
        for words in ("你好", "我有邀请码", code, "张大山", "13900139000"):
            await b.say(words)
        for name in ("张大山", "李桂花"):
            for label in ("登记身份核实", name, "视频核对"):
                await j.press(label)
        await b.press("愿意调解")
        await b.say("金丝雀丙:我只退两千")
        await b.press("说完了")
        await b.press("就在这个聊天")
        await a.say("金丝雀乙:少一点也行")
        await j.say("金丝雀丁:请考虑")
        await j.press("只给申请人")
        await k.say("刷新")
        for label in ("(2026)", "做笔录", "打字"):
            await k.press(label)
        await k.say("金丝雀戊:双方同意")
        for label in ("说完了", "付钱", "张大山", "李桂花"):
            await k.press(label)
        await k.say("2700元")
        await k.press("一次付清")
        await k.say("2026年12月10日")
        await k.press("没有了")
        await k.press("发出")
        for person in (a, b, k, j):
            await person.press("对")
            await person.press("确认")


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a sealed case."""
    folder = tmp_path_factory.mktemp("life")
    asyncio.run(_life(folder))
    return folder


@pytest.fixture
def folder(life: Path, tmp_path: Path) -> Path:
    """That folder, to be spoilt."""
    shutil.copytree(life, tmp_path / "house")
    return tmp_path / "house"


def settings(folder: Path) -> Config:
    return Config(store=Places(f"sqlite:///{folder}/hejie.db", folder / "files", folder / "master.key"))


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    """The store of a sealed case."""
    opened = open_store(settings(folder))
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A store in which nothing has happened."""
    opened = open_store(settings(tmp_path))
    yield opened
    opened.close()


# -- every query names its viewer --------------------------------------------------------------------------

ROOMS: tuple[ModuleType, ...] = (
    cases,
    loading,
    saving,
    people,
    returns,
    screen,
    talks,
    journal,
    duties,
    callers,
    finding,
)
SEEING = {
    "cases": {"desk", "led_by", "count", "related"},
    "loading": {"load", "records"},
    "saving": set(),
    "people": {"staff", "look_up", "may_guess", "use_code", "load_file"},
    "returns": {"by_phone", "paper"},
    "screen": {"newest"},
    "talks": {"matters", "thread"},
    "callers": {"awaited", "free", "hold", "in_turn", "waiting"},
    "finding": {"search"},
    "journal": {"lines"},
    "duties": {"of_case"},
}
# What the road writes, and the rows it needs to find its way; none of it is ever shown to anybody.
WORKING = {
    "cases": set(),
    "loading": {"row"},
    "saving": {"create", "next_number", "save"},
    "people": {
        "find_address",
        "guessed",
        "is_new_here",
        "name_of",
        "new_address",
        "new_code",
        "new_person",
        "rename",
        "set_blocked",
        "show_file",
        "void_codes",
        "void_invitations",
    },
    "returns": {
        "come_back",
        "end_address",
        "index_phones",
        "is_ended",
        "new_return",
        "others",
        "phone_hash",
    },
    "callers": {"call", "finish", "parted", "of_talk", "spoken_by", "take", "unheard"},
    "finding": set(),
    "talks": {
        "attending",
        "command",
        "conversations",
        "failed",
        "find_conversation",
        "handled",
        "hear",
        "holds",
        "hush",
        "is_waiting",
        "known",
        "lease",
        "move",
        "reroute",
        "next_due",
        "offer",
        "open_conversation",
        "read",
        "say",
        "set_case",
        "settle",
        "silent",
        "unsaid",
        "waiting",
        "whisper",
    },
    "journal": {"head", "move", "new_chain", "write"},
    "screen": set(),
    "duties": {"done", "drop", "due", "put_off", "set_due"},
}


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_whatever_shows_content_takes_a_viewer_and_a_new_query_must_say_which_kind_it_is(
    room: ModuleType,
) -> None:
    name = room.__name__.rpartition(".")[2]
    public = {
        one
        for one, found in inspect.getmembers(room, inspect.isfunction)
        if found.__module__ == room.__name__ and not one.startswith("_")
    }
    assert public == SEEING[name] | WORKING[name]
    viewing = {one for one in public if "viewer" in inspect.signature(getattr(room, one)).parameters}
    assert viewing == SEEING[name]


@pytest.mark.parametrize("viewer", [STRANGER, Viewer(77, "clerk")], ids=["nobody", "another clerk"])
@pytest.mark.parametrize(
    "query",
    [
        lambda tx, who: cases.load(tx, who, 1),
        lambda tx, who: cases.records(tx, who, 1),
        lambda tx, who: cases.count(tx, who),
        lambda tx, who: cases.related(tx, who, "mark"),
        lambda tx, who: cases.led_by(tx, who, 1),
        lambda tx, who: people.staff(tx, who, ("judge",)),
        lambda tx, who: returns.by_phone(tx, who, "+8613800138000"),
        lambda tx, who: people.load_file(tx, who, _digest(tx)),
        lambda tx, who: journal.lines(tx, who, 1, staff=True),
        lambda tx, who: duties.of_case(tx, who, 1),
    ],
    ids=[
        "case",
        "records",
        "count",
        "related",
        "led by",
        "staff",
        "telephone",
        "file",
        "journal",
        "follow-ups",
    ],
)
def test_a_stranger_is_refused(store: Store, query: Any, viewer: Viewer) -> None:
    with store.read() as tx, pytest.raises(NotYours):
        query(tx, viewer)


def _digest(tx: Any) -> str:
    return str(tx.one(select(s.shown.c.digest).where(s.shown.c.person_id == APPLICANT.person)).digest)


def test_a_case_that_does_not_exist_looks_like_one_that_is_not_yours(store: Store) -> None:
    with store.read() as tx, pytest.raises(NotYours):
        cases.load(tx, APPLICANT, 4711)


@pytest.mark.parametrize("who", [APPLICANT, STRANGER])
def test_a_desk_is_only_for_the_court(store: Store, who: Viewer) -> None:
    with store.read() as tx, pytest.raises(NotYours):
        cases.desk(tx, who)


def test_another_judge_has_nothing_of_it_on_the_desk(store: Store) -> None:
    with store.read() as tx:
        assert cases.desk(tx, Viewer(77, "judge")) == []
        with pytest.raises(NotYours):
            cases.load(tx, Viewer(77, "judge"), 1)


def test_threads_and_matters_are_ones_own_and_the_house_has_none(store: Store) -> None:
    with store.read() as tx:
        assert (talks.thread(tx, STRANGER, 0), talks.matters(tx, STRANGER)) == ([], [])
        with pytest.raises(NotYours):
            talks.thread(tx, HOUSE, 0)


OF_THE_APPLICANT = ("金丝雀甲", "金丝雀乙", "金丝雀丁", "13800138000", "老街九号")
OF_THE_RESPONDENT = ("金丝雀丙", "13900139000")


@pytest.mark.parametrize(
    ("who", "hidden"),
    [(APPLICANT, "金丝雀丙"), (RESPONDENT, OF_THE_APPLICANT)],
    ids=["applicant", "respondent"],
)
@pytest.mark.parametrize("what", ["case", "journal", "thread"])
def test_a_party_never_sees_the_other_sides_private_words_story_or_telephone(
    store: Store, who: Viewer, hidden: str | tuple[str, ...], what: str
) -> None:
    with store.read() as tx:
        views: dict[str, Callable[[], object]] = {
            "case": lambda: cases.load(tx, who, 1),
            "journal": lambda: [one.body for one in journal.lines(tx, who, 1, staff=False)],
            "thread": lambda: talks.thread(tx, who, 0),
        }
        seen = views[what]()
        own = cases.load(tx, who, 1).party(who.person)
    assert own is not None and own.name in CANARIES.values()
    for word in [hidden] if isinstance(hidden, str) else hidden:
        assert word not in repr(seen)


def test_the_respondents_telephone_stands_only_where_the_applicant_gave_it(store: Store) -> None:
    with store.read() as tx:
        other = cases.load(tx, APPLICANT, 1).party(RESPONDENT.person)
    assert other is not None and (other.phone, other.service, other.answer) == ("", "", {})


def test_before_the_identity_is_checked_nothing_of_the_claim_or_the_record_is_seen(store: Store) -> None:
    with store.write() as tx:
        case = cases.load(tx, HOUSE, 1)
        party = case.party(RESPONDENT.person)
        assert party is not None
        cases.save(tx, case, case.with_party(_unchecked(party)))
    with store.read() as tx:
        seen = cases.load(tx, RESPONDENT, 1)
        assert (seen.claim, seen.story, seen.record, seen.promises, seen.kind) == ({}, {}, None, (), "other")
        assert cases.records(tx, RESPONDENT, 1) == []


def _unchecked(party: Any) -> Any:
    return replace(party, checked="", checked_by=0, checked_at="")


def test_a_file_is_shown_to_its_sender_and_to_nobody_who_only_knows_its_digest(store: Store) -> None:
    with store.read() as tx:
        found = people.load_file(tx, APPLICANT, _digest(tx))
        assert found == ("image/png", picture(7))
        with pytest.raises(NotYours):
            people.load_file(tx, RESPONDENT, _digest(tx))


# -- the chain ---------------------------------------------------------------------------------------------


def exported(folder: Path, side: str = "court") -> Path:
    out = folder / f"export-{side}"
    assert export_case(settings(folder), "2026-1", side, out) == 0
    return out


@pytest.mark.parametrize("side", ["court", "applicant", "respondent"])
def test_an_export_for_each_side_verifies(folder: Path, side: str) -> None:
    assert verify(exported(folder, side)) == []


NINTH = "WHERE chain_id = 1 AND seq = 9"
LENGTH = "(SELECT length FROM chain WHERE id = 1)"
COLUMNS = "at, kind, author, reader, commitment, hash, body"
TAMPERINGS = {
    "a time": f"UPDATE journal SET at = '2026-11-24T09:00:00+08:00' {NINTH}",
    "an author": f"UPDATE journal SET author = 4 {NINTH}",
    "a kind": f"UPDATE journal SET kind = 'spoke' {NINTH}",
    "a commitment": f"UPDATE journal SET commitment = hash {NINTH}",
    "a missing line": f"DELETE FROM journal {NINTH}",
    "a last line that is missing": f"DELETE FROM journal WHERE chain_id = 1 AND seq = {LENGTH}",
    "a shorter chain": f"UPDATE chain SET length = length - 1, head = (SELECT hash FROM journal {NINTH})",
    "a line in another place": f"UPDATE journal SET seq = {LENGTH} + 1 {NINTH}",
    "an inserted line": f"INSERT INTO journal (chain_id, seq, {COLUMNS}) "
    f"SELECT chain_id, {LENGTH} + 1, {COLUMNS} FROM journal {NINTH}",
}


@pytest.mark.parametrize("what", TAMPERINGS)
def test_a_change_in_the_database_is_found(folder: Path, what: str) -> None:
    with sqlite3.connect(folder / "hejie.db") as database:
        assert database.execute(TAMPERINGS[what]).rowcount
    assert spoilt(folder)


def test_a_body_that_was_exchanged_for_another_is_found(folder: Path) -> None:
    with sqlite3.connect(folder / "hejie.db") as database:
        changed = database.execute(
            "UPDATE journal SET body = (SELECT body FROM journal WHERE chain_id = 1 AND seq = 10) "
            "WHERE chain_id = 1 AND seq = 9"
        )
        assert changed.rowcount
    assert spoilt(folder)


def test_a_body_that_was_rewritten_with_the_right_key_is_found(folder: Path) -> None:
    store = open_store(settings(folder))
    with store.write() as tx:
        row = tx.one(select(s.journal).where(s.journal.c.chain_id == 1, s.journal.c.seq == 9))
        key = tx.key(f"person:{row.reader}" if row.reader else "chain:1")
        assert key is not None
        plain = store.vault.unseal(key, row.body, b"journal:1:9")
        other = json.dumps(json.loads(plain[journal.SALT :]) | {"step": "another"}).encode()
        forged = store.vault.seal(key, plain[: journal.SALT] + other, b"journal:1:9")
        tx.run(update(s.journal).where(s.journal.c.id == row.id).values(body=forged))
    store.close()
    assert spoilt(folder)


def spoilt(folder: Path) -> bool:
    """Whether somebody who exports the case and verifies it finds out."""
    try:
        return bool(verify(exported(folder)))
    except VaultError:
        return True


# -- people who are forgotten ------------------------------------------------------------------------------


def forget(folder: Path, person: int) -> None:
    with sqlite3.connect(folder / "hejie.db") as database:
        database.execute("UPDATE person SET wrapped = NULL WHERE id = ?", (person,))


def test_without_their_key_a_persons_words_are_unreadable_and_the_chain_still_verifies(folder: Path) -> None:
    """What was delivered to the court's people has become theirs; everything of the person's own is gone."""
    forget(folder, APPLICANT.person)
    store = open_store(settings(folder))
    with store.read() as tx:
        lines = journal.lines(tx, HOUSE, 1, staff=True)
        own = [one for one in lines if one.reader == APPLICANT.person]
        theirs = [cases.load(tx, HOUSE, 1), own, talks.thread(tx, APPLICANT, 0), talks.matters(tx, APPLICANT)]
        assert people.load_file(tx, APPLICANT, _digest(tx)) is None
        assert all(talk.person != APPLICANT.person for talk in talks.conversations(tx, range(30)).values())
        head = tx.one(select(s.chain).where(s.chain.c.id == 1))
    store.close()
    for word in ("金丝雀甲", "金丝雀乙", "13800138000", "老街九号"):
        assert word not in repr(theirs)
    before = GENESIS
    for one in lines:
        before = link(before, one.seq, one.at, one.kind, str(one.author), str(one.reader), one.commitment)
        assert before == one.hash
    assert (head.head, head.length) == (before, len(lines))
    assert own and all(one.body is None for one in own) and any(one.body for one in lines)


@pytest.mark.parametrize("side", ["court", "respondent"])
def test_after_somebody_was_forgotten_the_export_still_verifies(folder: Path, side: str) -> None:
    forget(folder, APPLICANT.person)
    assert verify(exported(folder, side)) == []


async def test_the_others_can_go_on_talking_after_a_party_was_forgotten(folder: Path) -> None:
    forget(folder, APPLICANT.person)
    async with House(folder, channel="terminal") as house:
        judge, respondent, _ = house.person("j"), house.person("b"), house.person("k")
        await judge.say("请问进展如何")
        await judge.press("双方都给")
        assert "已发给" in "".join(await judge.heard())
        assert "请问进展如何" in "".join(await respondent.heard())


def test_a_person_forgotten_while_the_house_runs_is_forgotten_there_too(folder: Path, store: Store) -> None:
    with store.read() as tx:
        assert talks.thread(tx, APPLICANT, 0)
    forget(folder, APPLICANT.person)
    with store.read() as tx:
        assert "金丝雀" not in repr(talks.thread(tx, APPLICANT, 0))


# -- keys and migrations -----------------------------------------------------------------------------------


def test_nothing_that_anybody_said_lies_readable_in_the_database_or_the_files(folder: Path) -> None:
    raw = b"".join(
        path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and not _screen(path)
    )
    assert raw and (folder / "hejie.db").exists() and picture(7) not in raw and b"\x89PNG" not in raw
    for what, word in CANARIES.items():
        for form in _forms(word):
            assert form not in raw, what


def _screen(path: Path) -> bool:
    return "terminals" in path.parts  # what people keep at their own terminals


def _forms(word: str) -> list[bytes]:
    plain = word.encode()
    escaped = word.encode("ascii", "backslashreplace")
    coded = [base64.b64encode(plain + pad)[: len(plain) // 3 * 4] for pad in (b"", b"x")]
    return [plain, word.encode("utf-16-le"), word.encode("gb18030"), escaped, plain.hex().encode(), *coded]


def test_nothing_lies_readable_while_the_house_still_writes_to_its_log(tmp_path: Path) -> None:
    app = build(settings(tmp_path))
    code = app.new_staff_code("judge", "王静法官")
    heard = [Heard("web", "cookie-7731", f"{n}", datetime.now(UTC), text=f"金丝雀{n}") for n in range(5)]
    with app.store.write() as tx:
        arrive(app, tx, heard)
    while app.road.turns():
        pass
    raw = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert (tmp_path / "hejie.db-wal").stat().st_size
    for word in ("金丝雀", "王静", "cookie-7731", code):
        assert word.encode() not in raw
    app.store.close()


def arrive(app: App, tx: Any, heard: list[Heard]) -> None:
    """Store deliveries as the road does."""
    Arrivals(app.store, app.road.writer, app.clock, app.watch).arrive(tx, [(one, [], "") for one in heard])


def test_with_another_master_key_the_store_does_not_open_and_says_why(folder: Path) -> None:
    (folder / "master.key").unlink()
    with pytest.raises(StoreError, match=r"master key does not belong.*right key file"):
        open_store(settings(folder))


def test_with_half_a_master_key_the_store_does_not_open_and_says_why(folder: Path) -> None:
    key = folder / "master.key"
    key.write_bytes(key.read_bytes()[:16])
    with pytest.raises(VaultError, match="exactly 32 bytes and has 16"):
        open_store(settings(folder))


def test_a_key_that_others_may_read_is_refused_with_the_command_that_mends_it(folder: Path) -> None:
    (folder / "master.key").chmod(0o644)
    with pytest.raises(VaultError, match="chmod 600"):
        open_store(settings(folder))


def test_a_database_of_a_newer_version_is_refused_and_left_as_it_is(folder: Path) -> None:
    with sqlite3.connect(folder / "hejie.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match=r"newer hejie \(schema 9999\).*Install that version"):
        open_store(settings(folder))
    with sqlite3.connect(folder / "hejie.db") as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [("9999",)]


def test_the_migrations_make_exactly_the_schema(empty: Store) -> None:
    with empty.reader.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), s.metadata) == []
        made = {
            (row.name, " ".join(row.sql.split()))
            for row in connection.execute(
                text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql > ''")
            )
        }
    assert any("WHERE state = 0" in sql for _, sql in made)


def test_opening_a_store_again_changes_nothing(folder: Path) -> None:
    dump = _dump(folder)
    open_store(settings(folder)).close()
    assert _dump(folder) == dump


def _dump(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "hejie.db") as database:
        return list(database.iterdump())


def test_a_key_from_a_transaction_that_failed_is_not_remembered(tmp_path: Path) -> None:
    """Another process gets the number of the person who never was, with another key."""
    here, there = open_store(settings(tmp_path)), open_store(settings(tmp_path))
    with pytest.raises(RuntimeError), here.write() as tx:
        lost = people.new_person(tx, "zh", "", "", 1)
        raise RuntimeError
    with there.write() as tx:
        person = people.new_person(tx, "zh", "", "李桂花", 1)
        chain = journal.new_chain(tx)
    assert person == lost
    with here.read() as tx:
        row = tx.one(select(s.person).where(s.person.c.id == person))
        assert people.name_of(tx, row) == "李桂花"
        assert tx.key(f"chain:{chain}") is not None
    here.close()
    there.close()


# -- what is due -------------------------------------------------------------------------------------------


class Agenda:
    """The follow-ups of a sealed case and sweeps at any time."""

    def __init__(self, store: Store) -> None:
        self.store, self.at = store, START
        self.clock = Clock(lambda: self.at.astimezone(UTC))
        self.sweeps = Sweeps(self.clock, Config().court)

    def sweep(self, at: datetime) -> None:
        self.at = at
        with self.store.write() as tx:
            self.sweeps.sweep(tx, [None])

    def set(self, *dues: Due) -> None:
        with self.store.write() as tx:
            duties.set_due(tx, 1, dues)

    def rows(self, act: str = "remind_day") -> list[Any]:
        with self.store.read() as tx:
            return [row for row in duties.of_case(tx, HOUSE, 1) if row.act == act]

    def commands(self) -> list[str]:
        with self.store.read() as tx:
            return [r.ext for r in tx.all(select(s.inbox.c.ext).where(s.inbox.c.ext.startswith("due/")))]


@pytest.fixture
def agenda(store: Store) -> Agenda:
    return Agenda(store)


def local(month: int, day: int, hour: int, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("now", "until", "why"),
    [
        (local(12, 8, 21), local(12, 9, 9), "quiet hours"),
        (local(12, 8, 3), local(12, 8, 9), "quiet hours"),
        (local(12, 12, 10), local(12, 14, 9), "no working day"),
        (local(12, 11, 22), local(12, 14, 9), "no working day"),
        (local(1, 1, 10, 2027), local(1, 4, 9, 2027), "no working day"),
    ],
)
def test_word_that_can_wait_is_put_off_with_its_reason(
    agenda: Agenda, now: datetime, until: datetime, why: str
) -> None:
    agenda.set(Due("remind_day", "test", now - timedelta(hours=1)))
    agenda.sweep(now)
    row = agenda.rows()[-1]
    assert (row.due, row.note, row.state) == (microseconds(until.astimezone(UTC)), why, "waiting")
    agenda.sweep(until)
    assert agenda.rows()[-1].state == "done"
    assert agenda.commands().count(f"due/{row.id}") == 1


def test_word_that_cannot_wait_is_given_at_night(agenda: Agenda) -> None:
    agenda.set(Due("close", "test", local(12, 8, 2), gentle=False))
    agenda.sweep(local(12, 8, 3))
    assert agenda.rows("close")[-1].state == "done"


def test_a_follow_up_whose_cause_has_gone_is_dropped_and_says_so(agenda: Agenda) -> None:
    agenda.set(Due("remind_day", "test", local(12, 8, 10)))
    with agenda.store.write() as tx:
        duties.drop(tx, 1, ["test"])
    agenda.sweep(local(12, 8, 11))
    row = agenda.rows()[-1]
    assert (row.state, row.note) == ("dropped", "cause gone")
    assert f"due/{row.id}" not in agenda.commands()


def test_a_follow_up_set_again_replaces_the_one_that_waited(agenda: Agenda) -> None:
    agenda.set(Due("remind_day", "test", local(12, 8, 10)), Due("remind_day", "test", local(12, 9, 10)))
    agenda.set(Due("remind_day", "test", local(12, 10, 10)))
    assert [(r.state, r.note) for r in agenda.rows() if r.cause == "test"] == [
        ("dropped", "replaced"),
        ("dropped", "replaced"),
        ("waiting", ""),
    ]


def test_weeks_of_downtime_lose_nothing_and_double_nothing(agenda: Agenda) -> None:
    agenda.set(*(Due("remind_day", f"test:{n}", local(12, 1, 10) + timedelta(hours=n)) for n in range(700)))
    back = local(1, 20, 10, 2027)
    for minute in range(5):
        agenda.sweep(back + timedelta(minutes=minute))
    rows = [row for row in agenda.rows() if row.cause.startswith("test:")]
    assert Counter(row.state for row in rows) == {"done": 700}
    assert Counter(agenda.commands()).most_common(1)[0][1] == 1


def test_two_sweeps_at_the_same_moment_give_one_word(agenda: Agenda, folder: Path) -> None:
    agenda.set(Due("remind_day", "test", local(12, 8, 10)))
    other = Agenda(open_store(settings(folder)))
    agenda.sweep(local(12, 8, 11))
    other.sweep(local(12, 8, 11))
    assert agenda.commands().count(f"due/{agenda.rows()[-1].id}") == 1
    other.store.close()


# -- two processes on one store ----------------------------------------------------------------------------

TURNS = """
import sys
from pathlib import Path
from bot.app import build
from bot.config import Config, Store
folder = Path(sys.argv[1])
app = build(Config(store=Store(f"sqlite:///{folder}/hejie.db", folder / "files", folder / "master.key")))
print("ready", flush=True)
sys.stdin.readline()
taken = 0
while app.road.turns():
    taken += 1
print(taken)
"""


def test_two_processes_that_take_turns_of_one_inbox_never_take_one_twice(tmp_path: Path) -> None:
    app = build(settings(tmp_path))
    words = ("你好", "我有纠纷,想请人调解", "同意", STORY, "说完了", "李某")
    with app.store.write() as tx:
        for n, said in enumerate(words):
            at = datetime.now(UTC) + timedelta(hours=1)  # never early: each answers the question before it
            arrive(app, tx, [Heard("web", f"p{p}", f"{p}.{n}", at, text=said) for p in range(40)])
            tx.flush()
    command = [sys.executable, "-c", TURNS, str(tmp_path)]
    root = Path(__file__).parent.parent
    both = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root)
        for _ in range(2)
    ]
    for process in both:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
    for process in both:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    taken = [process.communicate(timeout=30)[0] for process in both]
    assert [process.returncode for process in both] == [0, 0], taken
    with app.store.read() as tx:
        states = Counter((row.state, row.tries) for row in tx.all(select(s.inbox)))
        turns = Counter(row.chain_id for row in tx.all(select(s.journal).where(s.journal.c.kind == "turn")))
        told = Counter(row.person_id for row in tx.all(select(s.outbox)))
    assert states == {(talks.DONE, 0): len(words) * 40}
    assert set(turns.values()) == {len(words)} and len(turns) == 40
    assert len(set(told.values())) == 1
    app.store.close()


def test_a_turn_that_another_process_took_in_the_meantime_is_not_taken_again(tmp_path: Path) -> None:
    faults = iter([True])

    def watch(step: str) -> None:
        if step == "found" and next(faults, False):
            raise RuntimeError("a fault of ours in a batch")

    here, there = build(settings(tmp_path), watch=watch), build(settings(tmp_path))
    here.road.rung = lambda people: [there.road.turns()].clear()
    with here.store.write() as tx:
        arrive(here, tx, [Heard("web", f"p{p}", f"{p}", datetime.now(UTC), text="你好") for p in range(3)])
    while here.road.turns():
        pass
    with here.store.read() as tx:
        turns = tx.all(select(s.journal.c.chain_id).where(s.journal.c.kind == "turn"))
        said = tx.all(select(s.outbox.c.person_id))
    assert len(turns) == 3 == len(said)
    here.store.close()
    there.store.close()


def test_the_newest_schema_version_is_the_one_that_a_start_looks_for() -> None:
    config = Alembic()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [migrations.HEAD]


def test_it_is_kept_to_whom_words_have_crossed(store: Store) -> None:
    with store.write() as tx:
        case = cases.load(tx, HOUSE, 1)
        [mine] = [one for one in case.talk if one.person == APPLICANT.person]
        crossed = replace(mine, released=True, hearers=(RESPONDENT.person,))
        cases.save(tx, case, replace(case, talk=tuple(crossed if u is mine else u for u in case.talk)))
    with store.read() as tx:
        assert crossed in cases.load(tx, HOUSE, 1).talk
        assert crossed in cases.load(tx, RESPONDENT, 1).talk

"""Killed at any step and started again: nothing is lost, nothing is doubled, and the conversation goes on."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.road import STEPS
from storage import journal, talks
from storage import schema as s
from storage.chain import GENESIS, canonical, commit, link
from storage.people import HOUSE
from tests.house import folded
from tests.killed import Line, Wish, deliver, house, play, said

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # a Tuesday, ten in the morning at the court
DUE = datetime(2026, 12, 10, 2, 0, tzinfo=UTC)  # the day on which the first instalment is due
LATER = timedelta(minutes=2)  # a lease that nobody gave back has run out by then
NUMBERS = count(1)
STORY = "我租房,房东不退押金。我要求退押金3000元。从2025年3月开始"
FIRST = ("您好", "我有纠纷", "同意", STORY, "说完了", "李某", "13800138000", "张某", "13900139000")

Snapshots = dict[str, Path]


class Zygote:
    """The process that forks the processes that are killed."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.killed"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parent.parent,
        )

    def kill(self, wish: Wish) -> None:
        """Run the house of a folder until it is killed where it was wished; it must get there."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(asdict(wish)) + "\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline().strip() == "9", f"never reached {wish.step} {wish.nth}"

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    """The forking process, once for all tests."""
    forks = Zygote()
    yield forks
    forks.close()


def lines(*doings: tuple[Any, ...]) -> list[Line]:
    """(who, text), (who, "!label") for a button, or (who, pictures…)."""
    made = []
    for who, *what in doings:
        number = f"{next(NUMBERS)}"
        if isinstance(what[0], int):
            made.append(Line(number, who, photos=tuple(what)))
        elif what[0].startswith("!"):
            made.append(Line(number, who, press=what[0][1:]))
        else:
            made.append(Line(number, who, text=what[0]))
    return made


def live(folder: Path, doings: Sequence[Line], at: datetime = START, sweep: bool = False) -> None:
    """Let this happen in a house that nobody kills."""
    deliver(folder, doings)
    asyncio.run(play(folder, at, sweep=sweep))


@pytest.fixture(scope="module")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> Snapshots:
    """The folder of one case at several moments of its life."""
    root = tmp_path_factory.mktemp("life")
    folder, kept = root / "now", {}
    folder.mkdir()

    def keep(name: str) -> None:
        kept[name] = root / name
        shutil.copytree(folder, kept[name])

    app = house(folder, START)
    judge, clerk = app.new_staff_code("judge", "王某"), app.new_staff_code("clerk", "刘某")
    app.store.close()
    live(folder, lines(("a", "您好"), ("a", "!我有纠纷")))
    keep("consent")
    live(folder, lines(("a", "!同意")))
    keep("story")
    told = [("a", text) for text in (*FIRST[3:], "就在这个聊天里收", "对,交上去")]
    live(
        folder,
        lines(*told, ("j", "您好"), ("j", "!我有邀请码"), ("j", judge), ("k", "您好"), ("k", "!我有邀请码")),
    )
    live(folder, lines(("k", clerk), ("j", "刷新"), ("j", "!(2026)"), ("j", "!受理"), ("j", "!诉讼中·简易")))
    live(folder, lines(("j", "!邀请对方")))
    code = re.findall(r"\d{4} \d{4}", texts(folder, "j")[-1])[0]
    doings: list[tuple[Any, ...]] = [
        ("b", text) for text in ("您好", "我有邀请码", code, "张某", "13900139000")
    ]
    for name in ("张某", "李某"):
        doings += [("j", "!登记身份核实"), ("j", f"!{name}"), ("j", "!视频核对")]
    doings += [("b", "!愿意调解"), ("b", "只能退2000"), ("b", "!说完了"), ("b", "!就在这个聊天")]
    doings += [
        ("k", "刷新"),
        ("k", "!(2026)"),
        ("k", "!做笔录"),
        ("k", "!打字"),
        ("k", "双方同意分期退还押金。"),
    ]
    doings += [
        ("k", "!说完了"),
        ("k", "!付钱"),
        ("k", "!张某"),
        ("k", "!李某"),
        ("k", "2700元"),
        ("k", "!分期"),
    ]
    doings += [("k", "2026年12月10日 900元\n2027年1月15日 1800元"), ("k", "!没有了")]
    live(folder, lines(*doings))
    keep("review")
    live(folder, lines(("k", "!发出"), ("a", "!对"), ("a", "!确认"), ("b", "!对")))
    keep("b confirms")
    live(folder, lines(("b", "!确认"), ("k", "!对"), ("k", "!确认"), ("j", "!对")))
    keep("seal")
    live(folder, lines(("j", "!确认")))
    keep("performing")
    return kept


# -- what must hold ----------------------------------------------------------------------------------------


def contents(folder: Path, at: datetime) -> dict[str, Any]:
    """Everything in the store that does not depend on the very moment, readable."""
    app = house(folder, at)
    try:
        with app.store.read() as tx:
            inbox = [
                (row.id, row.channel, row.ext, row.state, row.tries, _timeless(talks.read(tx, row)))
                for row in tx.all(select(s.inbox).order_by(s.inbox.c.id))
            ]
            outbox = [
                (row.id, row.person_id, row.state, tx.unseal(f"person:{row.person_id}", "outbox", row.body))
                for row in tx.all(select(s.outbox).order_by(s.outbox.c.id))
            ]
            rows = tx.all(select(s.conversation.c.id).order_by(s.conversation.c.id))
            places = {n: talk.place for n, talk in talks.conversations(tx, [row.id for row in rows]).items()}
            standing = {n: (p.frames, p.question, p.options, p.offer, p.silent) for n, p in places.items()}
            chains = {}
            for row in tx.all(select(s.chain).order_by(s.chain.c.id)):
                found = journal.lines(tx, HOUSE, row.id, staff=True)
                verified(row, found)
                chains[row.id] = [(one.kind, one.author, one.reader, _timeless(one.body)) for one in found]
            tables = (s.case, s.party, s.record, s.confirmation, s.promise, s.followup, s.person, s.address)
            counts = {table.name: len(tx.all(select(table))) for table in tables}
            dues = [(r.act, r.cause, r.state) for r in tx.all(select(s.followup).order_by(s.followup.c.id))]
    finally:
        app.store.close()
    return {
        "inbox": inbox,
        "outbox": outbox,
        "places": standing,
        "chains": chains,
        "rows": counts,
        "dues": dues,
    }


def verified(chain: Any, found: Sequence[journal.Line]) -> None:
    """Every line follows from the one before, and opens what its commitment says."""
    before = GENESIS
    for seq, one in enumerate(found, 1):
        assert one.seq == seq
        assert one.hash == link(
            before, seq, one.at, one.kind, str(one.author), str(one.reader), one.commitment
        )
        assert one.salt is not None and one.commitment == commit(one.salt, canonical(one.body))
        before = one.hash
    assert (chain.head, chain.length) == (before, len(found))


def _timeless(body: Any) -> Any:
    return {k: _timeless(v) for k, v in body.items() if k != "at"} if isinstance(body, dict) else body


def nothing_doubled(folder: Path, found: dict[str, Any], kills: int = 1) -> None:
    """One turn a message, one row for everything said; sent twice at most once a kill and person."""
    assert [row for row in found["inbox"] if row[3] != talks.DONE or row[4]] == []
    turns = sum(kind == "turn" for chain in found["chains"].values() for kind, *_ in chain)
    by_people = sum("act" not in row[5] for row in found["inbox"])
    assert turns == by_people
    sent = Counter((one["to"], one["id"]) for one in said(folder))
    assert {number for _, number in sent} == {row[0] for row in found["outbox"]}
    twice = Counter({to: sum(n - 1 for (who, _), n in sent.items() if who == to) for to, _ in sent})
    assert max(twice.values()) <= kills, twice
    for to in {to for to, _ in sent}:
        ids = list(dict.fromkeys(one["id"] for one in said(folder) if one["to"] == to))
        assert ids == sorted(ids), f"{to} heard things in another order"


class Trial:
    """A moment of the case, something that happens there, and what the house holds when nobody kills it."""

    def __init__(self, zygote: Zygote, snapshots: Snapshots, folder: Path) -> None:
        self.zygote, self.snapshots, self.folder = zygote, snapshots, folder / "house"

    def run(
        self,
        moment: str,
        doings: Sequence[Line],
        wishes: Sequence[tuple[str, int]],
        *,
        at: datetime = START,
        sweep: bool = False,
    ) -> dict[str, Any]:
        """Kill the house at every wish in turn, start it once more, and compare."""
        shutil.copytree(self.snapshots[moment], self.folder)
        deliver(self.folder, doings)
        now = at
        for step, nth in wishes:
            after = 0 if sweep or step in ("leased", "said") else 1
            self.zygote.kill(Wish(str(self.folder), step, nth, after, now.isoformat(), sweep))
            now += LATER
        live(self.folder, doings, now, sweep)
        found = contents(self.folder, now)
        nothing_doubled(self.folder, found, len(wishes))
        assert found == undisturbed(self.snapshots[moment], tuple(doings), at, sweep)
        return found


@cache
def undisturbed(moment: Path, doings: tuple[Line, ...], at: datetime, sweep: bool) -> dict[str, Any]:
    """What the house holds when nobody kills it."""
    folder = moment.with_name(f"{moment.name} undisturbed {next(NUMBERS)}")
    shutil.copytree(moment, folder)
    live(folder, doings, at, sweep)
    return contents(folder, at)


@pytest.fixture
def trial(zygote: Zygote, snapshots: Snapshots, tmp_path: Path) -> Trial:
    return Trial(zygote, snapshots, tmp_path)


def texts(folder: Path, who: str) -> list[str]:
    return [folded(one["text"]) for one in said(folder) if one["to"] == who]


# -- the tests ---------------------------------------------------------------------------------------------

AGREES = lines(("a", "!同意"))
B_CONFIRMS = lines(("b", "!确认"))
SEALS = lines(("j", "!确认"))
PICTURES = lines(("a", 1, 2))
PUBLISHES = lines(("k", "!发出"))
# One turn of one's own, then in the next batch the turns of those who are told.
TOLD = [("stored", 1), ("found", 1), ("read", 1), ("decided", 1), ("written", 1), ("committed", 1)]
TOLD += [
    ("found", 2),
    ("read", 2),
    ("decided", 3),
    ("written", 2),
    ("committed", 2),
    ("leased", 1),
    ("said", 1),
]
TOLD += [("leased", 2), ("said", 2), ("commit", 1), ("commit", 2)]


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_of_the_eight_steps_and_started_again_the_turn_is_taken_once(
    trial: Trial, step: str
) -> None:
    trial.run("consent", AGREES, [(step, 1)])
    assert "请您用自己的话" in texts(trial.folder, "a")[-1]


@pytest.mark.parametrize("step", STEPS)
def test_after_a_kill_the_conversation_goes_on_and_old_buttons_work_or_say_what_to_do(
    trial: Trial, step: str
) -> None:
    trial.run("consent", AGREES, [(step, 1)])
    old = next(one for one in said(trial.folder) if [b[0] for b in one["buttons"][:2]] == ["同意", "不同意"])
    live(trial.folder, [Line("again", "a", press="同意")], START + 3 * LATER)
    assert old["to"] == "a" and texts(trial.folder, "a")[-1].startswith(
        "【新的调解申请】\n那个按钮是前面问题的"
    )
    live(trial.folder, [Line("help", "a", press="帮助"), Line("told", "a", text=STORY)], START + 3 * LATER)
    assert "您可以点下面的按钮" in texts(trial.folder, "a")[-2]
    assert "记下了" in texts(trial.folder, "a")[-1]


def test_killed_over_and_over_at_the_same_place_it_still_gets_through(trial: Trial) -> None:
    trial.run("consent", AGREES, [("stored", 1), ("written", 1), ("said", 1), ("leased", 1)])


@pytest.mark.parametrize(("step", "nth"), TOLD)
def test_a_confirmation_that_others_hear_of_survives_a_kill(trial: Trial, step: str, nth: int) -> None:
    found = trial.run("b confirms", B_CONFIRMS, [(step, nth)])
    assert found["rows"]["confirmation"] == 2
    assert any("张某已经确认了第1版" in text for text in texts(trial.folder, "a"))


@pytest.mark.parametrize(("step", "nth"), TOLD)
def test_the_seal_survives_a_kill_and_sets_every_reminder_once(trial: Trial, step: str, nth: int) -> None:
    found = trial.run("seal", SEALS, [(step, nth)])
    assert (found["rows"]["confirmation"], found["rows"]["promise"]) == (4, 2)
    reminders = Counter(found["dues"])
    assert (
        reminders["ask_payee", "promise:1.1", "waiting"]
        == 1
        == reminders["ask_payee", "promise:1.2", "waiting"]
    )
    for who in "ab":
        assert sum("请保存好" in text for text in set(texts(trial.folder, who))) == 1


@pytest.mark.parametrize(
    ("step", "nth"),
    [
        ("rename", 1),
        ("rename", 2),
        ("commit", 1),
        ("stored", 1),
        ("written", 1),
        ("committed", 1),
        ("said", 1),
    ],
)
def test_pictures_that_were_being_sent_are_all_kept_once(trial: Trial, step: str, nth: int) -> None:
    shutil.rmtree(trial.folder, ignore_errors=True)
    after = 0 if step in ("rename", "commit") else 1
    shutil.copytree(trial.snapshots["story"], trial.folder)
    deliver(trial.folder, PICTURES)
    trial.zygote.kill(Wish(str(trial.folder), step, nth, after, START.isoformat()))
    live(trial.folder, PICTURES, START + LATER)
    found = contents(trial.folder, START + LATER)
    nothing_doubled(trial.folder, found)
    assert found == undisturbed(trial.snapshots["story"], tuple(PICTURES), START, False)
    kept = [path for path in (trial.folder / "files").rglob("*") if path.is_file() and path.name[0] != "."]
    assert len(kept) == 2


@pytest.mark.parametrize(("step", "nth"), [("written", 1), ("committed", 1), ("leased", 2), ("said", 2)])
def test_a_record_that_is_being_published_reaches_everybody_once_in_the_store(
    trial: Trial, step: str, nth: int
) -> None:
    found = trial.run("review", PUBLISHES, [(step, nth)])
    assert found["rows"]["record"] == 1
    for who in "ab":
        assert "(共1条)这一条对不对?" in texts(trial.folder, who)[-1]


@pytest.mark.parametrize(
    ("step", "nth"),
    [
        ("commit", 1),
        ("found", 1),
        ("found", 2),
        ("written", 1),
        ("written", 2),
        ("committed", 2),
        ("said", 1),
    ],
)
def test_a_reminder_that_was_due_is_neither_lost_nor_given_twice(trial: Trial, step: str, nth: int) -> None:
    found = trial.run("performing", (), [(step, nth)], at=DUE, sweep=True)
    assert ("remind_day", "promise:1.1", "done") in found["dues"]
    assert sum(row[5].get("told") == "due_today" for row in found["inbox"]) == 1
    assert "2026年12月10日" in texts(trial.folder, "b")[-1] and "900元" in texts(trial.folder, "b")[-1]
    entries = [kind for chain in found["chains"].values() for kind, *_ in chain]
    assert entries.count("due_today") == 1


@pytest.mark.parametrize(("step", "nth"), [("sql", 1), ("sql", 6), ("sql", 17), ("sql", 30), ("commit", 1)])
def test_killed_while_the_first_schema_is_made_the_next_start_makes_it_whole(
    zygote: Zygote, tmp_path: Path, step: str, nth: int
) -> None:
    deliver(tmp_path, lines(("a", "您好")))
    zygote.kill(Wish(str(tmp_path), step, nth, 0))
    live(tmp_path, lines(("a", "您好")))
    assert "我是示例人民法院的调解助手" in texts(tmp_path, "a")[0].replace("您好!", "")


def test_killed_before_the_key_of_a_new_store_is_remembered_it_starts_with_the_same_key(
    zygote: Zygote, tmp_path: Path
) -> None:
    zygote.kill(Wish(str(tmp_path), "commit", 2, 0))
    key = (tmp_path / "master.key").read_bytes()
    live(tmp_path, lines(("a", "您好")))
    assert (tmp_path / "master.key").read_bytes() == key
    assert len(texts(tmp_path, "a")) == 1

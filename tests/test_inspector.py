"""The inspector finds nothing in the house as it stands, and every kind of fault that is put into it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot.words import book
from handlers.acts import ACTS
from handlers.inspector import Finding, Limits, inspect
from handlers.inspector.notices import REFUSALS
from handlers.life import MOVES, Move
from handlers.released import RELEASED
from handlers.script import Act, Ask, Decide, End, Script, Tell, choose, hear, offer
from handlers.tables import DECISIONS
from handlers.values import Book
from handlers.words import Words

CORE = Path(handlers.__file__).parent
Break = Callable[[Book], Book]


def with_script(script: Script) -> Break:
    return lambda old: Book({**old.scripts, script.name: script}, old.words)


def with_steps(name: str, *steps: Any, **changes: Any) -> Break:
    """That script with these steps added, or put in the place of those of the same name."""

    def broken(old: Book) -> Book:
        script = old.scripts[name]
        new = {step.name: step for step in steps}
        kept = tuple(new.pop(step.name, step) for step in script.steps)
        return with_script(replace(script, steps=(*kept, *new.values()), **changes))(old)

    return broken


def with_on(name: str, **on: str) -> Break:
    return lambda old: with_script(replace(old.scripts[name], on={**old.scripts[name].on, **on}))(old)


def without_on(name: str, kind: str) -> Break:
    def broken(old: Book) -> Book:
        on = {k: v for k, v in old.scripts[name].on.items() if k != kind}
        return with_script(replace(old.scripts[name], on=on))(old)

    return broken


def with_words(changes: dict[str, Any], lang: str = "zh") -> Break:
    """Words changed in one language; None takes them away."""

    def broken(old: Book) -> Book:
        tables = {name: dict(flat) for name, flat in old.words.flat.items()}
        tables[lang] |= changes
        tables[lang] = {key: value for key, value in tables[lang].items() if value is not None}
        return Book(old.scripts, Words(tables))

    return broken


def small(*steps: Any, **more: Any) -> Break:
    """A script of its own that nothing else knows of."""
    return with_script(Script("small", 1, tuple(steps), **more))


END = End("end")
CIRCLE = (Tell("first", then="second"), Decide("second", "has_points", {"yes": "first", "no": "end"}), END)
ROUTES: list[tuple[str, Break, str, str]] = [
    ("an unknown step", small(choose("a", {"yes": "nowhere"}), END), "small.a", "unknown step nowhere"),
    ("an unknown reader", small(hear("a", then="end", reads="mind"), END), "small.a", "unknown reader mind"),
    (
        "an unknown filling",
        small(hear("a", then="end", fills="gaps"), END),
        "small.a",
        "unknown filling gaps",
    ),
    ("an unknown offer", small(offer("a", "bribes", then="end"), END), "small.a", "unknown offer bribes"),
    (
        "an unknown decision",
        small(Decide("a", "dice", {"six": "end"}), END),
        "small.a",
        "unknown decision dice",
    ),
    ("an unknown show", small(Tell("a", then="end", shows=("soul",)), END), "small.a", "unknown show soul"),
    ("unknown files", small(Tell("a", then="end", files="x"), END), "small.a", "unknown files x"),
    ("an unknown act", small(Act("a", does="bribe", then="end"), END), "small.a", "unknown act bribe"),
    ("an unknown script", small(End("a", next="limbo")), "small.a", "unknown script limbo"),
    ("two steps of one name", small(END, END), "small.end", "two steps share this name"),
    ("a step nobody reaches", small(END, Tell("a", then="end")), "small.a", "can never be reached"),
    ("a script nobody opens", small(END), "small", "nothing ever opens this script"),
    (
        "a room without a door",
        small(choose("a", {"yes": "b"}), choose("b", {"yes": "a"}), END),
        "small.a",
        "has no way to an end or a room",
    ),
    (
        "talking in circles",
        small(*CIRCLE),
        "small.first",
        "talks in circles: no question on the way back to it",
    ),
    (
        "two scripts talking in circles",
        lambda old: with_script(Script("b", 1, (End("e", next="a"),)))(
            with_script(Script("a", 1, (End("e", next="b"),)))(old)
        ),
        "a.e",
        "talks in circles: no question on the way back to it",
    ),
    (
        "a question without answers",
        small(Ask("a", then="end"), END),
        "small.a",
        "is a question without answers",
    ),
    (
        "an answer that leads nowhere",
        small(Ask("a", takes=("text",)), END),
        "small.a",
        "leads nowhere with an answer",
    ),
    (
        "a list that may be empty",
        small(offer("a", "unchecked", then="end"), END),
        "small.a",
        "may have nothing to choose from, and then no way on",
    ),
    (
        "mending what is no question",
        small(choose("a", {"x": "end"}, edits=True), END),
        "small.a",
        "mends end, which is no question",
    ),
    (
        "an answer that ends a script for ever",
        with_steps("intake", choose("consent", {"yes": "story", "no": "goodbye"})),
        "intake.consent",
        "the answer no ends the script and is remembered: ask it always",
    ),
    ("unknown doing", with_on("party", filed="dance:x"), "party on filed", "unknown doing dance"),
    ("a visit to nowhere", with_on("party", filed="visit:x"), "party on filed", "unknown script x"),
    ("a move to nowhere", with_on("party", filed="step:x"), "party on filed", "unknown step x"),
    ("word that nobody tells", with_on("desk", rain=""), "desk on rain", "nobody ever tells this"),
    (
        "word that a party's script does not hear",
        without_on("join", "late"),
        "join on late",
        "is told here, and silently lost",
    ),
    (
        "word that the office does not hear",
        without_on("office", "heard"),
        "office on heard",
        "is told here, and silently lost",
    ),
    (
        "a forwarding address that leads nowhere",
        with_steps("party", forwards={"gone": "nowhere"}),
        "party.gone",
        "forwarded to the unknown step nowhere",
    ),
    (
        "a forwarding address over a step that stands",
        with_steps("party", forwards={"status": "room"}),
        "party.status",
        "is forwarded although it still stands",
    ),
]
LONG = "很" * 41
WORDING: list[tuple[str, Break, str, str]] = [
    ("missing words", with_words({"intake.name.ask": None}), "zh:intake.name.ask", "has no words"),
    (
        "missing plainer words",
        with_words({"intake.name.plain": None}),
        "zh:intake.name.plain",
        "has no words",
    ),
    ("missing word in passing", with_words({"told.party.late": None}), "zh:told.party.late", "has no words"),
    (
        "an unnamed choice",
        with_words({"check.point.choices.yes": None}),
        "zh:check.point.choices.yes",
        "has no words",
    ),
    ("a nameless value", with_words({"names.state.filed": None}), "zh:names.state.filed", "has no words"),
    ("unused words", with_words({"intake.name.song": "啦"}), "zh:intake.name.song", "is never used"),
    ("an unused synonym", with_words({"synonyms.song": ["啦"]}), "zh:synonyms.song", "is never used"),
    (
        "a hole that the step does not show",
        with_words({"intake.name.ask": "{number}"}),
        "zh:intake.name.ask",
        "nothing fills {number}",
    ),
    (
        "a hole that a notice does not carry",
        with_words({"told.party.record_void": "{text}"}),
        "zh:told.party.record_void",
        "nothing fills {text}",
    ),
    (
        "a hole that a refusal does not carry",
        with_words({"refusals.no_points": "{no}"}),
        "zh:refusals.no_points",
        "nothing fills {no}",
    ),
    ("empty words", with_words({"common.first": " "}), "zh:common.first", "is empty"),
    ("a list for a text", with_words({"common.first": ["a"]}), "zh:common.first", "must be one text"),
    ("a text for a list", with_words({"asides.back": "回"}), "zh:asides.back", "must be a list of words"),
    (
        "a language that lacks words",
        with_words({"common.first": None}, "en"),
        "en:common.first",
        "is missing in",
    ),
    (
        "other holes",
        with_words({"common.person": "{phone}"}, "en"),
        "en:common.person",
        "has other holes than in zh",
    ),
    (
        "no way to a person",
        with_words({"asides.person": []}),
        "zh:asides.person",
        "there is no way to a person",
    ),
    (
        "no telephone",
        with_words({"common.person": "好"}),
        "zh:common.person",
        "names no telephone of a person",
    ),
    ("a word of two asides", with_words({"asides.stop": ["返回"]}), "zh:asides.stop", "返回 means back too"),
    (
        "an aside that is a number",
        with_words({"asides.stop": ["第2个"]}),
        "zh:asides.stop",
        "第2个 is a number",
    ),
    (
        "a button that cannot be typed",
        with_words({"labels.back": "退一步"}),
        "zh:labels.back",
        "a button that cannot be typed: it is no word of its aside",
    ),
    (
        "a choice that is an aside too",
        with_words({"came.came.choices.no": "停!"}),
        "zh:came.came",
        "停! means no, and the aside stop too",
    ),
    (
        "a synonym that is an aside too",
        with_words({"synonyms.yes": ["你好"]}),
        "zh:check.point",
        "你好 means yes, and the aside hello too",
    ),
    (
        "two choices of one label",
        with_words({"came.came.choices.part": "没有。"}),
        "zh:came.came",
        "没有。 means both no and part",
    ),
    (
        "two choices of one synonym",
        with_words({"synonyms.no": ["行"], "synonyms.yes": ["行"]}),
        "zh:release.ask",
        "行",
    ),
    (
        "a choice that is a number",
        with_words({"synonyms.yes": ["一"]}),
        "zh:check.point",
        "一 means yes, and a number",
    ),
    ("a label too long", with_words({"labels.done": LONG}), "zh:labels.done", "is too long for a button: 41"),
    (
        "a label too wide",
        with_words({"labels.done": "🙏" * 33}),
        "zh:labels.done",
        "is too long for a button: 33",
    ),
    (
        "a text too long",
        with_words({"common.help": "好" * 3001}),
        "zh:common.help",
        "is too long for a channel: 3001",
    ),
]


def new_findings(broken: Book, **more: Any) -> set[Finding]:
    return set(inspect(broken, **more)) - set(inspect(book()))


def test_the_house_as_it_stands_is_fit_to_open() -> None:
    assert inspect(book()) == []


@pytest.mark.parametrize(
    ("breaks", "where", "what"), [row[1:] for row in ROUTES], ids=[row[0] for row in ROUTES]
)
def test_it_finds_in_the_routes(breaks: Break, where: str, what: str) -> None:
    assert Finding(where, what) in new_findings(breaks(book()))


@pytest.mark.parametrize(
    ("breaks", "where", "what"), [row[1:] for row in WORDING], ids=[row[0] for row in WORDING]
)
def test_it_finds_in_the_words(breaks: Break, where: str, what: str) -> None:
    assert any(one.where == where and what in one.what for one in new_findings(breaks(book())))


def test_a_released_question_that_went_away_needs_a_forwarding_address() -> None:
    gone = [("party", "confess")]
    assert Finding("party.confess", "was released and has gone without a forwarding address") in new_findings(
        book(), released=gone
    )
    forwarded = with_steps("party", forwards={"confess": "room"})(book())
    assert not any(one.where == "party.confess" for one in inspect(forwarded, released=gone))


def test_every_question_there_is_stands_among_the_released_ones() -> None:
    asks = {(s.name, t.name) for s in book().scripts.values() for t in s.steps if isinstance(t, Ask)}
    assert asks <= set(RELEASED), "add the new questions to handlers/released.py when they are released"


LIFE: list[tuple[str, list[Move], str, str]] = [
    (
        "a state nobody reaches",
        [m for m in MOVES if m.act != "accept"],
        "life.accepted",
        "no case can ever come",
    ),
    (
        "a case without an end",
        [replace(m, to=("performed",)) if m.act in ("close", "visited") else m for m in MOVES],
        "life.performed",
        "a case in this state can never end",
    ),
    (
        "a way back past the seal",
        [*MOVES, Move("reopen", ("performing",), ("recording",), ("mediator",))],
        "life.performing",
        "there is a way back past the sealed record, to recording",
    ),
    (
        "a move without an act",
        [*MOVES, Move("sing", ("filed",), ("",), ())],
        "life.sing",
        "is a move without an act",
    ),
    ("an act without a move", list(MOVES[1:]), f"life.{MOVES[0].act}", "is an act without a move"),
    ("two moves of one act", [*MOVES, MOVES[0]], f"life.{MOVES[0].act}", "has two moves"),
    ("an unknown state", [*MOVES, Move("sing", ("limbo",), ("",), ())], "life.sing", "unknown state limbo"),
]


@pytest.mark.parametrize(("moves", "where", "what"), [row[1:] for row in LIFE], ids=[row[0] for row in LIFE])
def test_it_finds_in_the_life_of_a_case(moves: list[Move], where: str, what: str) -> None:
    found = inspect(book(), moves=moves, acts=ACTS)
    assert any(one.where == where and what in one.what for one in found)


def test_the_limits_are_those_it_is_given() -> None:
    narrow = inspect(book(), Limits(label=3, units=64, text=3_000))
    assert any("too long for a button" in one.what for one in narrow)


def literals(node: ast.expr) -> set[str]:
    """The texts that an expression may be, as far as they stand there."""
    branches = (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,)
    return {one.value for one in branches if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def raised(tree: ast.AST) -> Iterator[tuple[str, frozenset[str]]]:
    """Every literal ``Refused("reason", value=...)``."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id="Refused"), args=[reason], keywords=keywords):
                names = {one.arg or "" for one in keywords}
                yield from ((one, frozenset(names)) for one in literals(reason))


def test_every_refusal_is_known_with_its_values() -> None:
    sources = [path for room in (CORE, CORE.parent / "bot") for path in room.rglob("*.py")]
    trees = [ast.parse(path.read_text("utf-8")) for path in sources]
    found = {one for tree in trees for one in raised(tree)}
    unknown = {reason for reason, _ in found} - set(REFUSALS)
    assert not unknown
    assert not [(reason, names) for reason, names in found if not REFUSALS[reason] <= names]
    assert set(REFUSALS) <= {reason for reason, _ in found}, "a refusal that nothing raises any more"


def outcomes(function: ast.FunctionDef) -> set[str]:
    """The literal outcomes that a decision returns."""
    returned = [one.value for one in ast.walk(function) if isinstance(one, ast.Return)]
    return {text for one in returned if isinstance(one, ast.Tuple) for text in literals(one.elts[0])}


def given(fork: Decide) -> set[str]:
    """The literal outcomes of the decision behind a fork, wherever in the core it stands."""
    code = DECISIONS[fork.by].__code__
    tree = ast.parse(Path(code.co_filename).read_text("utf-8"))
    named = [one for one in tree.body if isinstance(one, ast.FunctionDef) and one.name == code.co_name]
    return set().union(*(outcomes(one) for one in named))


def test_every_fork_declares_all_outcomes_of_its_decision() -> None:
    forks = [s for script in book().scripts.values() for s in script.steps if isinstance(s, Decide)]
    assert forks
    assert not [fork.name for fork in forks if given(fork) - set(fork.outcomes)]


@pytest.mark.parametrize(
    "name", [s.name for s in book().scripts.values() if any(one.name == "which_kind" for one in s.steps)]
)
def test_a_kind_of_point_has_a_way_at_every_fork_that_it_comes_to(name: str) -> None:
    script = book().scripts[name]
    kinds = script.step("point")
    assert isinstance(kinds, Ask)
    for kind, first in kinds.choices.items():
        open_, seen = [first], set[str]()
        while open_:
            step = script.step(open_.pop())
            if step.name in seen or step.name in ("point", "add"):
                continue
            seen.add(step.name)
            by_kind = isinstance(step, Decide) and step.by == "point_kind"
            open_ += [step.outcomes[kind]] if by_kind and isinstance(step, Decide) else step.targets()
        assert seen

"""What no walk has seen yet, and which answers lead there: later walks go where earlier ones were not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from handlers.inspector.notices import HOUSE_NOTICES
from handlers.script import Ask, Script, Visit
from handlers.values import Book

if TYPE_CHECKING:
    from handlers.walk.explorer import Report

Node = tuple[str, str]
NEAR, FAR = 12.0, 4.0  # how much more willingly an answer is given that leads to something new


def unseen(book: Book, reports: Iterable[Report]) -> tuple[set[Node], set[Node]]:
    """The questions that no walk was asked, and the kinds of word that none was told, by voice."""
    seen = list(reports)
    asked = {(s.name, step.name) for s in book.scripts.values() for step in s.steps if isinstance(step, Ask)}
    told = {
        (script.voice or script.name, kind)
        for script in book.scripts.values()
        for kind in script.on
        if kind not in HOUSE_NOTICES
    }
    return (
        asked.difference(*(report.steps for report in seen)),
        told.difference(*(report.told for report in seen)),
    )


def missed(book: Book, reports: Iterable[Report]) -> list[str]:
    """The same as sentences."""
    steps, kinds = unseen(book, reports)
    return sorted(
        [f"{a}.{b} was never asked" for a, b in steps] + [f"{b} was never told to {a}" for a, b in kinds]
    )


ROADS: Mapping[str, tuple[str, ...]] = {
    "helper_confirmed": ("get_help", "authority", "see_paper", "check_helper"),
    "authority_void": ("authority", "see_paper", "change_by"),
    "hand_void": ("get_help", "authority", "see_paper", "check_helper", "drop_help"),
    "no_chat_at_all": ("ask_party", "get_help"),
    "seated": ("second", "away"),
    "second_left": ("second",),
    "left_out": ("leave_out", "other_gone"),
    "conflict_stays": ("conflict",),
    "court_result": ("court_result",),
    "decision_soon": (),
    "plan_back": ("plans",),
    "unheard": ("callers",),
}
"""Moves of the rooms that lead, by way of several people, to kinds of word that are seldom told."""


def moves_to(book: Book, questions: Iterable[Node], kinds: Iterable[Node]) -> frozenset[str]:
    """The moves of the rooms behind which there is something that no walk has seen."""
    scripts = {name for name, _ in questions}
    rooms = (step for script in book.scripts.values() for step in script.steps if isinstance(step, Visit))
    found = {step.name for step in rooms if step.script in scripts}
    return frozenset(found.union(*(ROADS.get(kind, ()) for _, kind in kinds)))


def pull(scripts: Mapping[str, Script], place: Node, value: str, aims: frozenset[Node]) -> float:
    """How much more an answer attracts: by the next questions it leads to, and by all that may follow."""
    if not aims:
        return 1.0
    script = scripts[place[0]]
    ask = script.step(place[1])
    if not isinstance(ask, Ask):
        return 1.0
    target = ask.choices.get(value, value if value in ask.routes else ask.then)
    if not target:
        return 1.0
    if _ahead(script, target, deep=False) & aims or _visited(scripts, script, target) & aims:
        return NEAR
    return FAR if not ask.idle and _ahead(script, target, deep=True) & aims else 1.0


def _ahead(script: Script, target: str, *, deep: bool) -> set[Node]:
    """The questions that can follow a step: the very next ones, or all of them until a room is reached."""
    found, open_, seen = set[Node](), [target], set[str]()
    while open_:
        step = script.step(open_.pop())
        if step.name in seen:
            continue
        seen.add(step.name)
        if isinstance(step, Ask):
            found.add((script.name, step.name))
            if not deep or step.idle:
                continue
        open_ += step.targets()
    return found


def _visited(scripts: Mapping[str, Script], script: Script, target: str) -> set[Node]:
    """Every question of a script that is opened on the way."""
    step = script.step(target)
    if not isinstance(step, Visit):
        return set()
    opened = scripts[step.script]
    return {(opened.name, one.name) for one in opened.steps if isinstance(one, Ask)}

"""What no walk has seen yet, and which answers lead there: later walks go where earlier ones were not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from handlers.inspector.notices import HOUSE_NOTICES
from handlers.inspector.notices import TOPICS as SAID
from handlers.rooms import TOPICS
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


_SETTLED = ("get_help", "authority", "see_paper", "check_helper", "ask_party")
_SEATED = ("name.for_other", "seat_code")

ROADS: Mapping[str, tuple[str, ...]] = {
    "authority_void": ("name.for_unit", "authority", "see_paper", "change_by", *_SETTLED),
    "left_out": ("leave_out", "other_gone"),
    "helper_confirmed": _SETTLED,
    "hand_void": (*_SETTLED, "drop_help", "sure.yes", "stop", "stop.yes"),
    "aide.take_back": (*_SETTLED, "take_back"),
    "aide.quit": (*_SETTLED, "quit"),
    "aide.withdraw": (*_SETTLED, "withdraw"),
    "aide.share_sure": (*_SETTLED, "share"),
    "helper_wrong": ("get_help", "ask.no"),
    "helper_shut": ("get_help", "ask.no"),
    "who_came.how_far": _SEATED,
    "seat_taken": _SEATED,
    "no_chat": ("name.for_other",),
    "no_chat_yet": ("name.for_other",),
    "no_chat_at_all": ("name.for_other", "stop", "stop.yes"),
    "seat_code": ("name.for_other", "seat_code"),
    "record.differs": ("plans",),
    "plan_agreed": ("plans", "ask.yes"),
    "agreed.draft": ("plans", "ask.yes", "draft.now"),
    "plan_back": ("plans", "mine.withdraw", "sure.yes"),
    "fact_agreed": ("facts", "ask.yes"),
    "claim_gone": ("claim", "unclaim"),
    "second_left": ("second", "how.drop"),
    "unseated": ("hand", "second", "how.drop", "unwanted"),
    "seated": ("hand", "away"),
    "left.room": ("hand", "away"),
    "stand_in": ("away",),
    "stand_yes": ("away",),
    "stand_no": ("away",),
    "not_stood_for": ("away",),
    "chosen_asked": ("choose",),
    "must_replace": ("conflict", "disclose.no"),
    "conflict_leaves": ("conflict", "disclose.no"),
    "conflict_stays": ("conflict",),
    "paper_missing": ("ask_paper",),
    "paper_dropped": ("ask_paper", "drop_paper"),
    "by_changed": ("name.for_unit", "change_by"),
    "by_kept": ("name.for_unit", "change_by"),
    "org_authority_sent": ("name.for_unit", "authority"),
    "org_authority_done": ("name.for_unit", "authority", "see_paper"),
    "meeting.pick": ("meet", "meeting"),
    "turned_away": ("turn_away",),
    "office.turn_away": ("turn_away",),
    "office.where": ("turn_away",),
    "unwilling": ("wait.quit", "quit.yes"),
    "office.some": ("to.some",),
    "said_some": ("to.some", "some.send"),
    "said_related": ("to.owners", "to.everybody"),
    "appraisal_begun": ("appraisal", "begin.yes"),
    "appraisal_done": ("appraisal", "begin.yes", "done.yes"),
    "appraisal.done": ("appraisal", "begin.yes"),
    "court_result": ("court_result",),
    **dict.fromkeys(("release.ask", "release_asked", "release_sent"), ("ask",)),
    "record.claim": ("claim",),
    **dict.fromkeys(("taken_back", "took_back"), ("take_back", "take_back.yes")),
    "crossed": ("share", "share_sure.yes"),
    "applied": ("confirming", "confirming.applied"),
    **dict.fromkeys(("second_came", "second_code"), ("second", "how.code")),
    **dict.fromkeys(("kept", "kept_late"), ("came.yes",)),
    "visit_trouble": ("well.trouble",),
    "lost_phone": ("welcome.back", "back.lost"),
    "unheard": ("callers", "~person"),
    "human.waiting": ("callers", "~person"),
    "wants_person": ("~person",),
    "left": ("callers", "~person"),
    "found.which": ("search",),
}
"""Answers that lead, by way of several people, to words and questions that are seldom met.

An answer is named alone or with its question. Of what is not named here the moves of its topic count.
"""


def roads(book: Book, questions: Iterable[Node], kinds: Iterable[Node]) -> tuple[frozenset[str], ...]:
    """For everything that no walk has seen the answers that lead there, always in the same order."""
    found = []
    for name, step in sorted(questions):
        found.append(frozenset({*_ways_to(book, name), *ROADS.get(f"{name}.{step}", ())}))
    for kind in sorted({kind for _, kind in kinds}):
        found.append(frozenset(ROADS[kind] if kind in ROADS else _topic(kind)))
    return tuple(one for one in found if one)


def _ways_to(book: Book, script: str) -> set[str]:
    """The answers that open a script, and those that open the scripts that do, back to the rooms."""
    found, open_, seen = set[str](), [script], set[str]()
    while open_:
        wanted = open_.pop()
        seen.add(wanted)
        for one in book.scripts.values():
            for step in one.steps:
                if isinstance(step, Visit) and step.script == wanted:
                    found.add(step.name)
                    open_ += [one.name] if one.name not in seen else []
    return found


def _topic(kind: str) -> set[str]:
    """The moves of the topic to which a kind of word belongs."""
    for said, offers in zip(SAID, TOPICS, strict=True):
        if any(kind in kinds for kinds in said.NOTICES.values()):
            return {*offers.PARTY, *offers.OFFICE, *offers.DESK}
    return set()


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

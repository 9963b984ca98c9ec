"""Answers that depend on the case, fetched before they are shown and kept with the question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.case import Case, Utterance
from handlers.kinds import Facts, Offer, Options
from handlers.life import may
from handlers.sight import uncrossed
from handlers.view import View
from handlers.words import Words

LABEL = 36  # characters of a button that every channel shows

ENDINGS = {
    "unreachable": "unreachable",
    "too_far": "fail",
    "sham": "fail",
    "other": "fail",
    "expired": "expire",
}


def short(text: str) -> str:
    """A text cut to what fits a button, openly."""
    return text if len(text) <= LABEL else text[: LABEL - 1] + "…"


def unchecked_parties(case: Case) -> Options:
    return [(str(p.person), p.name) for p in case.staying if not p.checked]


def unchecked(words: Words, facts: Facts, view: View) -> Options:
    """The parties whose identity nobody has checked yet."""
    if view.case is None:
        return []
    return [
        (str(p.person), short(f"{p.name}({words.name(view.lang, 'side', p.side)})"))
        for p in view.case.staying
        if not p.checked
    ]


def private_rows(case: Case) -> Options:
    here = {p.person for p in case.joined}
    mine = [u for u in case.talk if u.to == "mediator" and u.person in here and _may_cross(case, u)]
    return [(str(u.n), short(f"{case.name(u.person)}: {_said(u.said)}")) for u in mine[-8:]]


def _may_cross(case: Case, words: Utterance) -> bool:
    return not words.released or bool(uncrossed(case, words))


def _said(said: Mapping[str, Any]) -> str:
    return " ".join(said.get("texts", ())) or "📎"


def private_words(words: Words, facts: Facts, view: View) -> Options:
    """The last words that were said to the mediator alone."""
    return private_rows(view.case) if view.case is not None else []


def open_endings(view: View) -> list[str]:
    case = view.case
    if case is None:
        return []
    return [how for how, act in ENDINGS.items() if may(act, view.role, case.state, case.stage)]


def endings(words: Words, facts: Facts, view: View) -> Options:
    """The ways this mediation can be ended now."""
    return [(how, words.name(view.lang, "reason", how)) for how in open_endings(view)]


def people(words: Words, facts: Facts, view: View) -> Options:
    """Both sides, as the one who promises."""
    if view.case is None:
        return []
    sides = {p.side for p in view.case.staying}
    there = view.case.staying if len(sides) > 1 else view.case.parties  # a draft outlives somebody's leaving
    return [(str(p.person), short(p.name)) for p in there]


def people_but(words: Words, facts: Facts, view: View) -> Options:
    """Everybody but the one who promises."""
    return [one for one in people(words, facts, view) if one[0] != str(facts.get("p_who"))]


def draft_points(words: Words, facts: Facts, view: View) -> Options:
    """The points of the record being made."""
    return [
        (str(p["no"]), short(words.show(view.lang, "point", p).replace("\n", " ")))
        for p in facts.get("points") or ()
    ]


def pay_points(words: Words, facts: Facts, view: View) -> Options:
    """The payments among the points being entered."""
    rows = draft_points(words, facts, view)
    return [row for row, p in zip(rows, facts.get("points") or (), strict=True) if p["kind"] == "pay"]


def matter_rows(words: Words, facts: Facts, view: View) -> Options:
    """A person's own matters."""
    return [(str(row["conversation"]), short(str(row["title"]))) for row in facts.get("rows") or ()]


OFFERS: dict[str, Offer] = {
    "unchecked": unchecked,
    "private_words": private_words,
    "endings": endings,
    "people": people,
    "people_but": people_but,
    "draft_points": draft_points,
    "pay_points": pay_points,
    "matter_rows": matter_rows,
}

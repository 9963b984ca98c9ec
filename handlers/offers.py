"""Answers that depend on the case, fetched before they are shown and kept with the question."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.case import Case
from handlers.life import may
from handlers.view import View
from handlers.words import Words

Facts = Mapping[str, Any]
Options = list[tuple[str, str]]
LABEL = 36  # characters of a button that every channel shows

PARTY_MOVES = ("record", "share", "came", "status", "take_back", "withdraw", "quit")
OFFICE_MOVES = {
    "accept": "accept",
    "turn_away": "turn_away",
    "invite": "invite",
    "check": "check",
    "draft": "draft",
    "record": "open_record",
    "ask": "ask_release",
    "look": "",
    "end": "",
    "desk": "",
}
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


def _labels(words: Words, view: View, table: str, values: list[str]) -> Options:
    return [(value, words.text(view.lang, f"{table}.{value}")) for value in values]


def party_moves(words: Words, facts: Facts, view: View) -> Options:
    """What a party may do now; only what the table of life allows is shown."""
    case, role = view.case, view.role
    if case is None:
        return []
    promised = any(p.whom == view.me and p.state != "kept" for p in case.promises)
    record, live = case.record, case.state == "recording"
    confirmed = record is not None and record.confirmed_by(view.me)
    shown = {
        "record": record is not None and record.status != "void" and not (live and confirmed),
        "share": _can_share(case, view.me),
        "came": promised and may("ask_paid", role, case.state, case.stage),
        "status": True,
        "take_back": live and confirmed,
        "withdraw": may("withdraw", role, case.state, case.stage),
        "quit": may("decline", role, case.state, case.stage),
    }
    return _labels(words, view, "party_moves", [move for move in PARTY_MOVES if shown[move]])


def _can_share(case: Case, me: int) -> bool:
    mine = [u for u in case.talk if u.person == me and u.to == "mediator"]
    other = case.other(me)
    there = other is not None and (other.side == "applicant" or bool(other.agreed_at))
    return there and bool(mine) and not mine[-1].released and may("publish", "clerk", case.state, "")


def office_moves(words: Words, facts: Facts, view: View) -> Options:
    """What somebody of the court may do in this case now."""
    case, role = view.case, view.role
    if case is None:
        return []
    there = case.of_side("respondent") is not None
    shown = {move: not act or may(act, role, case.state, case.stage) for move, act in OFFICE_MOVES.items()}
    shown["invite"] = shown["invite"] and not there
    shown["check"] = shown["check"] and bool(_unchecked(case))
    shown["ask"] = shown["ask"] and bool(_private(case))
    shown["record"] = shown["record"] and case.record is not None and case.record.status != "void"
    shown["end"] = bool(_endings(view))
    return _labels(words, view, "office_moves", [move for move in OFFICE_MOVES if shown[move]])


def _unchecked(case: Case) -> Options:
    return [(str(p.person), p.name) for p in case.parties if not p.checked]


def unchecked(words: Words, facts: Facts, view: View) -> Options:
    """The parties whose identity nobody has checked yet."""
    if view.case is None:
        return []
    return [
        (str(p.person), short(f"{p.name}({words.name(view.lang, 'side', p.side)})"))
        for p in view.case.parties
        if not p.checked
    ]


def _private(case: Case) -> Options:
    mine = [u for u in case.talk if u.to == "mediator" and not u.released]
    return [(str(u.n), short(f"{case.name(u.person)}: {_said(u.said)}")) for u in mine[-8:]]


def _said(said: Mapping[str, Any]) -> str:
    return " ".join(said.get("texts", ())) or "📎"


def private_words(words: Words, facts: Facts, view: View) -> Options:
    """The last words that were said to the mediator alone."""
    return _private(view.case) if view.case is not None else []


def _endings(view: View) -> list[str]:
    case = view.case
    if case is None:
        return []
    return [how for how, act in ENDINGS.items() if may(act, view.role, case.state, case.stage)]


def endings(words: Words, facts: Facts, view: View) -> Options:
    """The ways this mediation can be ended now."""
    return [(how, words.name(view.lang, "reason", how)) for how in _endings(view)]


def people(words: Words, facts: Facts, view: View) -> Options:
    """Both sides, as the one who promises."""
    return [(str(p.person), short(p.name)) for p in view.case.parties] if view.case is not None else []


def people_but(words: Words, facts: Facts, view: View) -> Options:
    """Everybody but the one who promises."""
    return [one for one in people(words, facts, view) if one[0] != str(facts.get("p_who"))]


def draft_points(words: Words, facts: Facts, view: View) -> Options:
    """The points of the record being made."""
    return [
        (str(p["no"]), short(words.show(view.lang, "point", p).replace("\n", " ")))
        for p in facts.get("points") or ()
    ]


def desk_rows(words: Words, facts: Facts, view: View) -> Options:
    """The cases on somebody's desk."""
    return [
        (str(row.case), short(f"{row.title} · {words.name(view.lang, 'state', row.state)}"))
        for row in view.desk
    ]


def matter_rows(words: Words, facts: Facts, view: View) -> Options:
    """A person's own matters."""
    return [(str(row["conversation"]), short(str(row["title"]))) for row in facts.get("rows") or ()]


OFFERS: dict[str, Callable[[Words, Facts, View], Options]] = {
    "party_moves": party_moves,
    "office_moves": office_moves,
    "unchecked": unchecked,
    "private_words": private_words,
    "endings": endings,
    "people": people,
    "people_but": people_but,
    "draft_points": draft_points,
    "desk_rows": desk_rows,
    "matter_rows": matter_rows,
}

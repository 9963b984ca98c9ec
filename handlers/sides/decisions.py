"""Forks and readers about several people on a side."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.claiming import open_claims
from handlers.kinds import Decision, Facts, Reader
from handlers.sides import telling
from handlers.view import View

RELATED = {"owners": "respondent", "everybody": "both"}
"""Whom an announcement in related cases reaches in each of them."""


def who_is_missing(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether it must be asked who is to be invited."""
    found = view.case.missing if view.case is not None else ()
    if len(found) > 1:
        return "several", {}
    return "one", {"invitee": found[0].n if found else 0}


def audience(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the words go out now, or it must be asked to whom."""
    to = str(facts["to"])
    if to == "nobody":
        return "nobody", {}
    if to in RELATED:
        return "related", {"to": RELATED[to]}
    if to == "some":
        return "some", {"to": "people", "hearers": []}
    if to[:1] == "p" and to[1:].isdigit():
        return "say", {"to": "people", "hearers": [int(to[1:])]}
    return "say", {"hearers": None}


def toggle_hearer(facts: Facts, view: View) -> tuple[str, Facts]:
    """The person just pressed is to hear, or not to hear any more."""
    chosen, one = list(facts.get("hearers") or ()), int(facts["picked"])
    return "next", {"hearers": [p for p in chosen if p != one] if one in chosen else [*chosen, one]}


def some_chosen(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether anybody has been chosen."""
    return ("some" if facts.get("hearers") else "none"), {}


def next_claim(facts: Facts, view: View) -> tuple[str, Facts]:
    """The next open claim of which the record being made says nothing yet."""
    named = {int(p["claim"]) for p in facts.get("points") or () if p["kind"] == "claim"}
    case = view.case
    left = [one for one in open_claims(case) if one.n not in named] if case is not None else []
    if case is None or not left:
        return "none", {}
    return "claim", {"c_n": left[0].n, "c_who": case.name(left[0].by), "c_text": left[0].text}


def note_claim(facts: Facts, view: View) -> tuple[str, Facts]:
    """What becomes of the claim is a point of the record, confirmed like every other."""
    points, text = list(facts.get("points") or ()), facts["c_text"]
    at = next((n for n, p in enumerate(points) if p.get("claim") == facts["c_n"]), len(points))
    point = {"no": at + 1, "kind": "claim", "claim": facts["c_n"], "how": facts["c_how"]}
    point |= {"who_name": facts["c_who"], "what": " ".join(text.get("texts", ())) or "📎"}
    return "next", {"points": [*points[:at], point, *points[at + 1 :]]}


DECISIONS: Mapping[str, Decision] = {
    "who_is_missing": who_is_missing,
    "audience": audience,
    "toggle_hearer": toggle_hearer,
    "some_chosen": some_chosen,
    "next_claim": next_claim,
    "note_claim": note_claim,
    "several_told": telling.several,
}
READERS: Mapping[str, Reader] = {
    "others": telling.others,
    "reaches": telling.reaches,
    "claims": telling.claims,
}

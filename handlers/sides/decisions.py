"""Forks and readers about several people on a side."""

from __future__ import annotations

from collections.abc import Mapping

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


DECISIONS: Mapping[str, Decision] = {
    "who_is_missing": who_is_missing,
    "audience": audience,
    "toggle_hearer": toggle_hearer,
    "some_chosen": some_chosen,
    "several_told": telling.several,
}
READERS: Mapping[str, Reader] = {
    "others": telling.others,
    "reaches": telling.reaches,
    "claims": telling.claims,
}

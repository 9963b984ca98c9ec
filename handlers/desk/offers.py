"""Answers about the court's people at their desk, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.case import Case
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import LEADS, STAFF
from handlers.offers import short
from handlers.view import View
from handlers.words import Words


def whom(words: Words, facts: Facts, view: View) -> Options:
    """With whom a member of staff can speak: the people of this case, or at the desk those who asked."""
    if view.case is None:
        return [(f"talk:{one.talk}", short(f"{one.name} · {one.matter}")) for one in view.callers]
    people = [(p.person, p.name) for p in view.case.parties]
    people += [(h.person, h.name) for h in view.case.helpers if h.person and not h.ended]
    return [(f"person:{person}", short(name)) for person, name in people]


def phrase_rows(words: Words, facts: Facts, view: View) -> Options:
    """The court's ready-made phrases by their titles."""
    return [(str(n), short(one.title)) for n, one in enumerate(view.phrases)]


def found_rows(words: Words, facts: Facts, view: View) -> Options:
    """What the search found, each with its state: ended cases say so."""
    return [
        (str(one["case"]), short(f"{one['title']} · {words.name(view.lang, 'state', str(one['state']))}"))
        for one in facts.get("hits") or ()
    ]


def _ours(case: Case, view: View) -> bool:
    return case.role(view.me) in STAFF


OFFERS: Mapping[str, Offer] = {"whom": whom, "phrase_rows": phrase_rows, "found_rows": found_rows}
PARTY: Mapping[str, Shown] = {}
OFFICE: Mapping[str, Shown] = {
    "callers": lambda case, view: _ours(case, view) and bool(case.parties),
    "phrase": lambda case, view: _ours(case, view) and bool(view.phrases),
    "note": _ours,
}
DESK: Mapping[str, DeskShown] = {
    "callers": lambda view: bool(view.callers),
    "today": lambda view: True,
    "next": lambda view: view.role in LEADS and view.free > 0,
    "search": lambda view: bool(view.desk),
}

"""Forks and readers about papers and reminders."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Facts, Reader
from handlers.view import View


def paper_asked_for(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether this paper was asked for; then what it is to show is known."""
    if facts.get("n") is None:
        return "own", {}
    return "wanted", {"shows": facts["text"]}


def paper_may_cross(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether there is anybody to whom a paper could be shown."""
    others = view.case.others(view.me) if view.case is not None else ()
    there = any(p.side == "applicant" or p.agreed_at for p in others)
    return ("yes" if there else "no"), {"share": "no", "crossing": [p.person for p in others]}


DECISIONS: Mapping[str, Decision] = {
    "paper_asked_for": paper_asked_for,
    "paper_may_cross": paper_may_cross,
}
READERS: Mapping[str, Reader] = {}

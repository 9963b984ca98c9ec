"""Forks and readers about the court's people at their desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.desk.phrases import said
from handlers.kinds import Decision, Facts, Reader
from handlers.view import View

LONGEST = 60  # characters of what is searched for


def query(text: str, facts: Facts, view: View) -> Any:
    """What is to be found; kept apart from the number of a case that was pressed."""
    return {"find": text.strip()[:LONGEST]}


def typed(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a case was pressed at the desk, or words were typed to search for."""
    return ("words" if isinstance(facts["case"], Mapping) else "case"), {}


def has_query(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether it is known already what is searched for."""
    return ("yes" if facts.get("case") else "no"), {}


def found_any(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the search found anything."""
    return ("some" if facts.get("hits") else "none"), {}


def take_phrase(facts: Facts, view: View) -> tuple[str, Facts]:
    """The chosen phrase becomes the words to be sent; it may have left the file meanwhile."""
    at = int(facts["phrase"])
    if at >= len(view.phrases):
        return "gone", {}
    return "some", {"said": said(view.phrases[at], view.lang)}


def unheard_since(facts: Facts, view: View) -> tuple[str, Facts]:
    """The first words that have not been answered yet count, however often more follow."""
    return "counted", {"since": facts.get("since") or view.now}


def gone_quiet(facts: Facts, view: View) -> tuple[str, Facts]:
    """The person who was speaking has said nothing for a while."""
    return "noted", {"why_ended": "silent"}


DECISIONS: Mapping[str, Decision] = {
    "typed": typed,
    "has_query": has_query,
    "found_any": found_any,
    "take_phrase": take_phrase,
    "unheard_since": unheard_since,
    "gone_quiet": gone_quiet,
}
READERS: Mapping[str, Reader] = {"query": query}

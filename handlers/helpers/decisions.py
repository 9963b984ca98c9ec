"""Forks and readers about those who act for a party."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.helpers.looking import digests, own_papers, papers
from handlers.helpers.telling import FOR_OTHER, FOR_UNIT
from handlers.kinds import Decision, Facts, Reader
from handlers.view import View


def for_whom(facts: Facts, view: View) -> tuple[str, Facts]:
    """For whom the story is told: for oneself, for somebody else, or for an organisation."""
    return {FOR_OTHER: "other", FOR_UNIT: "unit"}.get(str(facts.get("name")), "self"), {}


def how_came(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a helper told the dispute, and the party has not said yet how far they may go."""
    return ("told" if facts.get("told") else "invited"), {}


def whose_paper(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whose written authority is being sent, where there is only one that it can be."""
    found = own_papers(view)
    return ("one", {"paper_of": found[0][0]}) if len(found) == 1 else ("several", {})


def paper_kind(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether staff look at a helper's authority or an organisation's, and which photographs they saw."""
    whose = dict(papers(view.case, "sent")).get(str(facts["paper_of"])) if view.case is not None else None
    seen = {"paper_seen": digests(whose.paper) if whose is not None else []}
    return ("helper" if str(facts["paper_of"]).startswith("h") else "org"), seen


def aide_begins(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a helper has told the dispute themselves, so that nobody need ask who they are."""
    return ("told" if facts.get("name") == FOR_OTHER else "invited"), {}


def stays(facts: Facts, view: View) -> tuple[str, Facts]:
    """Where a helper is who does not stop after all."""
    return ("room" if view.scope else "wait"), {}


DECISIONS: Mapping[str, Decision] = {
    "for_whom": for_whom,
    "how_came": how_came,
    "whose_paper": whose_paper,
    "paper_kind": paper_kind,
    "aide_begins": aide_begins,
    "stays": stays,
}
READERS: Mapping[str, Reader] = {}

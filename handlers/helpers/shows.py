"""What may be shown about those who act for a party, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.formats import named, telephone
from handlers.helpers.looking import ORG, own_helper, papers, whose_name
from handlers.kinds import Facts, Files, Format, Show
from handlers.parts import Helper
from handlers.view import View


def _fact(name: str) -> Show:
    def show(facts: Facts, view: View) -> Any:
        return facts.get(name) or "—"

    return show


def _grant(facts: Facts, view: View) -> Helper | None:
    """The grant that the facts speak of."""
    n = str(facts.get("n") or "")
    found = view.case.part("helpers", int(n)) if view.case is not None and n.isdigit() else None
    return found if isinstance(found, Helper) else None


def _helper(facts: Facts, view: View) -> str:
    helper = _grant(facts, view)
    return str(facts.get("helper") or (helper.name if helper is not None else facts.get("h_name")) or "—")


def _principal_of(facts: Facts, view: View) -> str:
    helper = _grant(facts, view)
    return view.case.name(helper.by) if view.case is not None and helper is not None else "—"


def _still(facts: Facts, view: View) -> str:
    """What is still missing before a helper may do all that was granted: a name from ``names.still``."""
    helper = own_helper(view)
    if helper is None:
        return "nothing"
    if not helper.confirmed:
        return "confirm"
    if helper.scope != "read" and not helper.checked:
        return "check"
    if helper.scope == "settle" and helper.authority != "checked":
        return {"": "paper", "sent": "paper_sent", "refused": "paper_bad"}[helper.authority]
    return "nothing"


def _far_now(facts: Facts, view: View) -> str:
    return view.scope or "tell"


def _paper_text(facts: Facts, view: View) -> str:
    return "org" if str(facts.get("paper_of", "")).startswith(ORG) else "helper"


def _phone(name: str) -> Show:
    def show(facts: Facts, view: View) -> Any:
        found = facts.get(name)
        return "" if found in (None, "none") else found

    return show


def authority_files(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """The photographs of the written authority at hand."""
    if view.case is None:
        return []
    whose = dict(papers(view.case, "sent")).get(str(facts.get("paper_of")))
    return list(whose.paper.get("media", ())) if whose is not None else []


def _paper_whose(facts: Facts, view: View) -> str:
    return whose_name(view.case, str(facts.get("paper_of"))) if view.case is not None else "—"


SHOWS: Mapping[str, Show] = {
    "helper": _helper,
    "helper_phone": _phone("helper_phone"),
    "relation": lambda facts, view: facts.get("relation") or "other",
    "principal": lambda facts, view: view.principal or "—",
    "principal_of": _principal_of,
    "how_far": _far_now,
    "still": _still,
    "paper_text": _paper_text,
    "paper_whose": _paper_whose,
    **{name: _fact(name) for name in ("p_name", "h_name", "u_name", "u_by", "u_post")},
    **{name: _phone(name) for name in ("p_phone", "h_phone", "u_phone")},
}
FILES: Mapping[str, Files] = {"authority_files": authority_files}
FORMATS: Mapping[str, Format] = {
    **dict.fromkeys(("helper_phone", "p_phone", "h_phone", "u_phone"), telephone),
    **{
        name: named(name)
        for name in ("relation", "how_far", "why_over", "checked", "verdict", "still", "paper_text", "deed")
    },
}

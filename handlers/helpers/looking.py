"""Who acts for whom in a case, and which written authorities there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.case import Case, Party
from handlers.parts import Helper
from handlers.view import View

MOST = 2  # 民诉法 61: one or two
ORG = "org"  # whose paper: of the person who acts for an organisation, else "h" and the number of a grant


def papers(case: Case, state: str) -> list[tuple[str, Helper | Party]]:
    """The authorities in a state: the key each is known by, and whose it is."""
    found: list[tuple[str, Helper | Party]] = [
        (f"h{h.n}", h) for h in case.helpers if h.authority == state and not h.ended
    ]
    return found + [(f"{ORG}{p.person}", p) for p in case.parties if p.org and p.authority == state]


def digests(paper: Mapping[str, Any]) -> list[str]:
    """What the photographs of an authority are known by."""
    return [str(one["digest"]) for one in paper.get("media", ())]


def live(case: Case, person: int) -> tuple[Helper, ...]:
    """The grants of a party that stand, come in or not."""
    return tuple(h for h in case.helpers if h.by == person and not h.ended)


def own_helper(view: View) -> Helper | None:
    """The grant under which the one who looks acts."""
    return view.case.helper(view.hand) if view.case is not None and view.hand else None


def own_papers(view: View) -> list[tuple[str, str]]:
    """The written authorities that the one who looks may send: the key of each, and whose it is."""
    case = view.case
    if case is None:
        return []
    if view.hand:
        helper = own_helper(view)
        return [(f"h{helper.n}", helper.name)] if helper is not None and _wants_paper(helper) else []
    me = case.party(view.me)
    found = [(f"h{h.n}", h.name) for h in live(case, view.me) if _wants_paper(h)]
    if me is not None and me.org and me.authority != "checked":
        found.append((f"{ORG}{me.person}", me.by_name or me.name))
    return found


def _wants_paper(helper: Helper) -> bool:
    return helper.scope == "settle" and helper.authority != "checked" and not helper.ended


def whose_name(case: Case, key: str) -> str:
    """Whose authority it is: a helper with their party, or an organisation with its person."""
    for state in ("sent", "refused", "checked"):
        whose = dict(papers(case, state)).get(key)
        if isinstance(whose, Helper):
            return f"{whose.name}（{case.name(whose.by)}）"
        if whose is not None:
            return case.called(whose.person)
    return "—"

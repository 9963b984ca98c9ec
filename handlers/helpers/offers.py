"""Answers that depend on the case, about those who act for a party, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.case import Case
from handlers.helpers.looking import MOST, live, own_papers, papers, whose_name
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import may
from handlers.offers import short
from handlers.parts import Helper
from handlers.view import View
from handlers.words import Words


def my_helpers(words: Words, facts: Facts, view: View) -> Options:
    """Those who act for the one who looks."""
    return [(str(h.n), short(h.name)) for h in live(view.case, view.me)] if view.case is not None else []


def my_papers(words: Words, facts: Facts, view: View) -> Options:
    """Whose authority is being sent."""
    return [(key, short(name)) for key, name in own_papers(view)]


def _rows(case: Case | None, wanted: list[Helper]) -> Options:
    return [(str(h.n), short(f"{h.name}（{case.name(h.by)}）")) for h in wanted] if case is not None else []


def _come(case: Case | None) -> list[Helper]:
    return [h for h in case.helpers if h.person and not h.ended] if case is not None else []


def helpers_unchecked(words: Words, facts: Facts, view: View) -> Options:
    """Helpers whose identity nobody has checked yet, each with their party."""
    return _rows(view.case, [h for h in _come(view.case) if not h.checked])


def helpers_unasked(words: Words, facts: Facts, view: View) -> Options:
    """Helpers of whom nobody knows yet whether their party wants them."""
    return _rows(view.case, [h for h in _come(view.case) if not h.confirmed])


def papers_sent(words: Words, facts: Facts, view: View) -> Options:
    """Written authorities that wait to be looked at."""
    if view.case is None:
        return []
    return [(key, short(whose_name(view.case, key))) for key, _ in papers(view.case, "sent")]


def _helps(case: Case, view: View) -> bool:
    return may("grant", view.role, case.state, case.stage) and not view.hand


def _paper(case: Case, view: View) -> bool:
    return may("send_authority", view.role, case.state, case.stage) and bool(own_papers(view))


def _organised(case: Case, view: View) -> bool:
    me = case.party(view.me)
    return _helps(case, view) and me is not None and me.org


def _staff(act: str, wanted: str) -> Shown:
    def shown(case: Case, view: View) -> bool:
        if not may(act, view.role, case.state, case.stage):
            return False
        if wanted == "paper":
            return bool(papers(case, "sent"))
        return any(not getattr(h, wanted) for h in _come(case))

    return shown


OFFERS: Mapping[str, Offer] = {
    "my_helpers": my_helpers,
    "my_papers": my_papers,
    "helpers_unchecked": helpers_unchecked,
    "helpers_unasked": helpers_unasked,
    "papers_sent": papers_sent,
}
PARTY: Mapping[str, Shown] = {
    "authority": _paper,
    "get_help": lambda case, view: _helps(case, view) and len(live(case, view.me)) < MOST,
    "drop_help": lambda case, view: not view.hand and bool(live(case, view.me)),
    "change_by": _organised,
}
OFFICE: Mapping[str, Shown] = {
    "see_paper": _staff("check_authority", "paper"),
    "ask_party": _staff("asked_party", "confirmed"),
    "check_helper": _staff("helper_check", "checked"),
}
DESK: Mapping[str, DeskShown] = {}
AIDE: Mapping[str, Shown] = {
    "authority": _paper,
    "seat_code": lambda case, view: any(p.absent for p in case.parties if p.person == view.me),
    "stop": lambda case, view: True,
}
"""Every move of a helper's own, and when it is offered."""
MOVE_SCOPE = {
    "record": "read",
    "status": "read",
    "papers": "read",
    "plans": "read",
    "share": "speak",
    "paper": "speak",
    "meeting": "speak",
    "zone": "read",
}
"""How far a grant must reach before a helper is offered a party's move; any other needs settle."""

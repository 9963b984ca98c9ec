"""Answers that depend on the case, about papers and reminders, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.case import Case
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import STAFF, TRIAL, may
from handlers.offers import short
from handlers.papers.following import RESULTS
from handlers.view import View, within
from handlers.words import Words


def people_checked(words: Words, facts: Facts, view: View) -> Options:
    """The parties who may be asked for something: the other side only once checked."""
    if view.case is None:
        return []
    asked = [p for p in view.case.staying if p.side == "applicant" or p.checked]
    return [(str(p.person), short(f"{p.name}({words.name(view.lang, 'side', p.side)})")) for p in asked]


def wanted_papers(words: Words, facts: Facts, view: View) -> Options:
    """The papers that were asked for and have not come."""
    case = view.case
    if case is None:
        return []
    return [
        (str(one.n), short(f"{case.name(one.person)}: {one.text}"))
        for one in case.wanted
        if one.state == "open"
    ]


def court_results(words: Words, facts: Facts, view: View) -> Options:
    """What the court may have done at this stage."""
    if view.case is None:
        return []
    known = RESULTS["trial" if view.case.stage in TRIAL else "before"]
    return [(result, words.name(view.lang, "outcome", result)) for result in known]


def _may_paper(case: Case, view: View) -> bool:
    return may("give_paper", view.role, case.state, case.stage) and within(view.scope, "speak")


def _papers(case: Case, view: View) -> bool:
    return any(u.paper for u in case.talk)


def _confirming(case: Case, view: View) -> bool:
    me = case.party(view.me)
    asked = me is not None and not case.confirming and me.confirming in ("", "no")
    open_ = asked and bool(case.confirm_until) and view.today.isoformat() <= case.confirm_until
    allowed = may("confirming", view.role, case.state, case.stage) and within(view.scope, "settle")
    return open_ and allowed and case.stage not in TRIAL


OFFERS: Mapping[str, Offer] = {
    "people_checked": people_checked,
    "wanted_papers": wanted_papers,
    "court_results": court_results,
}
PARTY: Mapping[str, Shown] = {"confirming": _confirming, "paper": _may_paper, "papers": _papers}
OFFICE: Mapping[str, Shown] = {
    "ask_paper": lambda case, view: may("ask_paper", view.role, case.state, case.stage),
    "papers": _papers,
    "drop_paper": lambda case, view: (
        view.role in STAFF
        and any(one.state == "open" for one in case.wanted)
        and may("drop_paper", view.role, case.state, case.stage)
    ),
    "court_result": lambda case, view: may("court_result", view.role, case.state, case.stage),
}
DESK: Mapping[str, DeskShown] = {}

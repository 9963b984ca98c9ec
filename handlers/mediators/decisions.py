"""Forks and readers about who mediates, and the term."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Facts, Reader
from handlers.life import may
from handlers.mediators.standing import term_is_over, unanswered
from handlers.view import View


def open_question(facts: Facts, view: View) -> tuple[str, Facts]:
    """The question at hand, or the oldest one that this party has not answered."""
    if view.case is None:
        return "none", {}
    open_ = unanswered(view.case, view.me)
    found = next((one for one in open_ if one.n == facts.get("n")), None)
    if found is None and facts.get("n") is None and open_:
        found = open_[0]
    if found is None:
        return "none", {}
    outcomes = {"extend": "extend", "disclose": "disclose", "mediator": "mediator"}
    return outcomes[found.kind], {"n": found.n}


def still_asked(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the question still waits for this party's answer."""
    waits = view.case is not None and any(v.n == facts["n"] for v in unanswered(view.case, view.me))
    return ("yes" if waits else "no"), {}


def named_mediator(facts: Facts, view: View) -> tuple[str, Facts]:
    """Who was chosen from the list: name and role go with the choice."""
    found = next((m for m in view.mediators if str(m.person) == str(facts["to"])), None)
    if found is None:
        return "gone", {}
    return "named", {"to_name": found.name, "to_role": found.role}


def asked_before(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether this party has asked for another mediator before: a second time ends the mediation."""
    before = view.case is not None and view.me in view.case.refusals
    return ("again" if before else "first"), {}


def term_state(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether more time can be asked for, and whether the term is over already."""
    case = view.case
    if case is None or not case.term_end or case.paused:
        return "none", {}
    if term_is_over(case, view.today):
        return "over", {}
    return ("runs" if may("ask_extend", view.role, case.state, case.stage) else "none"), {}


def appraisal_state(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the term rests for an appraisal."""
    return ("rests" if view.case is not None and view.case.paused else "runs"), {}


DECISIONS: Mapping[str, Decision] = {
    "open_question": open_question,
    "still_asked": still_asked,
    "named_mediator": named_mediator,
    "asked_before": asked_before,
    "term_state": term_state,
    "appraisal_state": appraisal_state,
}
READERS: Mapping[str, Reader] = {}

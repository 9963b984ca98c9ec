"""Answers that depend on the case, about plans and undisputed facts, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.case import Case
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import may
from handlers.offers import short
from handlers.plans.state import both_there, number, open_plans
from handlers.view import View
from handlers.words import Words


def plan_rows(words: Words, facts: Facts, view: View) -> Options:
    """The open plans, the newest first."""
    case = view.case
    if case is None:
        return []
    rows = [(plan, words.show(view.lang, "plan", number(case, plan))) for plan in open_plans(case)]
    return [(str(plan.n), short(f"{name} · {case.name(plan.by)}")) for plan, name in reversed(rows)]


def _shown(act: str) -> Shown:
    def shown(case: Case, view: View) -> bool:
        return may(act, view.role, case.state, case.stage) and both_there(case)

    return shown


OFFERS: Mapping[str, Offer] = {"plan_rows": plan_rows}
PARTY: Mapping[str, Shown] = {"plans": _shown("put_plan")}
OFFICE: Mapping[str, Shown] = {"plans": _shown("put_plan"), "facts": _shown("put_fact")}
DESK: Mapping[str, DeskShown] = {}

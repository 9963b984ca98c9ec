"""Forks and readers about plans and undisputed facts."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Facts, Reader
from handlers.life import STAFF
from handlers.plans.differences import differences
from handlers.plans.state import number
from handlers.view import View


def plan_stance(facts: Facts, view: View) -> tuple[str, Facts]:
    """What this person may do with a plan: answer it, change their own, look at it as staff, or nothing."""
    case = view.case
    plan = case.part("plans", int(facts.get("n") or facts.get("pick") or 0)) if case is not None else None
    if case is None or plan is None or plan.state != "open":
        return "over", {}
    found = {
        "n": plan.n,
        "base": plan.n,
        "plan": number(case, plan),
        "name": case.name(plan.by),
        "role": plan.role,
        "points": [dict(p) for p in plan.points],
    }
    if plan.by == view.me:
        return "mine", found
    return ("staff" if view.role in STAFF else "answer"), found


def fact_stands(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a statement still waits for answers."""
    fact = view.case.part("facts", int(facts["n"])) if view.case is not None else None
    return ("open" if fact is not None and fact.state == "open" else "over"), {}


def plan_differs(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the record departs from the plan that all accepted; an earlier word on it counts no more."""
    found = differences(view.case, facts.get("points") or ()) if view.case is not None else []
    return ("differs" if found else "same"), {"differences": found, "differs": None}


DECISIONS: Mapping[str, Decision] = {
    "plan_stance": plan_stance,
    "fact_stands": fact_stands,
    "plan_differs": plan_differs,
}
READERS: Mapping[str, Reader] = {}

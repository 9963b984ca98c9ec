"""What becomes of plans and facts when somebody takes part no longer."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Tell, tell, tell_staff
from handlers.case import Case
from handlers.plans.state import all_agree, audience, number


def without(case: Case, name: str) -> tuple[Case, tuple[Tell, ...], tuple[str, ...]]:
    """The case after that one has left: every plan was made with them, so none binds or waits any more.

    A fact that all who are left have confirmed is undisputed now. With it come the word for those who are
    left, and the causes of follow-ups that are over.
    """
    told: list[Tell] = []
    over = [one for one in case.plans if one.state in ("open", "agreed")]
    for plan in over:
        case = case.with_part("plans", replace(plan, state="replaced"))
        shared = {"n": plan.n, "plan": number(case, plan), "name": name, "gone": "left"}
        told += [tell(p.person, "plan_gone", **shared) for p in audience(case)]
        told += tell_staff(case, "plan_gone", **shared)
    for fact in case.facts:
        if fact.state == "open" and all_agree(case, fact.answers):
            case = case.with_part("facts", replace(fact, state="agreed"))
            told += [tell(p.person, "fact_agreed", fact=fact.text) for p in audience(case)]
            told += tell_staff(case, "fact_agreed", fact=fact.text)
    return case, tuple(told), tuple(f"plan:{plan.n}" for plan in over)

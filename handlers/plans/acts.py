"""Acts on plans to settle: put before everybody, accepted, refused, withdrawn (在线调解规则 18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.acts.done import Done, Due, Entry, Tell, tell, tell_staff
from handlers.case import Actor, Case, Env
from handlers.days import at_local
from handlers.kinds import Data, Doing
from handlers.life import Refused
from handlers.parts import Plan
from handlers.plans.facts import ACTS as FACT_ACTS
from handlers.plans.state import all_agree, answered, audience, both_there, number, open_plans, waiting
from handlers.points import totals
from handlers.record import checked_points

REMIND_DAYS = 2  # days without an answer until a plan is put again; after as many more the staff hear of it


def put_plan(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A plan crosses to everybody who takes part, after its author saw it once more; it is theirs to answer.

    A party who puts a plan agrees to it. It takes the place of the author's own plan it was made from;
    somebody else's stays open, and the author has answered it with another.
    """
    if not both_there(case):
        raise Refused("nobody_there")
    by_party = _party(case, actor) if case.party(actor.person) is not None else False
    base = case.part("plans", int(data.get("base") or 0))
    points = checked_points(case, data.get("points") or (), env.today)
    case, n = case.numbered()
    answers = ((actor.person, "yes"),) if by_party else ()
    plan = Plan(n, actor.person, actor.role, points, env.stamp, base=base.n if base else 0, answers=answers)
    case = case.with_part("plans", plan)
    tells: tuple[Tell, ...] = ()
    drops: tuple[str, ...] = ()
    if base is not None and base.state == "open":
        case, tells, drops = _after_counter(case, base, actor, by_party)
    shared = shown(case, plan)
    tells = (
        *tells,
        *_others(case, actor, "plan_put", **shared),
        *tell_staff(case, "plan_put", but=actor.person, **shared),
        tell(actor.person, "plan_kept", n=plan.base, plan=shared["plan"]),
    )
    body = {"n": n, "by": actor.name, "points": [dict(p) for p in points], "base": plan.base}
    return Done(case, tells, (_reminder(n, 1, env),), (Entry("plan", body),), drops=drops)


def _after_counter(
    case: Case, base: Plan, actor: Actor, by_party: bool
) -> tuple[Case, tuple[Tell, ...], tuple[str, ...]]:
    """What becomes of the plan that another was made from."""
    if base.by != actor.person:
        answers = answered(base.answers, actor.person, "counter") if by_party else base.answers
        return case.with_part("plans", replace(base, answers=answers)), (), ()
    case = case.with_part("plans", replace(base, state="replaced"))
    return case, _gone(case, base, actor, "replaced"), (f"plan:{base.n}",)


def shown(case: Case, plan: Plan) -> dict[str, Any]:
    """A plan as it is put before a person."""
    points = [dict(p) for p in plan.points]
    of = case.part("plans", plan.base)
    return {
        "n": plan.n,
        "plan": number(case, plan),
        "name": case.name(plan.by),
        "role": plan.role,
        "points": points,
        "sums": totals(points),
        "base_plan": number(case, of) if of is not None else 0,
    }


def agree_plan(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party accepts this very plan; with the last party's yes it is agreed, and the others are over."""
    plan = _open(case, data)
    _party(case, actor)
    plan = replace(plan, answers=answered(plan.answers, actor.person, "yes"))
    case = case.with_part("plans", plan)
    entry = Entry("plan_answer", {"n": plan.n, "by": actor.name, "answer": "yes"})
    shared = {"plan": number(case, plan), "name": actor.name, "reply": "yes"}
    told = (
        *_others(case, actor, "plan_answered", **shared),
        *tell_staff(case, "plan_answered", but=actor.person, **shared),
    )
    if not all_agree(case, plan.answers):
        return Done(case, told, entries=(entry,))
    return _agreed(case, plan, told, entry, env)


def _agreed(case: Case, plan: Plan, told: tuple[Tell, ...], entry: Entry, env: Env) -> Done:
    closed = open_plans(case)
    for one in closed:
        state = "agreed" if one.n == plan.n else "replaced"
        case = case.with_part("plans", replace(one, state=state, agreed=env.stamp if one.n == plan.n else ""))
    shared = shown(case, plan)
    told = (
        *told,
        *(tell(p.person, "plan_agreed", plan=shared["plan"]) for p in audience(case)),
        *tell_staff(case, "plan_agreed", **shared),
    )
    drops = tuple(f"plan:{one.n}" for one in closed)
    return Done(case, told, entries=(entry, Entry("plan_agreed", {"n": plan.n})), drops=drops)


def refuse_plan(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party does not accept a plan: it cannot be accepted by all any more, so nobody is asked further."""
    plan = _open(case, data)
    _party(case, actor)
    plan = replace(plan, state="refused", answers=answered(plan.answers, actor.person, "no"))
    case = case.with_part("plans", plan)
    entry = Entry("plan_answer", {"n": plan.n, "by": actor.name, "answer": "no"})
    return Done(case, _gone(case, plan, actor, "refused"), entries=(entry,), drops=(f"plan:{plan.n}",))


def think_plan(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody wants to think: the plan stays open, they are asked again in some days."""
    plan = _open(case, data)
    _party(case, actor)
    shared = {"plan": number(case, plan), "name": actor.name, "reply": "later"}
    told = tell_staff(case, "plan_answered", but=actor.person, **shared)
    return Done(case, told, (_reminder(plan.n, 1, env),))


def withdraw_plan(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The author takes a plan back; that can be done until all have accepted it."""
    plan = _open(case, data)
    if plan.by != actor.person:
        raise Refused("not_yours")
    case = case.with_part("plans", replace(plan, state="withdrawn"))
    told = (
        *_gone(case, plan, actor, "withdrawn"),
        tell(actor.person, "plan_back", n=plan.n, plan=number(case, plan)),
    )
    entry = Entry("plan_withdrawn", {"n": plan.n, "by": actor.name})
    return Done(case, told, entries=(entry,), drops=(f"plan:{plan.n}",))


def remind_plan(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Days without an answer: first those who owe it are asked again, gently; then the staff hear of it."""
    plan = case.part("plans", int(data["n"]))
    late = waiting(case, plan) if plan is not None and plan.state == "open" else ()
    if not late:
        return Done(case)
    if data["times"] > 1:
        names = [p.name for p in late]
        return Done(case, tell_staff(case, "plan_unanswered", plan=number(case, plan), names=names))
    again = tuple(tell(p.person, "plan_waits", **shown(case, plan)) for p in late)
    return Done(case, again, (_reminder(plan.n, 2, env),))


def _reminder(n: int, times: int, env: Env) -> Due:
    at = at_local(env.today + timedelta(days=REMIND_DAYS), 10, env.moment.zone)
    return Due("remind_plan", f"plan:{n}", at, {"n": n, "times": times})


def _open(case: Case, data: Data) -> Plan:
    """The open plan an act speaks of; Refused when it can no longer be answered."""
    plan: Plan | None = case.part("plans", int(data.get("n") or 0))
    if plan is None or plan.state != "open":
        raise Refused("plan_over")
    return plan


def _party(case: Case, actor: Actor) -> bool:
    """Whoever binds themselves must be a party whose identity was checked (在线调解规则 17)."""
    party = case.party(actor.person)
    if party is None or party not in audience(case):
        raise Refused("not_yours")
    if not party.checked:
        raise Refused("not_checked")
    return True


def _others(case: Case, actor: Actor, kind: str, /, **data: Any) -> tuple[Tell, ...]:
    return tuple(tell(p.person, kind, **data) for p in audience(case) if p.person != actor.person)


def _gone(case: Case, plan: Plan, actor: Actor, why: str) -> tuple[Tell, ...]:
    """Everybody else hears that a plan is over, and the question about it closes."""
    shared = {"n": plan.n, "plan": number(case, plan), "name": actor.name, "gone": why}
    staff = tell_staff(case, "plan_gone", but=actor.person, **shared)
    return (*_others(case, actor, "plan_gone", **shared), *staff)


ACTS: dict[str, Doing] = {
    "put_plan": put_plan,
    "agree_plan": agree_plan,
    "refuse_plan": refuse_plan,
    "think_plan": think_plan,
    "withdraw_plan": withdraw_plan,
    "remind_plan": remind_plan,
    **FACT_ACTS,
}

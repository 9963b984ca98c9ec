"""A mediator who is too near to a party: disclosed, or asked to be replaced (在线调解规则 13, 14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Due, Entry, Tell, tell, tell_staff
from handlers.acts.opening import ended
from handlers.case import Actor, Case, Env
from handlers.days import add_working, at_local
from handlers.events import Told
from handlers.life import Refused
from handlers.mediators.standing import barred, voters
from handlers.parts import Vote

Data = Mapping[str, Any]
JUDGES = ("judge",)
REPLACE_DAYS = 3  # working days in which the court names a mediator (在线调解规则 10)


def goes_on(case: Case, vote: Vote, env: Env) -> Done:
    """All have said that the mediator may go on."""
    name = str(vote.data["by"])
    told = tuple(tell(p, "conflict_stays", name=name) for p in voters(case))
    return Done(case, (*told, *tell_staff(case, "conflict_stays", name=name)))


def must_go(case: Case, vote: Vote, env: Env) -> Done:
    """Not all have said so: the mediator must be replaced, and the judges see to it that it happens."""
    name = str(vote.data["by"])
    told = tuple(tell(p, "conflict_leaves", name=name) for p in voters(case))
    judges = Tell(0, Told("must_replace", {"number": case.number, "name": name}), JUDGES)
    staff = tell_staff(case, "must_hand_over", name=name)
    return Done(case, (*told, *staff, judges), (_late(int(vote.data["person"]), env),))


def ask_other(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party asks for another mediator, once; a second time ends the mediation, having been told so."""
    if case.lead is None:
        raise Refused("not_now", state=case.state)
    if actor.person in case.refusals:
        if data.get("m_sure") != "yes":
            raise Refused("asked_once")
        return ended(case, "failed", "refuses_mediator", actor, env)
    why = str(data["m_reason"])
    case = replace(case, refusals=(*case.refusals, actor.person))
    judges = Told("other_asked", {"number": case.number, "name": actor.name, "text": why})
    told = (*tell_staff(case, "other_asked", name=actor.name, text=why), Tell(0, judges, JUDGES))
    lead = case.lead.person if case.lead is not None else 0
    return Done(case, told, (_late(lead, env),), (Entry("other_asked", {"text": why}, actor.person),))


def _late(lead: int, env: Env) -> Due:
    at = at_local(add_working(env.today, REPLACE_DAYS, env.calendar), 9, env.moment.zone)
    return Due("replace_late", "other", at, {"lead": lead})


def replace_late(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Days later the same mediator still leads: every judge hears of it once more."""
    if case.lead is None or case.lead.person != data["lead"]:
        return Done(case)
    if not case.refusals and not barred(case, case.lead.person):
        return Done(case)
    judges = Told("must_replace", {"number": case.number, "name": case.lead.name})
    return Done(case, (Tell(0, judges, JUDGES),))

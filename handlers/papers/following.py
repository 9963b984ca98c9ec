"""What the law has us follow up: a record not yet confirmed, and what the court does with a sealed one."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Due, Entry, tell, tell_parties, tell_staff
from handlers.acts.opening import awaited
from handlers.acts.recording import waiting
from handlers.case import Actor, Case, Env
from handlers.days import add_working, at_local
from handlers.kinds import Data, Doing
from handlers.life import BEFORE, TRIAL, Refused

RESULTS = {
    "before": ("granted", "refused", "none"),
    "trial": ("served", "withdrawn"),
}
"""What the court may have done, by stage: 裁定有效、裁定驳回、不申请; 调解书送达、撤诉."""


def invite_ring(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Six working days without one of the other side: the mediator is asked to ring, now and every week."""
    one = awaited(case, int(data.get("expected") or 0))
    if one is None:
        return Done(case)
    again = at_local(add_working(env.today, 5, env.calendar), 9, env.moment.zone)
    due = Due("invite_ring", f"invite:{one.n}", again, {"expected": one.n})
    told = (
        *tell_staff(case, "invite_ring", other=one.name, reach=one.reach),
        *(tell(p.person, "still_inviting", other=one.name) for p in case.sided("applicant")),
    )
    return Done(case, told, (due,))


def record_wait(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Two days without a confirmation: whoever has not confirmed is reminded."""
    record = case.record
    if record is None or record.status != "open":
        return Done(case)
    missing = [p for p in case.joined if not record.confirmed_by(p.person)]
    told = tuple(tell(p.person, "record_waiting", version=str(record.version)) for p in missing)
    return Done(case, told, entries=(Entry("record_reminded", {"version": record.version}),))


def record_stuck(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Four working days without a confirmation: the mediator is asked to ring."""
    record = case.record
    if record is None or record.status != "open" or not (names := waiting(case, record)):
        return Done(case)
    return Done(case, tell_staff(case, "record_stuck", version=str(record.version), names=names))


def confirm_soon(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Both are reminded that they may ask the court together to confirm the agreement (司法确认)."""
    if case.stage != BEFORE or case.confirming or env.today.isoformat() > case.confirm_until:
        return Done(case)
    asked = [p for p in case.joined if not p.confirming]
    return Done(case, tuple(tell(p.person, "confirm_soon", until=case.confirm_until) for p in asked))


def confirming(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party says whether they have applied, would like to, or would not (民诉法 205: both together)."""
    party = case.party(actor.person)
    if party is None:
        raise Refused("not_yours")
    how = str(data["confirming"])
    entry = Entry("confirming", {"how": how, "by": actor.name}, party.person)
    case = case.with_party(replace(party, confirming=how))
    told = tell_staff(case, "confirming", name=actor.name, confirming=how, until=case.confirm_until)
    if how != "applied" or case.confirming:
        return Done(case, told, entries=(entry,))
    asked = at_local(add_working(env.today, 10, env.calendar), 10, env.moment.zone)
    others = tell_parties(case, "applied", but=actor.person, name=actor.name)
    due = Due("decision_soon", "decision", asked)
    return Done(replace(case, confirming="applied"), (*told, *others), (due,), (entry,), drops=("confirm",))


def confirm_missed(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The thirty days are over without an application: both hear honestly what that means."""
    if case.stage != BEFORE or case.confirming:
        return Done(case)
    case = replace(case, confirming="none")
    entry = Entry("confirm_missed", {"until": case.confirm_until})
    return Done(case, tell_parties(case, "confirm_missed", until=case.confirm_until), entries=(entry,))


def decision_soon(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The court's people are asked what the court has done, until they have said it or the case closes."""
    if case.confirming not in ("", "applied") or case.state == "closed":
        return Done(case)
    again = at_local(add_working(env.today, 5, env.calendar), 9, env.moment.zone)
    which = "trial" if case.stage in TRIAL else "before"
    return Done(
        case, tell_staff(case, "decision_soon", court_asks=which), (Due("decision_soon", "decision", again),)
    )


def court_result(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """What the court has done is recorded, and everybody hears what it means for the promises."""
    result = str(data["result"])
    if result not in RESULTS["trial" if case.stage in TRIAL else "before"]:
        raise Refused("not_now", state=case.state)
    case = replace(case, confirming=result)
    told = (
        *tell_parties(case, "court_result", result=result),
        *tell_staff(case, "court_result", result=result),
    )
    entry = Entry("court_result", {"result": result, "by": actor.name})
    return Done(case, told, entries=(entry,), drops=("confirm", "decision"))


ACTS: dict[str, Doing] = {
    "invite_ring": invite_ring,
    "record_wait": record_wait,
    "record_stuck": record_stuck,
    "confirm_soon": confirm_soon,
    "confirm_last": confirm_soon,
    "confirm_missed": confirm_missed,
    "confirming": confirming,
    "decision_soon": decision_soon,
    "court_result": court_result,
}

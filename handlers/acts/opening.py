"""Acts from the filing to the talk, and the ways a case can end without an agreement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.acts.claiming import open_claims, told_to
from handlers.acts.done import Done, Due, Entry, NewCode, Tell, tell, tell_parties, tell_staff
from handlers.acts.leaving import remaining, step_out
from handlers.case import Actor, Case, Env, Member
from handlers.days import add_days, add_working, at_local
from handlers.events import Told
from handlers.helpers.telling import party_of
from handlers.life import BEFORE, LEADS, ORDINARY, STAGES, TRIAL, Refused
from handlers.mediators.dues import CAUSES, acceptance_dues, term_dues
from handlers.parts import Expected
from handlers.sides.telling import expected

Data = Mapping[str, Any]
CHECKS = ("document", "video", "visit")  # 在线调解规则 17: how an identity may be checked
FAILURES = ("too_far", "sham", "other")  # 在线调解规则 25


def told_case(number: str, person: int, facts: Data, env: Env, related: str = "") -> Case:
    """A told story as a case that has no id yet (在线调解规则 8); its teller is the applicant.

    A story about several people who do not belong together is several cases, ``related`` by a mark.
    """
    awaits = expected(facts, person)
    teller = party_of(person, "applicant", facts, env.stamp)
    return Case(
        id=0,
        number=number,
        state="filed",
        stage="",
        kind=facts["kind"],
        claim={"texts": [facts["claim"]], "media": []},
        since=facts["since"],
        story=facts["story"],
        filed_at=env.stamp,
        parties=(teller,),
        parts=len(awaits),
        expected=awaits,
        related=related,
    )


def filed(case: Case, env: Env) -> Done:
    """A new case is on the table of every mediator and judge (在线调解规则 8)."""
    applicant = case.parties[0]
    data = {"number": case.number, "name": applicant.name, "kind": case.kind, "claim": case.claim}
    tells = (
        tell(applicant.person, "filed", number=case.number),
        Tell(0, Told("new_case", {**data, "case": case.id}), LEADS),
    )
    entry = Entry("filed", {"number": case.number}, applicant.person)
    return Done(case, tells, acceptance_dues(env), (entry,))


def filed_all(cases: Sequence[Case], env: Env) -> tuple[Done, ...]:
    """Cases told as one story: their teller and the mediators hear of all of them at once."""
    first, count = cases[0], str(len(cases))
    applicant, numbers = first.parties[0], [one.number for one in cases]
    tells = (
        tell(applicant.person, "filed_all", numbers=numbers, count=count),
        Tell(
            0,
            Told(
                "new_cases", {"numbers": numbers, "count": count, "name": applicant.name, "kind": first.kind}
            ),
            LEADS,
        ),
    )
    return tuple(
        Done(
            one,
            tells if one is first else (),
            acceptance_dues(env),
            (Entry("filed", {"number": one.number, "of": numbers, "story": one.story}, applicant.person),),
        )
        for one in cases
    )


def accept(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator takes the case and names its stage; the term starts (在线调解规则 12, 24, 26)."""
    stage = str(data.get("stage", ""))
    if stage not in STAGES:
        raise Refused("not_now", state=case.state)
    if stage in TRIAL and actor.role != "judge":
        raise Refused("judge_only")
    lead = Member(actor.person, actor.role, actor.name)
    case = replace(case, state="accepted", stage=stage, lead=lead, accepted_at=env.stamp)
    dues: tuple[Due, ...] = ()
    if stage == BEFORE and actor.role == "mediator":
        case, dues = start_term(case, env)
    shared = {"lead": actor.name, "role": actor.role, "stage": stage}
    told = (*tell_parties(case, "accepted", **shared), tell(actor.person, "accepted", **shared))
    entry = Entry(
        "accepted", {"by": actor.name, "role": actor.role, "stage": stage, "term_end": case.term_end}
    )
    return Done(case, told, dues, (entry,), drops=CAUSES)


def start_term(case: Case, env: Env) -> tuple[Case, tuple[Due, ...]]:
    """The term of mediation: first day left out, ends on a working day (民诉法 85; 在线调解规则 24, 26)."""
    days = {
        BEFORE: env.rules.term_days_before,
        ORDINARY: env.rules.term_days_ordinary,
    }.get(case.stage, env.rules.term_days_summary)
    end = add_days(env.today, days, env.calendar)
    return replace(case, term_end=end.isoformat()), term_dues(end, env)


def turn_away(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Not for here: with a reason and where to go instead (在线调解规则 9)."""
    lead = Member(actor.person, actor.role, actor.name)
    why, where = str(data["why"]), str(data["where"])
    case = replace(case, state="turned_away", lead=lead, reason=why, where=where)
    shared = {"text": why, "where": where}
    told = (*tell_parties(case, "turned_away", **shared), tell(actor.person, "turned_away", **shared))
    entry = Entry("turned_away", {"by": actor.name, "why": why, "where": where})
    return Done(case, told, entries=(entry,), drops=CAUSES)


def join_clerk(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A clerk takes their seat in the case."""
    if case.clerk is not None and case.clerk.person != actor.person:
        raise Refused("has_clerk", name=case.clerk.name)
    case = replace(case, clerk=Member(actor.person, "clerk", actor.name))
    told = tell_staff(case, "clerk_joined", but=actor.person, name=actor.name)
    return Done(case, told, entries=(Entry("clerk", {"name": actor.name}),))


def invite(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A single-use code for one of the other side, valid for some days (在线调解规则 15)."""
    one = awaited(case, int(data.get("invitee") or 0))
    if one is None:
        raise Refused("already_come")
    code = env.tokens[0]
    until = env.moment.now + timedelta(days=env.rules.invite_days)
    case = case.with_part("expected", replace(one, invited=env.stamp))
    case = replace(case, state="invited" if case.state == "accepted" else case.state)
    link = f"{env.url}/i/{code}"
    shown = f"{code[:4]} {code[4:]}"
    told = tell(
        actor.person,
        "invited",
        code=shown,
        link=link,
        other=one.name,
        reach=one.reach,
        due=until.astimezone(env.local.tzinfo).date().isoformat(),
        files=[{"qr": link, "name": "invitation.png"}],
    )
    waited = at_local(add_working(env.today, 3, env.calendar), 9, env.moment.zone)
    tells = (told, *(tell(p.person, "inviting", other=one.name) for p in case.sided("applicant")))
    return Done(
        case,
        tells,
        (Due("invite_old", f"invite:{one.n}", waited, {"expected": one.n}),),
        (Entry("invited", {"by": actor.name, "until": until.isoformat(timespec="seconds")}),),
        (NewCode(code, "respondent", until, one.n),),
    )


def awaited(case: Case, n: int) -> Expected | None:
    """The one of that number who is still to come, the first without a number; None when nobody is."""
    return next((one for one in case.missing if n in (0, one.n)), None)


def invite_old(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Three working days without one of the other side: another way is asked for, and then a call."""
    one = awaited(case, int(data.get("expected") or 0))
    if one is None:
        return Done(case)
    ring = at_local(add_working(env.today, 3, env.calendar), 9, env.moment.zone)
    due = Due("invite_ring", f"invite:{one.n}", ring, {"expected": one.n})
    return Done(case, tell_staff(case, "invite_old", other=one.name, reach=one.reach), (due,))


def come(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One of the other side has come in by their code and said who they are; nothing is shown yet."""
    one, party = awaited(case, int(data.get("expected") or 0)), party_of(actor.person, "respondent", data)
    if one is None:
        told = tell_staff(case, "second_came", name=party.name, phone=party.phone)
        entry = Entry("second_came", {"name": party.name, "phone": party.phone}, actor.person)
        return Done(case, told, entries=(entry,))
    case = case.with_party(party).with_part("expected", replace(one, person=actor.person))
    case = replace(case, state="invited" if case.state == "accepted" else case.state)
    told = tell_staff(case, "came", name=party.name, phone=party.phone)
    drops = ("invite", f"invite:{one.n}")
    return Done(case, told, entries=(Entry("came", {"name": party.name}, party.person),), drops=drops)


def check(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """How a person's identity was checked; no confirmation counts before (在线调解规则 17)."""
    party = case.party(int(data["person"]))
    how = str(data["how"])
    if party is None or how not in CHECKS:
        raise Refused("not_now", state=case.state)
    again = bool(party.checked)
    party = replace(party, checked=how, checked_by=actor.person, checked_at=env.stamp)
    case = case.with_party(party)
    kept = tell(actor.person, "check_kept", name=party.name, how=how)
    told = (kept,) if again else (tell(party.person, "checked", by=actor.name, how=how), kept)
    return Done(case, told, entries=(Entry("checked", {"name": party.name, "how": how, "by": actor.name}),))


def agree(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The other side agrees to mediation, after hearing the claim (在线调解规则 4, 7)."""
    party = case.party(actor.person)
    if party is None or not party.checked:
        raise Refused("not_checked")
    if party.agreed_at:
        raise Refused("not_now", state=case.state)
    case = replace(case.with_party(replace(party, agreed_at=env.stamp)), state="mediating")
    dues: tuple[Due, ...] = ()
    if not case.term_end:
        case, dues = start_term(case, env)
    told = (
        *tell_staff(case, "agreed", name=party.name),
        *tell_parties(case, "other_agreed", but=actor.person, name=party.name),
        *told_to(case, actor.person),
    )
    return Done(case, told, dues, (Entry("agreed", {"name": party.name}),))


def answer(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The other side's own account, for the mediator; the address for service with it."""
    party = case.party(actor.person)
    if party is None:
        raise Refused("not_yours")
    party = replace(party, answer=data["answer"], service=str(data["service"]))
    case = case.with_party(party)
    told = tell_staff(case, "answered", name=party.name, answer=party.answer, files=media(party.answer))
    return Done(case, told, entries=(Entry("answered", {"answer": party.answer}, party.person),))


def media(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The files of an answer, as things to send."""
    return list(said.get("media", ()))


def decline(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One of the other side does not want mediation, or no longer (在线调解规则 15, 25)."""
    party = case.party(actor.person)
    if party is None or not party.checked:
        raise Refused("not_checked")  # whoever holds a code could end the mediation for somebody else
    one = next((e for e in case.expected if e.person == actor.person and not e.left), None)
    if one is not None and len(remaining(case)) > 1:
        return step_out(case, one, "declined", actor.name)
    return ended(case, "declined", "declined", actor, env)


def unwilling(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody who came in by the code does not want to take part, but nobody knows yet who they are."""
    party = case.party(actor.person)
    if party is None:
        raise Refused("not_yours")
    told = tell_staff(case, "unwilling", name=party.name, phone=party.phone)
    return Done(case, told, entries=(Entry("unwilling", {"name": party.name}, party.person),))


def withdraw(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The applicant withdraws (在线调解规则 25)."""
    return ended(case, "withdrawn", "withdrawn", actor, env)


def unreachable(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The other side cannot be reached (在线调解规则 15)."""
    return ended(case, "unreachable", "unreachable", actor, env)


def fail(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """No agreement: the differences are too large, or the mediation is a sham (在线调解规则 21, 25)."""
    why = str(data.get("why", ""))
    if why not in FAILURES:
        raise Refused("not_now", state=case.state)
    return ended(case, "failed", why, actor, env)


def expire(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The term is over without an extension (在线调解规则 24, 25)."""
    if not case.term_end or case.paused or env.today.isoformat() <= case.term_end:
        raise Refused("term_runs", term_end=case.term_end or env.today.isoformat())
    return ended(case, "expired", "expired", actor, env)


def ended(case: Case, state: str, reason: str, actor: Actor, env: Env) -> Done:
    """The mediation is over; everyone hears the reason and what comes next at this stage."""
    record = case.record
    if record is not None and record.status == "open":
        record = replace(record, status="void", why=reason, confirmations=())
    case = replace(case, state=state, reason=reason, record=record)
    following = "trial" if case.stage in TRIAL else "before"
    following += "_claims" if open_claims(case) else ""
    told = (
        *(tell(p.person, "ended", reason=reason, next=following) for p in case.staying),
        *tell_staff(case, "ended", reason=reason, next=following),
    )
    entry = Entry("ended", {"reason": reason, "by": actor.name})
    drops = ("term", "invite", "other", *CAUSES, *(f"invite:{one.n}" for one in case.expected))
    return Done(case, told, entries=(entry,), drops=drops)

"""Acts on undisputed facts (无争议事实): put by the court's people, confirmed or disputed by every party."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Entry, tell, tell_staff
from handlers.case import Actor, Case, Env
from handlers.kinds import Data, Doing
from handlers.life import Refused
from handlers.parts import Fact
from handlers.plans.state import all_agree, answered, audience, both_there


def put_fact(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One statement is put to every party (在线调解规则 18, 22)."""
    if not both_there(case):
        raise Refused("nobody_there")
    case, n = case.numbered()
    fact = Fact(n, actor.person, str(data["statement"]), env.stamp)
    case = case.with_part("facts", fact)
    shared = {"n": n, "fact": fact.text}
    told = (
        *(tell(p.person, "fact_put", **shared) for p in audience(case)),
        *tell_staff(case, "fact_put", but=actor.person, **shared),
    )
    return Done(case, told, entries=(Entry("fact", {"n": n, "text": fact.text, "by": actor.name}),))


def confirm_fact(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party confirms a statement; with the last one's yes it is undisputed, and stays so."""
    fact = _open(case, actor, data)
    fact = replace(fact, answers=answered(fact.answers, actor.person, "yes"))
    entry = Entry("fact_confirmed", {"n": fact.n, "by": actor.name})
    if not all_agree(case, fact.answers):
        case = case.with_part("facts", fact)
        told = tell_staff(case, "fact_confirmed", but=actor.person, fact=fact.text, name=actor.name)
        return Done(case, told, entries=(entry,))
    case = case.with_part("facts", replace(fact, state="agreed"))
    told = (
        *(tell(p.person, "fact_agreed", fact=fact.text) for p in audience(case)),
        *tell_staff(case, "fact_agreed", fact=fact.text),
    )
    return Done(case, told, entries=(entry, Entry("fact_agreed", {"n": fact.n, "text": fact.text})))


def dispute_fact(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party says no: it stays disputed and is not put again; only the staff hear who said so."""
    fact = _open(case, actor, data)
    answers = answered(fact.answers, actor.person, "no")
    case = case.with_part("facts", replace(fact, state="refused", answers=answers))
    others = [p.person for p in audience(case) if p.person != actor.person]
    told = (
        *(tell(person, "fact_gone", n=fact.n, fact=fact.text) for person in others),
        *tell_staff(case, "fact_refused", fact=fact.text, name=actor.name),
    )
    return Done(case, told, entries=(Entry("fact_refused", {"n": fact.n, "by": actor.name}, actor.person),))


def _open(case: Case, actor: Actor, data: Data) -> Fact:
    """The open statement an act speaks of, answered by a party whose identity was checked."""
    party = case.party(actor.person)
    if party is None or party not in audience(case):
        raise Refused("not_yours")
    if not party.checked:
        raise Refused("not_checked")
    fact: Fact | None = case.part("facts", int(data.get("n") or 0))
    if fact is None or fact.state != "open":
        raise Refused("fact_over")
    return fact


ACTS: dict[str, Doing] = {
    "put_fact": put_fact,
    "confirm_fact": confirm_fact,
    "dispute_fact": dispute_fact,
}

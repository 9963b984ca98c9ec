"""A second mediator beside the one who leads, of this court or from the community (共同调解)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from handlers.acts.done import Done, Entry, NewCode, Tell, tell, tell_staff
from handlers.acts.hands import concerned
from handlers.case import Actor, Case, Env, Member
from handlers.events import Told
from handlers.life import Refused
from handlers.mediators.asked import chosen_one
from handlers.mediators.standing import voters

Data = Mapping[str, Any]


def add_second(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The one who leads adds another mediator from the list."""
    who = chosen_one(data)
    who = replace(who, role="mediator" if who.role == "community" else who.role)
    if concerned(case, who.person):
        raise Refused("cannot_lead", name=who.name)
    if case.role(who.person):
        raise Refused("in_already", name=who.name)
    here = Told("second_added", {"number": case.number, "m_by": actor.name})
    done = _joins(case, who)
    return replace(done, tells=(*done.tells, Tell(who.person, here, home=True)))


def second_code(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A single-use code for a mediator from the community, who will see this case and no other."""
    code, name = env.tokens[0], str(data["guest"])
    until = env.moment.now + timedelta(days=env.rules.invite_days)
    day = until.astimezone(env.local.tzinfo).date().isoformat()
    told = tell(actor.person, "second_code", code=f"{code[:4]} {code[4:]}", m_name=name, due=day)
    entry = Entry("second_invited", {"by": actor.name, "name": name})
    return Done(case, (told,), entries=(entry,), codes=(NewCode(code, "community", until, name=name),))


def second_come(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator from the community has come in by the code."""
    return _joins(case, Member(actor.person, actor.role, actor.name))


def _joins(case: Case, who: Member) -> Done:
    case = replace(case, seconds=(*case.seconds, who))
    told = tuple(tell(p, "second_joined", name=who.name) for p in voters(case))
    staff = tell_staff(case, "second_joined", but=who.person, name=who.name)
    return Done(case, (*told, *staff), entries=(Entry("second", {"name": who.name}),))


def drop_second(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The one who leads goes on without that second mediator, or has come back and needs no stand-in."""
    person = int(data["gone"])
    who = next((s for s in case.seconds if s.person == person), None)
    if who is None:
        raise Refused("seat_gone")
    return leaves(case, who)


def leaves(case: Case, who: Member) -> Done:
    """A second mediator sees nothing of the case any more."""
    case = replace(case, seconds=tuple(s for s in case.seconds if s.person != who.person))
    lead = case.lead.name if case.lead is not None else ""
    told = (tell(who.person, "unseated", name=lead), *tell_staff(case, "second_left", name=who.name))
    if not who.until:
        told += tuple(tell(p, "second_left", name=who.name) for p in voters(case))
    drops = ("stand_in",) if who.until else ()
    return Done(case, told, entries=(Entry("second_left", {"name": who.name}),), drops=drops)


def object_second(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party does not want the second mediator; who leads decides, having heard why."""
    if not any(not s.until for s in case.seconds):
        raise Refused("seat_gone")
    why = str(data["m_reason"])
    told = tell_staff(case, "second_unwanted", name=actor.name, text=why)
    return Done(case, told, entries=(Entry("second_unwanted", {"text": why}, actor.person),))

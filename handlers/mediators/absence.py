"""A mediator is away for some days, and somebody stands in who may lead meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.acts.done import Done, Due, Entry, tell, tell_staff
from handlers.case import Actor, Case, Env, Member
from handlers.days import at_local
from handlers.life import Refused
from handlers.mediators import seconds
from handlers.mediators.asked import ask_seat, chosen_one, may_lead
from handlers.mediators.standing import open_seat, voters
from handlers.parts import Vote

Data = Mapping[str, Any]


def go_away(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody is asked to stand in for the one who leads; they hear of all cases at once, at their desk."""
    who = chosen_one(data)
    may_lead(case, who)
    if date.fromisoformat(str(data["away_until"])) < env.today:
        raise Refused("not_now", state=case.state)
    if any(s.until for s in case.seconds) or open_seat(case, "stand_in") is not None:
        raise Refused("stands_in_already")
    more = {"day": str(data["away_until"]), "quiet": bool(data.get("quiet"))}
    case, _, due = ask_seat(case, actor, who, "stand_in", env, **more)
    return Done(case, (), (due,), (Entry("stand_in_asked", {"by": actor.name, "to": who.name}),))


def seated(case: Case, vote: Vote, actor: Actor, env: Env) -> Done:
    """Whoever stands in may lead until the one who is away is back; the parties hear of it once."""
    day = str(vote.data["day"])
    if day < env.today.isoformat():
        raise Refused("seat_gone")  # the one who was away is back
    kept = tuple(s for s in case.seconds if s.person != actor.person)
    case = replace(case, seconds=(*kept, Member(actor.person, actor.role, actor.name, day)))
    away = case.lead.name if case.lead is not None else ""
    shared = {"name": away, "m_name": actor.name, "until": day}
    told = (
        *(tell(p, "stand_in", **shared) for p in voters(case)),
        *tell_staff(case, "stand_in", but=actor.person, **shared),
        tell(actor.person, "seated", m_by=away, m_note="—"),
    )
    back = date.fromisoformat(day) + timedelta(days=1)
    due = Due("stand_in_over", "stand_in", at_local(back, 9, env.moment.zone), gentle=False)
    return Done(case, told, (due,), (Entry("stand_in", shared),))


def stand_in_over(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The one who was away is back."""
    who = next((s for s in case.seconds if s.until), None)
    return Done(case) if who is None else seconds.leaves(case, who)

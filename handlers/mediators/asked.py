"""What a mediator is asked at the desk, before they have a seat in the case (在线调解规则 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.acts.done import Due, Tell
from handlers.acts.hands import concerned
from handlers.case import Actor, Case, Env, Member
from handlers.days import add_working, at_local
from handlers.events import Told
from handlers.life import LEADS, TRIAL, Refused
from handlers.parts import SEAT, Vote

Data = Mapping[str, Any]
TO_LEAD = ("hand_over", "chosen")
ACCEPT_DAYS = 3  # working days in which a mediator accepts (在线调解规则 12)


def may_lead(case: Case, who: Member) -> None:
    """Refused unless that member of the court may lead this case."""
    if who.role not in LEADS or concerned(case, who.person):
        raise Refused("cannot_lead", name=who.name)
    if case.stage in TRIAL and who.role != "judge":
        raise Refused("judge_only")
    if case.lead is not None and case.lead.person == who.person:
        raise Refused("leads_already", name=who.name)


def chosen_one(data: Data) -> Member:
    """The mediator whom somebody chose from the list."""
    return Member(int(data["to"]), str(data["to_role"]), str(data["to_name"]))


def ask_seat(case: Case, by: Actor, who: Member, why: str, env: Env, **more: Any) -> tuple[Case, Vote, Due]:
    """The case with a request to that mediator, open for some working days."""
    case, n = case.numbered()
    until = add_working(env.today, ACCEPT_DAYS, env.calendar)
    data = {"person": who.person, "name": who.name, "role": who.role, "why": why, "by": by.name}
    data |= {"until": until.isoformat(), **more}
    vote = Vote(n, by.person, SEAT, data, env.stamp)
    due = Due("seat_lapsed", f"vote:{n}", at_local(until, 20, env.moment.zone), {"n": n})
    return case.with_part("votes", vote), vote, due


def seat_asked(case: Case, vote: Vote) -> Tell:
    """What that mediator hears at the desk: enough to see whether anything stands in their way."""
    data = {
        "case": case.id,
        "n": vote.n,
        "number": case.number,
        "names": [p.name for p in case.parties],
        "kind": case.kind,
        "m_by": vote.data["by"],
        "m_seat": vote.data["why"],
        "until": vote.data["until"],
    }
    return Tell(int(vote.data["person"]), Told("seat_asked", data), home=True)


def seat_over(case: Case, vote: Vote) -> Tell:
    """Nobody waits for that mediator's answer any more."""
    about = {"case": case.id, "n": vote.n, "number": case.number}
    return Tell(int(vote.data["person"]), Told("seat_over", about), home=True)


def request(case: Case, actor: Actor, data: Data) -> Vote:
    """The open request that is this mediator's to answer."""
    vote: Vote | None = case.part("votes", int(data["n"]))
    if vote is None or vote.kind != SEAT or vote.state != "open" or vote.data["person"] != actor.person:
        raise Refused("seat_gone")
    return vote

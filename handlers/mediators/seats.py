"""A mediator is asked to lead a case; what goes over to them when they accept (在线调解规则 12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Entry, Tell, tell, tell_staff
from handlers.acts.recording import shown, waiting
from handlers.case import Actor, Case, Env, Member
from handlers.life import Refused
from handlers.mediators import absence
from handlers.mediators.asked import TO_LEAD, ask_seat, chosen_one, may_lead, request, seat_asked, seat_over
from handlers.mediators.standing import barred, open_seat, open_vote, undecided, voters
from handlers.parts import Vote

Data = Mapping[str, Any]


def hand_over(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator asks another one to go on with the case."""
    who = chosen_one(data)
    may_lead(case, who)
    if (waits := open_seat(case, *TO_LEAD)) is not None:
        raise Refused("seat_open", name=waits.data["name"])
    case, vote, due = ask_seat(case, actor, who, "hand_over", env, note=str(data["note"]))
    told = (seat_asked(case, vote), tell(actor.person, "hand_asked", name=who.name, until=vote.data["until"]))
    return Done(case, told, (due,), (Entry("hand_asked", {"by": actor.name, "to": who.name}),))


def mediator_accept(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator who was asked takes the seat."""
    vote = request(case, actor, data)
    case = case.with_part("votes", replace(vote, state="passed"))
    if vote.data["why"] not in TO_LEAD:
        done = absence.seated(case, vote, actor, env)
    else:
        may_lead(case, Member(actor.person, actor.role, actor.name))
        done = _takes_over(case, vote, actor)
    return replace(done, drops=(f"vote:{vote.n}", *done.drops))


def _takes_over(case: Case, vote: Vote, actor: Actor) -> Done:
    """Everything that is the lead's goes over at once: case, desk, what is due and what is told."""
    old, new = case.lead, Member(actor.person, actor.role, actor.name)
    left = [s for s in case.seconds if s.until and s.person != new.person]  # stood in for the old one
    kept = tuple(s for s in case.seconds if not s.until and s.person != new.person)
    why = "conflict" if old is not None and barred(case, old.person) else str(vote.data["why"])
    case = replace(case, lead=new, seconds=kept)
    over: tuple[Tell, ...] = ()
    if (one := open_vote(case, "disclose")) is not None:
        over = tuple(tell(person, "vote_over", n=one.n) for person in undecided(one))
        case = case.with_part("votes", replace(one, state="lapsed"))
    drops: tuple[str, ...] = ("other", "stand_in")
    if (stand := open_seat(case, "stand_in")) is not None:  # nobody stands in for who leads no more
        case = case.with_part("votes", replace(stand, state="lapsed"))
        drops += (f"vote:{stand.n}",)
    gone = [old.person] if old is not None else []
    gone += [s.person for s in left]
    told = (
        *(tell(person, "unseated", name=new.name) for person in gone),
        *over,
        *(tell(p, "lead_changed", name=new.name, role=new.role, m_change=why) for p in voters(case)),
        *tell_staff(case, "lead_changed", but=new.person, name=new.name),
        tell(new.person, "seated", m_by=vote.data["by"], m_note=str(vote.data.get("note") or "—")),
        *_to_confirm(case),
    )
    entry = Entry("lead", {"from": old.name if old else "", "to": new.name, "why": why})
    return Done(case, told, entries=(entry,), drops=drops)


def _to_confirm(case: Case) -> tuple[Tell, ...]:
    """A record that waits only for its mediator waits for the new one."""
    record, clerk = case.record, case.clerk
    if record is None or record.status != "open" or case.lead is None or waiting(case, record):
        return ()
    if clerk is not None and not record.confirmed_by(clerk.person):
        return ()
    return (tell(case.lead.person, "record_ready", **shown(record, case)),)


def mediator_decline(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator who was asked does not take the seat; it stays where it is, and all who wait hear so."""
    return seat_ends(case, request(case, actor, data), "refused")


def seat_lapsed(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """No answer in time."""
    vote: Vote | None = case.part("votes", int(data["n"]))
    if vote is None or vote.state != "open":
        return Done(case)
    done = seat_ends(case, vote, "lapsed")
    return replace(done, tells=(seat_over(case, vote), *done.tells))


def seat_ends(case: Case, vote: Vote, state: str) -> Done:
    """The request came to nothing."""
    case = case.with_part("votes", replace(vote, state=state))
    name, lead = str(vote.data["name"]), case.lead
    told: tuple[Tell, ...] = ()
    if lead is not None and not vote.data.get("quiet"):
        told = (tell(lead.person, f"seat_{state}", name=name),)
    if vote.data["why"] == "chosen" and lead is not None:
        told += tuple(tell(p, "choice_stays", name=lead.name) for p in voters(case))
    entry = Entry("seat_ended", {"to": name, "why": vote.data["why"], "state": state})
    return Done(case, told, entries=(entry,), drops=(f"vote:{vote.n}",))

"""The parties choose their mediator jointly; else the court's own stays (在线调解规则 10, 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.acts.done import Done, tell, tell_staff
from handlers.case import SYSTEM, Case, Env, Member
from handlers.life import Refused
from handlers.mediators.asked import TO_LEAD, ask_seat, chosen_one, may_lead, seat_asked
from handlers.mediators.standing import open_seat, voters
from handlers.parts import Vote


def proposed(case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """Whom a party proposes, as the others are asked."""
    who = chosen_one(data)
    may_lead(case, who)
    if case.record is not None:
        raise Refused("too_late_to_choose")
    if (waits := open_seat(case, *TO_LEAD)) is not None:
        raise Refused("seat_open", name=waits.data["name"])
    return {"person": who.person, "name": who.name, "role": who.role}


def ask_chosen(case: Case, vote: Vote, env: Env) -> Done:
    """All have chosen the same mediator, who is asked to accept."""
    if open_seat(case, *TO_LEAD) is not None or (case.lead and case.lead.person == vote.data["person"]):
        return stays(case, vote, env)  # the case has been handed over meanwhile
    who = Member(int(vote.data["person"]), str(vote.data["role"]), str(vote.data["name"]))
    case, seat, due = ask_seat(case, SYSTEM, who, "chosen", env)
    told = (
        seat_asked(case, seat),
        *(tell(p, "chosen_asked", name=who.name, until=seat.data["until"]) for p in voters(case)),
        *tell_staff(case, "chosen_asked", name=who.name, until=seat.data["until"]),
    )
    return Done(case, told, (due,))


def stays(case: Case, vote: Vote, env: Env) -> Done:
    """No joint choice: the mediator whom the court named goes on."""
    name = case.lead.name if case.lead is not None else ""
    told = tuple(tell(p, "choice_stays", name=name) for p in voters(case))
    return Done(case, (*told, *tell_staff(case, "choice_stays", name=name)))

"""One of several respondents takes part no longer, and the mediation goes on with the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Entry, Tell, tell, tell_parties, tell_staff
from handlers.case import Actor, Case, Env
from handlers.life import Refused
from handlers.parts import Expected
from handlers.plans.leaving import without

REASONS = ("unreachable", "unwilling", "elsewhere", "other")
MAY = frozenset({"speak", "edited", "wants_person"})
"""What somebody who was left out may still do: say something to the court's people."""


def remaining(case: Case) -> tuple[Expected, ...]:
    """Those of the other side with whom the mediation goes on, whether they have come yet or not."""
    return tuple(one for one in case.expected if not one.left)


def leave_out(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """The mediator goes on without one of several respondents, and says why (在线调解规则 15)."""
    one, why = case.part("expected", int(data["whom"])), str(data["left_why"])
    if one is None or one.left or why not in REASONS:
        raise Refused("not_now", state=case.state)
    if len(remaining(case)) < 2:
        raise Refused("last_one")
    return step_out(case, one, why, actor.name)


def step_out(case: Case, one: Expected, why: str, by: str) -> Done:
    """The mediation goes on without that one; a record that spoke for them too is void."""
    party = case.party(one.person)
    name = party.name if party is not None else one.name
    case = case.with_part("expected", replace(one, left=why))
    told: list[Tell] = []
    if party is not None:
        case = case.with_party(replace(party, left=why))
        told.append(tell(party.person, "left_out", leaving=why))
    record = case.record
    if record is not None and record.status == "open":
        case = replace(case, record=replace(record, status="void", why=why, confirmations=()))
        told += tell_parties(case, "record_void", version=str(record.version))
    case = replace(case, state=_state(case))
    case, asked = _unasked(case, one.person)
    told += tell_parties(case, "other_left", name=name, leaving=why)
    told += tell_staff(case, "other_left", name=name, leaving=why)
    case, of_plans, drops = without(case, name)
    entry = Entry("left_out", {"name": name, "why": why, "by": by})
    drops = (f"invite:{one.n}", *drops, *asked)
    return Done(case, (*told, *of_plans), entries=(entry,), drops=drops, voids=(one.n,))


def _unasked(case: Case, person: int) -> tuple[Case, tuple[str, ...]]:
    """Nobody asks them for papers any more, and no record disposes of a claim of theirs (另行解决)."""
    drops: list[str] = []
    for claim in case.claims:
        if person and claim.by == person and claim.state == "open":
            case = case.with_part("claims", replace(claim, state="left"))
    for paper in case.wanted:
        if person and paper.person == person and paper.state == "open":
            case = case.with_part("wanted", replace(paper, state="dropped"))
            drops.append(f"paper:{paper.n}")
    return case, tuple(drops)


def _state(case: Case) -> str:
    """Where the case stands with those who are left: nobody is spoken with before one of them has agreed."""
    if case.state not in ("mediating", "recording"):
        return case.state
    return "mediating" if any(p.side == "respondent" for p in case.joined) else "invited"

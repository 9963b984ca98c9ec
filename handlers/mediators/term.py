"""The term of mediation: told of in time, made longer by all, resting for an appraisal (在线调解规则 24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from handlers.acts.done import Done, Due, Entry, Tell, tell, tell_staff
from handlers.case import Actor, Case, Env
from handlers.days import add_days, add_working, at_local
from handlers.events import Told
from handlers.life import Refused
from handlers.mediators.dues import term_dues
from handlers.mediators.standing import open_vote, term_is_over, voters
from handlers.parts import Vote

Data = Mapping[str, Any]
ANSWER_DAYS = 3  # working days in which everybody answers
LONGER = {"d7": 7, "d15": 15, "d30": 30}
"""By how many days a mediation may be asked to take longer at once."""


def tell_voters(case: Case, kind: str, /, **data: Any) -> tuple[Tell, ...]:
    """The same word for every party who has agreed to mediate."""
    return tuple(tell(person, kind, **data) for person in voters(case))


def _ask_lead(case: Case, kind: str) -> tuple[Tell, ...]:
    """Who leads is asked at once what is to be done about the term; their colleagues hear of it."""
    leading = {m.person for m in case.leading()}
    asked = tuple(tell(person, "term_ask") for person in sorted(leading))
    known = tuple(t for t in tell_staff(case, kind, term_end=case.term_end) if t.to not in leading)
    return (*asked, *known)


def term_soon(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Three days before the term ends, everybody hears of it, and who leads may ask all for more."""
    if case.paused or term_is_over(case, env.today) or open_vote(case, "extend") is not None:
        return Done(case)
    told = tell_voters(case, "term_soon", term_end=case.term_end)
    return Done(case, (*_ask_lead(case, "term_soon"), *told))


def term_over(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The day after the term: everybody hears so, and who leads is asked to end it or to ask all."""
    if not term_is_over(case, env.today):
        return Done(case)
    again = at_local(add_working(env.today, 2, env.calendar), 9, env.moment.zone)
    judges = at_local(add_working(env.today, 4, env.calendar), 9, env.moment.zone)
    dues = (Due("term_late", "term", again), Due("term_left", "term", judges))
    told = (*_ask_lead(case, "term_over"), *tell_voters(case, "term_over", term_end=case.term_end))
    return Done(case, told, dues)


def term_late(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Two working days later nobody has ended it or made it longer: who leads is asked once more."""
    return Done(case, _ask_lead(case, "term_over") if term_is_over(case, env.today) else ())


def term_left(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """And two more: every judge hears that a mediation goes on without a term."""
    if not term_is_over(case, env.today):
        return Done(case)
    lead = case.lead.name if case.lead is not None else ""
    word = Told("term_left", {"number": case.number, "name": lead, "term_end": case.term_end})
    return Done(case, (Tell(0, word, ("judge",)),))


# -- longer, when all agree --------------------------------------------------------------------------------


def longer(case: Case, days: str, env: Env) -> dict[str, Any]:
    """What all are asked: by how many days, from which end to which; a counted day moves off holidays."""
    if case.paused:
        raise Refused("term_rests")
    if not case.term_end or days not in LONGER:
        raise Refused("no_term")
    end = add_days(date.fromisoformat(case.term_end), LONGER[days], env.calendar)
    if end <= add_working(env.today, ANSWER_DAYS, env.calendar):  # all must have answered before it ends
        raise Refused("too_short", due=end.isoformat())
    return {"days": LONGER[days], "old": case.term_end, "end": end.isoformat()}


def extended(case: Case, vote: Vote, env: Env) -> Done:
    """All have said yes: the term ends on the day that they saw."""
    end = str(vote.data["end"])
    case = replace(case, term_end=end, extended=case.extended + 1)
    told = (*tell_voters(case, "extended", term_end=end), *tell_staff(case, "extended", term_end=end))
    entry = Entry("extended", {"from": vote.data["old"], "to": end, "times": case.extended})
    return Done(case, told, term_dues(date.fromisoformat(end), env), (entry,), drops=("term",))


def not_extended(case: Case, vote: Vote, env: Env) -> Done:
    """Somebody said no, or did not say yes in time: the term stays."""
    end = case.term_end
    kind = "term_stays_over" if term_is_over(case, env.today) else "term_stays"
    return Done(case, (*tell_voters(case, kind, term_end=end), *tell_staff(case, kind, term_end=end)))


# -- appraisal ---------------------------------------------------------------------------------------------


def appraisal_begin(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """An appraisal begins: its time is left out of the term."""
    if case.paused:
        raise Refused("term_rests")
    if not case.term_end:
        raise Refused("no_term")
    if term_is_over(case, env.today):
        raise Refused("term_is_over", term_end=case.term_end)
    if open_vote(case, "extend") is not None:
        raise Refused("vote_open")
    case = replace(case, paused=env.today.isoformat())
    told = (*tell_voters(case, "appraisal_begun"), *tell_staff(case, "appraisal_begun"))
    return Done(case, told, entries=(Entry("appraisal", {"from": case.paused}),), drops=("term",))


def appraisal_end(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The appraisal is done: the days it took are added to the term."""
    if not case.paused:
        raise Refused("no_appraisal")
    took = (env.today - date.fromisoformat(case.paused)).days
    old = date.fromisoformat(case.term_end)
    end = add_days(old, took, env.calendar) if took else old
    span = {"from": case.paused, "to": env.today.isoformat()}
    entry = Entry("appraisal", {**span, "term_end": end.isoformat()})
    case = replace(case, paused="", term_end=end.isoformat())
    told = (
        *tell_voters(case, "appraisal_done", term_end=case.term_end),
        *tell_staff(case, "appraisal_done", term_end=case.term_end),
    )
    return Done(case, told, term_dues(end, env), (entry,))

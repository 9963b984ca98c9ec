"""One question to all parties (征求各方意见): each must say yes; the first no, or a day, ends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.acts.done import Done, Due, Entry, Tell, followed, tell, tell_staff
from handlers.case import Actor, Case, Env
from handlers.days import add_working, at_local
from handlers.life import OPEN, PARTIES, Refused
from handlers.mediators import choice, conflict, term
from handlers.mediators.asked import seat_over
from handlers.mediators.standing import LIVE, disclosed, missing, open_vote, undecided, voters
from handlers.parts import SEAT, Vote

Data = Mapping[str, Any]
Ending = Callable[[Case, Vote, Env], Done]
LAST_HOUR = 20  # the last day counts to its evening; what lapses then is said on the next working morning


@dataclass(frozen=True, slots=True)
class Question:
    """What a kind of question leads to: ``days`` are the working days that people have to answer."""

    days: int
    passed: Ending
    failed: Ending  # somebody said no, or not everybody had said yes in time


QUESTIONS: dict[str, Question] = {
    "extend": Question(term.ANSWER_DAYS, term.extended, term.not_extended),  # 在线调解规则 24
    "disclose": Question(3, conflict.goes_on, conflict.must_go),  # 在线调解规则 13
    "mediator": Question(2, choice.ask_chosen, choice.stays),  # 在线调解规则 10
}
"""Every kind of question that all parties can be asked, and what follows from their answers."""


def put(case: Case, actor: Actor, kind: str, about: Data, env: Env) -> Done:
    """Put a question to every party who has agreed to mediate; a party who puts it has said yes by that."""
    if open_vote(case, kind) is not None:
        raise Refused("vote_open")
    asked = voters(case)
    if {case.role(person) for person in asked} != set(PARTIES):
        raise Refused("nobody_there")
    if (party := case.party(actor.person)) is not None and not party.checked:
        raise Refused("not_checked")  # to put it is to say yes to it
    case, n = case.numbered()
    until = add_working(env.today, QUESTIONS[kind].days, env.calendar)
    data = {**about, "by": actor.name, "of": list(asked), "until": until.isoformat()}
    said = ((actor.person, "yes"),) if actor.person in asked else ()
    vote = Vote(n, actor.person, kind, data, env.stamp, answers=said)
    tells = tuple(tell(person, "vote_asked", n=n) for person in missing(case, vote))
    due = Due("vote_lapsed", f"vote:{n}", at_local(until, LAST_HOUR, env.moment.zone), {"n": n})
    entry = Entry("vote_asked", {"n": n, "kind": kind, "by": actor.name, "until": data["until"]})
    return Done(case.with_part("votes", vote), tells, (due,), (entry,))


def ask_extend(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """All are asked whether the mediation may take longer (在线调解规则 24)."""
    done = put(case, actor, "extend", term.longer(case, str(data["days"]), env), env)
    return _told(done, tell(actor.person, "vote_sent", until=_newest(done.case).data["until"]))


def disclose(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator tells of a relation to a party; all are asked whether he may go on (在线调解规则 13)."""
    before = disclosed(case, actor.person)
    if before is not None and before.state == "refused":
        raise Refused("must_hand_over")
    about = {"person": actor.person, "text": str(data["relation"])}
    done = put(case, actor, "disclose", about, env)
    done = _told(done, tell(actor.person, "vote_sent", until=_newest(done.case).data["until"]))
    told = Entry("disclosed", {"by": actor.name})  # the words are for those who are asked, with the question
    return replace(done, entries=(told, *done.entries))


def propose_mediator(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party proposes one of the court's mediators; the others are asked (在线调解规则 10)."""
    done = put(case, actor, "mediator", choice.proposed(case, data), env)
    vote = _newest(done.case)
    told = tell_staff(case, "mediator_proposed", name=actor.name, m_name=vote.data["name"])
    return _told(done, *told)


def _newest(case: Case) -> Vote:
    return case.votes[-1]


def _told(done: Done, *tells: Tell) -> Done:
    return replace(done, tells=(*done.tells, *tells))


def vote(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One party's answer: staff hear it, the other parties only what comes of it."""
    one: Vote | None = case.part("votes", int(data["n"]))
    party = case.party(actor.person)
    if one is None or one.state != "open" or actor.person not in one.data["of"] or party is None:
        raise Refused("vote_gone")
    if not party.checked:
        raise Refused("not_checked")
    if actor.person in {person for person, _ in one.answers}:
        raise Refused("vote_given")
    answer = "yes" if data["vote"] == "yes" else "no"
    one = replace(one, answers=(*one.answers, (actor.person, answer)))
    case = case.with_part("votes", one)
    staff = tell_staff(case, "voted", name=actor.name, m_kind=one.kind, m_vote=answer)
    entry = Entry("voted", {"n": one.n, "answer": answer, "by": actor.name}, actor.person)
    if answer == "no":
        done = _ended(case, one, "refused", env)
    elif not missing(case, one):
        done = _ended(case, one, "passed", env)
    else:
        done = _latecomers(case, one)
    return replace(done, tells=(*staff, *done.tells), entries=(entry, *done.entries))


def _latecomers(case: Case, one: Vote) -> Done:
    """Whoever has agreed to mediate since the question was put is asked too: all means all."""
    late = [person for person in missing(case, one) if person not in one.data["of"]]
    if not late:
        return Done(case)
    one = replace(one, data={**one.data, "of": [*one.data["of"], *late]})
    return Done(case.with_part("votes", one), tuple(tell(p, "vote_asked", n=one.n) for p in late))


def vote_lapsed(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Not everybody has answered in time: silence is no consent."""
    one: Vote | None = case.part("votes", int(data["n"]))
    if one is None or one.state != "open":
        return Done(case)
    names = [case.name(p) for p in missing(case, one)]
    staff = tell_staff(case, "vote_lapsed", m_kind=one.kind, names=names)
    done = _ended(case, one, "lapsed", env)
    return replace(done, tells=(*staff, *done.tells))


def _ended(case: Case, one: Vote, state: str, env: Env) -> Done:
    """The question is answered; whoever was still thinking about it need not any more."""
    one = replace(one, state=state)
    case = case.with_part("votes", one)
    question = QUESTIONS[one.kind]
    done = question.passed(case, one, env) if state == "passed" else question.failed(case, one, env)
    over = tuple(tell(person, "vote_over", n=one.n) for person in undecided(one))
    entry = Entry("vote_ended", {"n": one.n, "kind": one.kind, "state": state})
    return replace(
        done,
        tells=(*over, *done.tells),
        entries=(entry, *done.entries),
        drops=(f"vote:{one.n}", *done.drops),
    )


def settled(was: Case, done: Done, env: Env) -> Done:
    """What an act means for the open questions: with a case that is over they lapse.

    Whoever has agreed to mediate meanwhile is asked too, and if the last one who had not said yes has left,
    all have said yes.
    """
    done = _moot(was, done)
    for one in done.case.votes:
        if one.kind == SEAT or one.state != "open" or voters(was) == voters(done.case):
            continue
        if missing(done.case, one):
            more = _latecomers(done.case, one)
        else:
            more = _ended(done.case, one, "passed", env)
        done = followed(done, more)
    return done


def _moot(was: Case, done: Done) -> Done:
    """A case that is over asks nobody anything any more."""
    case, tells, drops = done.case, list[Tell](), list[str]()
    for one in case.votes:
        stands = LIVE if one.kind == SEAT else OPEN
        if one.state != "open" or was.state not in stands or case.state in stands:
            continue
        case = case.with_part("votes", replace(one, state="lapsed"))
        drops.append(f"vote:{one.n}")
        if one.kind == SEAT:
            tells.append(seat_over(case, one))
        else:
            tells += [tell(p, "vote_over", n=one.n) for p in undecided(one)]
    return replace(done, case=case, tells=(*tells, *done.tells), drops=(*done.drops, *drops))

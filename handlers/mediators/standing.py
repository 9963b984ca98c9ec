"""Who leads a case, who is asked what, and what a term that is over stops: for acts and rooms alike."""

from __future__ import annotations

from datetime import date

from handlers.case import Case
from handlers.life import OPEN, Refused
from handlers.parts import SEAT, Vote

MEDIATORS = ("mediator", "judge", "community")
"""Roles at this court of those who may mediate; a community mediator sees only the cases they are in."""
LISTED = frozenset({"choose", "hand", "second", "away"})
"""Scripts in which somebody chooses a mediator."""
LIVE = (*OPEN, "performing", "performed")
"""States in which a case needs somebody who leads it."""
NEEDS_TERM = frozenset({"invite", "draft", "publish", "ask_release", "release", "propose_mediator"})
NEEDS_TERM |= {"put_plan", "put_fact"}
"""Acts that go on with a mediation, and therefore need a running term (在线调解规则 24).

Once it is over, without everybody's consent to more, people may still speak and be spoken to, answer what
they were asked, look, hand over and end. A version of the record that stands before everybody may still be
confirmed: that all confirm it is itself the consent of all.
"""
BARRED = frozenset({"draft", "publish", "confirm", "ask_release", "put_plan", "put_fact"})
"""What a mediator who has disclosed a relation may not do unless all want them to go on (在线调解规则 13)."""


def voters(case: Case) -> tuple[int, ...]:
    """The parties who have agreed to mediate and have not left: every one of them must say yes."""
    return tuple(p.person for p in case.parties if p.agreed_at and not p.left)


def open_vote(case: Case, kind: str) -> Vote | None:
    """The open question of that kind, if there is one."""
    return next((v for v in case.votes if v.kind == kind and v.state == "open"), None)


def missing(case: Case, vote: Vote) -> tuple[int, ...]:
    """Who has not said yes to it yet."""
    yes = {person for person, answer in vote.answers if answer == "yes"}
    return tuple(person for person in voters(case) if person not in yes)


def unanswered(case: Case, person: int) -> tuple[Vote, ...]:
    """The open questions that this party has not answered yet, the oldest first."""
    open_ = (v for v in case.votes if v.kind != SEAT and v.state == "open")
    return tuple(v for v in open_ if person in undecided(v))


def open_seat(case: Case, *whys: str) -> Vote | None:
    """The open request to a mediator to take a seat in this case, for one of these reasons."""
    seats = (v for v in case.votes if v.kind == SEAT and v.state == "open")
    return next((v for v in seats if v.data["why"] in whys), None)


def term_is_over(case: Case, today: date) -> bool:
    """Whether the term has run out without having been extended; it rests during an appraisal."""
    runs = bool(case.term_end) and not case.paused and case.state in OPEN
    return runs and today.isoformat() > case.term_end


def undecided(vote: Vote) -> tuple[int, ...]:
    """Who was asked and has not answered."""
    answered = {person for person, _ in vote.answers}
    return tuple(person for person in vote.data["of"] if person not in answered)


def disclosed(case: Case, person: int) -> Vote | None:
    """The last question whether that mediator, who has disclosed a relation, may go on."""
    told = [v for v in case.votes if v.kind == "disclose" and v.data["person"] == person]
    return told[-1] if told else None


def barred(case: Case, person: int) -> bool:
    """Whether the one who leads has disclosed a relation, and not everybody has said that they may go on."""
    told = disclosed(case, person)
    return case.leads(person) and told is not None and told.state != "passed"


def stopped(name: str, case: Case, person: int, today: date) -> None:
    """Refused when an act needs what the case has not: a running term, or a mediator whom all want."""
    if name in NEEDS_TERM and term_is_over(case, today):
        raise Refused("term_is_over", term_end=case.term_end)
    if name in BARRED and barred(case, person):
        raise Refused("must_hand_over")

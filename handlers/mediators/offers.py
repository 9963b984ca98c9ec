"""Answers that depend on the case, about who mediates, and the term, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from handlers.acts.hands import scope_of
from handlers.case import Case, Member
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import LEADS, TRIAL, may
from handlers.mediators.standing import LIVE, open_seat, open_vote, unanswered
from handlers.offers import short
from handlers.view import View, within
from handlers.words import Words


def _rows(words: Words, view: View, found: Iterable[Member]) -> Options:
    """People of the court by name and role; nobody is offered a case in which they are a party."""
    case = view.case
    return [
        (str(m.person), short(f"{m.name} · {words.name(view.lang, 'role', m.role)}"))
        for m in found
        if m.person != view.me and (case is None or case.party(m.person) is None)
    ]


def _leads(view: View) -> list[Member]:
    """Who may lead this case and does not yet; in a pending case only a judge may."""
    case = view.case
    roles = ("judge",) if case is not None and case.stage in TRIAL else LEADS
    lead = case.lead.person if case is not None and case.lead is not None else 0
    return [m for m in view.mediators if m.role in roles and m.person != lead]


def choose_rows(words: Words, facts: Facts, view: View) -> Options:
    """The court's mediators whom the parties may choose."""
    return _rows(words, view, _leads(view))


def hand_rows(words: Words, facts: Facts, view: View) -> Options:
    """Those to whom the case may be handed over."""
    return _rows(words, view, _leads(view))


def second_rows(words: Words, facts: Facts, view: View) -> Options:
    """Those who may join as a second mediator, from the community too."""
    case = view.case
    return _rows(words, view, (m for m in view.mediators if case is not None and not case.role(m.person)))


def stand_rows(words: Words, facts: Facts, view: View) -> Options:
    """Those who may stand in for an absent one."""
    return _rows(words, view, (m for m in view.mediators if m.role in LEADS))


def there_rows(words: Words, facts: Facts, view: View) -> Options:
    """The second mediators there are."""
    return _rows(words, view, view.case.seconds if view.case is not None else ())


OFFERS: Mapping[str, Offer] = {
    "choose_rows": choose_rows,
    "hand_rows": hand_rows,
    "second_rows": second_rows,
    "stand_rows": stand_rows,
    "there_rows": there_rows,
}


def _party(act: str, case: Case, view: View) -> bool:
    return may(act, view.role, case.state, case.stage) and within(view.scope, scope_of(act))


def _vote(case: Case, view: View) -> bool:
    return bool(unanswered(case, view.me)) and _party("vote", case, view)


def _choose(case: Case, view: View) -> bool:
    free = case.record is None and open_vote(case, "mediator") is None
    return free and open_seat(case, "hand_over", "chosen") is None and _party("propose_mediator", case, view)


def _unwanted(case: Case, view: View) -> bool:
    return any(not s.until for s in case.seconds) and _party("object_second", case, view)


def _lead(act: str) -> Shown:
    """For whoever may lead the case now."""
    return lambda case, view: case.leads(view.me) and may(act, view.role, case.state, case.stage)


def _extend(case: Case, view: View) -> bool:
    runs = bool(case.term_end) and not case.paused and open_vote(case, "extend") is None
    return runs and _lead("ask_extend")(case, view)


def _alone(act: str) -> Shown:
    """For the mediator whose case it is, and nobody who stands in."""

    def shown(case: Case, view: View) -> bool:
        mine = case.lead is not None and case.lead.person == view.me
        return mine and may(act, view.role, case.state, case.stage)

    return shown


def _appraisal(case: Case, view: View) -> bool:
    return bool(case.term_end) and _lead("appraisal_begin")(case, view)


PARTY: Mapping[str, Shown] = {
    "vote": _vote,
    "choose": _choose,
    "unwanted": _unwanted,
    "other": lambda case, view: case.lead is not None and _party("ask_other", case, view),
}
OFFICE: Mapping[str, Shown] = {
    "extend": _extend,
    "second": _lead("add_second"),
    "hand": _alone("hand_over"),
    "conflict": _alone("disclose"),
    "appraisal": _appraisal,
}
DESK: Mapping[str, DeskShown] = {
    "away": lambda view: view.role in LEADS and any(row.state in LIVE for row in view.desk),
}

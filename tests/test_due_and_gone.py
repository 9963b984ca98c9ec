"""What is due after its time, after its cause, or for somebody who is not the one any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from handlers.acts import do
from handlers.acts.done import Done
from handlers.case import SYSTEM, Actor, Case, Record
from handlers.days import Calendar
from handlers.desk.agenda import agenda
from handlers.desk.duty import coming
from handlers.desk.roster import Roster
from handlers.life import Refused
from handlers.mediators.dues import term_dues
from handlers.mediators.standing import open_seat
from handlers.parts import Expected, Helper, Meeting
from tests.test_mediators import (
    ACTOR,
    LEAD,
    NEW,
    NOW,
    OTHER,
    THIRD,
    TO_NEW,
    TODAY,
    answer,
    asked,
    at,
    handed_over,
    mediation,
    party,
    told,
)


def refused(name: str, case: Case, actor: Actor, data: dict[str, Any], env: Any = NOW) -> str:
    with pytest.raises(Refused) as no:
        do(name, case, actor, data, env)
    return no.value.reason


# -- the term ----------------------------------------------------------------------------------------------


def test_a_term_that_ends_after_a_long_holiday_is_told_of_before_the_holiday() -> None:
    soon = term_dues(date(2026, 10, 8), at(date(2026, 9, 8)))[0]
    assert soon.act == "term_soon"
    assert soon.at.astimezone(ZoneInfo("Asia/Shanghai")).date() == date(2026, 9, 30)


def test_after_days_of_downtime_nobody_hears_that_a_term_ends_soon_which_is_over() -> None:
    case = mediation()
    assert do("term_soon", case, SYSTEM, {}, at(date(2026, 12, 24))).tells
    assert not do("term_soon", case, SYSTEM, {}, at(date(2026, 12, 25))).tells


def test_no_longer_term_is_asked_for_that_would_end_before_all_have_answered() -> None:
    late = at(date(2026, 12, 29))  # a Tuesday; the holiday makes the third working day the fifth of January
    assert refused("ask_extend", mediation(), ACTOR, {"days": "d7"}, late) == "too_short"
    longer = do("ask_extend", mediation(), ACTOR, {"days": "d15"}, late).case.votes[0]
    assert longer.data["end"] > longer.data["until"]


def test_a_term_that_rests_is_neither_over_nor_ending_on_the_days_list() -> None:
    for day in (date(2026, 12, 24), date(2026, 12, 28)):
        running = {one.kind for one in agenda(mediation(), LEAD, day)}
        resting = {one.kind for one in agenda(mediation(paused="2026-12-20"), LEAD, day)}
        assert running & {"term_over", "term_today"}
        assert not resting & {"term_over", "term_today"}


# -- questions to all --------------------------------------------------------------------------------------


def test_nobody_unchecked_says_yes_by_proposing_a_mediator() -> None:
    case = mediation()
    case = case.with_party(replace(case.parties[0], checked=""))
    assert refused("propose_mediator", case, party(case, 1), TO_NEW) == "not_checked"


def three(kind: str = "extend") -> Case:
    """A question is open; two have said yes, and somebody has not agreed to mediate yet."""
    case = mediation(4)
    case = case.with_party(replace(case.parties[3], agreed_at=""))
    case = replace(case, expected=tuple(Expected(n, 1, f"当事人{n}", "", person=n) for n in (2, 3, 4)))
    case = replace(asked(case, kind), parts=9)
    return answer(answer(case, 1, "yes").case, 2, "yes").case


def test_who_agrees_to_mediate_while_a_question_is_open_is_asked_at_once() -> None:
    case = three()
    done = do("agree", case, party(case, 4), {}, NOW)
    assert told(done, "vote_asked") == [4]


def test_nothing_passes_without_who_came_meanwhile_though_the_last_undecided_one_leaves() -> None:
    case = do("agree", three(), party(three(), 4), {}, NOW).case
    case = do("decline", case, party(case, 3), {}, NOW).case
    assert case.votes[0].state == "open"
    assert answer(case, 4, "yes").case.votes[0].state == "passed"


def test_when_the_last_undecided_one_leaves_their_invitation_is_void_too() -> None:
    case = three()
    done = do("decline", case, party(case, 3), {}, NOW)
    assert done.case.votes[0].state == "passed"
    assert done.voids == (3,)


# -- standing in -------------------------------------------------------------------------------------------

AWAY = {**TO_NEW, "away_until": "2026-12-03"}


def stood_in() -> Case:
    case = do("go_away", mediation(), ACTOR, AWAY, NOW).case
    return do("mediator_accept", case, NEW, {"n": case.votes[0].n}, NOW).case


def test_who_stands_in_leads_to_the_last_day_and_no_longer() -> None:
    case, appraisal = stood_in(), {"m_sure": "yes"}
    assert do("appraisal_begin", case, NEW, appraisal, at(date(2026, 12, 3))).case.paused
    assert refused("appraisal_begin", case, NEW, appraisal, at(date(2026, 12, 4))) == "lead_alone"


def test_nobody_begins_to_stand_in_for_somebody_who_is_back() -> None:
    case = do("go_away", mediation(), ACTOR, AWAY, NOW).case
    assert refused("mediator_accept", case, NEW, {"n": case.votes[0].n}, at(date(2026, 12, 4))) == "seat_gone"


def test_a_handed_over_case_waits_for_no_stand_in_of_the_old_mediator() -> None:
    third = {"to": str(THIRD), "to_name": "李某", "to_role": "mediator"}
    case = do("go_away", mediation(), ACTOR, {**third, "away_until": "2026-12-03"}, NOW).case
    done = handed_over(case)
    assert open_seat(done.case, "stand_in") is None
    assert f"vote:{case.votes[0].n}" in done.drops


def test_the_record_that_waits_for_who_stands_in_is_on_their_list() -> None:
    case, stamp = stood_in(), "2026-12-01T09:00:00+08:00"
    record = Record(1, "d", (), "", (), LEAD, stamp)
    case = replace(case, state="recording", record=record)
    for person in (1, 2):
        case = do("confirm", case, party(case, person), {"version": "1", "digest": "d", "yes": []}, NOW).case
    assert "confirm" in {one.kind for one in agenda(case, OTHER, TODAY)}


def test_whoever_waits_hears_of_the_one_who_stands_in_and_not_of_the_absent_one() -> None:
    local = datetime(2026, 12, 1, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    who = coming(stood_in().staff(), (), Roster(), local, Calendar()).who
    assert who[0].person == OTHER


# -- nobody mediates for whom they have acted --------------------------------------------------------------


def test_a_case_is_not_handed_to_somebody_who_has_acted_for_a_party() -> None:
    helper = Helper(1, 1, "刘某", "speak", "亲友", person=OTHER, ended="x")
    case = mediation(helpers=(helper,))
    assert refused("hand_over", case, ACTOR, {**TO_NEW, "note": "—"}) == "cannot_lead"
    assert refused("add_second", case, ACTOR, TO_NEW) == "cannot_lead"
    free = replace(case, state="filed", stage="", lead=None)
    assert refused("accept", free, NEW, {"stage": "before_filing"}) == "not_yours"


# -- after the seal ----------------------------------------------------------------------------------------


def sealed(**changes: Any) -> Case:
    return mediation(**{"state": "performing", "confirm_until": "2026-12-10", **changes})


@pytest.mark.parametrize("act", ["confirm_soon", "confirm_last"])
def test_nobody_is_asked_to_apply_when_the_thirty_days_are_over(act: str) -> None:
    assert do(act, sealed(), SYSTEM, {}, at(date(2026, 12, 10))).tells
    assert not do(act, sealed(), SYSTEM, {}, at(date(2026, 12, 11))).tells


def test_the_court_is_not_asked_for_ever_about_a_case_that_has_closed() -> None:
    trial = sealed(stage="trial_summary")
    assert do("decision_soon", trial, SYSTEM, {}, NOW).dues
    closed = do("decision_soon", replace(trial, state="closed"), SYSTEM, {}, NOW)
    assert not closed.dues
    assert not closed.tells


# -- meetings ----------------------------------------------------------------------------------------------

SLOT = {"at": "2026-12-09T15:00:00+08:00", "way": "video", "where": "—"}


def meeting(case: Case, *who: int, **changes: Any) -> Case:
    made = Meeting(1, LEAD, (SLOT,), "2026-12-01T10:00:00+08:00", who=who, **changes)
    return replace(case, meetings=(made,), parts=max(case.parts, 1))


def leaves(case: Case, person: int) -> Done:
    there = tuple(Expected(n, 1, f"当事人{n}", "", person=n) for n in (2, 3))
    return do("decline", replace(case, expected=there), party(case, person), {}, NOW)


def test_who_has_left_is_not_waited_for_when_all_the_others_can_come() -> None:
    case = meeting(mediation(3), 1, 2, 3, answers=((1, "0"), (2, "any")))
    done = leaves(case, 3)
    assert done.case.meetings[0].state == "fixed"
    assert set(told(done, "meeting_fixed")) == {1, 2, LEAD}


def test_an_offer_that_others_have_not_answered_stays_open_when_somebody_leaves() -> None:
    case = meeting(mediation(3), 1, 2, 3, answers=((1, "0"),))
    assert leaves(case, 3).case.meetings[0].state == "offered"


def test_a_meeting_with_nobody_but_who_has_left_is_called_off() -> None:
    case = meeting(mediation(3), 3, state="fixed", chosen=0)
    assert leaves(case, 3).case.meetings[0].state == "cancelled"


def test_who_stands_in_is_asked_who_came() -> None:
    case = meeting(stood_in(), 1, 2, state="fixed", chosen=0)
    over = do("meeting_over", case, SYSTEM, {"n": 1, "at": SLOT["at"]}, at(date(2026, 12, 9)))
    assert [one.to for one in over.tells] == [OTHER]

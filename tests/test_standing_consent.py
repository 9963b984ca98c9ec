"""A consent stands only while whoever gave it may give it, for what they saw and to whom they saw it go."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.exporting import _record
from bot.words import book
from handlers.acts import do
from handlers.case import Actor, Case, Confirmation, Member, Party, Utterance
from handlers.engine import advance
from handlers.engine import refused as answer
from handlers.events import Pressed
from handlers.parts import Claim, Expected, Helper, Plan, Wanted
from handlers.place import Frame, Place
from handlers.plans.differences import differences
from handlers.points import add_point
from handlers.record import checked_points
from handlers.sight import seen
from handlers.view import View
from storage.journal import Line
from tests.test_helpers import (
    AIDE,
    CONFIRM,
    COURT,
    DAUGHTER,
    ENV,
    FULL,
    GRANTED,
    JUDGE,
    MOTHER,
    OTHER,
    PAPER,
    PARTY,
    STRANGER,
    WORDS,
    case,
    refused,
    told,
)

THIRD = 6
SECOND = {"texts": [], "media": [{"kind": "photo", "digest": "e" * 64}]}
POINT = {"kind": "pay", "who": OTHER, "whom": MOTHER, "sum": 100, "what": ""}
PAYS = {**POINT, "parts": [{"due": "2027-01-04", "sum": 100}]}


def firm(authority: str, **more: Any) -> Case:
    """The applicant is an organisation, and has confirmed the open record."""
    made = case()
    party = replace(made.parties[0], org=True, by_name="刘某", authority=authority, paper=PAPER)
    given = Confirmation(MOTHER, "applicant", "digest", "t")
    assert made.record is not None
    made = replace(made.with_party(party), record=replace(made.record, confirmations=(given,)))
    return replace(made, **more)


def confirmed(made: Case) -> set[int]:
    assert made.record is not None
    return {one.person for one in made.record.confirmations}


@pytest.mark.parametrize("authority", ["", "sent", "refused"])
def test_an_organisation_puts_no_plan_before_its_authority_was_seen(authority: str) -> None:
    reason = {"": "org_no_authority", "sent": "org_authority_waits", "refused": "org_authority_again"}
    assert refused("put_plan", firm(authority), PARTY, points=[PAYS]) == reason[authority]
    assert do("put_plan", firm("checked"), PARTY, {"points": [PAYS]}, ENV).case.plans


def test_an_organisation_gives_no_claim_up_before_its_authority_was_seen() -> None:
    mine = (Claim(9, MOTHER, WORDS, "t"),)
    assert refused("withdraw_claim", firm("", claims=mine), PARTY, n=9) == "org_no_authority"


def test_what_an_organisation_confirmed_is_void_when_somebody_else_acts_for_it() -> None:
    done = do("change_by", firm("checked"), PARTY, {"u_by": "赵某", "u_post": "经理"}, ENV)
    assert confirmed(done.case) == set()
    for person in (MOTHER, OTHER, JUDGE):
        assert "authority_void" in told(done, person)


def test_what_was_confirmed_is_void_when_the_authority_is_refused_after_all() -> None:
    seen_it = {"paper_of": f"org{MOTHER}", "verdict": "no", "why": "没有盖章", "paper_seen": ["d" * 64]}
    done = do("check_authority", firm("sent"), COURT, seen_it, ENV)
    assert confirmed(done.case) == set()
    by_hand = do("confirm", case(FULL), AIDE, CONFIRM, ENV).case
    again = do("send_authority", by_hand, AIDE, {"paper": PAPER}, ENV).case
    no = do("check_authority", again, COURT, {**seen_it, "paper_of": "h2"}, ENV)
    assert confirmed(no.case) == set()
    assert "authority_void" in told(no, MOTHER)


def test_staff_accept_only_the_authority_that_they_looked_at() -> None:
    made = case(replace(FULL, authority="sent", paper=SECOND))
    look = {"paper_of": "h2", "verdict": "yes", "paper_seen": ["d" * 64]}
    assert refused("check_authority", made, COURT, **look) == "paper_changed"
    done = do("check_authority", made, COURT, {**look, "paper_seen": ["e" * 64]}, ENV)
    assert done.case.helpers[0].authority == "checked"


def test_staff_do_not_change_what_the_party_has_said_themselves() -> None:
    reads = replace(GRANTED, told=True, scope="read", confirmed="t")
    assert refused("asked_party", case(reads), COURT, n=2, asked="phone", how_far="settle") == "party_said"


def test_nobody_acts_for_both_sides() -> None:
    theirs = Helper(3, OTHER, "", "settle")
    made = case(FULL)
    made = replace(made, helpers=(*made.helpers, theirs), parts=3)
    comes = {"n": 3, "h_name": "张某", "h_phone": "137"}
    assert refused("help_come", made, AIDE, **comes) == "in_it_already"


def test_a_teller_who_may_only_read_speaks_for_the_party_no_more() -> None:
    teller = replace(GRANTED, told=True, scope="read", confirmed="t", checked="document")
    assert refused("speak", case(teller), AIDE, said=WORDS) == "not_granted"
    may = replace(teller, scope="speak", checked="")
    assert do("speak", case(may), AIDE, {"said": WORDS}, ENV).case.talk[-1].hand == DAUGHTER


def test_nobody_of_the_court_takes_a_case_in_which_they_act_for_a_party() -> None:
    free = replace(case(FULL), state="filed", lead=None, record=None)
    me = Actor(DAUGHTER, "judge", "张某")
    assert refused("accept", free, me, stage="before_filing") == "not_yours"
    assert refused("join_clerk", case(FULL), Actor(DAUGHTER, "clerk", "张某")) == "not_yours"
    asked = {"to": DAUGHTER, "to_role": "judge", "to_name": "张某"}
    assert refused("hand_over", case(FULL), COURT, **asked, note="") == "cannot_lead"
    assert refused("add_second", case(FULL), COURT, **asked) == "cannot_lead"


@pytest.mark.parametrize("role", ["judge", "mediator", "clerk"])
def test_a_free_seat_shows_no_case_to_somebody_who_is_in_it_otherwise(role: str) -> None:
    free = replace(case(FULL), lead=None)
    for person in (OTHER, DAUGHTER):
        assert all(u.person == person for u in seen(free, person, role).talk if person == OTHER)
    assert seen(free, STRANGER, role).talk == free.talk
    cut = seen(free, OTHER, role)
    assert (cut.story, cut.talk) == ({}, ())


def three(**more: Any) -> Case:
    """A second respondent who has come and agreed."""
    made = case(
        expected=(Expected(7, MOTHER, "赵某", person=OTHER), Expected(8, MOTHER, "刘某", person=THIRD))
    )
    return replace(
        made.with_party(Party(THIRD, "respondent", "刘某", checked="video", agreed_at="t")), **more
    )


def leaves(made: Case) -> Any:
    made = replace(made, lead=Member(JUDGE, "judge", "王某"))
    return do("leave_out", made, COURT, {"whom": 8, "left_why": "other"}, ENV)


def test_a_record_gives_up_no_claim_of_somebody_who_was_left_out() -> None:
    done = leaves(three(claims=(Claim(9, THIRD, WORDS, "t"), Claim(10, MOTHER, WORDS, "t"))))
    assert [one.state for one in done.case.claims] == ["left", "open"]


def test_nobody_who_was_left_out_is_asked_for_a_paper_any_more() -> None:
    wanted = (Wanted(9, JUDGE, THIRD, "收据", "t"), Wanted(10, JUDGE, OTHER, "收据", "t"))
    done = leaves(three(wanted=wanted))
    assert [one.state for one in done.case.wanted] == ["dropped", "open"]
    assert "paper:9" in done.drops
    assert refused("ask_paper", done.case, COURT, of=THIRD, what="收据") == "nobody_there"


def test_words_cross_to_those_alone_whom_the_speaker_saw() -> None:
    done = do("release", three(), PARTY, {"n": 1, "crossing": [OTHER]}, ENV)
    assert told(done, OTHER) == ["crossed"]
    assert told(done, THIRD) == []
    assert [u.n for u in seen(done.case, OTHER, "respondent").talk] == [1]
    assert seen(done.case, THIRD, "respondent").talk == ()
    more = do("release", done.case, PARTY, {"n": 1, "crossing": [OTHER, THIRD]}, ENV)
    assert (told(more, OTHER), told(more, THIRD)) == ([], ["crossed"])
    assert refused("release", more.case, PARTY, n=1) == "already_released"


def test_whoever_comes_later_does_not_see_what_crossed_before() -> None:
    done = do("release", case(), PARTY, {"n": 1}, ENV)
    late = Party(THIRD, "respondent", "刘某", checked="video", agreed_at="t")
    assert seen(done.case.with_party(late), THIRD, "respondent").talk == ()


def test_nobody_unchecked_ends_a_mediation_by_their_no() -> None:
    made = case()
    made = made.with_party(replace(made.parties[1], checked=""))
    assert refused("decline", made, Actor(OTHER, "respondent", "赵某")) == "not_checked"


def test_old_released_words_without_hearers_are_seen_as_before() -> None:
    old = Utterance(1, MOTHER, "mediator", WORDS, "t", released=True)
    assert seen(case(talk=(old,)), OTHER, "respondent").talk == (old,)


ROOM = Frame("party", 1, "room", {})
SHEET = Frame("paper", 1, "files", {})
ASKED = Frame("offered", 1, "ask", {"n": 9, "plan": 1, "name": "王某", "role": "judge", "points": []})


@pytest.mark.parametrize(
    ("reason", "left"),
    [
        ("ended", [ROOM]),
        ("left_out", [ROOM]),
        ("plan_over", [ROOM, SHEET]),
        ("record_changed", [ROOM, SHEET]),
        ("not_checked", [ROOM, SHEET, ASKED]),
    ],
)
def test_nobody_stays_at_a_question_that_can_never_be_answered(reason: str, left: list[Frame]) -> None:
    view = View(OTHER, "zh", {"court": "", "phone": "", "hours": ""}, ENV.today, "respondent", case=case())
    place = Place((ROOM, SHEET, ASKED), 4, asked="1")
    turn = answer(book(), place, view, reason, {"state": "failed", "name": ""})
    assert list(turn.place.frames) == left
    assert turn.says


def test_a_record_that_pays_another_person_of_the_same_name_departs_from_the_plan() -> None:
    named = {"no": 1, "who_name": "赵某", "whom_name": "李某", **PAYS}
    there = three(plans=(Plan(9, MOTHER, "applicant", (named,), "t", state="agreed"),))
    assert differences(there, [named]) == []
    assert [one["aspect"] for one in differences(there, [{**named, "who": THIRD}])] == ["who"]


def test_an_export_names_by_whose_hand_a_record_was_confirmed_and_the_line_that_tells_so() -> None:
    done = do("confirm", case(FULL), AIDE, CONFIRM, ENV)
    body = done.entries[0].body
    line = Line(7, "t", "confirmed", DAUGHTER, 0, "c", "h", b"salt", body)
    assert done.case.record is not None
    [given] = _record(done.case, done.case.record, [line])["confirmations"]
    assert (given["name"], given["by"], given["line"]) == ("李某", "张某", 7)
    [unseen] = _record(done.case, done.case.record, [replace(line, salt=None, body=None)])["confirmations"]
    assert "line" not in unseen


@pytest.mark.parametrize(
    ("step", "kind", "next_one"),
    [("late", "penalty", "extra"), ("creditor", "guarantor", "backed"), ("whom", "act", "what")],
)
def test_what_was_typed_for_another_kind_of_point_is_asked_for_again(
    step: str, kind: str, next_one: str
) -> None:
    typed = {"p_kind": kind, "p_who": "2", "p_whom": "1", "p_sum": 900, "p_what": "修好门", "points": [PAYS]}
    view = View(MOTHER, "zh", {"court": "", "phone": "", "hours": ""}, ENV.today, "applicant", case=case())
    place = Place((ROOM, Frame("plan", 1, step, typed)), 4, (("1", "李某"),), (("1", "李某"),), asked="1")
    turn = advance(book(), place, Pressed("1", 4), view, lambda deed: view)
    assert turn.place.top.step == next_one


def test_a_sum_that_was_typed_before_another_kind_was_chosen_is_no_part_of_the_point() -> None:
    typed = {"p_kind": "act", "p_who": "2", "p_whom": "1", "p_what": "修好门", "p_due": "2027-01-04"}
    view = View(MOTHER, "zh", {}, ENV.today, "applicant", case=case())
    [point] = add_point({**typed, "p_sum": 900, "points": []}, view)[1]["points"]
    assert (point["sum"], point["parts"]) == (0, [{"due": "2027-01-04", "sum": 0}])
    [kept] = checked_points(case(), [{**point, "parts": PAYS["parts"]}], ENV.today)
    assert [part["sum"] for part in kept["parts"]] == [0]

"""What waits in a case for one of its people, as a pure function of case, person and day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from handlers.case import Case, Confirmation, Member, Party, Promise, Record, Utterance
from handlers.desk.agenda import LINES, ORDER, agenda, day, line, rank, waits
from handlers.desk.said import NAMES, SENTENCES
from handlers.parts import Expected, Helper, Meeting

APPLICANT, RESPONDENT, JUDGE, CLERK = 1, 2, 3, 4
TODAY = date(2026, 11, 24)  # a Tuesday
CASE = Case(
    id=12,
    number="(2026)和解12号",
    state="mediating",
    stage="trial_summary",
    kind="loan",
    claim={},
    since="",
    story={},
    filed_at="2026-11-02T10:00:00+08:00",
    accepted_at="2026-11-03T10:00:00+08:00",
    parties=(
        Party(APPLICANT, "applicant", "李某", checked="document"),
        Party(RESPONDENT, "respondent", "张某", checked="video"),
    ),
    lead=Member(JUDGE, "judge", "王某"),
    clerk=Member(CLERK, "clerk", "刘某"),
)


def kinds(person: int = JUDGE, **changes: Any) -> list[str]:
    return [item.kind for item in agenda(replace(CASE, **changes), person, TODAY)]


def record(*confirmed: int, at: str = "2026-11-24T09:00:00+08:00", status: str = "open") -> Record:
    given = tuple(Confirmation(one, "x", "d", at) for one in confirmed)
    return Record(1, "d", (), "", (), JUDGE, at, status, confirmations=given)


def promise(falls: str, state: str = "open") -> Promise:
    return Promise(1, 1, RESPONDENT, APPLICANT, "pay", 300_000, "", falls, falls, state)


def words(n: int, person: int, to: str) -> Utterance:
    return Utterance(n, person, to, {"texts": ["话"], "media": []}, "")


def test_a_case_in_which_nothing_waits_has_nothing() -> None:
    assert kinds() == []


def test_nobody_elses_case_has_anything_for_a_member_of_staff() -> None:
    unchecked = replace(CASE, parties=(Party(APPLICANT, "applicant", "李某"),))
    assert agenda(unchecked, 99, TODAY) == []


def test_a_filed_case_waits_to_be_accepted_by_whoever_may() -> None:
    assert kinds(99, state="filed", lead=None, clerk=None) == ["accept"]


@pytest.mark.parametrize(
    ("falls", "state", "expected"),
    [
        ("2026-11-24", "open", ["promise_today"]),
        ("2026-11-25", "open", []),
        ("2026-11-23", "open", ["promise_late"]),
        ("2026-11-23", "asked", ["promise_late"]),
        ("2026-11-20", "late", ["promise_late"]),
        ("2026-11-20", "kept", []),
    ],
)
def test_promises_are_due_or_late(falls: str, state: str, expected: list[str]) -> None:
    assert kinds(state="performing", promises=(promise(falls, state),)) == expected


@pytest.mark.parametrize(
    ("end", "expected"),
    [("2026-11-24", ["term_today"]), ("2026-11-23", ["term_over"]), ("2026-11-25", [])],
)
def test_a_term_ends_or_is_over(end: str, expected: list[str]) -> None:
    assert kinds(term_end=end) == expected


def test_a_term_of_a_case_that_is_settled_says_nothing() -> None:
    assert kinds(state="performing", term_end="2026-11-01") == []


def test_a_meeting_of_today_comes_first() -> None:
    slots = ({"at": "2026-11-24T14:30:00+08:00", "way": "video", "where": ""},)
    meeting = Meeting(1, JUDGE, slots, "", "fixed", 0)
    found = agenda(replace(CASE, meetings=(meeting,), term_end="2026-11-01"), JUDGE, TODAY)
    assert (found[0].kind, found[0].values["time"]) == ("meeting_today", "14:30")


def test_a_meeting_that_is_only_offered_says_nothing() -> None:
    slots = ({"at": "2026-11-24T14:30:00+08:00", "way": "video", "where": ""},)
    assert kinds(meetings=(Meeting(1, JUDGE, slots, ""),)) == []


def test_a_record_waits_for_the_clerk_after_the_parties_and_for_the_judge_after_the_clerk() -> None:
    parties = record(APPLICANT, RESPONDENT)
    assert kinds(CLERK, state="recording", record=parties) == ["confirm"]
    assert kinds(JUDGE, state="recording", record=parties) == []
    everybody = record(APPLICANT, RESPONDENT, CLERK)
    assert kinds(JUDGE, state="recording", record=everybody) == ["confirm"]
    assert kinds(CLERK, state="recording", record=everybody) == []


def test_a_record_that_a_party_has_not_confirmed_for_three_days_is_late() -> None:
    old, new = "2026-11-21T09:00:00+08:00", "2026-11-22T09:00:00+08:00"
    assert kinds(state="recording", record=record(APPLICANT, at=old)) == ["record_late"]
    assert kinds(state="recording", record=record(APPLICANT, at=new)) == []


def test_an_invitation_is_old_after_three_working_days() -> None:
    alone = (Party(APPLICANT, "applicant", "李某", checked="document"),)
    waiting = (Expected(1, APPLICANT, "张某", invited="2026-11-19T10:00:00+08:00"),)
    assert kinds(state="invited", parties=alone, expected=waiting) == ["invite_late"]
    fresh = (Expected(1, APPLICANT, "张某", invited="2026-11-20T10:00:00+08:00"),)
    assert kinds(state="invited", parties=alone, expected=fresh) == []


def test_private_words_wait_until_they_are_answered() -> None:
    asked = words(1, APPLICANT, "mediator")
    assert kinds(talk=(asked,)) == ["words"]
    assert kinds(talk=(asked, words(2, JUDGE, "applicant"))) == []
    assert kinds(talk=(asked, words(2, JUDGE, "both"))) == []
    assert kinds(talk=(asked, words(2, JUDGE, "respondent"))) == ["words"]
    assert kinds(talk=(asked, words(2, JUDGE, "applicant"), words(3, APPLICANT, "mediator"))) == ["words"]


def test_private_words_wait_for_the_mediator_and_not_for_the_clerk() -> None:
    assert kinds(CLERK, talk=(words(1, APPLICANT, "mediator"),)) == []


def test_identities_and_authorities_wait_to_be_checked() -> None:
    unchecked = (CASE.parties[0], Party(RESPONDENT, "respondent", "张某"))
    assert kinds(CLERK, parties=unchecked) == ["check"]
    helper = Helper(1, APPLICANT, "赵某", "settle", person=9, authority="sent")
    assert kinds(helpers=(helper,)) == ["authority"]
    assert kinds(helpers=(replace(helper, ended="2026-11-01"),)) == []


def test_what_waits_for_the_person_stands_before_what_is_only_due() -> None:
    unchecked = (CASE.parties[0], Party(RESPONDENT, "respondent", "张某"))
    found = agenda(replace(CASE, parties=unchecked, term_end="2026-11-24"), JUDGE, TODAY)
    assert [item.kind for item in found] == ["check", "term_today"]
    assert waits(found) == "check"
    assert rank(found) < rank([]) == len(ORDER)


def test_a_days_list_has_twelve_lines_and_says_how_many_more() -> None:
    items = agenda(replace(CASE, term_end="2026-11-24"), JUDGE, TODAY)
    lines = [line(CASE, items, f"{n}") for n in range(15)]
    assert (len(day(lines, 0)["lines"]), day(lines, 0)["more"]) == (LINES, 3)
    assert day(lines[:3], 2) == {"lines": lines[:3], "more": 0, "callers": 0, "free": 2}


def test_every_kind_has_its_words() -> None:
    assert set(ORDER) <= set(SENTENCES["agenda"])
    assert set(ORDER) == NAMES["waits"]

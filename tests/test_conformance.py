"""Every transcript on every channel: the same words lead to the same case, whatever people chat with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handlers.case import Case, Record
from storage import cases
from storage.people import HOUSE, NotYours
from tests.house import CHANNELS, House
from tests.test_transcripts import TRANSCRIPTS, play

BY_RECORD = ("applicant", "respondent", "clerk", "judge")
RECORDS: dict[str, list[tuple[Any, ...]]] = {
    "a_daughter_for_her_mother": [(1, "sealed", 0, 1, ("respondent", "applicant", "judge"))],
    "an_organisation_asks": [(1, "sealed", 0, 1, ("applicant", "respondent", "judge"))],
    "asking_somebody_to_help": [(1, "sealed", 0, 1, ("applicant", "respondent", "judge"))],
    "another_mediator_after_a_disclosure": [(1, "sealed", 0, 1, ("applicant", "respondent", "mediator"))],
    "a_couple_and_one_of_them_left_out": [
        (1, "void", 0, 1, ()),
        (2, "sealed", 0, 1, ("applicant", "respondent", "mediator")),
    ],
    "a_whole_case_in_trial": [(1, "void", 2, 2, ()), (2, "sealed", 2, 2, BY_RECORD)],
    "asking_at_any_time": [(1, "sealed", 0, 1, ("respondent", "applicant", "mediator"))],
    "broken_before_filing": [(1, "sealed", 0, 1, ("applicant", "respondent", "mediator"))],
    "broken_in_trial": [(1, "sealed", 0, 1, BY_RECORD)],
    "before_filing": [(1, "sealed", 0, 1, ("applicant", "respondent", "mediator"))],
    "a_plan_with_guarantor_and_penalty": [(1, "sealed", 0, 5, ("applicant", "respondent", "mediator"))],
    "three_plans_and_two_facts": [(1, "sealed", 0, 2, ("applicant", "respondent", "mediator"))],
    "seven_owners_and_their_property_company": [(1, "sealed", 0, 1, ("respondent", "applicant", "mediator"))],
    "taking_back_a_confirmation": [(1, "sealed", 0, 1, ("applicant", "respondent", "mediator"))],
}
"""(version, status, pages, points, who has confirmed it in this order) of every version."""

PROMISES: dict[str, list[tuple[Any, ...]]] = {
    "a_daughter_for_her_mother": [(1, 2_000_000, "2026-12-31", "2026-12-31", "open", True)],
    "an_organisation_asks": [(1, 360_000, "2026-12-31", "2026-12-31", "open", True)],
    "asking_somebody_to_help": [(1, 1_900_000, "2026-12-31", "2026-12-31", "open", True)],
    "another_mediator_after_a_disclosure": [(1, 2_000_000, "2026-12-31", "2026-12-31", "open", True)],
    "a_couple_and_one_of_them_left_out": [(1, 2_000_000, "2026-12-31", "2026-12-31", "open", True)],
    "a_whole_case_in_trial": [
        (1, 900_000, "2026-12-15", "2026-12-15", "kept", False),
        (2, 900_000, "2027-01-15", "2027-01-15", "kept", False),
        (3, 900_000, "2027-02-06", "2027-02-11", "kept", True),
    ],
    "asking_at_any_time": [
        (1, 100_000, "2026-12-15", "2026-12-15", "late", False),
        (2, 200_000, "2027-01-15", "2027-01-15", "open", True),
    ],
    "broken_before_filing": [
        (1, 100_000, "2026-12-15", "2026-12-15", "late", False),
        (2, 200_000, "2027-01-15", "2027-01-15", "late", True),
    ],
    "broken_in_trial": [
        (1, 100_000, "2026-12-15", "2026-12-15", "kept", False),
        (2, 200_000, "2027-01-15", "2027-01-15", "late", True),
    ],
    "before_filing": [(1, 2_000_000, "2026-12-31", "2026-12-31", "kept", True)],
    "a_plan_with_guarantor_and_penalty": [
        (1, 0, "2026-12-01", "2026-12-01", "kept", False),
        (1, 100_000, "2026-12-15", "2026-12-15", "open", False),
        (2, 200_000, "2027-01-15", "2027-01-15", "open", True),
    ],
    "three_plans_and_two_facts": [
        (1, 800_000, "2026-12-31", "2026-12-31", "open", False),
        (2, 900_000, "2027-01-31", "2027-02-01", "open", True),
    ],
    "seven_owners_and_their_property_company": [(1, 120_000, "2026-11-24", "2026-11-24", "kept", True)],
    "taking_back_a_confirmation": [(1, 100_000, "2026-12-24", "2026-12-24", "open", True)],
}
"""(part, fen, day promised, day it falls on, state, last) of every promise."""

CASES: dict[str, tuple[str, str, str] | None] = {
    "a_daughter_for_her_mother": ("performing", "before_filing", ""),
    "an_organisation_asks": ("performing", "before_filing", ""),
    "asking_somebody_to_help": ("performing", "before_filing", ""),
    "another_mediator_after_a_disclosure": ("performing", "before_filing", ""),
    "refusing_a_mediator_twice": ("failed", "before_filing", "refuses_mediator"),
    "standing_in_for_an_absent_mediator": ("mediating", "before_filing", ""),
    "the_term_made_longer_once": ("expired", "before_filing", "expired"),
    "a_whole_case_in_trial": ("closed", "trial_summary", "performed"),
    "asking_at_any_time": ("performing", "before_filing", ""),
    "a_couple_and_one_of_them_left_out": ("performing", "before_filing", ""),
    "a_day_of_a_judge": ("accepted", "trial_summary", ""),
    "a_person_at_night": ("filed", "", ""),
    "asking_for_a_person": ("accepted", "before_filing", ""),
    "away_for_a_month": None,
    "coming_back_by_paper": ("accepted", "before_filing", ""),
    "coming_back_by_telephone": ("accepted", "before_filing", ""),
    "before_filing": ("closed", "before_filing", "performed"),
    "broken_before_filing": ("performing", "before_filing", ""),
    "broken_in_trial": ("performing", "trial_summary", ""),
    "papers_to_the_case": ("mediating", "before_filing", ""),
    "in_danger": ("filed", "", ""),
    "meetings_across_time_zones": ("mediating", "before_filing", ""),
    "not_wanting_to_take_part": ("declined", "trial_ordinary", "declined"),
    "a_plan_with_guarantor_and_penalty": ("performing", "before_filing", ""),
    "three_plans_and_two_facts": ("performing", "before_filing", ""),
    "seven_owners_and_their_property_company": ("performed", "before_filing", ""),
    "taking_back_a_confirmation": ("performing", "before_filing", ""),
    "the_applicant_withdraws": ("withdrawn", "trial_summary", "withdrawn"),
    "the_other_side_never_comes": ("unreachable", "before_filing", "unreachable"),
    "the_other_side_refuses": ("declined", "before_filing", "declined"),
    "turned_away": ("turned_away", "", "红绿灯放在哪里由交通管理部门决定,不是法院能调解的事。"),
}
"""State, stage and reason of the case at the end; None where nothing was filed."""

RELEASED = {
    "asking_somebody_to_help": ["一万九也行,要今年还。"],
    "papers_to_the_case": [""],
    "a_couple_and_one_of_them_left_out": ["没有签过,借条上只有他。"],
    "a_whole_case_in_trial": ["两万七可以,但是要分三次给。"],
}
"""The words that have crossed from one side to the other by a release."""

RELATED: dict[str, list[tuple[Any, ...]]] = {
    "seven_owners_and_their_property_company": [
        ("performed", "", [(120_000, "2026-11-24", "kept")], []),
        ("performing", "", [(150_000, "2026-12-15", "open"), (150_000, "2027-01-15", "open")], []),
        ("performing", "", [(150_000, "2026-12-01", "asked")], []),
        ("performing", "", [(0, "2026-12-04", "kept"), (180_000, "2026-12-20", "open")], ["settled"]),
        ("failed", "too_far", [], ["open"]),
        ("unreachable", "unreachable", [], []),
        ("performed", "", [(60_000, "2026-11-24", "kept")], []),
    ],
}
"""State, reason, promises (fen, day, state) and further claims of every case that a story became."""

SEEN: dict[str, list[str]] = {}
"""The digests of every record as the first channel played it: the other channels must give the same."""


def versions(case: Case, records: list[Record]) -> list[tuple[Any, ...]]:
    """Every version of the record; a confirmation that names another digest has no place here."""
    assert all(c.digest == record.digest for record in records for c in record.confirmations)
    return [
        (r.version, r.status, len(r.pages), len(r.points), tuple(c.role for c in r.confirmations))
        for r in records
    ]


def promises(case: Case) -> list[tuple[Any, ...]]:
    """Every promise of the sealed record."""
    return [(p.part, p.fen, p.due, p.falls, p.state, p.last) for p in case.promises]


def released(case: Case) -> list[str]:
    """The words that crossed; nothing that the court's people said is among them."""
    return [" ".join(one.said["texts"]) for one in case.talk if one.released]


def related(house: House, mark: str) -> list[tuple[Any, ...]]:
    """Every case that was told as one story with another, by number."""
    with house.app.store.read() as tx:
        numbers = cases.related(tx, HOUSE, mark)
    found = [house.case(number) for number in numbers]
    return [
        (c.state, c.reason, [(p.fen, p.due, p.state) for p in c.promises], [one.state for one in c.claims])
        for c in found
    ]


def outcome(house: House) -> Case | None:
    """The case at the end of a transcript, if one was filed."""
    try:
        return house.case(1)
    except NotYours:
        return None


def test_every_transcript_has_its_outcome_written_down() -> None:
    assert set(CASES) == set(TRANSCRIPTS)
    assert set(RECORDS) == set(PROMISES) <= set(CASES)


@pytest.mark.parametrize("name", TRANSCRIPTS)
@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_conversation_leads_to_the_same_case_on_every_channel(
    channel: str, name: str, quick_path: Path
) -> None:
    async with House(quick_path, channel=channel) as house:
        await play(house, name)
        case = outcome(house)
        if case is None:
            assert CASES[name] is None
            return
        records = house.records(1)
        assert related(house, case.related) == RELATED.get(name, [])
    assert (case.state, case.stage, case.reason) == CASES[name]
    assert versions(case, records) == RECORDS.get(name, [])
    assert promises(case) == PROMISES.get(name, [])
    assert released(case) == RELEASED.get(name, [])
    digests = [record.digest for record in records]
    assert digests == SEEN.setdefault(name, digests)

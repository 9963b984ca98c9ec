"""What may honestly be said about a broken promise, at every stage and after every step of the court."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.words import book
from handlers.case import Case, Party, Promise
from handlers.papers.remedy import act_until, remedy

TODAY = date(2026, 12, 16)


def case(stage: str, confirming: str = "", until: str = "2026-12-30", falls: str = "2026-12-15") -> Case:
    owed = Promise(1, 1, 2, 1, "pay", 100_000, "", falls, falls)
    last = Promise(1, 2, 2, 1, "pay", 100_000, "", "2027-01-15", "2027-01-15")
    made = Case(
        id=1,
        number="1",
        state="performing",
        stage=stage,
        kind="loan",
        claim={},
        since="",
        story={},
        filed_at="",
        parties=(Party(1, "applicant", "李某"), Party(2, "respondent", "张某")),
        promises=(owed, last),
    )
    return replace(made, confirming=confirming, confirm_until=until)


@pytest.mark.parametrize(
    ("stage", "confirming", "until", "honest"),
    [
        ("before_filing", "", "2026-12-30", "before_open"),
        ("before_filing", "applied", "2026-12-30", "before_open"),
        ("before_filing", "", "2026-12-15", "before"),
        ("before_filing", "refused", "2026-12-30", "before"),
        ("before_filing", "none", "2026-12-30", "before"),
        ("before_filing", "granted", "2026-12-01", "confirmed"),
        ("trial_summary", "", "", "trial"),
        ("trial_ordinary", "served", "", "served"),
        ("trial_ordinary", "withdrawn", "", "withdrawn"),
    ],
)
def test_the_next_step_is_the_one_that_the_stage_really_has(
    stage: str, confirming: str, until: str, honest: str
) -> None:
    assert remedy(case(stage, confirming, until), TODAY) == honest


def test_enforcement_is_counted_from_the_last_part() -> None:
    assert act_until(case("trial_summary"), 1, "trial") == "2029-01-15"


def test_a_last_day_of_february_in_a_leap_year_has_its_day_two_years_later() -> None:
    leap = case("trial_summary", falls="2028-02-29")
    assert act_until(replace(leap, promises=leap.promises[:1]), 1, "served") == "2030-02-28"


@pytest.mark.parametrize(
    ("way", "until"),
    [
        ("before", "2030-01-15"),
        ("withdrawn", "2030-01-15"),
        ("confirmed", "2029-01-15"),
        ("served", "2029-01-15"),
    ],
)
def test_a_lawsuit_has_three_years_and_enforcement_two(way: str, until: str) -> None:
    assert act_until(case("before_filing"), 1, way) == until


def test_the_joint_application_has_until_its_own_last_day() -> None:
    assert act_until(case("before_filing"), 1, "before_open") == "2026-12-30"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_where_nothing_can_be_enforced_nothing_is_said_of_enforcement(lang: str) -> None:
    said = [book().words.name(lang, table, "before") for table in ("consequence",)]
    assert not any("强制" in one or "enforce" in one for one in said)

"""A house full of people walks the real engine: nothing breaks, nothing escapes, nobody is ignored."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from bot.words import book
from handlers.case import Case, Member, Party, Utterance
from handlers.values import Book
from handlers.walk import Report, explore, missed, walk
from handlers.walk.aims import roads
from handlers.walk.canary import Aviary, Kind

STEPS = 500
LEAST, MOST = 40, 140  # seeds: always so many, and more until everything has been visited


@cache
def walks() -> tuple[Report, ...]:
    return explore(book(), STEPS, LEAST, MOST)


def test_nothing_breaks_and_nothing_private_escapes_wherever_people_go() -> None:
    found: dict[str, int] = {}
    for seed, report in enumerate(walks()):
        for what in report.findings:
            found.setdefault(what.rpartition(" (")[0], seed)
    assert not found, "\n".join(f"{what} (first in seed {seed})" for what, seed in sorted(found.items()))


def test_every_question_is_asked_and_every_kind_of_word_is_heard() -> None:
    assert missed(book(), walks()) == []


def test_the_same_seed_is_the_same_walk() -> None:
    assert walk(book(), 7, 200) == walk(book(), 7, 200)


def test_people_who_want_nothing_else_bring_a_case_to_a_sealed_record_soon() -> None:
    sealed = [("party", f"sealed_{stage}") for stage in ("before", "trial")]
    reports = [walk(book(), seed, 200) for seed in (3, 7, 11, 15)]
    assert sum(any(one in report.told for one in sealed) for report in reports) >= 2


def test_what_no_walk_has_met_is_looked_for_where_it_can_come_up() -> None:
    [question] = roads(book(), {("offered", "staff")}, set())
    [named] = roads(book(), set(), {("party", "claim_gone")})
    [of_its_topic] = roads(book(), set(), {("office", "term_soon")})
    assert "plans" in question
    assert named == {"claim", "unclaim"}
    assert "extend" in of_its_topic


def test_it_notices_word_that_a_room_does_not_hear() -> None:
    party = book().scripts["party"]
    deaf = replace(party, on={kind: does for kind, does in party.on.items() if kind != "accepted"})
    broken = Book({**book().scripts, "party": deaf}, book().words)
    found = [what for seed in range(3) for what in walk(broken, seed, 300).findings]
    assert any("does not hear accepted" in what for what in found)


def test_it_notices_a_fault_in_the_middle_of_a_turn() -> None:
    party = book().scripts["party"]
    steps = tuple(step for step in party.steps if step.name != "spoken")
    broken = Book({**book().scripts, "party": replace(party, steps=steps)}, book().words)
    found = [what for seed in range(3) for what in walk(broken, seed, 300).findings]
    assert any("raised KeyError" in what for what in found)


# -- canaries ------------------------------------------------------------------------------------------

APPLICANT, RESPONDENT, MEDIATOR, STRANGER = 1, 2, 3, 4
HOME = {10: 1}  # conversation 10 is about case 1


def mediation(*talk: Utterance, checked: str = "document") -> Case:
    return Case(
        id=1,
        number="1",
        state="mediating",
        stage="before_filing",
        kind="loan",
        claim={},
        since="",
        story={},
        filed_at="",
        parties=(
            Party(APPLICANT, "applicant", "张", checked="document"),
            Party(RESPONDENT, "respondent", "李", checked=checked),
        ),
        lead=Member(MEDIATOR, "mediator", "王"),
        talk=talk,
    )


def crosses(kind: Kind, hearer: int, case: Case | None, aviary: Aviary | None = None) -> bool:
    """Whether words of the applicant may be said to that person."""
    aviary = aviary or Aviary()
    canary = next(iter(aviary.canaries.values()), None) or aviary.mark(APPLICANT, 10, kind)
    found = aviary.found(f"您好,{canary.mark}。")
    assert found == [canary]
    return not list(aviary.escaped(found, hearer, case, HOME))


@pytest.mark.parametrize(
    ("kind", "hearer", "may"),
    [
        ("private", APPLICANT, True),
        ("private", MEDIATOR, True),
        ("private", RESPONDENT, False),
        ("private", STRANGER, False),
        ("claim", RESPONDENT, True),
        ("claim", STRANGER, False),
        ("talk", RESPONDENT, False),
        ("away", RESPONDENT, False),
        ("record", RESPONDENT, False),
    ],
)
def test_a_canary_may_be_heard_by(kind: Kind, hearer: int, may: bool) -> None:
    assert crosses(kind, hearer, mediation()) is may


def test_the_claim_waits_until_the_other_side_is_checked() -> None:
    assert not crosses("claim", RESPONDENT, mediation(checked=""))


def test_of_an_application_the_desks_hear_the_claim_only() -> None:
    assert crosses("claim", STRANGER, None)
    assert not crosses("private", STRANGER, None)


@pytest.mark.parametrize(("to", "released", "may"), [("mediator", False, False), ("mediator", True, True)])
def test_words_to_the_mediator_cross_by_a_recorded_release_only(to: str, released: bool, may: bool) -> None:
    aviary = Aviary()
    canary = aviary.mark(APPLICANT, 10, "talk")
    hearers = (RESPONDENT,) if released else ()  # those whom the speaker saw when they released it
    said = {"texts": [canary.mark], "media": list[object]()}
    words = Utterance(1, APPLICANT, to, said, "", released, hearers=hearers)
    assert crosses("talk", RESPONDENT, mediation(words), aviary) is may


def test_a_photograph_carries_its_canary_by_its_digest() -> None:
    aviary = Aviary()
    canary = aviary.mark(APPLICANT, 10, "private")
    assert aviary.found("", [{"digest": canary.digest}]) == [canary]

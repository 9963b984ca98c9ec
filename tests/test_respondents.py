"""Several respondents in one case, each invited, heard and left out on their own; and further claims."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.acts import do
from handlers.acts.done import Done
from handlers.acts.opening import told_case
from handlers.case import Actor, Case, Env, Rules
from handlers.days import Calendar
from handlers.events import Moment
from handlers.life import Refused
from handlers.sight import seen

APPLICANT, HUSBAND, WIFE, MEDIATOR = 1, 2, 3, 9
ENV = Env(Moment(datetime(2026, 11, 24, 2, 0, tzinfo=UTC)), Calendar(), Rules(), ("12345678",), "http://c")
JUDGE = Actor(MEDIATOR, "mediator", "赵某")
CLAIM = {"texts": ["修好厨房"], "media": []}
PAY = {"kind": "pay", "who": HUSBAND, "whom": APPLICANT, "sum": 100}
PAY |= {"parts": [{"due": "2026-12-31", "sum": 100}]}


class Story:
    """A case that acts are done to, one after the other."""

    def __init__(self) -> None:
        people = [{"name": name, "reach": "", "claim": ""} for name in ("吴某", "柳某")]
        facts = {
            "name": "周某",
            "phone": "1",
            "service": "chat",
            "kind": "loan",
            "claim": "还钱",
            "since": "去年",
        }
        facts |= {"story": {}, "others": people}
        self.case: Case = replace(told_case("(2026)和解1号", APPLICANT, facts, ENV), id=1)
        self.last: Done = Done(self.case)
        self.do("accept", JUDGE, stage="before_filing")

    def do(self, act: str, who: Actor | int, /, **data: Any) -> Done:
        actor = who if isinstance(who, Actor) else Actor(who, self.case.role(who) or "respondent", str(who))
        self.last = do(act, self.case, actor, data, ENV)
        self.case = self.last.case
        return self.last

    def told(self, person: int) -> list[str]:
        return [one.told.kind for one in self.last.tells if one.to == person]

    def come(self, person: int, expected: int, name: str) -> None:
        self.do("invite", JUDGE, invitee=expected)
        self.do("come", person, name=name, phone="1", expected=expected)

    def agree(self, person: int) -> None:
        self.do("check", JUDGE, person=person, how="video")
        self.do("agree", person)


@pytest.fixture
def story() -> Story:
    """A couple who have both come; the husband has agreed, nobody has checked the wife."""
    made = Story()
    made.come(HUSBAND, 1, "吴某")
    made.come(WIFE, 2, "柳某")
    made.agree(HUSBAND)
    return made


def refused(story: Story, act: str, who: Actor | int, /, **data: Any) -> str:
    with pytest.raises(Refused) as caught:
        story.do(act, who, **data)
    return caught.value.reason


def test_an_invitation_is_for_one_person_and_leaves_the_other_ones_alone() -> None:
    fresh = Story()
    (first,), (second,) = (fresh.do("invite", JUDGE, invitee=n).codes for n in (1, 2))
    assert (first.expected, second.expected) == (1, 2)
    assert [d.cause for d in fresh.last.dues] == ["invite:2"]


def test_whoever_comes_is_the_one_they_were_invited_as() -> None:
    fresh = Story()
    fresh.come(WIFE, 2, "柳某")
    assert [(one.name, one.person) for one in fresh.case.expected] == [("吴某", 0), ("柳某", WIFE)]
    assert [one.name for one in fresh.case.missing] == ["吴某"]


def test_mediation_begins_with_the_first_who_agrees_and_the_other_one_agrees_for_herself(
    story: Story,
) -> None:
    assert story.case.state == "mediating"
    assert [p.person for p in story.case.joined] == [APPLICANT, HUSBAND]
    story.agree(WIFE)
    assert [p.person for p in story.case.joined] == [APPLICANT, HUSBAND, WIFE]
    assert story.told(HUSBAND) == ["other_agreed"]


def test_the_one_who_is_not_checked_hears_and_sees_nothing_while_the_others_talk(story: Story) -> None:
    story.do("say", JUDGE, to="both", said={"texts": ["谈谈"], "media": []})
    assert story.told(WIFE) == []
    hers = seen(story.case, WIFE, "respondent")
    assert (hers.talk, hers.claim, hers.expected, hers.claims) == ((), {}, (), ())
    story.agree(WIFE)
    assert seen(story.case, WIFE, "respondent").talk == ()  # it was not said to her


def test_words_to_some_name_who_hears_them_and_reach_nobody_else(story: Story) -> None:
    story.agree(WIFE)
    story.do("say", JUDGE, to="people", hearers=[HUSBAND, WIFE], said={"texts": ["x"], "media": []})
    assert (story.told(HUSBAND), story.told(WIFE), story.told(APPLICANT)) == (
        ["said_some"],
        ["said_some"],
        [],
    )
    assert next(t.told.data["names"] for t in story.last.tells if t.to == WIFE) == ["吴某", "柳某"]
    assert {entry.reader for entry in story.last.entries} == {HUSBAND, WIFE}
    story.do("say", JUDGE, to="people", hearers=[WIFE], said={"texts": ["y"], "media": []})
    assert (story.told(WIFE), story.told(HUSBAND)) == (["said"], [])


def test_private_words_of_one_respondent_never_reach_the_other(story: Story) -> None:
    story.agree(WIFE)
    story.do("speak", WIFE, said={"texts": ["我不知道"], "media": []})
    assert [t.to for t in story.last.tells] == [MEDIATOR]
    assert seen(story.case, HUSBAND, "respondent").talk == ()
    story.do("release", WIFE, n=1)
    assert (story.told(HUSBAND), story.told(APPLICANT)) == (["crossed"], ["crossed"])


def test_a_record_waits_until_everybody_has_agreed_or_been_left_out(story: Story) -> None:
    data: dict[str, Any] = {"text": {"texts": ["谈好了"]}, "points": [PAY]}
    assert refused(story, "publish", JUDGE, **data) == "not_all_here"
    story.do("leave_out", JUDGE, whom=2, left_why="elsewhere")
    story.do("publish", JUDGE, **data)
    assert story.told(HUSBAND) == ["record_ready"]
    assert story.told(WIFE) == []


def test_a_record_is_sealed_by_all_who_take_part_and_promises_run_between_any_two(story: Story) -> None:
    story.agree(WIFE)
    story.do("check", JUDGE, person=APPLICANT, how="visit")
    between = PAY | {"who": WIFE, "whom": HUSBAND}
    story.do("publish", JUDGE, text={"texts": ["谈好了"]}, points=[PAY, between])
    assert story.case.record is not None
    digest = story.case.record.digest
    for person in (APPLICANT, HUSBAND):
        story.do("confirm", person, digest=digest, yes=[1, 2])
    assert refused(story, "confirm", JUDGE, digest=digest, yes=[1, 2]) == "parties_first"
    story.do("confirm", WIFE, digest=digest, yes=[1, 2])
    story.do("confirm", JUDGE, digest=digest, yes=[1, 2])
    assert [(p.who, p.whom) for p in story.case.promises] == [(HUSBAND, APPLICANT), (WIFE, HUSBAND)]


def test_leaving_somebody_out_voids_the_record_and_their_invitation_and_everybody_hears_why(
    story: Story,
) -> None:
    story.agree(WIFE)
    story.do("publish", JUDGE, text={"texts": ["谈好了"]}, points=[PAY])
    story.do("leave_out", JUDGE, whom=2, left_why="elsewhere")
    assert (story.case.state, story.case.record and story.case.record.status) == ("mediating", "void")
    assert story.told(WIFE) == ["left_out"]
    assert story.told(HUSBAND) == story.told(APPLICANT) == ["record_void", "other_left"]
    assert story.last.voids == (2,)
    assert refused(story, "release", WIFE, n=1) == "left_out"
    story.do("speak", WIFE, said={"texts": ["我想问一句"], "media": []})
    assert story.told(MEDIATOR) == ["heard"]


def test_no_promise_can_be_made_by_or_to_somebody_who_was_left_out(story: Story) -> None:
    story.do("leave_out", JUDGE, whom=2, left_why="elsewhere")
    points = [PAY | {"who": WIFE}]
    assert refused(story, "publish", JUDGE, text={"texts": ["x"]}, points=points) == "bad_people"


def test_one_who_declines_leaves_and_the_last_one_ends_the_mediation(story: Story) -> None:
    story.do("check", JUDGE, person=WIFE, how="video")
    story.do("decline", WIFE)
    assert (story.case.state, story.told(WIFE)) == ("mediating", ["left_out"])
    assert refused(story, "leave_out", JUDGE, whom=1, left_why="other") == "last_one"
    story.do("decline", HUSBAND)
    assert (story.case.state, story.case.reason) == ("declined", "declined")
    assert story.told(WIFE) == []


def test_when_the_only_one_who_agreed_leaves_the_case_waits_for_the_others(story: Story) -> None:
    story.do("leave_out", JUDGE, whom=1, left_why="unreachable")
    assert story.case.state == "invited"
    story.agree(WIFE)
    assert story.case.state == "mediating"


# -- further claims ------------------------------------------------------------------------------------


def test_a_further_claim_is_heard_by_the_staff_and_by_the_other_side_only(story: Story) -> None:
    story.agree(WIFE)
    story.do("claim", HUSBAND, answer=CLAIM)
    assert story.told(APPLICANT) == story.told(MEDIATOR) == ["claim_heard"]
    assert story.told(WIFE) == []
    assert [
        len(seen(story.case, p, r).claims) for p, r in ((APPLICANT, "applicant"), (WIFE, "respondent"))
    ] == [1, 0]


def test_somebody_who_agrees_later_is_told_of_the_applicants_further_claims_then_and_not_before(
    story: Story,
) -> None:
    story.do("claim", APPLICANT, answer=CLAIM)
    assert (story.told(HUSBAND), story.told(WIFE)) == (["claim_heard"], [])
    story.do("check", JUDGE, person=WIFE, how="video")
    assert seen(story.case, WIFE, "respondent").claims == ()
    story.do("agree", WIFE)
    assert story.told(WIFE) == ["claim_heard"]


def test_only_its_author_withdraws_a_claim(story: Story) -> None:
    story.do("claim", HUSBAND, answer=CLAIM)
    n = story.case.claims[0].n
    assert refused(story, "withdraw_claim", APPLICANT, n=n) == "no_claim"
    story.do("withdraw_claim", HUSBAND, n=n)
    assert story.case.claims[0].state == "withdrawn"
    assert refused(story, "withdraw_claim", HUSBAND, n=n) == "no_claim"


@pytest.mark.parametrize(
    ("how", "state"), [("settled", "settled"), ("dropped", "withdrawn"), ("apart", "left")]
)
def test_a_record_says_what_becomes_of_every_claim_and_the_seal_makes_it_so(
    story: Story, how: str, state: str
) -> None:
    story.do("leave_out", JUDGE, whom=2, left_why="elsewhere")
    story.do("check", JUDGE, person=APPLICANT, how="visit")
    story.do("claim", HUSBAND, answer=CLAIM)
    text = {"texts": ["谈好了"]}
    assert refused(story, "publish", JUDGE, text=text, points=[PAY]) == "claims_open"
    point = {"kind": "claim", "claim": story.case.claims[0].n, "how": how, "what": "别的话"}
    story.do("publish", JUDGE, text=text, points=[PAY, point])
    assert story.case.record is not None
    assert story.case.record.points[1]["what"] == "修好厨房"
    for who in (APPLICANT, HUSBAND, JUDGE):
        story.do("confirm", who, digest=story.case.record.digest, yes=[1, 2])
    assert story.case.claims[0].state == state


def test_an_ending_with_open_claims_says_that_they_can_be_taken_to_court(story: Story) -> None:
    story.do("claim", HUSBAND, answer=CLAIM)
    story.do("fail", JUDGE, why="too_far")
    assert {t.told.data["next"] for t in story.last.tells} == {"before_claims"}

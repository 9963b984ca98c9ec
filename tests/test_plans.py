"""Plans and facts: nobody agrees unless they said so, and nothing crosses before its author let it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from bot.words import book, words
from handlers.acts import do
from handlers.acts.done import Done
from handlers.case import SYSTEM, Actor, Case, Env, Member, Party, Rules
from handlers.days import Calendar
from handlers.events import Event, Moment, Pressed, Said, Told
from handlers.life import Refused
from handlers.parts import Expected, Plan
from handlers.place import Place, beginning
from handlers.plans.differences import differences
from handlers.plans.state import agreed_facts, facts_text
from handlers.sight import seen
from handlers.turn import Outcome, take
from handlers.view import View
from tests.house import START

ZHANG, LI, LIU, WANG = 1, 2, 4, 3
ROLES = {ZHANG: "applicant", LI: "respondent", LIU: "respondent", WANG: "mediator"}
NAMES = {ZHANG: "张某", LI: "李某", LIU: "刘某", WANG: "王某"}
PARTIES = (ZHANG, LI)


def case(*people: int) -> Case:
    people = people or PARTIES
    came = START.isoformat(timespec="seconds")
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
        parties=tuple(
            Party(one, ROLES[one], NAMES[one], checked="document", agreed_at=came) for one in people
        ),
        lead=Member(WANG, "mediator", NAMES[WANG]),
        parts=10,
        expected=tuple(Expected(one, ZHANG, NAMES[one], person=one) for one in people if one != ZHANG),
    )


def env(days: int = 0) -> Env:
    return Env(Moment(START + timedelta(days=days)), Calendar(), Rules())


def actor(person: int) -> Actor:
    return Actor(person, ROLES[person], NAMES[person])


def pay(fen: int = 100_000, due: str = "2026-12-15", who: int = LI, whom: int = ZHANG) -> dict[str, Any]:
    return {"kind": "pay", "who": who, "whom": whom, "sum": fen, "parts": [{"due": due, "sum": fen}]}


def act(name: str, person: int, case: Case, **data: Any) -> Done:
    return do(name, case, actor(person) if person else SYSTEM, data, env())


def put(case: Case, person: int, *points: dict[str, Any], base: int = 0) -> Case:
    return act("put_plan", person, case, points=[*points] or [pay()], base=base).case


def refusal(name: str, person: int, case: Case, **data: Any) -> str:
    with pytest.raises(Refused) as caught:
        act(name, person, case, **data)
    return caught.value.reason


def last(case: Case) -> Plan:
    return case.plans[-1]


def told(done: Done, kind: str) -> list[int]:
    return [one.to for one in done.tells if one.told.kind == kind]


# -- one plan ------------------------------------------------------------------------------------------


def test_a_plan_goes_to_everybody_else_and_its_author_agrees_by_it() -> None:
    done = act("put_plan", LI, case(ZHANG, LI, LIU), points=[pay()])
    assert told(done, "plan_put") == [ZHANG, LIU, WANG]
    assert last(done.case).answers == ((LI, "yes"),)


def test_a_mediators_plan_is_agreed_to_by_nobody_yet() -> None:
    assert last(put(case(), WANG)).answers == ()


def test_the_last_partys_yes_agrees_a_plan_and_ends_the_others() -> None:
    there = put(put(case(), WANG), LI)
    done = act("agree_plan", ZHANG, there, n=last(there).n)
    assert [one.state for one in done.case.plans] == ["replaced", "agreed"]
    assert told(done, "plan_agreed") == [ZHANG, LI, WANG]
    assert set(done.drops) == {f"plan:{one.n}" for one in there.plans}


def test_all_of_three_must_say_yes() -> None:
    there = put(case(ZHANG, LI, LIU), LI)
    there = act("agree_plan", ZHANG, there, n=last(there).n).case
    assert last(there).state == "open"
    assert last(act("agree_plan", LIU, there, n=last(there).n).case).state == "agreed"


def test_who_has_not_come_yet_is_waited_for() -> None:
    waiting = replace(case(), expected=(*case().expected, Expected(9, ZHANG, "赵某")))
    there = put(waiting, LI)
    assert last(act("agree_plan", ZHANG, there, n=last(there).n).case).state == "open"


def test_a_refused_plan_cannot_be_accepted_any_more() -> None:
    there = put(case(), WANG)
    there = act("refuse_plan", LI, there, n=last(there).n).case
    assert last(there).state == "refused"
    assert refusal("agree_plan", ZHANG, there, n=last(there).n) == "plan_over"


def test_a_counter_leaves_the_first_plan_open_and_answers_it() -> None:
    there = put(case(), LI)
    there = put(there, ZHANG, pay(120_000), base=last(there).n)
    first, second = there.plans
    assert (first.state, second.base) == ("open", first.n)
    assert (ZHANG, "counter") in first.answers


def test_a_change_of_ones_own_plan_is_a_new_plan_that_nobody_has_agreed_to() -> None:
    there = put(case(ZHANG, LI, LIU), LI)
    there = act("agree_plan", ZHANG, there, n=last(there).n).case
    there = put(there, LI, pay(90_000), base=last(there).n)
    assert [one.state for one in there.plans] == ["replaced", "open"]
    assert last(there).answers == ((LI, "yes"),)


def test_only_the_author_takes_a_plan_back_and_only_until_it_is_agreed() -> None:
    there = put(case(), LI)
    assert refusal("withdraw_plan", ZHANG, there, n=last(there).n) == "not_yours"
    assert last(act("withdraw_plan", LI, there, n=last(there).n).case).state == "withdrawn"
    agreed = act("agree_plan", ZHANG, there, n=last(there).n).case
    assert refusal("withdraw_plan", LI, agreed, n=last(there).n) == "plan_over"


@pytest.mark.parametrize("name", ["put_plan", "agree_plan"])
def test_nobody_binds_themselves_before_their_identity_was_checked(name: str) -> None:
    there = put(case(), WANG)
    unknown = there.with_party(replace(there.parties[0], checked=""))
    assert refusal(name, ZHANG, unknown, points=[pay()], n=last(there).n) == "not_checked"


def test_a_plan_needs_both_sides() -> None:
    assert refusal("put_plan", ZHANG, case(ZHANG), points=[pay()]) == "nobody_there"


def test_who_has_not_answered_is_asked_again_once_and_then_the_mediator_hears() -> None:
    there = put(case(), LI)
    data = {"n": last(there).n, "times": 1}
    first = act("remind_plan", 0, there, **data)
    assert told(first, "plan_waits") == [ZHANG]
    assert first.dues[0].at - START < timedelta(days=2, hours=1)
    second = act("remind_plan", 0, there, **dict(first.dues[0].data))
    assert told(second, "plan_unanswered") == [WANG]
    assert second.dues == ()


def test_nobody_is_reminded_of_a_plan_that_is_answered_or_over() -> None:
    there = put(put(case(), LI), ZHANG, pay(1), base=11)
    assert act("remind_plan", 0, there, n=11, times=1).tells == ()
    gone = act("withdraw_plan", LI, put(case(), LI), n=11).case
    assert act("remind_plan", 0, gone, n=11, times=1).tells == ()


def test_when_somebody_leaves_no_plan_made_with_them_stands() -> None:
    there = put(put(case(ZHANG, LI, LIU), LI), WANG)
    done = act("leave_out", WANG, there, whom=LIU, left_why="other")
    assert {one.state for one in done.case.plans} == {"replaced"}
    assert told(done, "plan_gone") == [ZHANG, LI, WANG] * 2
    assert set(done.drops) >= {"plan:11", "plan:12"}


# -- facts ---------------------------------------------------------------------------------------------

SIGNED = "双方2023年3月1日签了租房合同。"


def fact(there: Case, text: str = SIGNED) -> Case:
    return act("put_fact", WANG, there, statement=text).case


def test_a_fact_is_undisputed_when_every_party_has_confirmed_it() -> None:
    there = fact(case())
    there = act("confirm_fact", LI, there, n=11).case
    assert agreed_facts(there) == ()
    there = act("confirm_fact", ZHANG, there, n=11).case
    assert facts_text(there) == f"无争议事实：\n1. {SIGNED}"


def test_a_disputed_fact_stays_disputed_and_only_the_staff_hear_by_whom() -> None:
    there = act("confirm_fact", ZHANG, fact(case()), n=11).case
    done = act("dispute_fact", LI, there, n=11)
    assert told(done, "fact_refused") == [WANG]
    assert [dict(t.told.data) for t in done.tells if t.to == ZHANG] == [{"n": 11, "fact": SIGNED}]
    assert refusal("confirm_fact", ZHANG, done.case, n=11) == "fact_over"
    assert seen(done.case, ZHANG, "applicant").facts[0].answers == ((ZHANG, "yes"),)


def test_undisputed_facts_stay_on_file_when_mediation_fails() -> None:
    there = fact(case())
    for person in PARTIES:
        there = act("confirm_fact", person, there, n=11).case
    assert agreed_facts(act("fail", WANG, there, why="too_far").case) == (SIGNED,)


# -- the record made from a plan -----------------------------------------------------------------------


def agreed(*points: dict[str, Any]) -> Case:
    there = put(case(), LI, *points)
    return act("agree_plan", ZHANG, there, n=last(there).n).case


def _named(point: dict[str, Any]) -> dict[str, str]:
    return {"who_name": "李某", "whom_name": "张某"} if "who" in point else {}


def spoken(there: Case, *points: dict[str, Any]) -> str:
    rows = [{**p, "no": n} | _named(p) for n, p in enumerate(points, 1)]
    return words().show("zh", "differences", differences(there, rows))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (pay(100_001), "第1条金额：方案一是1,000元（壹仟元整），笔录是1,000.01元（壹仟元零壹分）。"),
        (
            pay(due="2026-12-16"),
            "第1条日期：方案一是2026年12月15日（星期二），笔录是2026年12月16日（星期三）。",
        ),
    ],
)
def test_a_record_that_differs_from_the_plan_says_where_in_words(now: dict[str, Any], said: str) -> None:
    assert spoken(agreed(), now) == said


def test_a_record_with_the_names_turned_round_differs() -> None:
    rows = [{**pay(who=ZHANG, whom=LI), "no": 1, "who_name": "张某", "whom_name": "李某"}]
    assert [one["aspect"] for one in differences(agreed(), rows)] == ["who", "whom"]


def test_points_added_or_left_out_are_told_and_their_order_is_not() -> None:
    other = {"kind": "other", "what": "其余的不要了。"}
    there = agreed(pay(), other)
    assert spoken(there, other, pay()) == ""
    assert "方案一里有、笔录里没有：第2条：其余的不要了。" in spoken(there, pay())
    assert "方案一里没有这一条" in spoken(there, pay(), other, {**pay(), "kind": "act", "what": "搬走"})


def test_a_record_that_differs_is_published_only_when_the_differences_were_seen() -> None:
    there, text = agreed(), {"texts": ["写好的"], "media": []}
    changed = [{**pay(100_001), "no": 1, "who_name": "李某", "whom_name": "张某"}]
    found = differences(there, changed)
    assert refusal("publish", WANG, there, points=changed, text=text) == "differs_unseen"
    stale = [{**found[0], "now": 5}]
    assert refusal("publish", WANG, there, points=changed, text=text, differs="yes", differences=stale)
    done = act("publish", WANG, there, points=changed, text=text, differs="yes", differences=found)
    assert done.case.record is not None
    assert act("publish", WANG, there, points=[pay()], text=text).case.state == "recording"


# -- whatever people do --------------------------------------------------------------------------------


class Bargain(RuleBasedStateMachine):
    """Everybody does everything in any order; consent is counted apart from the house's own count."""

    def __init__(self) -> None:
        super().__init__()
        self.case = case(ZHANG, LI, LIU)
        self.yes: dict[int, set[int]] = {}  # plan → who has said yes to it, by our own count

    def try_(self, name: str, person: int, **data: Any) -> bool:
        try:
            self.case = act(name, person, self.case, **data).case
        except Refused:
            return False
        return True

    def plan(self, draw: int) -> int:
        return self.case.plans[draw % len(self.case.plans)].n if self.case.plans else 0

    @rule(person=st.sampled_from([ZHANG, LI, LIU, WANG]), fen=st.integers(1, 9), base=st.integers(0, 9))
    def puts(self, person: int, fen: int, base: int) -> None:
        if self.try_("put_plan", person, points=[pay(fen)], base=self.plan(base) if base > 4 else 0):
            self.yes[last(self.case).n] = {person} - {WANG}

    @rule(person=st.sampled_from([ZHANG, LI, LIU]), at=st.integers(0, 9))
    def agrees(self, person: int, at: int) -> None:
        n = self.plan(at)
        if self.try_("agree_plan", person, n=n):
            self.yes[n].add(person)

    @rule(
        name=st.sampled_from(["refuse_plan", "think_plan", "withdraw_plan"]),
        person=st.sampled_from([ZHANG, LI, LIU, WANG]),
        at=st.integers(0, 9),
    )
    def does(self, name: str, person: int, at: int) -> None:
        n = self.plan(at)
        if self.try_(name, person, n=n) and name == "refuse_plan":
            self.yes[n].discard(person)

    @rule(at=st.integers(0, 9), times=st.integers(1, 2))
    def time_passes(self, at: int, times: int) -> None:
        if self.case.plans:
            self.try_("remind_plan", 0, n=self.plan(at), times=times)

    @precondition(lambda self: LIU in {p.person for p in self.case.staying})
    @rule()
    def one_leaves(self) -> None:
        self.try_("leave_out", WANG, whom=LIU, left_why="other")

    @invariant()
    def nothing_is_agreed_without_a_yes_from_everybody_to_this_very_plan(self) -> None:
        everybody = {p.person for p in self.case.staying}
        for one in self.case.plans:
            if one.state == "agreed":
                assert self.yes[one.n] >= everybody

    @invariant()
    def no_plan_ever_changes(self) -> None:
        numbers = [one.n for one in self.case.plans]
        assert len(set(numbers)) == len(numbers)
        assert sum(one.state == "agreed" for one in self.case.plans) <= len(self.case.plans)


TestBargain = Bargain.TestCase
TestBargain.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


ANSWERS = (
    *("可以吧", "看看再说", "同意?", "嗯", "行吧", "差不多", "再说", "考虑一下", "不", "先这样", "好吧"),
    *(
        "也许",
        "1同意",
        "同意一半",
        "OK?",
        "不反对",
        "都行",
        "随便",
        "听你们的",
        "👍",
        "。",
        "同意但是钱要少点",
    ),
)


class Talks:
    """One case and everybody's conversation with it, on the real engine."""

    def __init__(self, there: Case) -> None:
        self.case = there
        self.places: dict[int, Place] = {}
        for person, role in ROLES.items():
            base = book().scripts["office" if role == "mediator" else "party"]
            self.places[person] = beginning(base.name, base.version, "room")
        self.said: dict[int, list[str]] = {person: [] for person in ROLES}
        for person in self.people():
            self.take(person, Told("here"))

    def people(self) -> Sequence[int]:
        return [WANG, *(p.person for p in self.case.parties)]

    def take(self, person: int, event: Event) -> None:
        view = View(
            me=person,
            lang="zh",
            court={"court": "示例人民法院", "phone": "12368", "hours": "工作日"},
            today=env().today,
            role=ROLES[person],
            name=NAMES[person],
            matter="1",
            now=str(int(START.timestamp())),
        )
        outcome: Outcome = take(book(), self.places[person], event, view, self.case, env(), actor(person))
        self.places[person] = Place.from_json(outcome.turn.place.to_json())
        self.said[person] += [one.text for one in outcome.turn.says]
        self.case = outcome.case or self.case
        for one in outcome.tells:
            if one.to in self.people():
                self.take(one.to, one.told)

    def press(self, person: int, value: str) -> None:
        place = self.places[person]
        assert value in dict(place.options), (value, place.options, self.said[person][-1:])
        self.take(person, Pressed(value, place.question))

    def at(self, person: int) -> tuple[str, str]:
        top = self.places[person].top
        return top.script, top.step

    def enters(self, person: int, what: str) -> None:
        """Somebody enters a plan with one point of that text, up to the question whether it may be seen."""
        for value in ("plans", "new", "other"):
            self.press(person, value)
        self.take(person, Said(what))
        self.press(person, "done")
        self.press(person, "send")
        assert self.at(person) == ("plan", "sure")


@given(st.lists(st.sampled_from(ANSWERS), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_doubtful_answer_is_never_a_consent(answers: list[str]) -> None:
    talks = Talks(put(case(), WANG))
    plan = last(talks.case)
    talks.take(LI, Told("plan_put", {"n": plan.n}))
    for answer in answers:
        talks.take(LI, Said(answer))
        if last(talks.case).answers:
            break
    assert (LI, "yes") not in last(talks.case).answers


@given(
    st.lists(
        st.sampled_from(
            ["~back", "no", "send", "~again", "~help", "~person", "~stop", "fix", "drop", "none"]
        ),
        max_size=8,
    ),
    st.sampled_from([ZHANG, LI, WANG]),
)
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_plan_that_was_not_sent_crosses_nowhere(presses: list[str], author: int) -> None:
    talks = Talks(case())
    talks.enters(author, "金丝雀一句")
    for value in presses:
        place = talks.places[author]
        if value.startswith("~") or value in dict(place.options):
            talks.take(author, Pressed(value, place.question))
    assert talks.case.plans == ()
    for other in talks.people():
        if other != author:
            assert "金丝雀" not in "".join(talks.said[other])
            assert "金丝雀" not in str(talks.places[other].to_json())


def test_a_plan_crosses_when_its_author_has_seen_it_once_more_and_said_so() -> None:
    talks = Talks(case())
    talks.enters(ZHANG, "金丝雀一句")
    assert "金丝雀一句" in talks.said[ZHANG][-1]
    talks.press(ZHANG, "yes")
    assert talks.at(LI) == ("offered", "ask")
    assert "金丝雀一句" in talks.said[LI][-1]


def test_the_question_about_one_plan_closes_when_it_is_withdrawn_and_others_stay() -> None:
    talks = Talks(case())
    for what in ("桌子给他", "椅子给我"):
        talks.enters(ZHANG, what)
        talks.press(ZHANG, "yes")
    first = talks.case.plans[0]
    for value in ("plans", str(first.n), "withdraw", "yes"):
        talks.press(ZHANG, value)
    assert talks.at(LI) == ("offered", "ask")
    assert [f.facts["n"] for f in talks.places[LI].frames[1:]] == [talks.case.plans[1].n]


def test_a_counter_begins_from_the_points_of_the_plan() -> None:
    talks = Talks(case())
    talks.enters(ZHANG, "别的都不要了")
    talks.press(ZHANG, "yes")
    talks.press(LI, "counter")
    assert talks.at(LI) == ("plan", "review")
    assert "别的都不要了" in talks.said[LI][-1]
    talks.press(LI, "drop")
    assert talks.at(LI) == ("offered", "ask")  # the question still stands
    talks.press(LI, "counter")
    talks.press(LI, "send")
    talks.press(LI, "yes")
    assert talks.at(LI) == ("party", "room")
    assert [one.state for one in talks.case.plans] == ["open", "open"]


def test_a_default_clause_is_refused_with_its_reason_while_a_plan_is_entered() -> None:
    talks = Talks(case())
    for value in ("plans", "new", "other"):
        talks.press(ZHANG, value)
    talks.take(ZHANG, Said("到时不给，就由法院判决"))
    assert talks.at(ZHANG) == ("plan", "what")
    assert "法律不允许这样约定" in talks.said[ZHANG][-1]


def test_plans_stand_side_by_side_in_lines_and_without_what_none_of_them_has() -> None:
    there = put(put(case(), WANG, pay(), {"kind": "other", "what": "钥匙还回来"}), LI, pay(50_000))
    talks = Talks(there)
    talks.press(ZHANG, "plans")
    text = talks.said[ZHANG][-1]
    assert (
        "一共付多少钱\n方案一：李某一共要付给张某：1,000元（壹仟元整）\n方案二：李某一共要付给张某：500元"
        in text
    )
    assert "其他约定\n方案一：第2条：钥匙还回来\n方案二：没有" in text
    assert "谁同意了\n方案一：没有人\n方案二：李某" in text
    assert "谁还没回答\n方案一：张某、李某\n方案二：张某" in text
    assert "担保" not in text

"""Who mediates and for how long: questions to all parties, seats that change hands, and the term."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from itertools import product
from typing import Any

import pytest

from handlers.acts import LEAD_ALONE, STANDING, do
from handlers.acts.done import Done
from handlers.case import SYSTEM, Actor, Case, Env, Member, Party, Record, Rules, Utterance
from handlers.days import Calendar, at_local
from handlers.events import Moment
from handlers.life import Refused
from handlers.mediators.standing import NEEDS_TERM, unanswered
from handlers.mediators.votes import QUESTIONS
from handlers.parts import Expected
from handlers.sight import seen
from tests.filing import invite, tell
from tests.house import House

LEAD, OTHER, THIRD, CLERK = 101, 102, 103, 104
ACTOR = Actor(LEAD, "mediator", "赵某")
NEW = Actor(OTHER, "mediator", "刘某")
TO_NEW = {"to": str(OTHER), "to_name": "刘某", "to_role": "mediator"}
TERM_END = "2026-12-24"
TODAY = date(2026, 12, 1)
ZONE = "Asia/Shanghai"


def at(day: date) -> Env:
    moment = at_local(day, 10, ZONE)
    return Env(Moment(moment), Calendar(), Rules(), ("12345678",), "https://court.example")


NOW = at(TODAY)
LATE = at(date(2026, 12, 28))


def mediation(parties: int = 2, **changes: Any) -> Case:
    """A case in the middle of its mediation; the first party is the applicant."""
    people = tuple(
        Party(n, "applicant" if n == 1 else "respondent", f"当事人{n}", checked="video", agreed_at="x")
        for n in range(1, parties + 1)
    )
    case = Case(
        id=1,
        number="(2026)和解1号",
        state="mediating",
        stage="before_filing",
        kind="loan",
        claim={"texts": ["还钱"], "media": []},
        since="2026年1月",
        story={"texts": ["经过"], "media": []},
        filed_at="2026-11-24",
        parties=people,
        lead=Member(LEAD, "mediator", "赵某"),
        term_end=TERM_END,
        said=1,
        talk=(Utterance(1, 1, "mediator", {"texts": ["悄悄话"], "media": []}, ""),),
    )
    return replace(case, **changes)


def party(case: Case, person: int) -> Actor:
    one = case.party(person)
    assert one is not None
    return Actor(person, one.side, one.name)


def asked(case: Case, kind: str) -> Case:
    """The case with a question of that kind put to all parties."""
    if kind == "mediator":
        return do("propose_mediator", case, party(case, 1), TO_NEW, NOW).case
    act, data = ("ask_extend", {"days": "d7"}) if kind == "extend" else ("disclose", {"relation": "认识"})
    return do(act, case, ACTOR, data, NOW).case


def answer(case: Case, person: int, said: str, env: Env = NOW) -> Done:
    return do("vote", case, party(case, person), {"n": case.votes[0].n, "vote": said}, env)


def told(done: Done, kind: str) -> list[int]:
    return [one.to for one in done.tells if one.told.kind == kind]


def handed_over(case: Case) -> Done:
    case = do("hand_over", case, ACTOR, {**TO_NEW, "note": "只差利息"}, NOW).case
    return do("mediator_accept", case, NEW, {"n": case.votes[-1].n}, NOW)


# -- every party must say yes ------------------------------------------------------------------------------

COMBINATIONS = [
    (kind, said)
    for kind in ("extend", "disclose")
    for count in (2, 3, 4)
    for said in product(("yes", "no", ""), repeat=count)
]


@pytest.mark.parametrize(("kind", "said"), COMBINATIONS)
def test_a_question_passes_when_all_say_yes_and_falls_at_the_first_no(
    kind: str, said: tuple[str, ...]
) -> None:
    case = asked(mediation(len(said)), kind)
    for person, word in enumerate(said, 1):
        if word and case.votes[0].state == "open":
            case = answer(case, person, word).case
    expected = "refused" if "no" in said else "passed" if all(said) else "open"
    assert case.votes[0].state == expected
    lapsed = do("vote_lapsed", case, SYSTEM, {"n": case.votes[0].n}, NOW).case
    assert lapsed.votes[0].state == ("lapsed" if expected == "open" else expected)
    assert (lapsed.term_end != TERM_END) == (kind == "extend" and expected == "passed")


def test_every_kind_of_question_stands_in_the_table_and_can_be_asked() -> None:
    assert {asked(mediation(), kind).votes[0].kind for kind in QUESTIONS} == set(QUESTIONS)


def test_who_proposes_a_mediator_has_said_yes_and_is_not_asked() -> None:
    case = asked(mediation(3), "mediator")
    assert [bool(unanswered(case, person)) for person in (1, 2, 3)] == [False, True, True]


def test_one_partys_answer_is_seen_by_the_court_and_by_no_other_party() -> None:
    done = answer(asked(mediation(3), "extend"), 2, "yes")
    assert told(done, "voted") == [LEAD]
    assert {one.to for one in done.tells} == {LEAD}
    assert seen(done.case, 1, "applicant").votes[0].answers == ()
    assert seen(done.case, 2, "respondent").votes[0].answers == ((2, "yes"),)


def test_who_said_no_is_not_named_to_the_others() -> None:
    done = answer(asked(mediation(3), "extend"), 2, "no")
    assert all("当事人2" not in str(dict(one.told.data)) for one in done.tells if one.to in (1, 3))
    assert set(told(done, "term_stays")) == {1, 2, 3, LEAD}


def test_whoever_has_not_answered_need_not_any_more_when_it_is_decided() -> None:
    assert told(answer(asked(mediation(3), "extend"), 2, "no"), "vote_over") == [1, 3]


def test_nobody_answers_before_their_identity_is_checked() -> None:
    case = mediation()
    case = asked(case.with_party(replace(case.parties[0], checked="")), "extend")
    with pytest.raises(Refused, match="not_checked"):
        answer(case, 1, "yes")


def test_an_answer_is_given_once_and_only_while_it_is_asked() -> None:
    case = answer(asked(mediation(), "extend"), 1, "yes").case
    with pytest.raises(Refused, match="vote_given"):
        answer(case, 1, "no")
    case = answer(case, 2, "no").case
    with pytest.raises(Refused, match="vote_gone"):
        answer(case, 2, "yes")


def test_who_agrees_to_mediate_meanwhile_is_asked_too() -> None:
    case = asked(mediation(2), "extend")
    case = case.with_party(Party(3, "respondent", "当事人3", checked="video", agreed_at="x"))
    case = answer(case, 1, "yes").case
    assert unanswered(case, 3)
    case = answer(case, 2, "yes").case
    assert case.votes[0].state == "open"
    assert answer(case, 3, "yes").case.votes[0].state == "passed"


def test_when_the_last_who_had_not_answered_leaves_all_who_stay_have_said_yes() -> None:
    case = mediation(3)
    case = replace(case, parts=2, expected=tuple(Expected(n - 1, 1, f"当事人{n}", person=n) for n in (2, 3)))
    case = asked(case, "extend")
    case = answer(answer(case, 1, "yes").case, 2, "yes").case
    done = do("decline", case, party(case, 3), {}, NOW)
    assert done.case.votes[0].state == "passed"
    assert done.case.extended == 1


def test_a_case_that_ends_asks_nobody_anything_any_more() -> None:
    case = do("hand_over", asked(mediation(), "extend"), ACTOR, {**TO_NEW, "note": "x"}, NOW).case
    done = do("withdraw", case, party(case, 1), {}, NOW)
    assert {one.state for one in done.case.votes} == {"lapsed"}
    assert told(done, "vote_over") == [1, 2]
    assert [(one.to, one.home) for one in done.tells if one.told.kind == "seat_over"] == [(OTHER, True)]


# -- the term ----------------------------------------------------------------------------------------------


def test_an_extension_moves_the_end_and_everything_that_is_due_with_it() -> None:
    case = asked(mediation(), "extend")
    done = answer(answer(case, 1, "yes").case, 2, "yes")
    assert (done.case.term_end, done.case.extended) == ("2026-12-31", 1)
    assert "term" in done.drops
    soon, over = (
        at_local(date(2026, 12, 28), 9, ZONE),
        at_local(date(2027, 1, 1), 9, ZONE),
    )
    assert [(due.act, due.at) for due in done.dues] == [("term_soon", soon), ("term_over", over)]


def test_a_longer_term_ends_on_a_working_day_and_on_the_day_that_was_asked() -> None:
    done = do("ask_extend", mediation(), ACTOR, {"days": "d30"}, NOW)
    asked_for = done.case.votes[0].data["end"]
    assert asked_for == "2027-01-25"  # 30 days from 24 December is a Saturday
    case = answer(answer(done.case, 1, "yes").case, 2, "yes").case
    assert case.term_end == asked_for


def test_an_extension_that_would_be_over_already_is_refused() -> None:
    with pytest.raises(Refused, match="too_short"):
        do("ask_extend", mediation(), ACTOR, {"days": "d7"}, at(date(2027, 1, 20)))


def test_the_days_of_an_appraisal_are_left_out_of_the_term() -> None:
    begun = do("appraisal_begin", mediation(), ACTOR, {}, NOW)
    assert "term" in begun.drops
    with pytest.raises(Refused, match="term_runs"):
        do("expire", begun.case, ACTOR, {}, LATE)
    ended = do("appraisal_end", begun.case, ACTOR, {}, at(TODAY + timedelta(days=20)))
    assert ended.case.term_end == "2027-01-13"  # 24 December and twenty days
    assert [due.act for due in ended.dues] == ["term_soon", "term_over"]
    assert set(told(ended, "appraisal_done")) == {1, 2, LEAD}


ACTS_OF_TERM = {
    "invite": (ACTOR, "accepted"),
    "draft": (ACTOR, "mediating"),
    "publish": (ACTOR, "mediating"),
    "ask_release": (ACTOR, "mediating"),
    "release": (Actor(1, "applicant", "当事人1"), "mediating"),
    "propose_mediator": (Actor(1, "applicant", "当事人1"), "mediating"),
}


@pytest.mark.parametrize("name", sorted(NEEDS_TERM & ACTS_OF_TERM.keys()))
def test_what_needs_a_running_term_says_so_when_it_is_over(name: str) -> None:
    actor, state = ACTS_OF_TERM[name]
    with pytest.raises(Refused, match="term_is_over"):
        do(name, mediation(state=state), actor, {"n": 1, **TO_NEW}, LATE)


def test_people_are_still_heard_when_the_term_is_over_and_an_open_record_may_be_confirmed_by_all() -> None:
    record = Record(1, "d", (), "x", ({"no": 1, "kind": "other", "what": "x"},), LEAD, "")
    case = mediation(state="recording", record=record)
    case = do("speak", case, party(case, 1), {"said": {"texts": ["还在吗"], "media": []}}, LATE).case
    for actor in (party(case, 1), party(case, 2), ACTOR):
        case = do("confirm", case, actor, {"digest": "d", "yes": [1]}, LATE).case
    assert case.record is not None
    assert case.record.status == "sealed"


def test_a_term_that_is_over_is_said_once_more_and_then_to_the_judges() -> None:
    done = do("term_over", mediation(), SYSTEM, {}, at(date(2026, 12, 25)))
    assert [(due.act, due.cause) for due in done.dues] == [("term_late", "term"), ("term_left", "term")]
    assert told(do("term_late", done.case, SYSTEM, {}, LATE), "term_ask") == [LEAD]
    assert [one.desks for one in do("term_left", done.case, SYSTEM, {}, LATE).tells] == [("judge",)]
    longer = replace(done.case, term_end="2027-01-15")
    assert not do("term_left", longer, SYSTEM, {}, LATE).tells


# -- who leads ---------------------------------------------------------------------------------------------


def test_after_a_hand_over_the_old_mediator_sees_and_does_nothing() -> None:
    case = handed_over(mediation(record=Record(1, "d", (), "x", (), LEAD, ""), state="recording")).case
    left = seen(case, LEAD, "mediator")
    assert (left.claim, left.story, left.talk, left.record, left.votes) == ({}, {}, (), None, ())
    for name, data in (("say", {"to": "both"}), ("draft", {}), ("hand_over", TO_NEW), ("confirm", {})):
        with pytest.raises(Refused, match="not_yours"):
            do(name, case, ACTOR, data, NOW)
    done = do("speak", case, party(case, 1), {"said": {"texts": ["x"], "media": []}}, NOW)
    assert [one.to for one in done.tells] == [OTHER]


def test_a_hand_over_gives_the_new_mediator_everything_and_tells_the_parties_why() -> None:
    done = handed_over(mediation())
    assert done.case.lead == Member(OTHER, "mediator", "刘某")
    assert seen(done.case, OTHER, "mediator") == done.case
    assert told(done, "lead_changed") == [1, 2]
    assert told(done, "unseated") == [LEAD]
    assert [one.told.data["m_note"] for one in done.tells if one.told.kind == "seated"] == ["只差利息"]
    assert not [one for one in done.tells if one.to in (1, 2) and "只差利息" in str(dict(one.told.data))]


def test_until_it_is_accepted_a_hand_over_changes_nothing_and_declined_or_lapsed_it_comes_back() -> None:
    case = do("hand_over", mediation(), ACTOR, {**TO_NEW, "note": "x"}, NOW).case
    assert case.lead == mediation().lead
    n = {"n": case.votes[-1].n}
    assert told(do("mediator_decline", case, NEW, n, NOW), "seat_refused") == [LEAD]
    late = do("seat_lapsed", case, SYSTEM, n, NOW)
    assert told(late, "seat_lapsed") == [LEAD]
    with pytest.raises(Refused, match="seat_gone"):
        do("mediator_accept", late.case, NEW, n, NOW)


def test_nobody_takes_a_seat_that_was_offered_to_another() -> None:
    case = do("hand_over", mediation(), ACTOR, {**TO_NEW, "note": "x"}, NOW).case
    with pytest.raises(Refused, match="seat_gone"):
        do("mediator_accept", case, Actor(THIRD, "mediator", "孙某"), {"n": case.votes[-1].n}, NOW)


def test_in_a_pending_case_only_a_judge_takes_over() -> None:
    with pytest.raises(Refused, match="judge_only"):
        do("hand_over", mediation(stage="trial_summary"), ACTOR, {**TO_NEW, "note": "x"}, NOW)


def test_the_confirmations_of_parties_stay_and_the_new_mediator_confirms_last() -> None:
    record = Record(1, "d", (), "x", ({"no": 1, "kind": "other", "what": "x"},), LEAD, "")
    case = mediation(state="recording", record=record)
    for person in (1, 2):
        case = do("confirm", case, party(case, person), {"digest": "d", "yes": [1]}, NOW).case
    done = handed_over(case)
    assert told(done, "record_ready") == [OTHER]
    sealed = do("confirm", done.case, NEW, {"digest": "d", "yes": [1]}, NOW).case.record
    assert sealed is not None
    assert [c.person for c in sealed.confirmations] == [1, 2, OTHER]


def test_a_choice_of_all_is_asked_of_the_mediator_who_may_decline() -> None:
    case = answer(asked(mediation(), "mediator"), 2, "yes").case
    n = {"n": case.votes[-1].n}
    assert do("mediator_accept", case, NEW, n, NOW).case.lead == Member(OTHER, "mediator", "刘某")
    declined = do("mediator_decline", case, NEW, n, NOW)
    assert declined.case.lead == mediation().lead
    assert told(declined, "choice_stays") == [1, 2]


def test_without_a_joint_choice_the_courts_own_stays_and_all_hear_it() -> None:
    case = asked(mediation(), "mediator")
    done = do("vote_lapsed", case, SYSTEM, {"n": case.votes[0].n}, NOW)
    assert set(told(done, "choice_stays")) == {1, 2, LEAD}
    assert done.case.lead == mediation().lead


# -- conflicts ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", [(), ("yes",), ("yes", "no")])
def test_whoever_has_disclosed_a_relation_goes_on_only_when_all_want_it(said: tuple[str, ...]) -> None:
    case = asked(mediation(), "disclose")
    for person, word in enumerate(said, 1):
        case = answer(case, person, word).case
    with pytest.raises(Refused, match="must_hand_over"):
        do("draft", case, ACTOR, {}, NOW)
    assert handed_over(case).case.lead == Member(OTHER, "mediator", "刘某")
    assert do("draft", handed_over(case).case, NEW, {}, NOW)


def test_whoever_all_want_to_go_on_goes_on() -> None:
    case = asked(mediation(), "disclose")
    case = answer(answer(case, 1, "yes").case, 2, "yes").case
    assert do("draft", case, ACTOR, {}, NOW).tells


def test_the_reason_for_wanting_another_mediator_reaches_the_court_alone() -> None:
    case = mediation()
    done = do("ask_other", case, party(case, 2), {"m_reason": "太凶"}, NOW)
    hearers = {(one.to, one.desks) for one in done.tells if "太凶" in str(dict(one.told.data))}
    assert hearers == {(LEAD, ()), (0, ("judge",))}
    assert seen(done.case, 1, "applicant").refusals == ()


def test_a_second_refusal_ends_the_mediation_but_only_of_one_who_was_told_so() -> None:
    case = mediation()
    case = do("ask_other", case, party(case, 2), {"m_reason": "x"}, NOW).case
    with pytest.raises(Refused, match="asked_once"):
        do("ask_other", case, party(case, 2), {"m_reason": "x"}, NOW)
    other = do("ask_other", case, party(case, 1), {"m_reason": "x"}, NOW).case
    assert other.state == "mediating"
    ended = do("ask_other", case, party(case, 2), {"m_sure": "yes"}, NOW).case
    assert (ended.state, ended.reason) == ("failed", "refuses_mediator")


# -- beside the lead ---------------------------------------------------------------------------------------


def with_second(until: str = "") -> Case:
    return mediation(seconds=(Member(OTHER, "mediator", "刘某", until),))


@pytest.mark.parametrize("name", sorted(LEAD_ALONE - {"turn_away"}))
def test_a_second_mediator_does_nothing_that_is_the_leads_alone(name: str) -> None:
    state = {"unreachable": "invited", "confirm": "recording"}.get(name, "mediating")
    with pytest.raises(Refused, match="lead_alone"):
        do(name, replace(with_second(), state=state), NEW, {}, NOW)
    stand_in = replace(with_second("2026-12-05"), state=state)
    try:
        do(name, stand_in, NEW, {}, NOW)
        refused = ""
    except Refused as no:
        refused = no.reason
    except KeyError:
        refused = ""  # the act itself was reached, without what it needs
    assert (refused == "lead_alone") == (name not in STANDING)


def test_a_second_mediator_hears_and_is_heard() -> None:
    case = with_second()
    done = do("speak", case, party(case, 1), {"said": {"texts": ["x"], "media": []}}, NOW)
    assert {one.to for one in done.tells} == {LEAD, OTHER}
    said = do("say", case, NEW, {"to": "both", "said": {"texts": ["y"], "media": []}}, NOW)
    assert {1, 2} <= {one.to for one in said.tells}


def test_a_second_mediator_who_is_dropped_sees_nothing_any_more() -> None:
    done = do("drop_second", with_second(), ACTOR, {"gone": str(OTHER)}, NOW)
    assert told(done, "unseated") == [OTHER]
    assert seen(done.case, OTHER, "mediator").story == {}


def test_somebody_stands_in_for_the_days_of_an_absence_and_no_longer() -> None:
    case = do("go_away", mediation(), ACTOR, {**TO_NEW, "away_until": "2026-12-04"}, NOW).case
    done = do("mediator_accept", case, NEW, {"n": case.votes[-1].n}, NOW)
    assert (done.case.lead, done.case.leads(OTHER)) == (mediation().lead, True)
    assert told(done, "stand_in") == [1, 2, LEAD]
    back = at_local(date(2026, 12, 5), 9, ZONE).astimezone(UTC)
    assert [(due.act, due.at, due.gentle) for due in done.dues] == [("stand_in_over", back, False)]
    over = do("stand_in_over", done.case, SYSTEM, {}, NOW)
    assert over.case.seconds == ()
    assert {one.to for one in over.tells} == {OTHER, LEAD}


def test_nobody_mediates_in_their_own_matter_by_whatever_way_they_come() -> None:
    mine = {"to": "2", "to_name": "当事人2", "to_role": "mediator"}
    tries = (("hand_over", {"note": "x"}), ("add_second", {}), ("go_away", {"away_until": "2026-12-04"}))
    for name, more in tries:
        with pytest.raises(Refused, match="cannot_lead"):
            do(name, mediation(), ACTOR, {**mine, **more}, NOW)


# -- in the house ------------------------------------------------------------------------------------------


async def test_a_mediator_from_the_community_sees_the_case_of_the_code_and_no_other(court: House) -> None:
    mediator, applicant = await court.staff("mediator", "赵某"), court.person("申请人甲")
    await tell(applicant)
    await invite(mediator)
    await mediator.press("共同调解员")
    await mediator.press("请社区调解员")
    await mediator.say("孙某")
    code = next(text for text in await mediator.heard() if "给孙某的邀请码:" in text)
    guest = court.person("社区的孙某")
    await guest.say("你好")
    await guest.press("我有邀请码")
    await guest.say(code.partition("邀请码:")[2][:9])
    assert any("要求:" in text for text in await guest.heard())
    assert await _desk(guest) == ["(2026)和解1号 李某/张某"]
    await tell(court.person("另一位申请人"), "王某", "13700137000")
    assert not any("有新的申请" in text for text in await guest.heard_ever())
    assert await _desk(guest) == ["(2026)和解1号 李某/张某"]
    await mediator.press("共同调解员")
    await mediator.press("请一位退出")
    await mediator.press("孙某")
    assert await _desk(guest) == []


async def _desk(person: Any) -> list[str]:
    """The cases on somebody's desk, wherever they are now."""
    for label in ("回工作台", "去工作台", "刷新"):
        if label in await person.buttons():
            await person.press(label)
    return [one.partition(" · ")[0] for one in await person.buttons() if "和解" in one]


async def test_the_parties_choose_a_mediator_together_in_their_chats(court: House) -> None:
    mediator, chosen = await court.staff("mediator", "赵某"), await court.staff("mediator", "刘某")
    applicant, respondent = court.person("申请人甲"), court.person("被申请人乙")
    await tell(applicant)
    await respondent.follow((await invite(mediator)).rpartition("/")[2])
    for answer in ("张某", "13900139000"):
        await respondent.say(answer)
    for who in ("李某", "张某"):
        for label in ("登记身份核实", who, "当面核对"):
            await mediator.press(label)
    await respondent.press("愿意调解")
    for label in ("选调解员", "看看名单"):
        await applicant.press(label)
    offered = [one for one in await applicant.buttons() if "某" in one]
    assert offered == ["刘某 · 调解员"]
    for label in ("刘某", "就选这位"):
        await applicant.press(label)
    assert any("您也同意请刘某吗" in text for text in await respondent.heard())
    await respondent.press("同意")
    assert any("当事人都选了您" in text for text in await chosen.heard())
    await chosen.press("接手")
    assert any("现在是调解员刘某" in text for text in await applicant.heard())
    lead = court.case(1).lead
    assert lead is not None
    assert lead.name == "刘某"


async def test_a_case_that_was_handed_over_stands_in_nobody_elses_list(court: House) -> None:
    old, new = await court.staff("mediator", "赵某"), await court.staff("mediator", "刘某")
    await tell(court.person("申请人甲"))
    await invite(old)
    await old.press("交给别人")
    await old.say("只差利息")
    for label in ("刘某", "请他接手"):
        await old.press(label)
    await new.press("接手")
    lead = court.case(1).lead
    assert lead is not None
    assert lead.name == "刘某"
    assert await _desk(old) == []
    await old.say("我的事情")
    assert not [one for one in await old.buttons() if "和解1号" in one]


async def test_whoever_has_handed_a_case_over_speaks_to_nobody_in_it_any_more(court: House) -> None:
    old, new = await court.staff("mediator", "赵某"), await court.staff("mediator", "刘某")
    applicant = court.person("申请人甲")
    await tell(applicant)
    await invite(old)
    await old.press("交给别人")
    await old.say("只差利息")
    for label in ("刘某", "请他接手", "我来跟他聊", "李某"):
        await old.press(label)
    await applicant.say("交出去以前的话")
    assert any("交出去以前的话" in text for text in await old.heard())
    await new.press("接手")
    await applicant.say("交出去以后的话")
    assert not any("交出去以后的话" in text for text in await old.heard_ever())
    assert any("交出去以后的话" in text for text in await new.heard())

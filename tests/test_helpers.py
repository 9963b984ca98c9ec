"""People who act for a party: nothing beyond the grant succeeds, and nobody unconfirmed sees anything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from handlers.acts import ACTS, do
from handlers.acts.done import Done, tell
from handlers.acts.hands import AS_THEMSELVES, OWN, for_party
from handlers.acts.passing import PARTY_ALONE, passed_on
from handlers.case import SYSTEM, Actor, Case, Confirmation, Env, Member, Party, Record, Rules, Utterance
from handlers.days import Calendar
from handlers.events import Moment
from handlers.helpers.looking import digests
from handlers.life import BY_ACT, PARTIES, Refused
from handlers.parts import Helper
from handlers.sight import seen

MOTHER, OTHER, JUDGE, DAUGHTER, STRANGER = 1, 2, 3, 4, 5
ENV = Env(Moment(datetime(2026, 11, 24, 2, tzinfo=UTC)), Calendar(), Rules(), ("12345678",), "http://c.test")
WORDS = {"texts": ["只给法官看的话"], "media": []}
PAPER = {"texts": [], "media": [{"kind": "photo", "digest": "d" * 64}]}
GRANTED = Helper(2, MOTHER, "张某", "settle", "relative", "137", DAUGHTER)
FULL = replace(GRANTED, confirmed="t", checked="document", authority="checked")

STANDINGS: dict[str, tuple[Helper, str]] = {
    "has not come in": (replace(FULL, person=0), ""),
    "is not confirmed": (replace(FULL, confirmed=""), ""),
    "may only read": (replace(FULL, scope="read"), "read"),
    "is not checked": (replace(FULL, checked=""), "read"),
    "may speak": (replace(FULL, scope="speak"), "speak"),
    "has sent no authority": (replace(FULL, authority=""), "speak"),
    "has an authority nobody has seen": (replace(FULL, authority="sent"), "speak"),
    "has an authority that was refused": (replace(FULL, authority="refused"), "speak"),
    "may settle": (FULL, "settle"),
    "is out again": (replace(FULL, ended="withdrawn"), ""),
}
"""Every standing of a helper, and how far it may reach at the most."""

READ = {"open_record", "wants_person", "set_zone"}
SPEAK = READ | {"speak", "release", "answer", "edited", "give_paper", "no_paper", "mute"}
SPEAK |= {"answer_meeting", "come_meeting", "ask_move", "meeting_excuse"}
ALLOWED = {"": {"wants_person"}, "read": READ, "speak": SPEAK}
"""What each reach allows at the most; a new act of a party's belongs to settling until it is named here."""

PARTY_ACTS = sorted(
    name for name, move in BY_ACT.items() if set(move.by) & set(PARTIES) and name not in AS_THEMSELVES
)


def case(helper: Helper | None = None, **more: Any) -> Case:
    record = Record(1, "digest", (), "笔录", (), JUDGE, "t")
    parties = (
        Party(MOTHER, "applicant", "李某", checked="visit", agreed_at="t"),
        Party(OTHER, "respondent", "赵某", checked="video", agreed_at="t"),
    )
    made = Case(
        id=1,
        number="1",
        state="recording",
        stage="before_filing",
        kind="loan",
        claim={"texts": ["还钱"], "media": []},
        since="",
        story={"texts": ["经过"], "media": []},
        filed_at="",
        parties=parties,
        lead=Member(JUDGE, "judge", "王某"),
        talk=(Utterance(1, MOTHER, "mediator", WORDS, "t"), Utterance(2, JUDGE, "applicant", WORDS, "t")),
        said=2,
        record=record,
        parts=2,
        helpers=(helper,) if helper else (),
    )
    return replace(made, **more)


def helper_of(made: Case) -> Helper:
    return made.helpers[0]


def told(done: Any, to: int) -> list[str]:
    return [one.told.kind for one in done.tells if one.to == to]


def refused(name: str, made: Case, actor: Actor, **data: Any) -> str:
    with pytest.raises(Refused) as caught:
        do(name, made, actor, data, ENV)
    return caught.value.reason


AIDE = Actor(DAUGHTER, "helper", "张某")
PARTY = Actor(MOTHER, "applicant", "李某")
COURT = Actor(JUDGE, "judge", "王某")
CONFIRM = {"digest": "digest", "yes": ()}


@pytest.mark.parametrize("standing", STANDINGS)
@pytest.mark.parametrize("act", PARTY_ACTS)
def test_nothing_beyond_the_grant_ever_succeeds(act: str, standing: str) -> None:
    helper, reach = STANDINGS[standing]
    assert helper.reach == reach
    if helper.person == 0 or act in OWN or (reach != "settle" and act not in ALLOWED[reach]):
        with pytest.raises(Refused):
            for_party(act, case(helper), AIDE)
        with pytest.raises(Refused):
            do(act, case(helper), AIDE, {}, ENV)
    elif reach == "settle" or act in ALLOWED[reach]:
        by = for_party(act, case(helper), AIDE)
        assert (by.person, by.role, by.hand) == (MOTHER, "applicant", DAUGHTER)


@pytest.mark.parametrize("standing", STANDINGS)
def test_a_record_is_confirmed_by_a_helper_only_with_everything_checked(standing: str) -> None:
    helper, reach = STANDINGS[standing]
    if reach == "settle":
        done = do("confirm", case(helper), AIDE, CONFIRM, ENV)
        assert done.case.record is not None
        [given] = done.case.record.confirmations
        assert (given.person, given.hand) == (MOTHER, DAUGHTER)
        assert "helper_confirmed" in told(done, MOTHER)
        assert done.entries[0].body["by"] == "李某（张某）"
    else:
        with pytest.raises(Refused):
            do("confirm", case(helper), AIDE, CONFIRM, ENV)


def test_a_helper_hears_why_they_cannot_settle_yet() -> None:
    reasons = {
        "is not confirmed": "not_named",
        "may only read": "not_granted",
        "is not checked": "helper_unchecked",
        "has sent no authority": "no_authority",
        "has an authority nobody has seen": "authority_waits",
        "has an authority that was refused": "authority_again",
        "is out again": "no_grant",
    }
    for standing, reason in reasons.items():
        assert refused("confirm", case(STANDINGS[standing][0]), AIDE, **CONFIRM) == reason


def test_a_helper_cannot_confirm_for_a_party_whom_nobody_has_checked() -> None:
    made = case(FULL)
    made = made.with_party(replace(made.parties[0], checked=""))
    assert refused("confirm", made, AIDE, **CONFIRM) == "principal_unchecked"


def test_whoever_told_the_dispute_goes_on_telling_but_does_nothing_else() -> None:
    teller = replace(GRANTED, told=True, scope="speak")
    assert teller.reach == "tell"
    done = do("speak", case(teller), AIDE, {"said": WORDS}, ENV)
    assert done.case.talk[-1].hand == DAUGHTER
    for act in PARTY_ACTS:
        if act not in ("speak", "edited", "wants_person"):
            with pytest.raises(Refused):
                do(act, case(teller), AIDE, {"n": 1, **CONFIRM}, ENV)


def test_the_party_takes_back_what_a_helper_confirmed() -> None:
    done = do("confirm", case(FULL), AIDE, CONFIRM, ENV)
    back = do("take_back", done.case, PARTY, {}, ENV)
    assert back.case.record is not None and back.case.record.confirmations == ()


def test_what_a_helper_confirmed_is_void_when_the_party_ends_the_grant() -> None:
    done = do("confirm", case(FULL), AIDE, CONFIRM, ENV)
    over = do("ungrant", done.case, PARTY, {"n": 2}, ENV)
    assert over.case.record is not None and over.case.record.confirmations == ()
    assert helper_of(over.case).ended == "withdrawn"
    for person in (MOTHER, OTHER, JUDGE):
        assert "hand_void" in told(over, person)
    assert told(over, DAUGHTER) == ["grant_over"]


def test_what_others_confirmed_stands_when_a_grant_ends() -> None:
    made = case(FULL)
    assert made.record is not None
    theirs = Confirmation(OTHER, "respondent", "digest", "t")
    mine = Confirmation(MOTHER, "applicant", "digest", "t")
    over = do(
        "ungrant",
        replace(made, record=replace(made.record, confirmations=(theirs, mine))),
        PARTY,
        {"n": 2},
        ENV,
    )
    assert over.case.record is not None
    assert over.case.record.confirmations == (theirs, mine)
    assert "hand_void" not in told(over, JUDGE)


def test_a_party_asks_two_people_at_most() -> None:
    made = case(FULL)
    asked = {"h_name": "刘某", "relation": "other", "how_far": "read"}
    two = do("grant", made, PARTY, asked, ENV).case
    assert len(two.helpers) == 2
    assert refused("grant", two, PARTY, **asked) == "two_helpers"


def test_the_other_side_hears_of_a_helper_who_speaks_but_not_of_one_who_reads() -> None:
    for scope, heard in (("read", False), ("speak", True), ("settle", True)):
        helper = replace(GRANTED, scope=scope, confirmed="t")
        done = do("helper_check", case(helper), COURT, {"n": 2, "how": "document"}, ENV)
        assert ("helper_of_other" in told(done, OTHER)) is heard


def test_the_other_side_hears_again_when_a_helper_may_settle_and_when_they_are_gone() -> None:
    helper = replace(FULL, authority="sent", passed="speak", paper=PAPER)
    done = do(
        "check_authority",
        case(helper),
        COURT,
        {"paper_of": "h2", "verdict": "yes", "paper_seen": digests(helper.paper)},
        ENV,
    )
    [word] = [one.told for one in done.tells if one.to == OTHER]
    assert word.data["how_far"] == "settle"
    over = do("stop_helping", done.case, AIDE, {}, ENV)
    assert "other_helper_left" in told(over, OTHER)


def test_of_somebody_who_only_reads_the_other_side_never_hears() -> None:
    reader = replace(FULL, scope="read")
    over = do("ungrant", case(reader), PARTY, {"n": 2}, ENV)
    assert told(over, OTHER) == []


def test_a_refused_authority_is_told_to_party_and_helper_alone() -> None:
    helper = replace(FULL, authority="sent", paper=PAPER)
    done = do(
        "check_authority",
        case(helper),
        COURT,
        {"paper_of": "h2", "verdict": "no", "why": "看不清", "paper_seen": digests(helper.paper)},
        ENV,
    )
    assert helper_of(done.case).reach == "speak"
    assert told(done, DAUGHTER) == told(done, MOTHER) == ["authority_bad"]
    assert told(done, OTHER) == []
    assert all("why" not in one.body for one in done.entries if one.reader == 0)


@pytest.mark.parametrize("verdict", ["yes", "no"])
def test_whom_the_party_has_not_confirmed_hears_nothing_of_their_authority(verdict: str) -> None:
    helper = replace(GRANTED, authority="sent", paper=PAPER)
    data = {"paper_of": "h2", "verdict": verdict, "why": "看不清", "paper_seen": digests(PAPER)}
    done = do("check_authority", case(helper), COURT, data, ENV)
    assert told(done, MOTHER) == ["authority_done" if verdict == "yes" else "authority_bad"]
    assert told(done, DAUGHTER) == []


def test_a_wrong_person_is_out_at_once_and_learns_no_name() -> None:
    came = replace(GRANTED, confirmed="")
    done = do("helper_no", case(came), PARTY, {"n": 2}, ENV)
    [word] = [one.told for one in done.tells if one.to == DAUGHTER]
    assert word.data["principal"] == "—"
    assert done.case.helper(DAUGHTER) is None
    assert "helper_wrong" in told(done, JUDGE)


@pytest.mark.parametrize("act", PARTY_ACTS)
def test_no_refusal_tells_a_stranger_whom_the_code_was_for(act: str) -> None:
    if act != "wants_person":
        with pytest.raises(Refused) as caught:
            do(act, case(replace(FULL, confirmed="")), AIDE, {"n": 2, **CONFIRM}, ENV)
        assert "李某" not in str(caught.value.values)


def test_nobody_takes_a_code_for_another_while_they_are_in_the_case_themselves() -> None:
    waiting = replace(GRANTED, person=0)
    came = {"n": 2, "h_name": "赵某", "h_phone": "136"}
    assert refused("help_come", case(waiting), Actor(OTHER, "helper", "赵某"), **came) == "in_it_already"


def test_nobody_is_seen_by_an_unconfirmed_helper() -> None:
    sight = seen(case(replace(FULL, confirmed="")), DAUGHTER, "helper")
    assert (sight.parties, sight.talk, sight.claim, sight.story, sight.record) == ((), (), {}, {}, None)


def test_whoever_told_the_dispute_sees_what_they_told_and_no_more() -> None:
    own = Utterance(3, MOTHER, "mediator", WORDS, "t", hand=DAUGHTER)
    made = case(replace(GRANTED, told=True))
    sight = seen(replace(made, talk=(*made.talk, own)), DAUGHTER, "helper")
    assert [p.name for p in sight.parties] == ["李某"]
    assert (sight.talk, sight.claim, sight.record) == ((own,), made.claim, None)


def test_a_confirmed_helper_sees_what_their_party_sees() -> None:
    made = case(replace(FULL, scope="read"))
    assert seen(made, DAUGHTER, "helper") == seen(made, MOTHER, "applicant")


def test_a_helper_who_is_out_sees_nobody() -> None:
    sight = seen(case(replace(FULL, ended="withdrawn")), DAUGHTER, "helper")
    assert (sight.parties, sight.talk, sight.record) == ((), (), None)


def test_the_other_side_sees_a_helper_once_they_may_speak_without_their_telephone() -> None:
    for standing, (helper, reach) in STANDINGS.items():
        there = seen(case(helper), OTHER, "respondent").helpers
        assert bool(there) is (reach in ("speak", "settle")), standing
        assert all(not one.phone and not one.paper for one in there)


@pytest.mark.parametrize("kind", sorted(PARTY_ALONE))
def test_word_for_a_party_alone_is_not_copied_to_their_helper(kind: str) -> None:
    done = passed_on("", SYSTEM, Done(case(FULL), (tell(MOTHER, kind),)))
    assert told(done, DAUGHTER) == []


def test_word_for_a_party_reaches_their_helpers_and_a_record_without_its_questions() -> None:
    reader = replace(FULL, scope="read")
    said = do("say", case(reader), COURT, {"to": "applicant", "said": WORDS}, ENV)
    assert told(said, DAUGHTER) == ["said"]
    looked = do("open_record", case(reader), AIDE, {}, ENV)
    assert (told(looked, DAUGHTER), told(looked, MOTHER)) == (["record_seen"], [])


def test_an_organisation_confirms_nothing_before_its_authority_is_checked() -> None:
    reasons = {"": "org_no_authority", "sent": "org_authority_waits", "refused": "org_authority_again"}
    made = case()
    for authority, reason in reasons.items():
        org = replace(made.parties[0], org=True, by_name="王某", authority=authority)
        assert refused("confirm", made.with_party(org), PARTY, **CONFIRM) == reason
        assert refused("withdraw", made.with_party(org), PARTY) == reason
    org = replace(made.parties[0], org=True, by_name="王某", authority="checked")
    assert do("confirm", made.with_party(org), PARTY, CONFIRM, ENV).case.record is not None


def test_a_new_person_for_an_organisation_needs_a_new_authority() -> None:
    made = case()
    org = replace(made.parties[0], org=True, by_name="王某", authority="checked", paper=PAPER)
    done = do("change_by", made.with_party(org), PARTY, {"u_by": "刘某", "u_post": "会计"}, ENV)
    assert (done.case.parties[0].by_name, done.case.parties[0].authority) == ("刘某", "")
    assert done.case.called(MOTHER) == "李某（经办人刘某）"
    assert refused("confirm", done.case, PARTY, **CONFIRM) == "org_no_authority"


def test_the_post_of_who_acts_for_an_organisation_is_nothing_for_the_other_side() -> None:
    made = case()
    org = replace(made.parties[0], org=True, by_name="王某", by_post="经理")
    there = seen(made.with_party(org), OTHER, "respondent").party(MOTHER)
    assert there is not None
    assert (there.by_name, there.by_post) == ("王某", "")


def test_every_act_is_either_a_partys_own_or_has_its_reach() -> None:
    assert set(PARTY_ACTS) <= set(ACTS)
    assert set(PARTY_ACTS) >= OWN

"""Meetings: who can when, everybody's own clock, calendar files, reminders, and what stays private."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar as Ics

from bot.calendars import calendar_file
from bot.words import words
from handlers.acts import do
from handlers.acts.done import Done
from handlers.case import SYSTEM, Actor, Case, Env, Member, Party, Rules
from handlers.days import Calendar
from handlers.engine import advance
from handlers.events import Moment, Told
from handlers.life import Refused
from handlers.meetings.clocks import briefly, moment, when
from handlers.meetings.plan import next_meeting, suiting, warnings
from handlers.offers import short
from handlers.parts import Helper, Meeting
from handlers.place import Frame, Place
from handlers.sight import seen
from handlers.view import View
from storage.files import sniff
from tests.filing import invited
from tests.house import COURT, ZONE, House

AUNT, UNCLE, CLERK, LEAD, NEPHEW = 1, 2, 3, 4, 5
NOW = datetime(2027, 3, 1, 2, 0, tzinfo=UTC)  # a Monday, ten in the morning at the court
NIGHT = "2027-03-12T21:00:00+08:00"  # a Friday
SPRING = "2027-03-16T21:00:00+08:00"  # after New York has put its clocks forward
MEDIATOR = Actor(LEAD, "mediator", "赵某")


def env(now: datetime = NOW) -> Env:
    return Env(Moment(now), Calendar(), Rules(), ("10000019",), "http://court.test")


def case(*, zone: str = "America/New_York", **changes: Any) -> Case:
    made = Case(
        id=7,
        number="(2027)和解7号",
        state="mediating",
        stage="before_filing",
        kind="loan",
        claim={},
        since="",
        story={},
        filed_at="",
        parties=(
            Party(AUNT, "applicant", "张某", checked="video", zone=zone),
            Party(UNCLE, "respondent", "李某", checked="video", agreed_at="2027-03-01"),
        ),
        lead=Member(LEAD, "mediator", "赵某"),
        parts=1,
    )
    return replace(made, **changes)


def offered(*times: str, who: str = "all", at: Case | None = None) -> Done:
    """Times are offered: a video, for everybody unless another side is named."""
    data = {"who": who, "way": "video", "spot": "https://video.example/8", "times": list(times)}
    return do("offer_meeting", at or case(), MEDIATOR, data, env())


def answer(on: Case, person: int, slot: str, wish: str = "", now: datetime = NOW) -> Done:
    role = on.role(person)
    said = {"texts": [wish], "media": []}
    return do(
        "answer_meeting",
        on,
        Actor(person, role, on.name(person)),
        {"n": on.meetings[-1].n, "slot": slot, "wish": said},
        env(now),
    )


def fixed(at: str = NIGHT, on: Case | None = None, who: str = "all") -> Done:
    """A meeting that the mediator has fixed at once."""
    data = {"who": who, "way": "video", "spot": "https://video.example/8", "times": [at]}
    return do("set_meeting", on or case(), MEDIATOR, data, env())


def moved(on: Case, at: str = SPRING) -> Done:
    data = {"n": on.meetings[-1].n, "at": at, "way": "video", "spot": "https://video.example/8"}
    return do("move_meeting", on, MEDIATOR, data, env())


def told(done: Done, person: int) -> list[Told]:
    return [one.told for one in done.tells if one.to == person]


def kinds(done: Done, person: int) -> list[str]:
    return [one.kind for one in told(done, person)]


def meeting(on: Case) -> Meeting:
    return on.meetings[-1]


# -- which time --------------------------------------------------------------------------------------------


def test_the_last_answer_fixes_the_time_that_suits_everybody() -> None:
    first = answer(offered("2027-03-11T21:00:00+08:00", NIGHT).case, AUNT, "any")
    assert meeting(first.case).state == "offered" and kinds(first, UNCLE) == []
    last = answer(first.case, UNCLE, NIGHT)
    assert (meeting(last.case).state, meeting(last.case).chosen) == ("fixed", 1)
    assert kinds(last, AUNT) == kinds(last, UNCLE) == kinds(last, LEAD) == ["meeting_fixed"]


def test_when_no_time_suits_the_mediator_alone_hears_who_can_when() -> None:
    done = answer(offered("2027-03-11T21:00:00+08:00", NIGHT).case, AUNT, "2027-03-11T21:00:00+08:00")
    done = answer(done.case, UNCLE, "none", "周末可以")
    assert meeting(done.case).state == "offered" and kinds(done, AUNT) == kinds(done, UNCLE) == []
    [word] = told(done, LEAD)
    assert [(one["name"], one["said"], one["wish"]) for one in word.data["meet_answers"]] == [
        ("张某", "slot", ""),
        ("李某", "none", "周末可以"),
    ]


@pytest.mark.parametrize(
    ("answers", "chosen"),
    [
        (("0", "0"), 0),
        (("0", "1"), -1),
        (("any", "1"), 1),
        (("any", "any"), 0),
        (("any", "none"), -1),
        (("1", ""), -1),
    ],
)
def test_the_first_time_that_everybody_can_make_is_chosen(answers: tuple[str, str], chosen: int) -> None:
    given = tuple((person, said) for person, said in zip((AUNT, UNCLE), answers, strict=True) if said)
    slots = ({"at": NIGHT}, {"at": SPRING})
    assert suiting(case(), Meeting(2, LEAD, slots, "", answers=given, who=(AUNT, UNCLE)), NOW) == chosen


def test_a_time_that_has_passed_suits_nobody() -> None:
    late = Meeting(2, LEAD, ({"at": NIGHT}, {"at": SPRING}), "", answers=((AUNT, "any"),), who=(AUNT,))
    assert suiting(case(), late, datetime.fromisoformat(NIGHT)) == 1


def test_a_time_that_was_offered_in_an_earlier_round_answers_nothing() -> None:
    first = offered("2027-03-11T21:00:00+08:00").case
    data = {"n": meeting(first).n, "way": "video", "spot": "—", "times": [NIGHT]}
    again = do("offer_meeting", first, MEDIATOR, data, env()).case
    with pytest.raises(Refused, match="meeting_gone"):
        answer(again, AUNT, "2027-03-11T21:00:00+08:00")


def test_nobody_waits_for_somebody_who_has_been_left_out() -> None:
    on = offered(NIGHT).case
    on = replace(on, parties=(on.parties[0], replace(on.parties[1], left="withdrawn")))
    done = answer(on, AUNT, "any")
    assert meeting(done.case).state == "fixed" and told(done, UNCLE) == []
    assert {due.data["person"] for due in done.dues} == {0, AUNT}


def test_a_time_that_passed_while_it_was_written_is_not_sent() -> None:
    with pytest.raises(Refused, match="meeting_passed"):
        offered("2027-03-01T09:00:00+08:00")


def test_when_the_last_time_has_come_without_answers_the_mediator_hears_it() -> None:
    done = offered("2027-03-11T21:00:00+08:00", NIGHT)
    [due] = done.dues
    assert due.at == datetime.fromisoformat(NIGHT)
    assert kinds(do("meeting_lapse", done.case, SYSTEM, due.data, env(due.at)), LEAD) == ["meeting_nobody"]


def test_whoever_cannot_come_tells_the_mediator_alone_and_the_time_still_stands() -> None:
    why = {"texts": ["要上夜班"], "media": []}
    stands = fixed().case
    uncle = Actor(UNCLE, "respondent", "李某")
    done = do("ask_move", stands, uncle, {"n": meeting(stands).n, "why": why}, env())
    assert kinds(done, LEAD) == ["meeting_cannot"] and kinds(done, AUNT) == []
    assert [entry.reader for entry in done.entries] == [UNCLE]
    assert meeting(done.case).state == "fixed"


def helper(**changes: Any) -> Helper:
    """Somebody who may speak for the applicant."""
    granted = Helper(1, AUNT, "刘某", "speak", person=NEPHEW, confirmed="2027-03-01", checked="video")
    return replace(granted, **changes)


# -- whose clock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "zone", "zh"),
    [
        (NIGHT, "", "3月12日（星期五）21:00"),
        (NIGHT, "Asia/Shanghai", "3月12日（星期五）21:00"),
        (NIGHT, "Asia/Singapore", "3月12日（星期五）21:00"),
        (
            NIGHT,
            "America/New_York",
            "3月12日（星期五）21:00（北京时间），您那里是 3月12日（星期五）08:00（纽约）",
        ),
        (
            SPRING,
            "America/New_York",
            "3月16日（星期二）21:00（北京时间），您那里是 3月16日（星期二）09:00（纽约）",
        ),
        (
            NIGHT,
            "Europe/London",
            "3月12日（星期五）21:00（北京时间），您那里是 3月12日（星期五）13:00（伦敦）",
        ),
        (
            "2027-03-29T21:00:00+08:00",
            "Europe/London",
            "3月29日（星期一）21:00（北京时间），您那里是 3月29日（星期一）14:00（伦敦）",
        ),
        (
            "2027-04-02T23:30:00+08:00",
            "Australia/Sydney",
            "4月2日（星期五）23:30（北京时间），您那里是 4月3日（星期六）02:30（悉尼）",
        ),
        (
            "2027-04-05T23:30:00+08:00",
            "Australia/Sydney",
            "4月5日（星期一）23:30（北京时间），您那里是 4月6日（星期二）01:30（悉尼）",
        ),
        (
            "2027-03-12T10:00:00+08:00",
            "America/Los_Angeles",
            "3月12日（星期五）10:00（北京时间），您那里是 3月11日（星期四）18:00（洛杉矶）",
        ),
        (
            NIGHT,
            "Asia/Kolkata",
            "3月12日（星期五）21:00（北京时间），您那里是 3月12日（星期五）18:30（新德里）",
        ),
    ],
)
def test_a_time_is_said_as_the_hearers_clock_shows_it(at: str, zone: str, zh: str) -> None:
    assert when(words(), "zh", moment(at, zone, "Asia/Shanghai")) == zh


def test_in_english_both_times_are_said_too() -> None:
    said = when(words(), "en", moment(SPRING, "America/New_York", "Asia/Shanghai"))
    assert said == "Tue 16 Mar 21:00 (Beijing time); where you are it is Tue 16 Mar 09:00 (New York)"


@pytest.mark.parametrize(
    ("lang", "label"),
    [("zh", "12月22日22:30 = 12月22日11:30 布宜诺斯艾利斯"), ("en", "22 Dec 22:30 = 22 Dec 11:30 Buenos …")],
)
def test_both_times_fit_a_button(lang: str, label: str) -> None:
    at = moment("2027-12-22T22:30:00+08:00", "America/Argentina/Buenos_Aires", "Asia/Shanghai")
    assert short(briefly(words(), lang, at)) == label


def test_each_hears_their_own_zone_and_a_helper_theirs() -> None:
    done = fixed(on=case(helpers=(helper(zone="Europe/London"),)))
    zones = {p: [t.data["meet_when"]["zone"] for t in told(done, p)] for p in (AUNT, UNCLE, NEPHEW, LEAD)}
    assert zones == {AUNT: ["America/New_York"], UNCLE: [""], NEPHEW: ["Europe/London"], LEAD: [""]}


def test_whoever_only_told_the_dispute_for_a_party_hears_of_no_meeting() -> None:
    teller = helper(confirmed="", told=True)
    assert told(fixed(on=case(helpers=(teller,))), NEPHEW) == []
    assert seen(fixed(on=case(helpers=(teller,))).case, NEPHEW, "helper").meetings == ()


def test_a_helpers_zone_is_the_helpers_and_not_the_partys() -> None:
    done = do(
        "set_zone", case(helpers=(helper(),)), Actor(NEPHEW, "helper", "刘某"), {"city": "Asia/Tokyo"}, env()
    )
    assert done.case.helpers[0].zone == "Asia/Tokyo"
    assert done.case.parties[0].zone == "America/New_York"


# -- reminders ---------------------------------------------------------------------------------------------


def dues(done: Done) -> dict[tuple[str, int], datetime]:
    return {(due.act, due.data.get("person", 0)): due.at.astimezone(ZONE) for due in done.dues}


def test_people_are_reminded_the_day_before_in_their_own_morning_and_an_hour_before() -> None:
    found = dues(fixed(SPRING))
    assert f"{found['meeting_day', UNCLE]:%m-%d %H:%M}" == "03-15 10:00"
    assert f"{found['meeting_day', AUNT]:%m-%d %H:%M}" == "03-15 22:00"  # ten in the morning in New York
    assert {f"{found['meeting_hour', p]:%m-%d %H:%M}" for p in (AUNT, UNCLE, 0)} == {"03-16 20:00"}


def test_quiet_hours_put_off_no_reminder_of_an_appointment() -> None:
    gentle = {due.act: due.gentle for due in fixed().dues}
    assert gentle == {"meeting_day": False, "meeting_hour": False, "meeting_over": True}


def test_a_meeting_within_the_hour_needs_no_reminder() -> None:
    soon = (NOW + timedelta(minutes=30)).astimezone(ZONE).isoformat()
    assert {due.act for due in fixed(soon).dues} == {"meeting_over"}


def test_what_was_set_for_the_old_time_says_nothing_after_a_move() -> None:
    old = fixed()
    new = moved(old.case)
    assert set(new.drops) == {due.cause for due in old.dues}
    for due in old.dues:  # even one that was already on its way
        with pytest.raises(Refused, match="meeting_gone"):
            do(due.act, new.case, SYSTEM, due.data, env(due.at))
    [hour] = [due for due in new.dues if due.act == "meeting_hour" and due.data["person"] == UNCLE]
    assert kinds(do("meeting_hour", new.case, SYSTEM, hour.data, env(hour.at)), UNCLE) == ["meeting_hour"]


def test_whoever_stopped_reminders_hears_the_hour_before_only_and_why() -> None:
    quiet = case(parties=tuple(replace(p, muted=True) for p in case().parties))
    stands = fixed(on=quiet)
    by_act = {due.act: due for due in stands.dues if due.data["person"] == UNCLE}
    day, hour = by_act["meeting_day"], by_act["meeting_hour"]
    assert kinds(do("meeting_day", stands.case, SYSTEM, day.data, env(day.at)), UNCLE) == []
    [word] = told(do("meeting_hour", stands.case, SYSTEM, hour.data, env(hour.at)), UNCLE)
    assert "您说过不要提醒" in words().text("zh", "told.party.meeting_hour", {**COURT_WORDS, **word.data})


COURT_WORDS = {"court": COURT.name, "phone": COURT.phone, "hours": COURT.hours}


def test_a_reminder_that_comes_after_the_beginning_says_nothing() -> None:
    stands = fixed()
    [hour] = [due for due in stands.dues if due.act == "meeting_hour" and due.data["person"] == UNCLE]
    late = do("meeting_hour", stands.case, SYSTEM, hour.data, env(datetime.fromisoformat(NIGHT)))
    assert late.tells == ()


def test_a_case_that_ends_calls_its_meetings_off() -> None:
    done = do("withdraw", fixed().case, Actor(AUNT, "applicant", "张某"), {}, env())
    assert meeting(done.case).state == "cancelled"
    assert kinds(done, UNCLE)[-1] == "meeting_cancelled"
    assert f"meeting:2:{UNCLE}" in done.drops


# -- calendar files ----------------------------------------------------------------------------------------


def event(done: Done, person: int = AUNT, lang: str = "zh") -> tuple[Any, Any]:
    """The calendar and its one entry, as a telephone reads them."""
    [file] = told(done, person)[-1].data["files"]
    data = calendar_file(words(), lang, COURT_WORDS, "https://court.example/jie", file["ics"], NOW)
    calendar = Ics.from_ical(data)
    [entry] = calendar.walk("VEVENT")
    return calendar, entry


def test_a_calendar_file_read_back_is_the_meeting() -> None:
    calendar, entry = event(fixed())
    assert entry.decoded("dtstart") == datetime.fromisoformat(NIGHT)
    assert entry.decoded("dtstart").utcoffset() == timedelta(0)
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(hours=1)
    assert str(entry["summary"]) == "调解会 (2027)和解7号"
    assert str(entry["location"]) == "https://video.example/8"
    assert COURT.phone in str(entry["description"])
    assert (str(calendar["method"]), str(entry["status"]), entry["sequence"]) == ("PUBLISH", "CONFIRMED", 0)
    triggers = [alarm.decoded("trigger") for alarm in entry.walk("VALARM")]
    assert triggers == [-timedelta(days=1), -timedelta(hours=1)]


def test_a_move_keeps_the_entry_and_raises_its_sequence() -> None:
    before = fixed()
    after = moved(before.case)
    once, twice = event(before)[1], event(after)[1]
    assert (str(twice["uid"]), twice["sequence"]) == (str(once["uid"]), 1)
    assert twice.decoded("dtstart") == datetime.fromisoformat(SPRING)
    third = event(moved(after.case, "2027-03-17T21:00:00+08:00"))[1]
    assert third["sequence"] == 2


def test_a_meeting_called_off_takes_its_entry_out() -> None:
    stands = moved(fixed().case)
    off = do("cancel_meeting", stands.case, MEDIATOR, {"n": meeting(stands.case).n, "off": "法院停电"}, env())
    calendar, entry = event(off)
    assert (str(calendar["method"]), str(entry["status"]), entry["sequence"]) == ("CANCEL", "CANCELLED", 2)
    assert str(entry["uid"]) == str(event(stands)[1]["uid"])
    assert entry.walk("VALARM") == []


def test_two_meetings_are_two_entries() -> None:
    first = fixed()
    assert str(event(fixed(SPRING, first.case))[1]["uid"]) != str(event(first)[1]["uid"])


def test_the_file_speaks_its_hearers_language() -> None:
    assert str(event(fixed(), lang="en")[1]["summary"]) == "Mediation meeting (2027)和解7号"


async def test_a_browser_is_handed_the_file_as_a_calendar(tmp_path: Path) -> None:
    async with House(tmp_path) as house:
        judge, applicant, _ = await invited(house)
        for label in ("约调解会", "所有当事人", "到法院"):
            await judge.press(label)
        for said in ("302室", "12月3日下午3点"):
            await judge.say(said)
        await judge.press("就这些")
        await judge.press("不用选")
        await applicant.look()
        place = next(name for note in applicant.notes for name, _ in note.files)
        sent = await applicant.client.get(place)  # type: ignore[attr-defined]
    assert sent.headers["content-type"] == "text/calendar; charset=utf-8"
    assert sent.headers["content-disposition"].startswith("inline") and ".ics" in str(sent.headers)
    assert "sandbox" in sent.headers["content-security-policy"]
    [entry] = Ics.from_ical(sent.content).walk("VEVENT")
    assert entry.decoded("dtstart") == datetime(2026, 12, 3, 15, tzinfo=ZONE)


def test_a_calendar_that_somebody_sends_is_not_taken_for_one_of_ours() -> None:
    sent = sniff(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", "document")
    assert sent.mime != "text/calendar" and sent.trouble == "unsupported"


# -- what stays private ------------------------------------------------------------------------------------


def test_a_meeting_of_one_side_is_nothing_to_the_other() -> None:
    done = fixed(who="respondent")
    assert told(done, AUNT) == [] and [entry.reader for entry in done.entries] == [UNCLE]
    assert seen(done.case, AUNT, "applicant").meetings == ()
    assert len(seen(done.case, UNCLE, "respondent").meetings) == 1
    assert next_meeting(seen(done.case, AUNT, "applicant"), AUNT) is None


def test_nobody_sees_anothers_answer_or_wish_or_the_staffs_note() -> None:
    done = answer(offered(NIGHT, SPRING).case, UNCLE, "none", "周末可以")
    with_note = done.case.with_part("meetings", replace(meeting(done.case), note="谈得不错"))
    [sight] = seen(with_note, AUNT, "applicant").meetings
    assert (sight.answers, sight.wishes, sight.note) == ((), (), "")
    [staff] = seen(with_note, LEAD, "mediator").meetings
    assert staff.wishes == ((UNCLE, "周末可以"),) and staff.note == "谈得不错"


def test_a_meeting_of_one_side_cannot_be_answered_by_the_other() -> None:
    with pytest.raises(Refused, match="not_yours"):
        answer(offered(NIGHT, who="respondent").case, AUNT, "any")


def test_who_came_is_kept_and_whoever_did_not_is_asked() -> None:
    stands = fixed().case
    data = {"n": meeting(stands).n, "guests": [AUNT], "note": "愿意分期"}
    with pytest.raises(Refused, match="meeting_not_yet"):
        do("meeting_held", stands, MEDIATOR, data, env())
    after = env(datetime.fromisoformat(NIGHT) + timedelta(hours=2))
    done = do("meeting_held", stands, MEDIATOR, data, after)
    held = meeting(done.case)
    assert (held.state, held.came, held.note) == ("held", (AUNT,), "愿意分期")
    assert kinds(done, AUNT) == [] and kinds(done, UNCLE) == ["meeting_missed"]
    assert [entry.body["came"] for entry in done.entries if entry.kind == "meeting_held"] == [["张某"]]
    assert all(entry.reader == LEAD for entry in done.entries if "愿意分期" in str(entry.body))


# -- what else is told -------------------------------------------------------------------------------------


def test_the_next_meeting_is_the_nearest_fixed_one_that_is_not_over() -> None:
    later = fixed(SPRING).case
    both = fixed(NIGHT, later).case
    near = next_meeting(both, AUNT)
    assert near is not None and near.slots[0]["at"] == NIGHT
    after = next_meeting(both, AUNT, datetime.fromisoformat(NIGHT) + timedelta(hours=2))
    assert after is not None and after.slots[0]["at"] == SPRING
    assert next_meeting(offered(NIGHT).case, AUNT) is None
    assert next_meeting(both, LEAD) == near


@pytest.mark.parametrize(
    ("at", "why"),
    [
        ("2027-03-11T10:00:00+08:00", ["night"]),  # nine in the evening in New York is late, too
        ("2027-03-13T21:00:00+08:00", ["day_off", "quiet"]),
        ("2027-03-12T21:30:00+08:00", ["quiet", "clash"]),
        ("2027-03-11T15:00:00+08:00", ["night"]),
    ],
)
def test_whoever_offers_a_time_hears_what_speaks_against_it(at: str, why: list[str]) -> None:
    view = View(LEAD, "zh", COURT_WORDS, NOW.date(), role="mediator", case=fixed().case)
    assert [one["why"] for one in warnings(view, [at], [AUNT, UNCLE])] == why


def test_word_about_one_meeting_leaves_a_question_about_another_open() -> None:
    from bot.words import book

    on = offered(SPRING, at=fixed().case).case
    view = View(AUNT, "zh", COURT_WORDS, NOW.date(), role="applicant", case=seen(on, AUNT, "applicant"))
    frames = (
        Frame("party", 1, "room", {}),
        Frame("meeting", 1, "fixed", {"n": 2}),
        Frame("meeting", 1, "which", {"n": 3}),
    )
    data = {**told(fixed(), AUNT)[0].data, "n": 2, "meet_why": ""}
    turn = advance(
        book(), Place(frames, 4, asked="1"), Told("meeting_cancelled", data), view, lambda deed: view
    )
    assert [(f.script, f.facts.get("n")) for f in turn.place.frames] == [("party", None), ("meeting", 3)]

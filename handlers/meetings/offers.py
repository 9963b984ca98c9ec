"""Answers that depend on the case, about meetings, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from handlers.acts.hands import scope_of
from handlers.case import Case
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import may
from handlers.meetings.clocks import briefly, moment
from handlers.meetings.plan import LIVE, invited, live, slot_of, starts
from handlers.meetings.seeing import hearer, now, of
from handlers.offers import short
from handlers.view import View, within
from handlers.words import Words

LIKELY = (
    *("Asia/Shanghai", "America/New_York", "America/Los_Angeles", "Europe/London", "Asia/Tokyo"),
    *("Asia/Singapore", "Australia/Sydney", "America/Toronto", "Europe/Paris"),
)
"""Where people who are not at home most likely are; any other city is typed."""


def side_options(words: Words, facts: Facts, view: View) -> Options:
    """Everybody, one side alone, or chosen people."""
    if view.case is None:
        return []
    there = dict.fromkeys(p.side for p in view.case.staying)
    every = [("all", words.text(view.lang, "meetings.everybody"))]
    sides = [(s, words.text(view.lang, "meetings.one_side", {"side": s})) for s in there]
    some = [("some", words.text(view.lang, "meetings.some"))]
    return [*every, *(sides if len(there) > 1 else []), *(some if len(view.case.staying) > 2 else [])]


def left(words: Words, facts: Facts, view: View) -> Options:
    """The people who have not been chosen yet: of those invited, or else of all parties."""
    if view.case is None:
        return []
    meeting, guests = of(facts, view), facts.get("guests") or ()
    there = tuple(p.person for p in view.case.staying)
    asked = invited(view.case, meeting) if meeting is not None else there
    return [(str(one), short(view.case.name(one))) for one in asked if one not in guests]


def slot_options(words: Words, facts: Facts, view: View) -> Options:
    """The times on offer that are still to come."""
    meeting = of(facts, view)
    if meeting is None or meeting.state != "offered":
        return []
    found = [moment(str(slot["at"]), hearer(view), view.zone) for slot in meeting.slots]
    coming = [one for one in found if datetime.fromisoformat(one["at"]) > now(view)]
    return [(one["at"], short(briefly(words, view.lang, one))) for one in coming]


def live_options(words: Words, facts: Facts, view: View) -> Options:
    """The meetings still to be held."""
    if view.case is None:
        return []
    mine = 0 if view.case.party(view.me) is None else view.me
    found = []
    for meeting in live(view.case, mine):
        at = briefly(words, view.lang, moment(str(slot_of(meeting)["at"]), hearer(view), view.zone))
        state = words.name(view.lang, "meet_state", meeting.state)
        found.append((str(meeting.n), short(f"{at} {state}")))
    return found


def doings(words: Words, facts: Facts, view: View) -> Options:
    """What the court's people may do with a meeting now."""
    meeting = of(facts, view)
    if meeting is None or meeting.state not in LIVE:
        return []
    if meeting.state == "offered":
        open_ = ["fix", "again", "off"]
    elif starts(meeting) <= now(view):
        open_ = ["came", "time", "way", "off"]
    else:
        open_ = ["time", "way", "off"]
    return [(one, words.text(view.lang, f"meetings.do_{one}")) for one in open_]


def cities(words: Words, facts: Facts, view: View) -> Options:
    """The likeliest cities."""
    return [(zone, words.name(view.lang, "city", zone)) for zone in LIKELY]


OFFERS: Mapping[str, Offer] = {
    "meeting_sides": side_options,
    "meeting_left": left,
    "meeting_slots": slot_options,
    "meetings_live": live_options,
    "meeting_doings": doings,
    "cities": cities,
}


def _own(case: Case, view: View) -> bool:
    there = may("answer_meeting", view.role, case.state, case.stage)
    return there and within(view.scope, scope_of("answer_meeting")) and bool(live(case, view.me))


def abroad(case: Case, view: View) -> bool:
    """Whether a room offers to say where one lives."""
    return may("set_zone", view.role, case.state, case.stage)


def _meet(case: Case, view: View) -> bool:
    return may("offer_meeting", view.role, case.state, case.stage) and bool(case.staying)


def _meets(case: Case, view: View) -> bool:
    return may("move_meeting", view.role, case.state, case.stage) and bool(live(case))


PARTY: Mapping[str, Shown] = {"meeting": _own}
OFFICE: Mapping[str, Shown] = {"meet": _meet, "meets": _meets}
DESK: Mapping[str, DeskShown] = {}

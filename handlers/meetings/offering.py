"""Acts until a meeting stands: times are offered, answered, and fixed (在线调解规则 16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from handlers.acts.done import Done, Due, Entry, Tell
from handlers.acts.opening import media
from handlers.case import Actor, Case, Env
from handlers.days import at_local
from handlers.kinds import Data
from handlers.life import Refused
from handlers.meetings.clocks import moment, zone_of
from handlers.meetings.plan import (
    LENGTH,
    MOST,
    WAYS,
    all_answered,
    answer_of,
    causes,
    invited,
    starts,
    suiting,
)
from handlers.meetings.telling import card, due, entries, to_guests, to_staff
from handlers.parts import Meeting

DAY_BEFORE = 10  # the hour at which people hear of tomorrow's meeting, where they live


def find(case: Case, data: Data, *states: str) -> Meeting:
    """The meeting an act speaks of; Refused when it is not in one of those states any more."""
    meeting = case.part("meetings", int(data["n"]))
    if not isinstance(meeting, Meeting) or meeting.state not in states:
        raise Refused("meeting_gone")
    return meeting


def _invited(case: Case, data: Data) -> tuple[int, ...]:
    who = str(data.get("who") or "all")
    if who == "some":
        there = [p.person for p in case.staying if p.person in {int(one) for one in data.get("guests") or ()}]
    else:
        there = [p.person for p in case.staying if who in ("all", p.side)]
    if not there:
        raise Refused("nobody_there")
    return tuple(there)


def slots(times: Sequence[str], way: str, where: str, env: Env) -> tuple[dict[str, str], ...]:
    """Times with their way and place; Refused when one of them has passed meanwhile."""
    if way not in WAYS or not times:
        raise Refused("meeting_gone")
    for iso in times:
        if datetime.fromisoformat(iso) <= env.moment.now:
            raise Refused("meeting_passed")
    return tuple({"at": iso, "way": way, "where": where} for iso in times[:MOST])


def _drawn(case: Case, actor: Actor, data: Data, env: Env) -> tuple[Case, Meeting]:
    """A new meeting, or one that is offered anew under its old number."""
    offered = slots(data["times"], str(data["way"]), str(data["spot"]), env)
    if data.get("n"):
        old = find(case, data, "offered")
        return case, replace(old, slots=offered, answers=(), wishes=(), at=env.stamp)
    who = _invited(case, data)
    case, n = case.numbered()
    return case, Meeting(n, actor.person, offered, env.stamp, who=who)


def offer(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One to four times are offered to those who are to come."""
    case, meeting = _drawn(case, actor, data, env)
    case = case.with_part("meetings", meeting)
    tells: list[Tell] = list(to_guests(case, meeting, env, "meeting_offered"))
    tells += to_staff(case, meeting, env, "meeting_sent", meet_slots=rows(case, meeting, env))
    last = max(datetime.fromisoformat(s["at"]) for s in meeting.slots)
    lapse = Due("meeting_lapse", causes(case, meeting)[0], last, {"n": meeting.n, "at": meeting.at})
    return Done(case, tuple(tells), (lapse,), entries(case, meeting, "meeting_offered"))


def rows(case: Case, meeting: Meeting, env: Env, person: int = 0) -> list[dict[str, str]]:
    """The times on offer as one person hears them."""
    zone = zone_of(case, person)
    return [moment(str(slot["at"]), zone, env.moment.zone) for slot in meeting.slots]


def set_(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The court's people fix a time at once; everybody may say that they cannot come."""
    case, meeting = _drawn(case, actor, {**data, "times": list(data["times"])[:1]}, env)
    return stands(case, replace(meeting, chosen=0), env, "meeting_set")


def fix(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One of the offered times is fixed without waiting for those who have not answered."""
    meeting = find(case, data, "offered")
    offered = [str(slot["at"]) for slot in meeting.slots]
    if str(data["slot"]) not in offered:
        raise Refused("meeting_gone")
    slots([str(data["slot"])], str(meeting.slots[0]["way"]), "", env)
    return stands(case, replace(meeting, chosen=offered.index(str(data["slot"]))), env, "meeting_set")


def stands(case: Case, meeting: Meeting, env: Env, kind: str) -> Done:
    """A meeting is fixed: everybody hears it with a calendar file, and is reminded of it."""
    meeting = replace(meeting, state="fixed")
    case = case.with_part("meetings", meeting)
    tells = to_guests(case, meeting, env, kind, files=card(case, meeting))
    tells += to_staff(case, meeting, env, "meeting_fixed", files=card(case, meeting))
    lines = entries(case, meeting, "meeting_fixed")
    return Done(case, tells, reminders(case, meeting, env), lines, drops=causes(case, meeting))


def reminders(case: Case, meeting: Meeting, env: Env) -> tuple[Due, ...]:
    """The day before in waking hours where each lives, the hour before, and who came, an hour after."""
    at, found = starts(meeting), list[Due]()
    for person in (0, *invited(case, meeting)):
        zone = zone_of(case, person) or env.moment.zone
        day = at.astimezone(ZoneInfo(zone)).date() - timedelta(days=1)
        if (before := at_local(day, DAY_BEFORE, zone)) > env.moment.now:
            found.append(due("meeting_day", person, meeting, before))
        if at - LENGTH > env.moment.now:
            found.append(due("meeting_hour", person, meeting, at - timedelta(hours=1)))
    return (*found, due("meeting_over", 0, meeting, at + LENGTH, gentle=True))


def answer(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party says which time suits; the last answer fixes the meeting, or asks for other times."""
    meeting = find(case, data, "offered")
    said, wish = str(data["slot"]), data.get("wish") or {}
    if actor.person not in meeting.who:
        raise Refused("not_yours")
    if said not in ("any", "none"):
        offered = [str(slot["at"]) for slot in meeting.slots]
        if said not in offered:
            raise Refused("meeting_gone")
        said = str(offered.index(said))
    meeting = answered(meeting, actor.person, said, " ".join(wish.get("texts", ())) if said == "none" else "")
    case = case.with_part("meetings", meeting)
    line = Entry("meeting_answered", {"n": meeting.n, "answer": said, "wish": wish}, actor.person)
    if all_answered(case, meeting):
        done = decided(case, meeting, env)
        return replace(done, entries=(line, *done.entries))
    told = {"name": actor.name, "meet_answer": reply(case, meeting, actor.person, env), "answer": wish}
    tells = to_staff(case, meeting, env, "meeting_answered", files=media(wish), **told)
    return Done(case, tells, entries=(line,))


def answered(meeting: Meeting, person: int, said: str, wish: str) -> Meeting:
    """The meeting with one person's answer in place of their earlier one."""
    answers = tuple(one for one in meeting.answers if one[0] != person)
    wishes = tuple(one for one in meeting.wishes if one[0] != person)
    more = ((person, wish),) if wish else ()
    return replace(meeting, answers=(*answers, (person, said)), wishes=(*wishes, *more))


def decided(case: Case, meeting: Meeting, env: Env) -> Done:
    """All have answered: the first time that suits everybody stands, or others are asked for."""
    chosen = suiting(case, meeting, env.moment.now)
    if chosen >= 0:
        return stands(case, replace(meeting, chosen=chosen), env, "meeting_fixed")
    return nobody(case, meeting, env)


def nobody(case: Case, meeting: Meeting, env: Env) -> Done:
    """No time suits everybody: the mediator hears who can when, and is asked for other times."""
    told = {"meet_answers": replies(case, meeting, env)}
    return Done(case, to_staff(case, meeting, env, "meeting_nobody", **told), drops=causes(case, meeting))


def lapse(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The last time on offer has come, and not everybody has answered."""
    meeting = find(case, data, "offered")
    return nobody(case, meeting, env) if meeting.at == data["at"] else Done(case)


def again(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody of the court wants to offer other times: they see who can when, as when no time suits."""
    meeting = find(case, data, "offered")
    told = to_staff(case, meeting, env, "meeting_nobody", meet_answers=replies(case, meeting, env))
    return Done(case, tuple(one for one in told if one.to == actor.person))


def replies(case: Case, meeting: Meeting, env: Env) -> list[dict[str, Any]]:
    """Who can come when, as the mediator sees it."""
    return [reply(case, meeting, person, env) for person in invited(case, meeting)]


def reply(case: Case, meeting: Meeting, person: int, env: Env) -> dict[str, Any]:
    """One person's answer, and their own words on when they could."""
    said = answer_of(meeting, person)
    wish = next((words for who, words in meeting.wishes if who == person), "")
    found: dict[str, Any] = {"name": case.name(person), "said": said or "nothing", "wish": wish}
    if said.isdigit():
        found |= {"said": "slot", "at": moment(str(meeting.slots[int(said)]["at"]), "", env.moment.zone)}
    return found


def will_come(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody says that they will come to a fixed meeting."""
    meeting = find(case, data, "fixed")
    if actor.person not in meeting.who:
        raise Refused("not_yours")
    case = case.with_part("meetings", answered(meeting, actor.person, "any", ""))
    return Done(case, entries=(Entry("meeting_coming", {"n": meeting.n}, actor.person),))


def ask_move(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody cannot come to a fixed meeting: the mediator alone hears why; it stands until moved."""
    meeting, why = find(case, data, "fixed"), data["why"]
    if actor.person not in meeting.who:
        raise Refused("not_yours")
    meeting = answered(meeting, actor.person, "none", " ".join(why.get("texts", ())))
    case = case.with_part("meetings", meeting)
    told = {"name": actor.name, "answer": why, "files": media(why)}
    line = Entry("meeting_cannot", {"n": meeting.n, "why": why}, actor.person)
    return Done(case, to_staff(case, meeting, env, "meeting_cannot", **told), entries=(line,))

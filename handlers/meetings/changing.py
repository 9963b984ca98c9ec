"""Acts on a meeting that stands: moved, called off, or gone with its case."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, followed
from handlers.case import Actor, Case, Env
from handlers.kinds import Data
from handlers.life import MEETABLE, Refused
from handlers.meetings.clocks import moment
from handlers.meetings.offering import decided, find, reminders, slots
from handlers.meetings.plan import LIVE, all_answered, causes, invited, live, slot_of
from handlers.meetings.telling import card, entries, to_guests, to_staff


def move(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A new time, way or place: everybody hears the old and the new one, and calendars follow."""
    meeting = find(case, data, "fixed")
    old = slot_of(meeting)
    [slot] = slots([str(data["at"])], str(data["way"]), str(data["spot"]), env)
    if slot == dict(old):
        raise Refused("meeting_same")
    meeting = replace(meeting, slots=(slot,), chosen=0, answers=(), wishes=(), moved=meeting.moved + 1)
    case = case.with_part("meetings", meeting)
    was = {"meet_old": moment(str(old["at"]), "", env.moment.zone)}
    tells = to_guests(case, meeting, env, "meeting_moved", files=card(case, meeting), **was)
    tells += to_staff(case, meeting, env, "meeting_moved", files=card(case, meeting), **was)
    lines = entries(case, meeting, "meeting_moved", old=dict(old), by=actor.name)
    return Done(case, tells, reminders(case, meeting, env), lines, drops=causes(case, meeting))


def cancel(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The meeting is called off; whoever had it in a calendar gets word that takes it out."""
    meeting = find(case, data, *LIVE)
    why = data.get("off")
    return _off(Done(case), meeting.n, env, str(why) if why else "", actor.name)


def called_off(was: Case, done: Done, env: Env) -> Done:
    """What becomes of meetings when none can be held any more, or when one of the guests has left."""
    for meeting in live(done.case):
        if done.case.state not in MEETABLE or not invited(done.case, meeting):
            done = _off(done, meeting.n, env, "", "")
        elif meeting.state == "offered" and invited(was, meeting) != invited(done.case, meeting):
            done = _waits_no_more(done, meeting.n, env)
    return done


def _waits_no_more(done: Done, n: int, env: Env) -> Done:
    """Whoever has left is not waited for: all the others may have answered already."""
    meeting = done.case.part("meetings", n)
    if not all_answered(done.case, meeting):
        return done
    return followed(done, decided(done.case, meeting, env))


def _off(done: Done, n: int, env: Env, why: str, by: str) -> Done:
    meeting = done.case.part("meetings", n)
    fixed = meeting.state == "fixed"
    meeting = replace(meeting, state="cancelled", moved=meeting.moved + 1, note=why)
    case: Case = done.case.with_part("meetings", meeting)
    files = card(case, meeting, off=True) if fixed else []
    told = {"meet_why": why, "files": files}
    tells = to_guests(case, meeting, env, "meeting_cancelled", **told)
    tells += to_staff(case, meeting, env, "meeting_cancelled", **told)
    return replace(
        done,
        case=case,
        tells=(*done.tells, *tells),
        entries=(*done.entries, *entries(case, meeting, "meeting_cancelled", why=why, by=by)),
        drops=(*done.drops, *causes(case, meeting)),
    )

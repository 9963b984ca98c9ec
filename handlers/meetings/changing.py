"""Acts on a meeting that stands: moved, called off, or gone with its case."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done
from handlers.case import Actor, Case, Env
from handlers.kinds import Data
from handlers.life import MEETABLE, Refused
from handlers.meetings.clocks import moment
from handlers.meetings.offering import find, reminders, slots
from handlers.meetings.plan import LIVE, causes, live, slot_of
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


def called_off(done: Done, env: Env) -> Done:
    """What is left of a case's meetings when the case comes to where none can be held."""
    if done.case.state in MEETABLE:
        return done
    for meeting in live(done.case):
        done = _off(done, meeting.n, env, "", "")
    return done


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

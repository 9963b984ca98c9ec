"""Acts around the hour of a meeting: reminders, who came, what came of it; and where people live."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Entry, tell
from handlers.acts.opening import media
from handlers.case import Actor, Case, Env
from handlers.kinds import Data
from handlers.life import Refused
from handlers.meetings.offering import find
from handlers.meetings.plan import causes, invited, slot_of, starts
from handlers.meetings.telling import entries, to_guests, to_staff, values
from handlers.parts import Meeting
from handlers.reading.places import PLACES


def _still(case: Case, data: Data) -> Meeting:
    """The meeting that a follow-up was set for; Refused when it does not stand at that time any more."""
    meeting = find(case, data, "fixed")
    if slot_of(meeting)["at"] != data["at"]:
        raise Refused("meeting_gone")
    return meeting


def _remind(case: Case, data: Data, env: Env, kind: str, how: str) -> Done:
    meeting, person = _still(case, data), int(data["person"])
    if env.moment.now >= starts(meeting):
        return Done(case)
    if not person:
        return Done(case, to_staff(case, meeting, env, kind, meet_muted=how))
    if person not in invited(case, meeting):
        return Done(case)
    hearers = {person, *(h.person for h in case.helpers_of(person))}
    told = to_guests(case, meeting, env, kind, meet_muted=how)
    line = Entry(kind, {"n": meeting.n, "at": data["at"]}, person)
    return Done(case, tuple(one for one in told if one.to in hearers), entries=(line,))


def day_before(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The day before: not for somebody who wants no reminders."""
    party = case.party(int(data["person"]))
    if party is not None and party.muted:
        return Done(case)
    return _remind(case, data, env, "meeting_day", "no")


def hour_before(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The hour before: an appointment is no advertisement, so it comes whatever reminders are stopped."""
    party = case.party(int(data["person"]))
    return _remind(case, data, env, "meeting_hour", "yes" if party is not None and party.muted else "no")


def over(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """After the time the one who leads the case, or stands in meanwhile, is asked who came."""
    meeting = _still(case, data)
    asked = next(iter((*reversed(case.leading()), *case.staff())), None)
    if asked is None:
        return Done(case)
    told = to_staff(case, meeting, env, "meeting_over")
    return Done(case, tuple(one for one in told if one.to == asked.person))


def ask_came(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody of the court wants to note who came."""
    meeting = find(case, data, "fixed")
    if env.moment.now < starts(meeting):
        raise Refused("meeting_not_yet")
    told = to_staff(case, meeting, env, "meeting_over")
    return Done(case, tuple(one for one in told if one.to == actor.person))


def held(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Who came, and a line on what came of it; whoever did not come is asked kindly."""
    meeting = find(case, data, "fixed")
    if env.moment.now < starts(meeting):
        raise Refused("meeting_not_yet")
    there = {int(one) for one in data.get("guests") or ()}
    note = str(data.get("note") or "")
    note = "" if note == "skip" else note
    came = tuple(person for person in meeting.who if person in there)
    meeting = replace(meeting, state="held", came=came, note=note)
    case = case.with_part("meetings", meeting)
    names = [case.name(person) for person in came]
    tells = to_staff(case, meeting, env, "meeting_held", names=names or ["—"], meet_note=note)
    tells += tuple(
        tell(person, "meeting_missed", **values(case, meeting, env, person))
        for person in invited(case, meeting)
        if person not in came
    )
    lines = entries(case, meeting, "meeting_held", came=names, by=actor.name)
    kept = (Entry("meeting_note", {"n": meeting.n, "note": note}, actor.person),) if note else ()
    return Done(case, tells, entries=(*lines, *kept), drops=causes(case, meeting))


def excuse(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody who did not come says why, or asks for another time; the mediator alone hears it."""
    meeting = find(case, data, "held")
    if actor.person not in meeting.who:
        raise Refused("not_yours")
    again = data["why"] == "again"
    why = {"texts": [], "media": []} if again else data["why"]
    told = {"name": actor.name, "answer": why, "files": media(why), "meet_again": "yes" if again else "no"}
    line = Entry("meeting_excuse", {"n": meeting.n, "why": why, "again": again}, actor.person)
    return Done(case, to_staff(case, meeting, env, "meeting_excuse", **told), entries=(line,))


def set_zone(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Where somebody lives: from now on every time is said in their own zone, too."""
    zone = str(data["city"])
    party, helper = case.party(actor.person), case.helper(actor.person)
    line = Entry("zone", {"zone": zone}, actor.person)
    if zone in PLACES and party is not None:
        return Done(case.with_party(replace(party, zone=zone)), entries=(line,))
    if zone in PLACES and helper is not None:
        return Done(case.with_part("helpers", replace(helper, zone=zone)), entries=(line,))
    raise Refused("not_yours")

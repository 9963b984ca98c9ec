"""When somebody no longer acts for a party: what they lose, what becomes void, and who hears of it."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Entry, Tell, tell, tell_parties, tell_staff
from handlers.acts.passing import beside
from handlers.case import Actor, Case
from handlers.parts import Helper


def wrong(case: Case, helper: Helper, actor: Actor) -> Done:
    """Somebody came in whom the party did not ask."""
    done = _over(case, helper, "wrong", actor)
    shared = {"name": case.name(helper.by), "helper": helper.name, "helper_phone": helper.phone}
    told = (
        *done.tells,
        tell(helper.by, "helper_shut", helper=helper.name),
        *tell_staff(case, "helper_wrong", **shared),
    )
    return replace(done, tells=told)


def left(case: Case, helper: Helper, why: str, actor: Actor) -> Done:
    """A party has ended it, or the helper has: ``why`` is withdrawn or stopped."""
    done = _over(case, helper, why, actor)
    shared = {"name": case.name(helper.by), "helper": helper.name, "why_over": why}
    told = (*done.tells, tell(helper.by, "helper_left", **shared), *tell_staff(case, "helper_left", **shared))
    return replace(done, tells=told)


def _over(case: Case, helper: Helper, why: str, actor: Actor) -> Done:
    """The grant is over: its helper hears, the other side too where it had been told, open acts are void."""
    name = case.name(helper.by)
    case = case.with_part("helpers", replace(helper, ended=why))
    case, void = _void(case, helper)
    told: list[Tell] = []
    if helper.person:
        told.append(tell(helper.person, "grant_over", principal=name if helper.reach else "—", why_over=why))
    if helper.passed:
        for party in beside(case, helper.by):
            told.append(tell(party.person, "other_helper_left", name=name, helper=helper.name))
    body = {"n": helper.n, "helper": helper.name, "why": why, "by": actor.name}
    entries = (Entry("helper_over", body), *void.entries)
    return Done(case, (*told, *void.tells), entries=entries)


def _void(case: Case, helper: Helper) -> tuple[Case, Done]:
    """What the helper confirmed on a record that is still open counts no longer; everybody hears it."""
    case, version = _unconfirmed(case, helper.by, helper.person)
    if not version:
        return case, Done(case)
    shared = {"name": case.name(helper.by), "helper": helper.name, "version": str(version)}
    told = (*tell_parties(case, "hand_void", **shared), *tell_staff(case, "hand_void", **shared))
    entry = Entry("hand_void", {"version": version, "name": shared["name"], "helper": helper.name})
    return case, Done(case, told, entries=(entry,))


def unauthorised(case: Case, party: int, hand: int) -> Done:
    """An authority is wanted anew: what was confirmed on the strength of the old one counts no longer.

    ``hand`` is the helper whose authority it was, 0 for the person who acts for an organisation.
    """
    case, version = _unconfirmed(case, party, hand)
    if not version:
        return Done(case)
    shared = {"name": case.name(party), "version": str(version)}
    told = (*tell_parties(case, "authority_void", **shared), *tell_staff(case, "authority_void", **shared))
    entry = Entry("authority_void", {"version": version, "name": shared["name"]})
    return Done(case, told, entries=(entry,))


def _unconfirmed(case: Case, party: int, hand: int) -> tuple[Case, int]:
    """The case without what that hand confirmed for a party on an open record; its version, 0 if nothing."""
    record = case.record
    if record is None or record.status != "open":
        return case, 0
    if not any((c.person, c.hand) == (party, hand) for c in record.confirmations):
        return case, 0
    kept = tuple(c for c in record.confirmations if (c.person, c.hand) != (party, hand) and c.role != "clerk")
    return replace(case, record=replace(record, confirmations=kept)), record.version

"""Acts on the record: publishing a version, looking at it, objecting, confirming, sealing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.claiming import disposed, undisposed
from handlers.acts.done import Done, Due, Entry, Tell, tell, tell_parties, tell_staff
from handlers.acts.promises import promises_of, reminders
from handlers.case import Actor, Case, Confirmation, Env, Record
from handlers.days import add_working, at_local
from handlers.life import BEFORE, LEADS, TRIAL, Refused
from handlers.papers.remedy import after_seal
from handlers.plans.differences import differences
from handlers.plans.state import beginning
from handlers.record import checked_points, digest

Data = Mapping[str, Any]


def draft(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody of the court begins a record, or a new version of the one that stands."""
    if not any(p.side == "respondent" for p in case.joined):
        raise Refused("nobody_there")
    if (begun := beginning(case)) is not None:
        return Done(case, (tell(actor.person, "draft", **begun),))
    old = case.record
    if old is None:
        return Done(case, (tell(actor.person, "draft"),))
    before = {
        "points": [dict(p) for p in old.points],
        "pages": {"texts": [], "media": list(old.pages)} if old.pages else None,
        "text": {"texts": [old.text], "media": []} if old.text else None,
    }
    return Done(case, (tell(actor.person, "draft", **before),))


def publish(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A new version stands before everybody; every earlier confirmation is void (在线调解规则 22)."""
    if absent := not_here(case):
        raise Refused("not_all_here", names=absent)
    pages = tuple(m for m in (data.get("pages") or {}).get("media", ()) if m["kind"] == "photo")
    text = "\n".join((data.get("text") or {}).get("texts", ()))
    if not pages and not text.strip():
        raise Refused("empty_record")
    points = checked_points(case, data.get("points") or (), env.today)
    if names := undisposed(case, points):
        raise Refused("claims_open", names=names)
    differs = differences(case, points)
    if differs and (data.get("differs") != "yes" or list(data.get("differences") or ()) != differs):
        raise Refused("differs_unseen")
    version = case.record.version + 1 if case.record is not None else 1
    seal = digest(version, [p["digest"] for p in pages], text, points)
    record = Record(version, seal, pages, text, points, actor.person, env.stamp)
    case = replace(case, record=record, state="recording")
    told = (
        *tell_parties(case, "record_ready", **shown(record, case)),
        *tell_staff(case, "published", version=str(version)),
    )
    entry = Entry("record", {"version": version, "digest": seal, "by": actor.name})
    soon, late = (add_working(env.today, days, env.calendar) for days in (2, 4))
    dues = (
        Due("record_wait", "record", at_local(soon, 10, env.moment.zone)),
        Due("record_stuck", "record", at_local(late, 10, env.moment.zone)),
    )
    return Done(case, told, dues, entries=(entry,))


def not_here(case: Case) -> list[str]:
    """Who must still agree to mediation, or be left out, before a record can speak for all."""
    here = {p.person for p in case.joined}
    return [p.name for p in case.staying if p.person not in here] + [one.name for one in case.missing]


def shown(record: Record, case: Case) -> dict[str, Any]:
    """A version as it is put before a person."""
    return {
        "version": str(record.version),
        "digest": record.digest,
        "pages": list(record.pages),
        "record": record.text,
        "points": [dict(p) for p in record.points],
        "i": 0,
        "stage": case.stage,
    }


def open_record(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody looks at the record as it stands: to confirm it, or to read the sealed one again."""
    record = case.record
    if record is None or record.status == "void":
        raise Refused("no_record")
    if record.status == "sealed":
        return Done(case, (tell(actor.person, "record_again", **sealed_words(case)),))
    return Done(case, (tell(actor.person, "record_ready", **shown(record, case)),))


def spoken(digest: str) -> str:
    """The beginning of a digest in groups of four, so that it can be read out on the telephone."""
    return " ".join(digest[n : n + 4] for n in range(0, 16, 4))


def sealed_words(case: Case) -> dict[str, Any]:
    """The sealed record for one who gets it."""
    record = case.record
    assert record is not None
    return {
        "version": str(record.version),
        "code": spoken(record.digest),
        "record": record.text,
        "points": [dict(p) for p in record.points],
        "force": "trial" if case.stage in TRIAL else "before",
        "files": list(record.pages),
    }


def current(case: Case, data: Data) -> Record:
    """The open version that the actor saw; Refused when another stands by now."""
    record = case.record
    if record is None or record.status != "open":
        raise Refused("no_record")
    if data.get("digest") != record.digest:
        raise Refused("record_changed")
    return record


def object_(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Something is wrong: this version is void, and with it every confirmation (在线调解规则 22)."""
    record = current(case, data)
    why = str(data["wrong"])
    index = int(data.get("i", len(record.points)))
    number = str(index + 1) if index < len(record.points) else "—"
    case = replace(case, record=replace(record, status="void", why=why, confirmations=()), state="mediating")
    shared = {"name": actor.name, "version": str(record.version), "no": number, "text": why}
    told = (
        *tell_staff(case, "objected", but=actor.person, **shared),
        *tell_parties(case, "record_void", but=actor.person, version=str(record.version)),
    )
    open_ = {"version": record.version, "digest": record.digest, "by": actor.name}
    entries = (
        Entry("objected", open_),
        Entry("objection", {"version": record.version, "why": why}, actor.person),
    )
    return Done(case, told, entries=entries, drops=("record",))


def confirm(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """One person confirms this very digest: parties first, then the clerk, the mediator last, who seals."""
    record = current(case, data)
    if record.confirmed_by(actor.person):
        raise Refused("already_confirmed")
    if list(data.get("yes", ())) != [p["no"] for p in record.points]:
        raise Refused("not_all_points")
    party = case.party(actor.person)
    if party is not None and not party.checked:
        raise Refused("not_checked")
    if party is None and (missing := waiting(case, record)):
        raise Refused("parties_first", names=missing)
    if actor.role in LEADS and case.stage in TRIAL and case.clerk is None:
        raise Refused("needs_clerk")
    if actor.role in LEADS and case.clerk is not None and not record.confirmed_by(case.clerk.person):
        raise Refused("clerk_first", name=case.clerk.name)
    one = Confirmation(actor.person, actor.role, record.digest, env.stamp, actor.hand)
    record = replace(record, confirmations=(*record.confirmations, one))
    case = replace(case, record=record)
    entry = Entry("confirmed", {"version": record.version, "digest": record.digest, "by": actor.name})
    if actor.role in LEADS:
        return seal(case, record, entry, env)
    return Done(case, after_confirmation(case, record, actor), entries=(entry,))


def waiting(case: Case, record: Record) -> list[str]:
    """The names of the parties whose confirmation is still missing; both sides must be there."""
    missing = [p.name for p in case.staying if not record.confirmed_by(p.person)]
    return missing or [one.name for one in case.missing]


def after_confirmation(case: Case, record: Record, actor: Actor) -> tuple[Tell, ...]:
    """Who hears of a confirmation, and whose turn it is."""
    missing = waiting(case, record)
    shared = {"name": actor.name, "version": str(record.version)}
    told = (
        *tell_staff(case, "confirmed", but=actor.person, **shared),
        *tell_parties(case, "other_confirmed", but=actor.person, **shared),
    )
    if missing:
        return told
    if case.clerk is not None and not record.confirmed_by(case.clerk.person):
        return (*told, tell(case.clerk.person, "record_ready", **shown(record, case)))
    return (*told, *(tell(m.person, "record_ready", **shown(record, case)) for m in case.leading()))


def seal(case: Case, record: Record, entry: Entry, env: Env) -> Done:
    """All have confirmed the same digest; the promises and their reminders follow from its points."""
    record = replace(record, status="sealed")
    promises = promises_of(record, env)
    case = replace(
        disposed(case, record.points),
        record=record,
        promises=promises,
        state="performing" if promises else "performed",
    )
    case, follow = after_seal(case, env)
    case_done, dues = reminders(case, env)
    extra = {"until": case.confirm_until} if case.stage == BEFORE else {}
    kind = "sealed_before" if case.stage == BEFORE else "sealed_trial"
    told = (
        *tell_parties(case, kind, **sealed_words(case), **extra),
        *tell_staff(case, "sealed", version=str(record.version), code=spoken(record.digest)),
    )
    sealed = Entry("sealed", {"version": record.version, "digest": record.digest})
    return Done(case_done, told, (*dues, *follow), (entry, sealed), drops=("term", "record"))


def take_back(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Until the seal a confirmation can be taken back (在线调解规则 19)."""
    record = case.record
    if record is None or record.status != "open" or not record.confirmed_by(actor.person):
        raise Refused("nothing_to_take_back")
    kept = tuple(c for c in record.confirmations if c.person != actor.person and c.role != "clerk")
    case = replace(case, record=replace(record, confirmations=kept))
    shared = {"name": actor.name, "version": str(record.version)}
    told = (
        tell(actor.person, "taken_back", version=str(record.version)),
        *tell_staff(case, "took_back", **shared),
        *tell_parties(case, "took_back", but=actor.person, **shared),
    )
    return Done(case, told, entries=(Entry("taken_back", {"version": record.version, "by": actor.name}),))

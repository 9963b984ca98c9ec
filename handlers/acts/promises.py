"""Promises after the seal: what is due, who is reminded, who is asked, and when a case closes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from handlers.acts.done import Done, Due, Entry, Tell, tell, tell_parties, tell_staff
from handlers.acts.opening import media
from handlers.case import Actor, Case, Env, Promise, Record
from handlers.days import add_working, at_local, is_provisional, next_working, previous_working
from handlers.life import Refused
from handlers.papers.remedy import act_until, remedy

Data = Mapping[str, Any]
PROMISED = ("pay", "act", "apology")  # a penalty or a guarantee may never be called upon
RETURN_VISIT_DAYS = 7  # days after performance until the one return-visit question (回访)


def promises_of(record: Record, env: Env) -> tuple[Promise, ...]:
    """Every promise of a record; a day that is no working day moves to the next one (民法典 203)."""
    found = [
        Promise(
            point["no"],
            n,
            point["who"],
            point["whom"],
            point["kind"],
            part["sum"],
            point["way"] if point["kind"] == "apology" else point["what"],
            part["due"],
            next_working(date.fromisoformat(part["due"]), env.calendar).isoformat(),
        )
        for point in record.points
        if point["kind"] in PROMISED
        for n, part in enumerate(point["parts"], 1)
    ]
    found.sort(key=lambda p: (p.falls, p.point, p.part))
    ends: dict[int, Promise] = {p.who: p for p in found}
    return tuple(replace(p, last=ends[p.who] is p) for p in found)


def reminders(case: Case, env: Env) -> tuple[Case, tuple[Due, ...]]:
    """The follow-ups of every promise: some days before, on the day, and the question to the payee after."""
    if not case.promises:
        return case, (return_visit_due(env),)
    dues: list[Due] = []
    for promise in case.promises:
        falls = date.fromisoformat(promise.falls)
        before = previous_working(falls - timedelta(days=env.rules.remind_before), env.calendar)
        data = {"point": promise.point, "part": promise.part}
        cause = f"promise:{promise.point}.{promise.part}"
        if before > env.today:
            dues.append(Due("remind_before", cause, at_local(before, 9, env.moment.zone), data))
        if falls > env.today:
            dues.append(Due("remind_day", cause, at_local(falls, 9, env.moment.zone), data))
        after = add_working(falls, 1, env.calendar)
        dues.append(Due("ask_payee", cause, at_local(after, 10, env.moment.zone), data))
    return case, tuple(dues)


def return_visit_due(env: Env) -> Due:
    """When everything has been done, one question some days later."""
    day = next_working(env.today + timedelta(days=RETURN_VISIT_DAYS), env.calendar)
    return Due("return_visit", "visit", at_local(day, 10, env.moment.zone))


def find(case: Case, data: Data) -> Promise:
    """The promise an act speaks of; Refused for an unknown one."""
    for promise in case.promises:
        if (promise.point, promise.part) == (int(data["point"]), int(data["part"])):
            return promise
    raise Refused("no_promise")


def words(case: Case, promise: Promise, today: date) -> dict[str, Any]:
    """A promise as it is put to people: sum or act, day, both names, and which of how many."""
    mine = [p for p in case.promises if p.point == promise.point]
    left = sum(p.fen for p in case.promises if p.who == promise.who and p.state != "kept")
    return {
        "point": promise.point,
        "part": promise.part,
        "which": [promise.part, len(mine)],
        "thing": {
            "kind": promise.kind,
            "sum": promise.fen,
            "what": promise.what,
            "whom": case.name(promise.whom),
        },
        "due": promise.falls,
        "moved": {
            "agreed": promise.due if promise.due != promise.falls else "",
            "provisional": is_provisional(date.fromisoformat(promise.falls)),
        },
        "who": case.name(promise.who),
        "whom": case.name(promise.whom),
        "last": "last" if promise.last else "more",
        "left": left,
        "consequence": remedy(case, today),
    }


def remind_before(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Some days before: the sum, the day and the honest consequence, to the one who promised."""
    promise = find(case, data)
    if promise.state != "open" or env.today.isoformat() >= promise.falls:
        return Done(case)
    return Done(
        case,
        (tell(promise.who, "due_soon", **words(case, promise, env.today)),),
        entries=(_entry("due_soon", promise),),
    )


def remind_day(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """On the day itself; a reminder that comes after it says nothing."""
    promise = find(case, data)
    if promise.state != "open" or env.today.isoformat() > promise.falls:
        return Done(case)
    return Done(
        case,
        (tell(promise.who, "due_today", **words(case, promise, env.today)),),
        entries=(_entry("due_today", promise),),
    )


def ask_payee(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """After the day the one it was promised to is asked whether it came."""
    promise = find(case, data)
    if promise.state == "kept":
        return Done(case)
    if promise.state == "open":
        case = put(case, replace(promise, state="asked"))
    return Done(
        case,
        (tell(promise.whom, "came", **words(case, promise, env.today)),),
        entries=(_entry("asked", promise),),
    )


def ask_paid(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The one it was promised to says of their own accord that something has come."""
    mine = [p for p in case.promises if p.whom == actor.person and p.state != "kept"]
    if not mine:
        raise Refused("no_promise")
    return Done(case, (tell(actor.person, "came", **words(case, mine[0], env.today)),))


def put(case: Case, promise: Promise) -> Case:
    """The case with that promise replaced."""
    same = (promise.point, promise.part)
    return replace(case, promises=tuple(promise if (p.point, p.part) == same else p for p in case.promises))


def paid(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """It came: the one who promised hears it, and with the last one the case is performed."""
    promise = mine(case, actor, data)
    if promise.state == "kept":
        raise Refused("already_kept")
    case = put(case, replace(promise, state="kept"))
    said = words(case, promise, env.today)
    told: tuple[Tell, ...] = (
        tell(promise.who, "kept_late" if promise.state == "late" else "kept", **said),
        *(tell_staff(case, "kept_late", **said) if promise.state == "late" else ()),
    )
    entry, drops = _entry("kept", promise), (f"promise:{promise.point}.{promise.part}",)
    if any(p.state != "kept" for p in case.promises):
        return Done(case, told, entries=(entry,), drops=drops)
    case = replace(case, state="performed")
    told = (*told, *tell_parties(case, "performed"), *tell_staff(case, "performed"))
    return Done(case, told, (return_visit_due(env),), (entry, Entry("performed", {})), drops=drops)


def mine(case: Case, actor: Actor, data: Data) -> Promise:
    """A promise made to the actor; Refused for anybody else's."""
    promise = find(case, data)
    if promise.whom != actor.person:
        raise Refused("not_yours")
    return promise


def unpaid(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """It did not come, or not all of it: the mediator hears, and the payer is told the honest next step."""
    promise = mine(case, actor, data)
    if promise.state == "kept":
        raise Refused("already_kept")
    if env.today.isoformat() <= promise.falls:
        raise Refused("not_due_yet", due=promise.falls)
    case = put(case, replace(promise, state="late"))
    said = words(case, promise, env.today)
    text = str(data.get("how_much") or "—")
    told = (
        tell(promise.who, "late", **said),
        tell(promise.whom, "late_remedy", **_letter(case, promise, env)),
        *tell_staff(case, "late", **said, text=text),
    )
    again = at_local(add_working(env.today, 5, env.calendar), 10, env.moment.zone)
    cause = f"promise:{promise.point}.{promise.part}"
    due = Due("ask_payee", cause, again, {"point": promise.point, "part": promise.part})
    return Done(case, told, (due,), (_entry("late", promise),))


def _letter(case: Case, promise: Promise, env: Env) -> dict[str, Any]:
    """What the one to whom it was promised may honestly do next, and until when."""
    said = words(case, promise, env.today)
    names = ("who", "thing", "which", "due")
    way = remedy(case, env.today)
    return {name: said[name] for name in names} | {
        "remedy": way,
        "last_day": act_until(case, promise.point, way),
    }


def return_visit(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The one question after performance (回访); without answers the case closes by itself."""
    close = at_local(next_working(env.today + timedelta(days=10), env.calendar), 10, env.moment.zone)
    return Done(case, tell_parties(case, "visit"), (Due("close", "visit_over", close),))


def visited(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """An answer to the return visit; with the last one the case closes."""
    party = case.party(actor.person)
    if party is None:
        raise Refused("not_yours")
    how, more = str(data["well"]), data.get("more") or {}
    case = case.with_party(replace(party, visited=how))
    told = (
        tell_staff(case, "visit_trouble", name=party.name, answer=more, files=media(more))
        if how == "trouble"
        else ()
    )
    entry = Entry("visited", {"how": how, "more": more}, party.person)
    if any(not p.visited for p in case.joined):
        return Done(case, told, entries=(entry,))
    done = close(case, actor, data, env)
    return replace(done, tells=(*told, *done.tells), entries=(entry, *done.entries), drops=("visit_over",))


def close(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Everything has been done and asked: the case closes."""
    case = replace(case, state="closed", reason="performed")
    told = (*tell_parties(case, "closed"), *tell_staff(case, "closed"))
    return Done(case, told, entries=(Entry("closed", {}),))


def _entry(kind: str, promise: Promise) -> Entry:
    body = {"point": promise.point, "part": promise.part, "due": promise.due, "sum": promise.fen}
    return Entry(kind, body)

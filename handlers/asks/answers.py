"""What a person may ask at any time, answered from their own sight of the case; nothing is moved by it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.case import Case, Promise
from handlers.meetings.clocks import moment
from handlers.meetings.seeing import hearer
from handlers.shows import SHOWS
from handlers.view import View

Values = Mapping[str, Any]
NEXT = 3  # dates that are named at once
MINE = 8  # of a person's own words, the newest


def stand(view: View, case: Case) -> Values:
    """How the case stands, and what comes next."""
    names = ("number", "state", "stage", "lead", "term_text", "following")
    return {name: SHOWS[name]({}, view) for name in names}


def dates(view: View, case: Case) -> Values:
    """The next dates that concern this person, the nearest first."""
    rows: list[dict[str, Any]] = [
        {"when": p.falls, "what": "pay" if p.who == view.me else "get", "promise": said(case, p)}
        for p in _open(case)
        if view.me in (p.who, p.whom)
    ]
    rows += [
        {"meet_when": moment(str(at), hearer(view), view.zone), "when": str(at)[:10], "what": "meeting"}
        for at in (m.slots[m.chosen]["at"] for m in case.meetings if m.state == "fixed")
    ]
    if case.term_end and case.state not in ("performing", "performed"):
        rows.append({"when": case.term_end, "what": "term"})
    today = view.today.isoformat()
    coming = sorted((row for row in rows if row["when"] >= today), key=lambda row: row["when"])
    return {"dates": coming[:NEXT]}


def agreed(view: View, case: Case) -> Values:
    """What has been agreed, and how far that binds: a sealed record, one that waits, a plan, or nothing."""
    record = case.record
    if record is not None and record.status == "sealed":
        return {"settled": "sealed", "points": list(record.points)}
    if record is not None and record.status == "open":
        return {"settled": "open", "points": list(record.points)}
    plan = next((p for p in reversed(case.plans) if p.state == "agreed"), None)
    if plan is not None:
        return {"settled": "plan", "points": list(plan.points)}
    return {"settled": "none", "points": []}


def owe(view: View, case: Case) -> Values:
    """What this person has still to do, and what is still to come to them."""
    mine = [p for p in _open(case) if p.who == view.me]
    theirs = [p for p in _open(case) if p.whom == view.me]
    return {
        "owing": [{"when": p.falls, "promise": said(case, p)} for p in mine],
        "coming": [{"when": p.falls, "promise": said(case, p), "who": case.name(p.who)} for p in theirs],
        "left": sum(p.fen for p in mine),
    }


def mine(view: View, case: Case) -> Values:
    """This person's own last words, and whom they have reached."""
    words = [u for u in case.talk if u.person == view.me][-MINE:]
    rows = [{"at": u.at, "said": u.said, "crossed": u.released} for u in words]
    me = case.party(view.me)
    told = case.story if me is not None and me.side == "applicant" else me.answer if me is not None else {}
    return {"own_words": rows, "story": told or {"texts": [], "media": []}}


def sees(view: View, case: Case) -> Values:
    """Who can see what this person said."""
    others = [p.name for p in case.others(view.me)]
    crossed = sum(1 for u in case.talk if u.person == view.me and u.released)
    helpers = [h.name for h in case.helpers_of(view.me)]
    return {
        "seen_by": [m.name for m in case.staff()],
        "others": others,
        "crossed": str(crossed),
        "helping": helpers,
    }


def said(case: Case, promise: Promise) -> Mapping[str, Any]:
    """A promise as the formats write it."""
    whom = case.name(promise.whom)
    return {"kind": promise.kind, "sum": promise.fen, "what": promise.what, "whom": whom}


def _open(case: Case) -> list[Promise]:
    return [p for p in case.promises if p.state != "kept"]


ANSWERS: Mapping[str, Callable[[View, Case], Values]] = {
    "stand": stand,
    "next": dates,
    "agreed": agreed,
    "owe": owe,
    "mine": mine,
    "sees": sees,
}
"""Every question that is understood at any step, and what its sentence is filled with."""

"""What a question or a sentence may show: named values taken from the facts and the sight of the case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.case import Case, Party
from handlers.kinds import Facts, Files, Show
from handlers.life import LEADS, TRIAL
from handlers.points import totals
from handlers.sides import telling
from handlers.view import View


def _fact(name: str, default: Any = "—") -> Show:
    def show(facts: Facts, view: View) -> Any:
        value = facts.get(name)
        return default if value is None else value

    return show


def _case(read: Callable[[Case], Any], default: Any = "—") -> Show:
    def show(facts: Facts, view: View) -> Any:
        return default if view.case is None else read(view.case) or default

    return show


def _people(case: Case) -> list[str]:
    return [p.name for p in case.parties]


def _effect(facts: Facts, view: View) -> str:
    """What this person's confirmation does: the mediator or judge seals, others come before."""
    return "lead" if view.role in LEADS else "clerk" if view.role == "clerk" else "party"


def _procedure(facts: Facts, view: View) -> str:
    return "trial" if view.case is not None and view.case.stage in TRIAL else "before"


def _applicant(case: Case) -> Party:
    return case.parties[0]


def _other(facts: Facts, view: View) -> Any:
    """The other side as the teller named it; in a case, everybody who hears what is released."""
    if view.case is None:
        return telling.summary(facts, view)
    others = view.case.others(view.me) if view.case.party(view.me) is not None else ()
    if crossing := facts.get("crossing"):
        others = tuple(p for p in others if p.person in crossing)
    return [p.name for p in others] or view.case.other_name or "—"


def _point(facts: Facts, view: View) -> Any:
    points = facts.get("points") or [{"no": 0, "kind": "other", "what": ""}]
    return points[min(int(facts.get("i") or 0), len(points) - 1)]


def _last_point(facts: Facts, view: View) -> Any:
    points = facts.get("points") or [{"no": 0, "kind": "other", "what": ""}]
    return points[min(int(facts.get("added") or 0), len(points) - 1)]


def _unread(case: Case) -> list[Mapping[str, Any]]:
    return [{"name": case.name(u.person), "said": u.said} for u in case.talk[-6:]]


def _next(facts: Facts, view: View) -> str:
    """What this person waits for: a name from the table ``names.following``."""
    case = view.case
    if case is None:
        return "filed"
    me, record = case.party(view.me), case.record
    if me is not None and me.left:
        return "left_out"
    if case.state == "recording" and record is not None:
        return "others" if record.confirmed_by(view.me) else "record"
    return case.state


def _pages(facts: Facts, view: View) -> str:
    pages = facts.get("pages") or ()
    if isinstance(pages, Mapping):
        pages = pages.get("media", ())
    return str(len(pages))


def _checks(case: Case) -> list[Mapping[str, str]]:
    return [{"name": p.name, "how": p.checked} for p in case.parties]


SHOWS: dict[str, Show] = {
    "name": _fact("name"),
    "phone_own": _fact("phone"),
    "kind": lambda facts, view: view.case.kind if view.case else facts.get("kind") or "other",
    "claim": lambda facts, view: view.case.claim if view.case else telling.shown(facts, "claim"),
    "since": lambda facts, view: view.case.since if view.case else facts.get("since") or "—",
    "story": lambda facts, view: view.case.story if view.case else facts.get("story") or "—",
    "story_short": lambda facts, view: facts.get("story") or "—",
    "other": _other,
    "reach": lambda facts, view: (
        telling.reach(view.case) if view.case else telling.shown(facts, "other_reach")
    ),
    "service": _fact("service"),
    "number": _case(lambda c: c.number),
    "state": _case(lambda c: c.state, "filed"),
    "stage": _case(lambda c: c.stage, "none"),
    "lead": _case(lambda c: c.lead.name if c.lead else ""),
    "term_text": _case(lambda c: {"end": c.term_end} if c.term_end else {}, {}),
    "people": _case(_people, []),
    "effect": _effect,
    "quitting": _procedure,
    "force": _procedure,
    "applicant": _case(lambda c: _applicant(c).name),
    "applicant_phone": _case(lambda c: _applicant(c).phone),
    "following": _next,
    "version": _fact("version"),
    "record": _fact("record", ""),
    "pages": _pages,
    "points": _fact("points", []),
    "point": _point,
    "last_point": _last_point,
    "sums": lambda facts, view: totals(facts.get("points") or ()),
    "point_count": lambda facts, view: str(len(facts.get("points") or ())),
    "text": lambda facts, view: facts.get("text") or "—",
    "words": _fact("words", {}),
    "answer": _fact("answer", {}),
    "by": _fact("name"),
    "total": _fact("p_sum", 0),
    "said": _fact("said", {}),
    "talk": _case(_unread, []),
    "checks": _case(_checks, []),
    "reason": lambda facts, view: facts.get("how") or "other",
    "thing": _fact("thing", {"kind": "act", "sum": 0, "what": "", "whom": ""}),
    "moved": _fact("moved", {"agreed": "", "provisional": False}),
    "due": _fact("due", "1970-01-01"),
    "who": _fact("who"),
    "which": _fact("which", (1, 1)),
    "code": _fact("code"),
    "page": _fact("page"),
    "me": lambda facts, view: view.name,
    "role": lambda facts, view: view.role,
    "count": lambda facts, view: str(len(view.desk)),
    "respondent_answer": _case(
        lambda c: next((p.answer for p in c.parties if p.side == "respondent"), {}), {}
    ),
}


def record_pages(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """The photographed pages of the record, in order."""
    return list(facts.get("pages") or ())


def story_files(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """What came with the applicant's story and the other side's answer."""
    if view.case is None:
        return []
    answers = (view.case.story, *(p.answer for p in view.case.parties))
    return [m for one in answers for m in one.get("media", ())]


def words_files(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """The files of the words at hand."""
    return list((facts.get("words") or facts.get("answer") or {}).get("media", ()))


def sent_along(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """Files that came with word from the house."""
    return list(facts.get("files") or ())


FILES: dict[str, Files] = {
    "record_pages": record_pages,
    "story_files": story_files,
    "words_files": words_files,
    "sent_along": sent_along,
}

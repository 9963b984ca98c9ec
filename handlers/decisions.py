"""The forks of the scripts: named pure functions with declared outcomes."""

from __future__ import annotations

from handlers.kinds import Decision, Facts
from handlers.points import add_point, has_points, pays_anything, point_kind, remove_point
from handlers.sight import uncrossed
from handlers.view import View


def has_old(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a new record begins from an earlier version."""
    return ("old" if facts.get("points") else "new"), {}


def has_begun(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a new record begins from an accepted plan or from facts, from an earlier version, or afresh."""
    return ("begun" if facts.get("begun") else "old" if facts.get("points") else "new"), {}


def forget_pages(facts: Facts, view: View) -> tuple[str, Facts]:
    """The photographs are to be sent again."""
    return "forgotten", {"pages": None}


def forget_text(facts: Facts, view: View) -> tuple[str, Facts]:
    """The text is to be typed again."""
    return "forgotten", {"text": None}


def record_stands(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether the version that is to be looked at still is the open one."""
    record = view.case.record if view.case is not None else None
    stands = record is not None and record.status == "open" and record.digest == facts["digest"]
    return ("yes" if stands else "no"), {}


def next_point(facts: Facts, view: View) -> tuple[str, Facts]:
    """The next point to be confirmed, or the whole record when all are."""
    return ("point" if facts["i"] < len(facts["points"]) else "all"), {}


def note_point(facts: Facts, view: View) -> tuple[str, Facts]:
    """This point was confirmed; the next one follows."""
    i = facts["i"]
    yes = [n for n in facts.get("yes") or () if n <= i]
    return "next", {"yes": [*yes, facts["points"][i]["no"]], "i": i + 1}


def last_words(facts: Facts, view: View) -> tuple[str, Facts]:
    """The speaker's own last words that have not crossed yet."""
    case = view.case
    mine = [u for u in case.talk if u.person == view.me and u.to == "mediator"] if case is not None else []
    others = [p.person for p in uncrossed(case, mine[-1])] if case is not None and mine else []
    if not mine or (mine[-1].released and not others):
        return "none", {}
    return "some", {"n": mine[-1].n, "words": mine[-1].said, "crossing": others}


def to_whom(facts: Facts, view: View) -> tuple[str, Facts]:
    """To whom the words that are asked for would cross, as the speaker is shown it now."""
    case = view.case
    words = [u for u in case.talk if u.n == facts["n"]] if case is not None else []
    others = uncrossed(case, words[0]) if case is not None and words else ()
    return "known", {"crossing": [p.person for p in others]}


def ending(facts: Facts, view: View) -> tuple[str, Facts]:
    """Which way the mediation is to end."""
    how = str(facts["how"])
    return (how if how in ("unreachable", "expired") else "fail"), {"why": how}


def signed_in_elsewhere(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether somebody who has come back is signed in at another telephone too."""
    return ("yes" if facts.get("others") else "no"), {}


DECISIONS: dict[str, Decision] = {
    "has_old": has_old,
    "has_begun": has_begun,
    "point_kind": point_kind,
    "pays_anything": pays_anything,
    "add_point": add_point,
    "remove_point": remove_point,
    "has_points": has_points,
    "forget_pages": forget_pages,
    "forget_text": forget_text,
    "record_stands": record_stands,
    "next_point": next_point,
    "note_point": note_point,
    "last_words": last_words,
    "to_whom": to_whom,
    "ending": ending,
    "signed_in_elsewhere": signed_in_elsewhere,
}

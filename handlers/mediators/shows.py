"""What may be shown about who mediates, and the term, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.formats import counted, day, listed, named
from handlers.kinds import Facts, Files, Format, Show
from handlers.view import View

NO_DAY = "1970-01-01"


def _fact(name: str, default: Any = "—") -> Show:
    return lambda facts, view: facts.get(name) or default


def _asked(name: str, default: Any = "—") -> Show:
    """Something of the question that is put to all parties."""

    def show(facts: Facts, view: View) -> Any:
        found = view.case.part("votes", int(facts.get("n") or 0)) if view.case is not None else None
        return default if found is None else found.data.get(name, default)

    return show


SHOWS: Mapping[str, Show] = {
    "m_by": _asked("by"),
    "m_name": _asked("name"),
    "m_text": _asked("text"),
    "m_days": lambda facts, view: str(_asked("days", 0)(facts, view)),
    "m_old": _asked("old", NO_DAY),
    "m_end": _asked("end", NO_DAY),
    "m_until": _asked("until", NO_DAY),
    "m_chosen": _fact("to_name"),
    "m_note": _fact("note"),
    "m_relation": _fact("relation"),
    "m_seconds": lambda facts, view: [s.name for s in view.case.seconds if not s.until] if view.case else [],
    "m_number": _fact("number"),
    "m_names": _fact("names", []),
    "m_case_kind": _fact("kind", "other"),
    "m_asker": _fact("m_by"),
    "m_seat": _fact("m_seat", "hand_over"),
    "m_seat_until": _fact("until", NO_DAY),
    "m_away_until": _fact("away_until", NO_DAY),
    "m_count": lambda facts, view: str(facts.get("m_count") or 0),
}
FILES: Mapping[str, Files] = {}
FORMATS: Mapping[str, Format] = {
    "m_old": day,
    "m_end": counted,
    "m_until": day,
    "m_seat_until": day,
    "m_away_until": day,
    "m_names": listed,
    "m_seconds": listed,
    "m_case_kind": named("kind"),
    "m_seat": named("seat"),
    "m_change": named("change"),
    "m_kind": named("question"),
    "m_vote": named("vote"),
}

"""Where conversations begin, and how a matter is named to each of its people."""

from __future__ import annotations

from handlers.case import Case
from handlers.life import STAFF
from handlers.place import beginning
from handlers.scripts import SCRIPTS
from storage import talks
from storage.store import Tx


def open_talk(tx: Tx, person: int, script: str, chain: int, case: int | None, role: str) -> int:
    """A new conversation at the beginning of a script; returns its id."""
    first = SCRIPTS[script]
    place = beginning(script, first.version, first.steps[0].name)
    return talks.open_conversation(tx, person, chain, case, role, place)


def case_title(case: Case, person: int, role: str) -> str:
    """Number and names; a respondent whose identity is not checked sees the number only."""
    if role in STAFF:
        names = [p.name for p in case.parties]
        if case.of_side("respondent") is None:
            names.append(case.other_name)
        return f"{case.number} {'/'.join(names)}"
    me = case.party(person)
    if me is None or (me.side == "respondent" and not me.checked):
        return case.number
    other = case.other(person)
    return f"{case.number} {other.name if other is not None else case.other_name}"

"""Where conversations begin, and how a matter is named to each of its people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.words import words
from handlers.case import Case
from handlers.life import STAFF
from handlers.place import beginning
from handlers.scripts import SCRIPTS
from handlers.sight import works_on
from storage import talks
from storage.store import Tx


def open_talk(
    tx: Tx,
    person: int,
    script: str,
    chain: int,
    case: int | None,
    role: str,
    facts: Mapping[str, Any] | None = None,
    step: str = "",
) -> int:
    """A new conversation at the beginning of a script, or at a later question of it; returns its id."""
    first = SCRIPTS[script]
    place = beginning(script, first.version, step or first.steps[0].name, facts)
    return talks.open_conversation(tx, person, chain, case, role, place)


def case_role(person: Any) -> str:
    """As what somebody of the court sits in a case; a mediator from the community mediates."""
    return "mediator" if person.role == "community" else str(person.role)


def case_title(case: Case, person: int, role: str, lang: str = "zh") -> str:
    """Number and names; whoever may not know the names (yet, or any more) sees the number only.

    Somebody who acts for a party sees for whom, once the party has confirmed them.
    """
    if role == "helper":
        helper = case.helper(person)
        if helper is None or not helper.reach:
            return case.number
        return words().text(lang, "common.acting_for", {"number": case.number, "name": case.name(helper.by)})
    if role in STAFF and not works_on(case, person, role):
        return case.number
    if role in STAFF:
        told = f"{case.number} {words().text(lang, 'common.related')}" if case.related else case.number
        return f"{told} {_side(lang, case, 'applicant')}/{_side(lang, case, 'respondent')}"
    me = case.party(person)
    if me is None or (me.side == "respondent" and not me.checked):
        return case.number
    other = "respondent" if me.side == "applicant" else "applicant"
    return f"{case.number} {_side(lang, case, other)}"


def _side(lang: str, case: Case, side: str) -> str:
    """The names of a side, also of those who are still to come; of many the first and how many they are."""
    names = [p.name for p in case.sided(side) if not p.left]
    names += [one.name for one in case.missing] if side == "respondent" else []
    if len(names) <= 2:
        return words().show(lang, "names", names)
    return words().text(lang, "common.and_others", {"name": names[0], "count": str(len(names))})

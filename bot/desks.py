"""A desk as one member of staff sees it: their cases, what waits in each, and the day's list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.places import case_role, case_title
from handlers.case import Case
from handlers.days import Calendar
from handlers.desk.agenda import Item, agenda, day, line, rank, waits
from handlers.life import LEADS, STAFF
from handlers.view import DeskRow
from storage import callers, cases
from storage.people import HOUSE, Viewer
from storage.store import Tx


@dataclass(frozen=True, slots=True)
class Lying:
    """One case on a desk, and what waits in it."""

    case: Case
    title: str
    items: Sequence[Item]


def lying(tx: Tx, person: Any, today: date, cal: Calendar) -> list[Lying]:
    """What lies on somebody's desk: what waits for them first, then the newest."""
    found = []
    for row in cases.desk(tx, Viewer(person.id, person.role)):
        case = cases.load(tx, HOUSE, row["case"])
        items = agenda(case, person.id, today, cal)
        found.append(Lying(case, case_title(case, person.id, case_role(person), person.lang), items))
    return sorted(found, key=lambda one: (rank(one.items), -one.case.id))


def rows(found: Sequence[Lying]) -> tuple[DeskRow, ...]:
    """The desk's buttons."""
    return tuple(DeskRow(one.case.id, one.title, one.case.state, waits(one.items)) for one in found)


def free(tx: Tx, person: Any) -> int:
    """How many cases nobody has taken, for somebody who may take them."""
    return len(callers.free(tx, Viewer(person.id, person.role))) if person.role in LEADS else 0


def todays(tx: Tx, person: Any, today: date, cal: Calendar) -> dict[str, Any]:
    """The day's list of one person; cases that nobody has taken are only counted."""
    waiting = len(callers.waiting(tx, Viewer(person.id, person.role), on_duty=False))
    own = [one for one in lying(tx, person, today, cal) if one.items and one.case.role(person.id) in STAFF]
    return day([line(one.case, one.items, one.title) for one in own], free(tx, person), waiting)

"""Who comes to somebody who has asked for a person, and when: told at once, and true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from handlers.days import Calendar, is_working
from handlers.desk.roster import Roster

if TYPE_CHECKING:
    from handlers.case import Env, Member

CLOSING = 1  # hours before the end from which "today" is no promise any more


@dataclass(frozen=True, slots=True)
class Coming:
    """``who`` are to be told (nobody: every desk), the first of them is named; ``kind`` is how to say it.

    ``day`` is when they come at the latest: today until the end of hours, else from their beginning.
    """

    kind: str  # today | closing | later
    day: date
    who: tuple[Member, ...] = ()


def coming(
    own: Sequence[Member], crew: Sequence[Member], roster: Roster, local: datetime, cal: Calendar
) -> Coming:
    """Who comes at that time of the court's clock: the case's own people in hours, else who is on duty."""
    today = local.date()
    open_ = roster.opens(today, cal) and roster.begin <= local.hour < roster.end
    if open_ and local.hour < roster.end - CLOSING:
        return Coming("today", today, _who(own, crew, roster, today, cal))
    late = open_ or local.hour >= roster.end
    day = roster.next_open(today + timedelta(days=1) if late else today, cal)
    return Coming("closing" if open_ else "later", day, _who(own, crew, roster, day, cal))


def _who(
    own: Sequence[Member], crew: Sequence[Member], roster: Roster, day: date, cal: Calendar
) -> tuple[Member, ...]:
    """The case's own people on a working day, the clerk first; else those on duty who have joined.

    Whoever stands in comes before the absent one, of whom nobody may be told that they come.
    """
    if own and is_working(day, cal):
        return tuple(sorted(own, key=lambda one: (one.role != "clerk", not one.until)))
    return tuple(one for name in roster.on(day) for one in crew if one.name == name)


def shown(found: Coming, env: Env) -> Mapping[str, Any]:
    """The same as plain values for the sentence that says it."""
    first = found.who[0] if found.who else None
    return {
        "kind": found.kind,
        "day": found.day.isoformat(),
        "morrow": (found.day - env.today).days,
        "begin": env.roster.begin,
        "end": env.roster.end,
        "name": first.name if first else "",
        "role": first.role if first else "",
    }


def comes(own: Sequence[Member], env: Env) -> Coming:
    """Who comes now, in this world."""
    return coming(own, env.crew(), env.roster, env.local, env.calendar)

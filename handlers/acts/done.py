"""What an act leads to: the new case, who is told, what falls due, what the journal keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from handlers.case import Case
from handlers.events import Told


@dataclass(frozen=True, slots=True)
class Tell:
    """Word for one person; ``to`` is a person, or 0 for every desk of the roles in ``desks``.

    ``home``: at the person's desk, for one who is not in the case (yet).
    """

    to: int
    told: Told
    desks: tuple[str, ...] = ()
    home: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something to do later: ``act`` by the system on this case at ``at`` (UTC). ``cause`` names why.

    ``gentle`` word waits for the day: it is put off by quiet hours. A due with the same act and cause
    replaces the earlier one.
    """

    act: str
    cause: str
    at: datetime
    data: Mapping[str, Any] = field(default_factory=dict)
    gentle: bool = True


@dataclass(frozen=True, slots=True)
class NewCode:
    """A single-use code to be kept as a keyed hash until ``until`` (UTC), for the one ``expected``.

    ``side`` is what it lets somebody in as: respondent, or community for a mediator whose ``name`` it bears.
    Of somebody who is to act for a party ``expected`` is the number of the grant.
    """

    code: str
    side: str
    until: datetime
    expected: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line for the journal; ``reader`` is 0 for everybody in the case, else the one party who may read."""

    kind: str
    body: Mapping[str, Any]
    reader: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """The outcome of one act."""

    case: Case
    tells: tuple[Tell, ...] = ()
    dues: tuple[Due, ...] = ()
    entries: tuple[Entry, ...] = ()
    codes: tuple[NewCode, ...] = ()
    drops: tuple[str, ...] = ()  # causes whose follow-ups are closed
    voids: tuple[int, ...] = ()  # who is not to come any more: their invitations open nothing


def followed(done: Done, more: Done) -> Done:
    """One outcome after the other, as the outcome of one act."""
    return Done(
        more.case,
        (*done.tells, *more.tells),
        (*done.dues, *more.dues),
        (*done.entries, *more.entries),
        (*done.codes, *more.codes),
        (*done.drops, *more.drops),
        (*done.voids, *more.voids),
    )


def tell(to: int, kind: str, /, **data: Any) -> Tell:
    """Word for one person."""
    return Tell(to, Told(kind, data))


def tell_parties(case: Case, kind: str, /, *, but: Any = 0, **data: Any) -> tuple[Tell, ...]:
    """The same word for every party who takes part: nobody else may hear of what is being settled."""
    return tuple(tell(p.person, kind, **data) for p in case.joined if p.person != but)


def tell_staff(case: Case, kind: str, /, *, but: Any = 0, **data: Any) -> tuple[Tell, ...]:
    """The same word for the mediator and the clerk."""
    return tuple(tell(m.person, kind, **data) for m in case.staff() if m.person != but)

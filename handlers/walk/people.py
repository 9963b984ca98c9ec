"""Who there is in the walk's house, and where each of them stands."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.place import Place


@dataclass(slots=True)
class Person:
    """Somebody who writes: ``role`` is what the court knows them as, "" for the public.

    ``away``: somebody else speaks for them, and they have no chat of their own yet.
    """

    id: int
    lang: str
    role: str = ""
    name: str = ""
    current: int = 0
    away: bool = False


@dataclass(slots=True)
class Conversation:
    """One person's matter, and where they stand in it."""

    id: int
    person: int
    place: Place
    role: str = ""
    case: int = 0
    waits: bool = False


@dataclass(slots=True)
class Lent:
    """A conversation in which somebody asked for a person; ``taken`` while ``staff`` speaks there."""

    taken: bool = False
    staff: int = 0
    attend: int = 0

"""What a conversation may see while it takes a turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from handlers.case import Case


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case as a member of staff sees it in the list."""

    case: int
    title: str
    state: str


@dataclass(frozen=True, slots=True)
class View:
    """One person's sight of their matter.

    ``court`` holds the words every text may use: court, phone, hours. ``matter`` names the matter as people
    say it; ``current`` tells whether it is the one the person is in. ``case`` is None before filing.
    """

    me: int
    lang: str
    court: Mapping[str, str]
    today: date
    role: str = ""
    name: str = ""
    matter: str = ""
    current: bool = True
    case: Case | None = None
    desk: tuple[DeskRow, ...] = field(default=())
    now: str = ""

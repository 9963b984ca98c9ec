"""What a conversation may see while it takes a turn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from handlers.case import Case, Member
from handlers.days import Calendar
from handlers.desk.phrases import Phrase

SCOPES = ("read", "speak", "settle")  # 一般代理: read, speak; 特别授权: settle (民诉法 62)


def within(granted: str, needed: str) -> bool:
    """Whether a grant reaches as far as is needed."""
    return granted in SCOPES and SCOPES.index(granted) >= SCOPES.index(needed)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One case as a member of staff sees it in the list; ``waits`` is what waits in it, the first thing."""

    case: int
    title: str
    state: str
    waits: str = ""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who has asked for a person and waits; ``talk`` is their conversation."""

    talk: int
    name: str
    matter: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """One person's sight of their matter.

    ``court`` holds the words every text may use: court, phone, hours. ``matter`` names the matter as people
    say it; ``current`` tells whether it is the one the person is in. ``case`` is None before filing.
    ``mediators`` are all who mediate at this court, only in a script that lets somebody choose one of them.

    For somebody who acts for a party ``me`` and ``role`` are that party's, ``hand`` is the one who acts,
    ``principal`` the party's name and ``scope`` what was granted; everybody else may do all that is theirs.
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
    free: int = 0  # cases that nobody has taken, as far as this person may take them
    callers: tuple[Caller, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    coming: Mapping[str, Any] = field(
        default_factory=dict
    )  # who comes to whoever asks for a person, and when
    hand: int = 0
    principal: str = ""
    scope: str = "settle"
    mediators: tuple[Member, ...] = ()
    local: datetime | None = None
    zone: str = "Asia/Shanghai"
    calendar: Calendar = field(default=Calendar())
    waking: tuple[int, int] = (9, 20)

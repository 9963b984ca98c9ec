"""What is confirmed and then kept: the record, who has confirmed it, and the promises that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a person confirmed exactly this digest, and when; ``hand`` is the helper who did it for them."""

    person: int
    role: str
    digest: str
    at: str
    hand: int = 0


@dataclass(frozen=True, slots=True)
class Record:
    """One version of the record (调解笔录). ``status`` is open, void or sealed."""

    version: int
    digest: str
    pages: tuple[Mapping[str, Any], ...]
    text: str
    points: tuple[Mapping[str, Any], ...]
    by: int
    at: str
    status: str = "open"
    why: str = ""
    confirmations: tuple[Confirmation, ...] = ()

    def confirmed_by(self, person: int) -> bool:
        """Whether that person's confirmation of this very digest stands."""
        return any(c.person == person and c.digest == self.digest for c in self.confirmations)


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing to be done by one day. ``falls`` is ``due`` or the next working day (民法典 203)."""

    point: int
    part: int
    who: int
    whom: int
    kind: str
    fen: int
    what: str
    due: str
    falls: str
    state: str = "open"  # open | asked | late | kept
    last: bool = False

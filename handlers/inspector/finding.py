"""What the inspector reports, and the limits that it holds every text to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that must not stand: where it is, and what is wrong there."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Limits:
    """The narrowest channel's room: ``label`` and ``text`` in characters, ``units`` in UTF-16 code units."""

    label: int = 40
    units: int = 64
    text: int = 3_000

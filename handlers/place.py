"""Where a person stands in a conversation: small, plain, and kept as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

Facts = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Frame:
    """One script under way: the step it stands at, what is known, and the questions answered so far."""

    script: str
    version: int
    step: str
    facts: Facts
    trail: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """The open script last, below it those that wait for it.

    ``question`` numbers the open question, put at ``asked``; ``options`` are its answers, (value, label)
    each; ``offer`` is what was last on the screen, so that "2" means what the person saw. ``silent`` counts
    the reminders since the last answer; ``group`` is the album last acknowledged; ``early`` tells that words
    sent before the question have been remarked upon; ``page`` tells which of its answers are on the screen.
    """

    frames: tuple[Frame, ...]
    question: int = 0
    options: tuple[tuple[str, str], ...] = ()
    offer: tuple[tuple[str, str], ...] = ()
    silent: int = 0
    group: str = ""
    asked: str = ""
    early: bool = False
    page: int = 0

    @property
    def top(self) -> Frame:
        """The script that is speaking."""
        return self.frames[-1]

    def at(self, step: str, *, facts: Facts | None = None, trail: tuple[str, ...] | None = None) -> Place:
        """The same place with the speaking script moved."""
        top = self.top
        moved = replace(
            top,
            step=step,
            facts=top.facts if facts is None else facts,
            trail=top.trail if trail is None else trail,
        )
        return replace(self, frames=(*self.frames[:-1], moved))

    def to_json(self) -> dict[str, Any]:
        """Plain lists and dictionaries; short names, for this is stored with every message."""
        return {
            "f": [[f.script, f.version, f.step, dict(f.facts), list(f.trail)] for f in self.frames],
            "q": [self.question, self.asked, self.early, self.silent, self.group, self.page],
            "o": [list(pair) for pair in self.options],
            "s": [list(pair) for pair in self.offer],
        }

    @staticmethod
    def from_json(raw: Mapping[str, Any]) -> Place:
        """The inverse of :meth:`to_json`."""
        question, asked, early, silent, group, *page = raw["q"]  # places of 0.1 have no page
        return Place(
            tuple(Frame(s, v, step, facts, tuple(trail)) for s, v, step, facts, trail in raw["f"]),
            question,
            tuple((value, label) for value, label in raw["o"]),
            tuple((value, label) for value, label in raw["s"]),
            silent,
            group,
            asked,
            early,
            page[0] if page else 0,
        )


def beginning(script: str, version: int, step: str, facts: Facts | None = None) -> Place:
    """A place at the first step of a script."""
    return Place((Frame(script, version, step, dict(facts or {})),))

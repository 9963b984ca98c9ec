"""Guesses that put the likeliest answers of a long list first; they choose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from handlers.reading.story import likely_kinds
from handlers.view import View

Guess = Callable[[Mapping[str, Any], View], Sequence[str]]


def kinds(facts: Mapping[str, Any], view: View) -> Sequence[str]:
    """Kinds of dispute by how much of the told story speaks for them, the likeliest first."""
    story = facts.get("story") or {}
    return likely_kinds("\n".join(story.get("texts", ())))


GUESSES: dict[str, Guess] = {"kinds": kinds}

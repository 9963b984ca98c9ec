"""The inspector: proves of a book of scripts and words, before anybody is spoken to, what a map can prove."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from handlers.acts import ACTS
from handlers.inspector.finding import Finding, Limits
from handlers.inspector.living import living
from handlers.inspector.routes import routes
from handlers.inspector.wording import wording
from handlers.life import MOVES, Move
from handlers.released import RELEASED
from handlers.values import Book

__all__ = ["Finding", "Limits", "inspect"]


def inspect(
    book: Book,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    *,
    moves: Sequence[Move] = MOVES,
    acts: Iterable[str] = ACTS,
    released: Iterable[tuple[str, str]] = RELEASED,
) -> list[Finding]:
    """Everything that must not stand, in order of place; an empty list is a house fit to open."""
    return sorted({*routes(book, released), *wording(book, limits), *living(moves, acts)})

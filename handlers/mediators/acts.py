"""Acts on who mediates, and the term."""

from __future__ import annotations

from handlers.kinds import Doing

ACTS: dict[str, Doing] = {}

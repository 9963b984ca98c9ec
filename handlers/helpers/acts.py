"""Acts on those who act for a party."""

from __future__ import annotations

from handlers.kinds import Doing

ACTS: dict[str, Doing] = {}

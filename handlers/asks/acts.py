"""Acts on what may be asked at any time."""

from __future__ import annotations

from handlers.kinds import Doing

ACTS: dict[str, Doing] = {}

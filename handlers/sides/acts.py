"""Acts on several people on a side."""

from __future__ import annotations

from handlers.kinds import Doing

ACTS: dict[str, Doing] = {}

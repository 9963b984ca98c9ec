"""Acts on the court's people at their desk."""

from __future__ import annotations

from handlers.kinds import Doing

ACTS: dict[str, Doing] = {}

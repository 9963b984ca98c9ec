"""Acts on plans and undisputed facts."""

from __future__ import annotations

from handlers.kinds import Doing

ACTS: dict[str, Doing] = {}

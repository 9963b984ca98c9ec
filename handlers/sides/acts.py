"""Acts on several people on a side."""

from __future__ import annotations

from handlers.acts.leaving import leave_out
from handlers.kinds import Doing

ACTS: dict[str, Doing] = {"leave_out": leave_out}

"""Acts on several people on a side."""

from __future__ import annotations

from handlers.acts.claiming import claim, withdraw_claim
from handlers.acts.leaving import leave_out
from handlers.kinds import Doing

ACTS: dict[str, Doing] = {"leave_out": leave_out, "claim": claim, "withdraw_claim": withdraw_claim}

"""Reminders that a person no longer wants: which may be left out, and which the law still has us send."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done

REMINDERS = frozenset(
    {"due_soon", "still_inviting", "due_today", "visit", "record_waiting", "confirm_soon", "paper_wanted"}
)
"""Kinds of word that only remind; everything else (records, late promises, meetings, endings) still comes."""


def wanted(done: Done) -> Done:
    """Without the reminders that their hearers have stopped."""
    muted = {party.person for party in done.case.parties if party.muted}
    if not muted:
        return done
    kept = tuple(t for t in done.tells if not (t.to in muted and t.told.kind in REMINDERS))
    return replace(done, tells=kept)

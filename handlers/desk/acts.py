"""Acts on the court's people at their desk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.acts.done import Done, Entry
from handlers.case import Actor, Case, Env
from handlers.kinds import Doing
from handlers.parts import Note


def note(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """A note that its author alone may read: sealed under their key, and so is its line in the journal."""
    case, n = case.numbered()
    kept = Note(n, actor.person, str(data["note"]), env.stamp)
    entry = Entry("noted", {"n": n, "text": kept.text}, actor.person)
    return Done(case.with_part("notes", kept), entries=(entry,))


ACTS: dict[str, Doing] = {"note": note}

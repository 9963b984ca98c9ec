"""Acts on what may be asked at any time."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Entry
from handlers.case import Actor, Case, Env
from handlers.kinds import Data, Doing
from handlers.life import Refused


def mute(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party wants no more reminders, or wants them again; what the law has us send still comes."""
    party = case.party(actor.person)
    if party is None:
        raise Refused("not_yours")
    muted = bool(data["on"])
    entry = Entry("muted", {"on": muted, "by": actor.name}, party.person)
    return Done(case.with_party(replace(party, muted=muted)), entries=(entry,))


ACTS: dict[str, Doing] = {"mute": mute}

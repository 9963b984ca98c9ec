"""Acts on the court's people at their desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Entry
from handlers.case import Actor, Case, Env, Utterance
from handlers.kinds import Doing
from handlers.life import Refused
from handlers.parts import Note


def note(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """A note that its author alone may read: sealed under their key, and so is its line in the journal."""
    case, n = case.numbered()
    kept = Note(n, actor.person, str(data["note"]), env.stamp)
    entry = Entry("noted", {"n": n, "text": kept.text}, actor.person)
    return Done(case.with_part("notes", kept), entries=(entry,))


def in_person(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """What was said in person between a party and somebody of the case's staff stays with its talk.

    Both have heard it already. ``by`` is who spoke, the party or the member of staff (who acts here).
    """
    party, said = case.party(int(data["party"])), data["said"]
    if party is None:
        raise Refused("not_yours")
    if data["by"] == "party":
        one = Utterance(case.said + 1, party.person, "mediator", said, env.stamp)
    else:
        one = Utterance(case.said + 1, actor.person, "people", said, env.stamp, hearers=(party.person,))
    entry = Entry("in_person", {"n": one.n, "by": data["by"], "said": said}, party.person)
    return Done(replace(case, said=one.n, talk=(*case.talk, one)), entries=(entry,))


ACTS: dict[str, Doing] = {"note": note, "in_person": in_person}

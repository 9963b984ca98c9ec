"""Whose hand does an act: a helper acts for a party, as far as the party has granted it (民诉法 61, 62)."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Tell
from handlers.case import Actor, Case
from handlers.life import Refused
from handlers.view import within

SCOPES = {
    "speak": "speak",
    "release": "speak",
    "answer": "speak",
    "edited": "speak",
    "give_paper": "speak",
    "no_paper": "speak",
    "mute": "speak",
    "open_record": "read",
    "wants_person": "read",
}
"""How far a grant must reach for an act; whatever is not named here may bind the party, and needs settle."""


def scope_of(act: str) -> str:
    """What must have been granted before a helper may do this act for a party."""
    return SCOPES.get(act, "settle")


def for_party(name: str, case: Case, actor: Actor) -> Actor:
    """The party for whom a helper acts, by the helper's hand; everybody else acts for themselves.

    Refused: ``no_grant`` when nothing is granted any more, ``not_granted`` when it does not reach so far,
    ``no_authority`` when settling needs a written authority that nobody has checked.
    """
    if actor.role != "helper":
        return actor
    helper = case.helper(actor.person)
    party = case.party(helper.by) if helper is not None else None
    if helper is None or party is None:
        raise Refused("no_grant")
    needed = scope_of(name)
    if not within(helper.scope, needed):
        raise Refused("not_granted", name=party.name)
    if needed == "settle" and helper.authority != "checked":
        raise Refused("no_authority", name=party.name)
    return Actor(party.person, party.side, f"{party.name}（{helper.name}）", hand=helper.person)


def also_to_helpers(done: Done) -> Done:
    """Word for a party goes to those who act for them too."""
    copies: list[Tell] = []
    for one in done.tells:
        copies.append(one)
        if one.to:
            copies += [replace(one, to=helper.person) for helper in done.case.helpers_of(one.to)]
    return replace(done, tells=tuple(copies))

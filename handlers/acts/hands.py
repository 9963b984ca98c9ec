"""Whose hand does an act: a helper acts for a party, as far as the party has granted it (民诉法 61, 62)."""

from __future__ import annotations

from handlers.case import Actor, Case, Party
from handlers.life import Refused
from handlers.parts import Helper
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
    "answer_meeting": "speak",
    "come_meeting": "speak",
    "ask_move": "speak",
    "meeting_excuse": "speak",
    "set_zone": "read",
}
"""How far a grant must reach for an act; whatever is not named here may bind the party, and needs settle."""
TELLING = frozenset({"speak", "edited"})
"""What whoever told the dispute for a party may go on doing, until the party says that they may only read."""
OWN = frozenset({"grant", "helper_yes", "helper_no", "ungrant", "change_by"})
"""What nobody may do for another: asking for help, and ending it."""
AS_THEMSELVES = frozenset({"help_come", "stop_helping", "send_authority", "set_zone"})
"""What a helper does as the person they are."""
BINDING = frozenset({"confirm", "withdraw", "withdraw_claim", "put_plan", "agree_plan", "confirm_fact"})
"""What binds an organisation, and so needs a sealed authority of the person who acts for it."""


def scope_of(act: str) -> str:
    """What must have been granted before a helper may do this act for a party."""
    return SCOPES.get(act, "settle")


def for_party(name: str, case: Case, actor: Actor) -> Actor:
    """The party for whom a helper acts, by the helper's hand; everybody else acts for themselves.

    Refused: ``no_grant`` when nothing is granted any more, else why the grant does not reach so far (yet).
    """
    if actor.role != "helper" or name in AS_THEMSELVES:
        return actor
    helper = case.helper(actor.person)
    if name == "wants_person" and helper is None:
        helper = last_grant(case, actor.person)  # a person is within reach of everybody
    party = case.party(helper.by) if helper is not None else None
    if helper is None or party is None:
        raise Refused("no_grant")
    if name != "wants_person":
        _reaches(name, helper, party)
    return Actor(party.person, party.side, f"{party.name}（{helper.name}）", hand=helper.person)


def last_grant(case: Case, person: int) -> Helper | None:
    """The newest grant to this person, even one that is over."""
    return next((h for h in reversed(case.helpers) if h.person == person and person), None)


def _reaches(name: str, helper: Helper, party: Party) -> None:
    """Refused, with what is to be done, unless the grant reaches as far as this act."""
    needed = scope_of(name)
    if name in TELLING and helper.told and (not helper.confirmed or within(helper.scope, needed)):
        return
    if not helper.confirmed:
        raise Refused("not_named")  # they may be a stranger, who learns no name
    if name in OWN:
        raise Refused("only_yourself", name=party.name)
    if not within(helper.scope, needed):
        raise Refused("not_granted", name=party.name)
    if needed != "read" and not helper.checked:
        raise Refused("helper_unchecked", name=party.name)
    if needed == "settle" and helper.authority != "checked":
        _unauthorised(helper.authority, party.name, helper.refused)
    if name == "confirm" and not party.checked:
        raise Refused("principal_unchecked", name=party.name)


def _unauthorised(authority: str, name: str, text: str) -> None:
    if authority == "sent":
        raise Refused("authority_waits", name=name)
    if authority == "refused":
        raise Refused("authority_again", name=name, text=text)
    raise Refused("no_authority", name=name)


def concerned(case: Case, person: int) -> bool:
    """Whether this is a party, or somebody who acts or has acted for one: they cannot be its mediator."""
    return case.party(person) is not None or last_grant(case, person) is not None


def organised(name: str, case: Case, actor: Actor) -> None:
    """Refused unless whoever acts for an organisation has shown its sealed authority (民诉法 61, 62)."""
    party = case.party(actor.person)
    if name not in BINDING or party is None or not party.org or actor.hand:
        return
    if party.authority == "sent":
        raise Refused("org_authority_waits", name=party.name)
    if party.authority == "refused":
        raise Refused("org_authority_again", text=party.refused)
    if party.authority != "checked":
        raise Refused("org_no_authority", name=party.name)

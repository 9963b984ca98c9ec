"""Parties for whom somebody else speaks: their seat in a case, which they may take themselves at any time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.places import open_talk
from handlers.acts import do
from handlers.acts.hands import last_grant
from handlers.case import Actor, Case
from handlers.helpers.telling import FOR_OTHER, teller
from handlers.life import Refused
from handlers.turn import gathered
from handlers.values import Deed
from storage import cases, people, talks
from storage import schema as s
from storage.people import HOUSE, Viewer
from storage.store import Tx

if TYPE_CHECKING:
    from bot.writing import Writing


class SpokenFor:
    """Makes a person of a party who has no chat yet, and lets them in."""

    def __init__(self, writing: Writing) -> None:
        self.writing, self.seeing = writing, writing.seeing

    def refusal(self, tx: Tx, person: Any, order: Deed) -> Refused | None:
        """Nobody sits on two chairs in one case."""
        if order.name != "use_code" or order.data.get("again") or not order.data.get("case"):
            return None
        number = int(order.data["case"])
        there = talks.find_conversation(tx, person.id, number)
        talk = talks.conversations(tx, [there]).get(there) if there is not None else None
        case = cases.load(tx, HOUSE, number)
        inside = case.role(person.id)
        if order.data.get("role") == "community" and last_grant(case, person.id) is not None:
            return Refused("in_it_already")  # nobody mediates where they have acted for a party
        if inside or (talk is not None and talk.place.top.step != "over"):
            return Refused("in_it_already")
        return None

    def party(self, tx: Tx, person: Any, facts: Mapping[str, Any]) -> int:
        """Who is the applicant of a told story: whoever tells it, or somebody who has no chat yet."""
        name, _ = teller(facts)
        people.rename(tx, person.id, name)
        if facts["name"] != FOR_OTHER:
            return int(person.id)
        return people.new_person(tx, person.lang, "", str(facts["p_name"]), self.writing.clock.stamp())

    def seat(self, tx: Tx, talk: talks.Conversation, person: int, case: Case, chain: int) -> None:
        """The conversation of whoever told the case, and the empty one of a party who has no chat yet."""
        party, first = case.parties[0], chain == talk.chain
        if first:
            talks.set_case(tx, talk.id, case.id, "helper" if party.absent else "applicant")
        elif not party.absent:
            open_talk(tx, person, "party", chain, case.id, "applicant")
        if party.absent:
            if not first:
                open_talk(tx, person, "aide", chain, case.id, "helper", step="room")
            theirs = open_talk(tx, party.person, "party", chain, case.id, "applicant")
            tx.change(s.person, party.person, current=theirs)

    def code(self, tx: Tx, talk: talks.Conversation, person: Any) -> Mapping[str, Any] | None:
        """A code by which the party comes in themselves, for their helper to hand on; None once they have."""
        case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
        helper = case.helper(person.id) if case is not None else None
        party = case.party(helper.by) if case is not None and helper is not None else None
        if party is None or not party.absent:
            return None
        return {"principal": party.name, **self.writing.orders.returning.for_other(tx, talk, party.person)}

    def taken(self, tx: Tx, person: int, cause: str) -> None:
        """Somebody for whom others spoke has come in: what waited for them is said, and the case knows it."""
        talks.reroute(tx, person, self.writing.clock.stamp)
        for row in talks.matters(tx, Viewer(person)):
            if row.case_id is None:
                continue
            case = cases.load(tx, HOUSE, row.case_id)
            party = case.party(person)
            if party is None or not party.absent:
                continue
            done = do("seated", case, Actor(person, party.side, party.name), {}, self.seeing.env())
            chain = cases.row(tx, case.id).chain_id
            self.writing.apply_case(tx, chain, person, case, gathered(done), f"{cause}/seated{case.id}")

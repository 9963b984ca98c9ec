"""The way back without a telephone or cookie: codes that lead a person to their own conversation again."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from bot.clock import microseconds
from bot.places import case_title
from handlers.acts.done import Entry, Tell
from handlers.case import Case
from handlers.events import Told
from handlers.life import LEADS, STAFF, Refused
from handlers.values import Deed
from storage import cases, people, returns, talks
from storage import schema as s
from storage.people import CALL, HOUSE, PAPER, Viewer
from storage.store import StoreError, Tx

if TYPE_CHECKING:
    from bot.writing import Writing

DIGITS = 16  # four groups of four; no telephone, no identity card, no other code has as many
CALL_DAYS = 2  # a code told by telephone is typed at once


class Returning:
    """Makes return codes, asks staff to ring, lets people back in, and signs them out elsewhere."""

    def __init__(self, writing: Writing) -> None:
        self.writing, self.clock, self.config = writing, writing.clock, writing.config

    def refusal(self, tx: Tx, person: Any, order: Deed) -> Refused | None:
        """The court's people get their codes from the court; who asks too often waits an hour."""
        if order.name == "paper" and person.role in STAFF:
            return Refused("staff_codes")
        tries = self.config.rules.code_tries
        if order.name == "find_me" and not people.may_guess(tx, Viewer(person.id), self.clock.stamp(), tries):
            return Refused("asked_too_often")
        return None

    def paper(self, tx: Tx, talk: talks.Conversation, person: int) -> Mapping[str, Any]:
        """A code to keep on paper for whoever asks; what is told to them."""
        code, until = self._new(tx, person, PAPER, self.config.rules.return_days)
        self._note(tx, talk.chain, person, "return_code", {"until": until.isoformat()})
        link = f"{self.writing.seeing.url}/r/{code}"
        files = [{"qr": link, "name": "return.png"}]
        page = f"{self.writing.seeing.url}/code"
        return {"code": spaced(code), "due": self._day(until), "page": page, "files": files}

    def for_other(self, tx: Tx, talk: talks.Conversation, party: int) -> Mapping[str, Any]:
        """A code for somebody who has no chat yet, told to whoever speaks for them and is to hand it on."""
        code, until = self._new(tx, party, PAPER, self.config.rules.return_days)
        self._note(tx, talk.chain, party, "seat_code", {"until": until.isoformat()})
        link = f"{self.writing.seeing.url}/r/{code}"
        files = [{"qr": link, "name": "seat.png"}]
        return {"code": spaced(code), "due": self._day(until), "link": link, "files": files}

    def find_me(self, tx: Tx, person: Any, data: Mapping[str, Any], cause: str) -> None:
        """Somebody says they lost their chat: whoever gave that telephone is to be rung there by staff.

        The one who asks hears the same whether or not anybody is known.
        """
        people.guessed(tx, person.id, self.clock.stamp())
        asked: set[int] = set()
        for row in returns.by_phone(tx, HOUSE, str(data["lost_phone"])):
            if row.person_id == person.id or row.person_id in asked:
                continue
            asked.add(row.person_id)
            self._ring_up(tx, row.person_id, cases.load(tx, HOUSE, row.case_id), data, cause)

    def _ring_up(self, tx: Tx, owner: int, case: Case, data: Mapping[str, Any], cause: str) -> None:
        code, until = self._new(tx, owner, CALL, CALL_DAYS)
        party = case.party(owner)
        told = Told(
            "lost_phone",
            {
                "name": str(data["lost_name"]),
                "known": party.name if party is not None else "—",
                "phone": party.phone if party is not None else "",
                "matter": case_title(case, 0, "clerk"),
                "code": spaced(code),
                "due": self._day(until),
            },
        )
        chain = cases.row(tx, case.id).chain_id
        self._note(tx, chain, owner, "return_call", {"called": str(data["lost_name"])})
        tells = tuple(Tell(one.person, told) for one in case.staff()) or (Tell(0, told, LEADS),)
        self.writing.tell(tx, case.id, tells, f"{cause}/{owner}")

    def at_the_counter(self, tx: Tx, number: int, name: str) -> str:
        """A code for a party who stands at the counter, identity card in hand; "" where there is none."""
        case = cases.load(tx, HOUSE, number)
        found = [party.person for party in case.parties if party.name == name]
        row = tx.row(s.person, found[0]) if len(found) == 1 else None
        if row is None or row.wrapped is None or row.role:
            return ""
        code, _ = self._new(tx, row.id, CALL, CALL_DAYS)
        self._note(tx, cases.row(tx, number).chain_id, row.id, "return_call", {"called": name})
        return spaced(code)

    def come_back(self, tx: Tx, newcomer: int, owner: int, cause: str) -> None:
        """The newcomer is the owner of the code: what they use now becomes an address of that person."""
        was = tx.row(s.person, newcomer).address
        first = tx.row(s.person, owner).address is None  # others spoke for them until now
        returns.come_back(tx, newcomer, owner)
        current = tx.row(s.person, owner).current
        talk = talks.conversations(tx, [current]).get(current)
        if talk is None:
            raise StoreError("a person without a conversation")
        channel = tx.row(s.address, was).channel
        self._note(tx, talk.chain, owner, "returned", {"channel": channel})
        told = {"others": len(returns.others(tx, owner, was))}
        body = {"told": "here", "data": {}} if first else {"told": "returned", "data": told}
        talks.whisper(tx, f"{cause}/returned", self.clock.stamp(), body, talk=talk.id, person=owner)

    def sign_out(self, tx: Tx, talk: talks.Conversation, person: Any) -> None:
        """Only the address that the person uses now goes on opening anything."""
        ended = returns.others(tx, person.id, person.address)
        for row in ended:
            returns.end_address(tx, person.id, row.id)
        self._note(tx, talk.chain, person.id, "signed_out", {"addresses": len(ended)})

    def left(self, tx: Tx, talk: talks.Conversation) -> None:
        """Somebody has signed out of a shared telephone; the address had ended when that was stored."""
        self._note(tx, talk.chain, talk.person, "left", {})

    def _new(self, tx: Tx, person: int, how: str, days: int) -> tuple[str, datetime]:
        code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
        until = self.clock.now() + timedelta(days=days)
        returns.new_return(tx, person, code, how, microseconds(until))
        return code, until

    def _note(self, tx: Tx, chain: int, person: int, kind: str, body: Mapping[str, Any]) -> None:
        self.writing.note(tx, chain, person, Entry(kind, body, person))

    def _day(self, until: datetime) -> str:
        return until.astimezone(self.writing.seeing.zone).date().isoformat()


def spaced(code: str) -> str:
    """A code in groups of four digits."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))

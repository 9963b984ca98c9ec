"""Acts on the house rather than on a case: filing, codes, going between matters, calling a person."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot import seats
from bot.attending import Attending
from bot.places import case_role, case_title, open_talk
from bot.returning import Returning
from bot.seats import SEATS
from bot.spoken import SpokenFor
from handlers.acts import do, opening
from handlers.acts.done import Done, Tell
from handlers.acts.hands import concerned
from handlers.case import Actor, Case
from handlers.desk.scripts import HOUSE as DESK
from handlers.events import Told
from handlers.helpers.telling import filed_for, teller, with_teller
from handlers.life import ENDED, LEADS, STAFF, Refused
from handlers.sides.telling import matters
from handlers.turn import act, gathered
from handlers.values import Deed
from storage import cases, journal, people, talks
from storage import schema as s
from storage.people import CALL, HOUSE, PAPER, Viewer
from storage.store import StoreError, Tx

if TYPE_CHECKING:
    from bot.writing import Writing


class Orders:
    """Carries out what a turn asks of the house, within the turn's own transaction."""

    def __init__(self, writing: Writing) -> None:
        self.writing, self.seeing = writing, writing.seeing
        self.returning, self.spoken = Returning(writing), SpokenFor(writing)
        self.attending = Attending(self)

    def refusal(
        self, tx: Tx, person: Any, orders: Sequence[Deed], talk: talks.Conversation | None = None
    ) -> Refused | None:
        """Why an order cannot be carried out now, asked before anything is written."""
        for order in orders:
            if talk is not None and (no := self.attending.refusal(tx, person, talk, order)) is not None:
                return no
            if (no := self.returning.refusal(tx, person, order)) is not None:
                return no
            if (no := self.spoken.refusal(tx, person, order)) is not None:
                return no
            if order.name == "enter":
                return self._may_enter(cases.load(tx, HOUSE, int(order.data["case"])), person)
            if order.name in SEATS:
                return seats.refusal(self, tx, person, order)
        return None

    def _may_enter(self, case: Case, person: Any) -> Refused | None:
        if concerned(case, person.id):
            return Refused("own_matter")
        if case.role(person.id) in STAFF:
            return None
        if case.state in ENDED:
            return Refused("ended", state=case.state)
        seat = case.clerk if person.role == "clerk" else case.lead
        if seat is not None or person.role == "community":
            name = seat.name if seat is not None else ""
            return Refused("has_clerk" if person.role == "clerk" else "has_lead", name=name)
        return None

    def carry_out(
        self, tx: Tx, talk: talks.Conversation, person: Any, orders: Sequence[Deed], cause: str
    ) -> None:
        """Do each in order; what fails undoes the whole turn, which is then taken again."""
        for n, order in enumerate(orders):
            if order.name in SEATS:
                SEATS[order.name](self, tx, person, order.data, f"{cause}:{n}")
                continue
            own = order.name in DESK
            doing = getattr(self.attending, order.name) if own else getattr(self, f"_{order.name}")
            doing(tx, talk, person, order.data, f"{cause}:{n}")

    # -- matters ---------------------------------------------------------------------------------------

    def go_to(self, tx: Tx, person: int, talk: int, cause: str, kind: str = "here") -> None:
        tx.change(s.person, person, current=talk)
        self._whisper(tx, person, talk, cause, kind, {})

    def _whisper(
        self, tx: Tx, person: int, talk: int, cause: str, kind: str, data: Mapping[str, Any]
    ) -> None:
        body = {"told": kind, "data": dict(data)}
        ext = f"{cause}/{kind}"
        talks.whisper(tx, ext, self.writing.clock.stamp(), body, talk=talk, person=person)

    def _switch(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        tx.change(s.person, person.id, current=talk.id)

    def _language(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        tx.change(s.person, person.id, lang=data["lang"])

    def _matters(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        rows = []
        for row in talks.matters(tx, Viewer(person.id)):
            if row.script in ("reception", "left") or (row.script, row.step) == ("attend", "over"):
                continue
            title = self.title(tx, person, row.case_id, row.script, row.role)
            title = self.attending.title(tx, row.id) if row.script == "attend" else title
            rows.append({"conversation": row.id, "title": title})
        self._whisper(tx, person.id, talk.id, cause, "matters", {"rows": rows[:60]})

    def _go(self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str) -> None:
        chosen = int(data["which"])
        if chosen not in {row.id for row in talks.matters(tx, Viewer(person.id))}:
            raise StoreError("not one of this person's matters")
        self.go_to(tx, person.id, chosen, cause)

    def _fresh(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        opened = open_talk(tx, person.id, "intake", journal.new_chain(tx), None, "")
        self.go_to(tx, person.id, opened, cause)

    def _leave(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        desk = talks.find_conversation(tx, person.id, None, "desk")
        if desk is None:
            raise StoreError("nobody of the court")
        self.go_to(tx, person.id, desk, cause)

    def _enter(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """Somebody of the court opens a case from their desk; a clerk takes their seat by it."""
        number = int(data["case"])
        case = cases.load(tx, HOUSE, number)
        row = cases.row(tx, number)
        opened = seats.office(tx, person.id, case_role(person), number)
        if person.role == "clerk" and case.clerk is None:
            actor = Actor(person.id, "clerk", people.name_of(tx, person))
            done = do("join_clerk", case, actor, {}, self.seeing.env())
            self.writing.apply_case(tx, row.chain_id, person.id, case, gathered(done), f"{cause}/seat")
        self.go_to(tx, person.id, opened, cause)

    # -- related cases ---------------------------------------------------------------------------------

    def _say_related(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """The same words in every related case of this mediator: each hears them in their own matter."""
        if talk.case is None:
            raise StoreError("no case to be related to")
        heard = 0
        for case, done in self._in_related(tx, talk.case, person.id, "say", data):
            done = replace(done, tells=tuple(one for one in done.tells if one.told.kind != "said_kept"))
            heard += sum(1 for one in done.tells if case.party(one.to) is not None)
            chain = cases.row(tx, case.id).chain_id
            self.writing.apply_case(tx, chain, person.id, case, gathered(done), f"{cause}/{case.id}")
        self._whisper(tx, person.id, talk.id, cause, "said_related", {"count": str(heard)})

    def _check_related(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """Whoever was checked is the same person in the related cases; they have heard of it once."""
        for case, done in self._in_related(tx, talk.case or 0, person.id, "check", data):
            if case.id != talk.case:
                chain, quiet = cases.row(tx, case.id).chain_id, replace(done, tells=())
                self.writing.apply_case(tx, chain, person.id, case, gathered(quiet), f"{cause}/{case.id}")

    def _in_related(
        self, tx: Tx, number: int, person: int, act: str, data: Mapping[str, Any]
    ) -> Iterator[tuple[Case, Done]]:
        """An act in every related case where this is somebody of the court, wherever it may be done."""
        mark = cases.load(tx, HOUSE, number).related if number else ""
        for one in cases.related(tx, HOUSE, mark):
            case = cases.load(tx, HOUSE, one)
            member = next((m for m in case.staff() if m.person == person), None)
            if member is not None:
                actor = Actor(person, member.role, member.name)
                with suppress(Refused):  # nobody of that case is there yet, or it waits for nobody any more
                    yield case, do(act, case, actor, data, self.seeing.env())

    def _next_related(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """On to the next of the cases that were told as one story, and from the last one to the first."""
        here = talk.case or 0
        found = cases.related(tx, HOUSE, cases.load(tx, HOUSE, here).related) if here else []
        for number in [n for n in found if n > here] + [n for n in found if n < here]:
            opened = talks.find_conversation(tx, person.id, number)
            enters = Deed("enter", {"case": number})
            if opened is not None:
                self.go_to(tx, person.id, opened, cause)
                return
            if person.role in STAFF and self.refusal(tx, person, [enters]) is None:
                self._enter(tx, talk, person, enters.data, cause)
                return
        self._whisper(tx, person.id, talk.id, cause, "here", {})

    # -- filing and codes ------------------------------------------------------------------------------

    def _file_case(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """A told story becomes a case with a number (在线调解规则 8); its chain is the conversation's."""
        env, told = self.seeing.env(), matters(data)
        mark = secrets.token_hex(8) if len(told) > 1 else ""
        made, chains = [], [talk.chain]
        party = self.spoken.party(tx, person, data)
        for n, facts in enumerate(told):
            if n:
                chains.append(journal.new_chain(tx))
            number = cases.next_number(tx, env.today.year)
            case = opening.told_case(number, party, facts, env, mark)
            case = with_teller(case, person.id, facts, env)
            case = replace(case, id=cases.create(tx, chains[n], case))
            self.spoken.seat(tx, talk, person.id, case, chains[n])
            made.append(case)
        dones = opening.filed_all(made, env) if mark else (opening.filed(made[0], env),)
        for case, chain, done in zip(made, chains, dones, strict=True):
            done = filed_for(case, done)
            self.writing.apply_case(tx, chain, person.id, case, gathered(done), f"{cause}/filed{case.id}")

    def _use_code(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """A code opens the other side's way in, or makes somebody of the court known."""
        if data.get("again"):
            opened = talks.find_conversation(tx, person.id, int(data["case"]))
            if opened is None:
                raise StoreError("nobody of this case")
            self.go_to(tx, person.id, opened, cause)
            return
        if not people.use_code(tx, Viewer(person.id), int(data["code"])):
            raise StoreError("the code was used a moment ago")
        role = str(data["role"])
        if role in (PAPER, CALL):
            self.returning.come_back(tx, person.id, int(data["person"]), cause)
            self.spoken.taken(tx, int(data["person"]), cause)
            return
        if role == "community":
            seats.from_community(self, tx, person, data, cause)
            return
        if role in STAFF:
            tx.change(s.person, person.id, role=role)
            people.rename(tx, person.id, str(data["name"]))
            desk = talks.find_conversation(tx, person.id, None, "desk")
            desk = desk or open_talk(tx, person.id, "desk", journal.new_chain(tx), None, role)
            self.go_to(tx, person.id, desk, cause)
            return
        row = cases.row(tx, int(data["case"]))
        script, whom = "join", {"expected": data["expected"]} if data.get("expected") else None
        if role == "helper":
            script, whom = "aide", {"n": int(data["expected"])}
        joined = open_talk(tx, person.id, script, row.chain_id, row.id, role, whom)
        self.go_to(tx, person.id, joined, cause)

    def _paper(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        told = self.returning.paper(tx, talk, person.id)
        self._whisper(tx, person.id, talk.id, cause, "return_code", told)

    def _seat_code(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        told = self.spoken.code(tx, talk, person)
        self._whisper(tx, person.id, talk.id, cause, "seat_code" if told else "here", told or {})

    def _find_me(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        self.returning.find_me(tx, person, data, cause)

    def _sign_out(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        self.returning.sign_out(tx, talk, person)

    # -- people ----------------------------------------------------------------------------------------

    def _call_person(
        self, tx: Tx, talk: talks.Conversation, person: Any, data: Mapping[str, Any], cause: str
    ) -> None:
        """Somebody without a case needs a person: who is on duty hears of it, else every desk."""
        facts = talk.place.frames[0].facts
        told = {
            "name": self.attending.called_by(tx, talk),
            "phone": teller(facts)[1],
            "matter": self.title(tx, person, None, talk.place.frames[0].script, ""),
            "why": str(data["why"]),
        }
        self.attending.called(tx, talk, person, data, cause)
        word = Told("wants_person", told)
        on_duty = tuple(Tell(one, word) for one in data["who"] if one != talk.person)
        self.writing.tell(tx, None, on_duty or (Tell(0, word, STAFF),), cause)

    def trouble_case(self, tx: Tx, number: int, person: int, cause: str) -> bool:
        """A step failed in a case: a line before its staff; false where it has none yet."""
        case = cases.load(tx, HOUSE, number)
        outcome = act("trouble", case, {"person": person}, self.seeing.env())
        chain = cases.row(tx, number).chain_id
        self.writing.apply_case(tx, chain, 0, case, outcome, f"{cause}/trouble")
        return bool(case.staff())

    def trouble(self, tx: Tx, talk: talks.Conversation, person: Any, cause: str) -> None:
        """We failed somebody: a line before the staff of the case, or before every desk."""
        if talk.case is not None and self.trouble_case(tx, talk.case, talk.person, cause):
            return
        name, phone = teller(talk.place.frames[0].facts)
        told = {"name": name or self.writing.book.words.text("zh", "common.somebody"), "phone": phone}
        self.writing.tell(tx, None, (Tell(0, Told("trouble", told), LEADS),), f"{cause}/desks")

    # -- how a matter is named -------------------------------------------------------------------------

    def title(self, tx: Tx, person: Any, case: int | None, script: str, role: str) -> str:
        """A matter as this person knows it: its number, and the other side's name once it may be said."""
        words, lang = self.writing.book.words, person.lang
        if case is None:
            return words.text(lang, f"common.{script}_matter")
        return case_title(cases.load(tx, HOUSE, case), person.id, role, lang)

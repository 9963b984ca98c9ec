"""Everything that follows from a turn, written in the turn's own transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from bot.calendars import MIME, calendar_file
from bot.clock import Clock, microseconds
from bot.config import Config
from bot.messages import bodies, qr
from bot.orders import Orders
from bot.seats import offices
from bot.seeing import Seeing
from handlers.acts.done import Entry, Tell
from handlers.case import Case
from handlers.turn import Outcome
from handlers.values import Book
from handlers.view import View
from storage import cases, duties, journal, people, talks
from storage import schema as s
from storage.people import HOUSE
from storage.store import Store, Tx


class Writing:
    """Place, journal, words, acts, follow-ups, word to others, orders to the house."""

    def __init__(self, store: Store, book: Book, config: Config, clock: Clock, seeing: Seeing) -> None:
        self.store, self.book, self.config, self.clock, self.seeing = store, book, config, clock, seeing
        self.orders = Orders(self)

    def apply(
        self,
        tx: Tx,
        talk: talks.Conversation,
        person: Any,
        view: View,
        case: Case | None,
        outcome: Outcome,
        cause: str,
        turn: Mapping[str, Any],
    ) -> None:
        """Write a turn: place, journal, words, acts, word to others, orders to the house."""
        said = Entry("turn", turn, talk.person)
        self._journal(tx, talk.chain, talk.person, (said, *outcome.entries))
        silent = outcome.turn.until or None
        if outcome.turn.waits and not silent and person.address is not None:  # nobody reminds who cannot hear
            wait = timedelta(days=self.config.rules.silence_days)
            silent = microseconds(self.clock.now() + wait)
        talks.move(tx, talk, outcome.turn.place, silent)
        self.say(tx, talk, person, view, outcome)
        self._effects(tx, case, outcome, cause)
        if outcome.orders:
            tx.flush()  # an order may write to this chain again
            self.orders.carry_out(tx, talk, person, outcome.orders, cause)

    def apply_case(self, tx: Tx, chain: int, author: int, case: Case, outcome: Outcome, cause: str) -> None:
        """Write what an act outside any conversation led to."""
        self._journal(tx, chain, author, outcome.entries)
        self._effects(tx, case, outcome, cause)
        tx.flush()

    def note(self, tx: Tx, chain: int, author: int, entry: Entry) -> None:
        """Add one line to a matter's chain, now."""
        self._journal(tx, chain, author, (entry,))
        tx.flush()

    def _journal(self, tx: Tx, chain: int, author: int, entries: Sequence[Entry]) -> None:
        """Add lines to a matter's chain."""
        head, at = journal.head(tx, chain), self.seeing.stamp()
        for one in entries:
            journal.write(
                tx, head, at=at, kind=one.kind, author=author, reader=one.reader, body=dict(one.body)
            )
        journal.move(tx, head)

    def _effects(self, tx: Tx, case: Case | None, outcome: Outcome, cause: str) -> None:
        if outcome.case is None or case is None:
            return
        if outcome.case != case:
            cases.save(tx, case, outcome.case)
            offices(tx, outcome.case)
            for gone in {m.person for m in case.staff()} - {m.person for m in outcome.case.staff()}:
                self.orders.attending.parted(tx, outcome.case, gone, f"{cause}/parted/{gone}")
        duties.drop(tx, outcome.case.id, outcome.drops)
        duties.set_due(tx, outcome.case.id, outcome.dues)
        for code in outcome.codes:
            people.void_invitations(tx, outcome.case.id, code.side, code.expected)
            until = microseconds(code.until)
            people.new_code(
                tx,
                code.code,
                case=outcome.case.id,
                role=code.side,
                name=code.name,
                until=until,
                expected=code.expected,
            )
        for gone in outcome.voids:
            people.void_invitations(tx, outcome.case.id, "respondent", gone)
        self.tell(tx, outcome.case.id, outcome.tells, cause)

    def tell(self, tx: Tx, case: int | None, tells: Sequence[Tell], cause: str) -> None:
        """Put word into the inboxes of the conversations that are to hear it."""
        for n, one in enumerate(tells):
            hearers = [row.id for row in people.staff(tx, HOUSE, one.desks)] if one.desks else [one.to]
            for person in hearers:
                away = one.desks or one.home
                talk = talks.find_conversation(tx, person, case) if case and not away else None
                talk = talk or talks.find_conversation(tx, person, None, "desk")
                if talk is None or tx.key(f"person:{person}") is None:
                    continue  # nobody of the court yet, or a person who has been forgotten
                body = {"told": one.told.kind, "data": dict(one.told.data)}
                ext = f"{cause}/{n}/{person}"
                talks.whisper(tx, ext, self.clock.stamp(), body, talk=talk, person=person)

    def say(self, tx: Tx, talk: talks.Conversation, person: Any, view: View, outcome: Outcome) -> None:
        address = (0, "")  # it waits for somebody who has no chat yet (``talks.reroute``)
        if person.address is not None:
            address = (person.address, tx.row(s.address, person.address).channel)
        header = (
            self.book.words.text(view.lang, "common.header", {"matter": view.matter}) if view.matter else ""
        )
        question = outcome.turn.place.question if outcome.turn.place.frames else talk.place.question
        for one in outcome.turn.says:
            files = [self._file(tx, talk, view.lang, dict(file)) for file in one.files]
            above = self.book.words.text(view.lang, "common.files", {"count": str(len(files))})
            for body in bodies(header, one.text, one.options, files, above):
                talks.say(tx, talk, address, question, self.clock.stamp(), body)

    def _file(self, tx: Tx, talk: talks.Conversation, lang: str, file: dict[str, Any]) -> dict[str, Any]:
        """A file on its way to a person; what the house makes itself is made and kept first."""
        if "qr" in file:
            file = self._made(tx, talk, qr(file["qr"]), "photo", "image/png", file["name"])
        elif "ics" in file:
            seeing = self.seeing
            data = calendar_file(
                self.book.words, lang, seeing.court, seeing.url, file["ics"], self.clock.now()
            )
            file = self._made(tx, talk, data, "document", MIME, file["name"])
        people.show_file(tx, talk.person, file)
        return file

    def _made(
        self, tx: Tx, talk: talks.Conversation, data: bytes, kind: str, mime: str, name: str
    ) -> dict[str, Any]:
        key, owner = tx.key(f"person:{talk.person}"), f"person:{talk.person}"
        assert key is not None
        digest = self.store.files.put(data, key=key, owner=owner)
        made = {"kind": kind, "digest": digest, "mime": mime, "owner": talk.person}
        return made | {"name": name, "size": len(data)}

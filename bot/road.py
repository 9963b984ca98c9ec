"""The one road: what is heard is stored, understood, decided, written in one transaction, and then said."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.arrivals import Arrivals
from bot.clock import Clock
from bot.config import Config
from bot.messages import event_of, offered
from bot.returning import DIGITS
from bot.seeing import Seeing
from bot.writer import Writer
from bot.writing import Writing
from handlers.case import Actor, Case
from handlers.engine import refused
from handlers.events import Code, Event, Pressed, Told
from handlers.life import STAFF
from handlers.reading.choices import clean, number
from handlers.turn import Outcome, act, sorry, take
from handlers.values import Book
from storage import cases, people, screen, talks
from storage import schema as s
from storage.people import HOUSE, Viewer
from storage.store import Store, Tx

log = logging.getLogger(__name__)
TRIES = 3  # then a message is set aside and the staff are told
BATCH = 256
CODES = (8, 12, DIGITS)  # digits: an invitation, a place among the court's people, the way back
STEPS = ("stored", "found", "read", "decided", "written", "committed", "leased", "said")

Watch = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Work:
    """One inbox row with what its turn needs; ``talk`` is None for what the system does on a case."""

    row: Any
    body: Mapping[str, Any]
    talk: talks.Conversation | None
    pressed: Pressed | None = None
    unsaid: bool = False  # the open question has not reached its person yet


class Road:
    """Everything that happens goes this way. ``watch`` is called by name at each step (``STEPS``)."""

    def __init__(
        self, store: Store, book: Book, config: Config, clock: Clock, watch: Watch = lambda step: None
    ) -> None:
        self.store, self.book, self.config, self.clock, self.watch = store, book, config, clock, watch
        self.seeing = Seeing(book, config, clock)
        self.writing = Writing(store, book, config, clock, self.seeing)
        self.writer = Writer(store, self.turns)
        self.hear = Arrivals(store, self.writer, clock, watch).hear
        self.rung: Callable[[set[int]], None] = lambda people: None  # who has something new to hear

    def turns(self) -> bool:
        """One batch of turns, of different matters and people; true when more may wait."""
        try:
            with self.store.write() as tx:
                works = self._works(tx, talks.waiting(tx, BATCH))
                self._read_ahead(tx, works)
                self.watch("found")
                rung = {person for work in works for person in self._turn(tx, work)}
                tx.flush()
                self.watch("written")
        except Exception as error:  # noqa: BLE001 - whatever it is, each turn is then taken alone
            log.warning("a batch of turns failed (%s); each is taken alone", type(error).__name__)
            return self._singly()
        self.watch("committed")
        self.rung(rung)
        return bool(works)

    def _singly(self) -> bool:
        """Every waiting row in a transaction of its own: what cannot be handled stops nobody else."""
        with self.store.read() as tx:
            waiting = talks.waiting(tx, BATCH)
        behind: set[tuple[Any, Any]] = set()  # whose earlier message has failed: theirs wait for it
        for row in waiting:
            if (row.person_id, row.case_id) in behind:
                continue
            try:
                with self.store.write() as tx:
                    rows = talks.waiting(tx, only=row.id)
                    rung = {p for work in self._works(tx, rows) for p in self._turn(tx, work)}
                self.rung(rung)
            except Exception as error:  # noqa: BLE001 - counted, and at the third time set aside
                log.warning("inbox row %d failed: %s", row.id, _where(error))
                behind.add((row.person_id, row.case_id))
                self._failed(row)
        return bool(waiting)

    def _failed(self, row: Any) -> None:
        """A message whose turn fails is tried again, then set aside with an apology and a word to staff."""
        with self.store.write() as tx:
            if talks.failed(tx, row.id) < TRIES:
                return
            talks.handled(tx, row.id, talks.ASIDE)
            log.error("inbox row %d is set aside", row.id)
        with self.store.write() as tx:
            rung = self._sorry(tx, row)
        self.rung(rung)

    def _sorry(self, tx: Tx, row: Any) -> set[int]:
        if row.case_id is not None:
            self.writing.orders.trouble_case(tx, row.case_id, 0, f"{row.id}")
            return set()
        talk = talks.conversations(tx, [row.talk]).get(row.talk)
        if talk is None:
            return set()
        person = tx.row(s.person, talk.person)
        case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
        view = self.seeing.view(tx, person, talk, case)
        outcome = sorry(self.book, talk.place, view)
        turn = {"set_aside": row.id, "said": [one.text for one in outcome.turn.says]}
        self.writing.apply(tx, talk, person, view, None, outcome, f"{row.id}/sorry", turn)
        tx.flush()
        self.writing.orders.trouble(tx, talk, person, f"{row.id}")
        return {talk.person}

    def _works(self, tx: Tx, rows: Sequence[Any]) -> list[Work]:
        """The first row of every person, matter and case; the others wait for the next batch."""
        tx.ahead(s.person, [row.person_id for row in rows if row.person_id is not None])
        talking = talks.conversations(tx, [row.talk for row in rows if row.talk is not None])
        unsaid = talks.unsaid(tx, [talk.person for talk in talking.values()])
        busy: set[tuple[str, int]] = set()
        works = []
        for row in rows:
            body = talks.read(tx, row)
            if body is None:  # its person has been forgotten
                talks.handled(tx, row.id)
                continue
            talk, pressed = talking.get(row.talk), None
            if body.get("b"):
                talk, pressed = self._pressed(tx, row, body["b"], talk)
            elif talk is not None and not body.get("m") and (n := number(body.get("t", ""))) is not None:
                talk, pressed = self._numbered(tx, row, body, n, talk)
            marks = {("person", row.person_id)} if row.person_id is not None else set()
            if talk is not None:
                marks |= {("person", talk.person), ("chain", talk.chain)}
            else:
                marks |= {("chain", cases.row(tx, row.case_id).chain_id)}
            if not marks & busy:
                waits = talk is not None and (talk.id, talk.place.question) in unsaid
                works.append(Work(row, body, talk, pressed, waits))
            busy |= marks
        return works

    def _read_ahead(self, tx: Tx, works: Sequence[Work]) -> None:
        """What every turn of the batch needs, in one statement a table instead of one a turn."""
        talking = [work.talk for work in works if work.talk is not None]
        tx.ahead(s.person, [talk.person for talk in talking])
        people_rows = [tx.row(s.person, talk.person) for talk in talking]
        tx.ahead(s.address, [row.address for row in people_rows if row.address is not None])
        tx.ahead(s.chain, [talk.chain for talk in talking])

    def _numbered(
        self, tx: Tx, row: Any, body: Mapping[str, Any], n: int, talk: talks.Conversation
    ) -> tuple[talks.Conversation, Pressed | None]:
        """A number means what is on the screen: where another matter spoke last, it is a button of that."""
        seen = min(row.stamp, int(body.get("v", row.stamp)) + 1)  # what came later stood on no screen yet
        shown = screen.newest(tx, Viewer(row.person_id), seen)
        if shown is None or shown[0] == talk.id:
            return talk, None
        if n > shown[2]:
            return talk, Pressed("", 0, "unknown")
        owner, pressed = self._pressed(tx, row, f"{shown[1]}:{n - 1}", talk)
        return owner or talk, pressed

    def _pressed(
        self, tx: Tx, row: Any, data: str, talk: talks.Conversation | None
    ) -> tuple[talks.Conversation | None, Pressed]:
        """The offer behind a button: its owner is checked, and it speaks only in its own matter."""
        at = offered(data)
        said, body = talks.offer(tx, at[0]) if at is not None else (None, None)
        if at is None or said is None or body is None:
            return talk, Pressed("", 0, "unknown")
        if said.person_id != row.person_id:
            return talk, Pressed("", 0, "foreign")
        options = body["o"]
        if at[1] >= len(options):
            return talk, Pressed("", 0, "unknown")
        value = options[at[1]][0]
        if talk is not None and said.conversation_id == talk.id:
            return talk, Pressed(value, said.question)
        owner = talks.conversations(tx, [said.conversation_id]).get(said.conversation_id)
        if owner is None:
            return talk, Pressed("", 0, "unknown")
        return owner, Pressed(value, said.question, "elsewhere")

    def _turn(self, tx: Tx, work: Work) -> set[int]:
        """Take one turn and write all that follows from it; returns who has something new to hear."""
        row, talk = work.row, work.talk
        if talk is None:
            self._by_system(tx, work)
            return set()
        person = self._noted(tx, tx.row(s.person, talk.person), work.body)
        case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
        view = self.seeing.view(tx, person, talk, case)
        event = work.pressed or self._event(tx, work, talk, person)
        self.watch("read")
        talks.handled(tx, row.id)
        if event is None:
            if work.body.get("n") == "left":
                self.writing.orders.returning.left(tx, talk)
            return set()
        actor = Actor(talk.person, talk.role, self.seeing.name(tx, person, talk, case))
        before = talk.place
        outcome = take(self.book, before, event, view, case, self.seeing.env(tx), actor)
        if (no := self.writing.orders.refusal(tx, person, outcome.orders, talk)) is not None:
            outcome = Outcome(refused(self.book, before, view, no.reason, no.values))
        self.watch("decided")
        turn = {
            "heard": _heard(work, event),
            "understood": outcome.turn.understood,
            "script": f"{before.top.script}/{before.top.version}",
            "step": before.top.step,
            "said": [_said(one.text, event, talk.role) for one in outcome.turn.says],
        }
        self.writing.apply(tx, talk, person, view, case, outcome, f"{row.id}", turn)
        return {talk.person}

    def _by_system(self, tx: Tx, work: Work) -> None:
        """An act by the system on a case: something due, or word that a message can never arrive."""
        row, body = work.row, work.body
        talks.handled(tx, row.id)
        case: Case = cases.load(tx, HOUSE, row.case_id)
        outcome = act(body["act"], case, body["data"], self.seeing.env(tx))
        chain = cases.row(tx, row.case_id).chain_id
        self.writing.apply_case(tx, chain, 0, case, outcome, f"{row.id}")

    def _noted(self, tx: Tx, person: Any, body: Mapping[str, Any]) -> Any:
        """The address a person used last is where they are answered; a block is remembered."""
        address = body.get("a")
        if address is None:
            return person
        if body.get("n") in ("blocked", "unblocked"):
            people.set_blocked(tx, address, body["n"] == "blocked")
        ended = address != person.address and tx.row(s.address, address).ended
        if address != person.address and body.get("n") != "blocked" and not ended:
            tx.change(s.person, person.id, address=address)
            return tx.row(s.person, person.id)
        return person

    def _event(self, tx: Tx, work: Work, talk: talks.Conversation, person: Any) -> Event | None:
        body = work.body
        top = talk.place.top
        given = body.get("c", "")
        typed = "" if given or body.get("m") else _typed_code(body.get("t", ""))
        if top.script == "reception":
            digits = _code(body.get("t", "")) if top.step == "code" and not body.get("m") else ""
            given = given or typed or (digits if len(digits) in CODES else "")
        if given:
            found, trouble = people.look_up(
                tx, Viewer(person.id), _code(given), self.clock.stamp(), self.config.rules.code_tries
            )
            return Code(found, trouble)
        if typed:  # figures are an ordinary answer elsewhere, unless they are a code that opens something
            found, trouble = people.look_up(
                tx, Viewer(person.id), typed, self.clock.stamp(), self.config.rules.code_tries
            )
            if found is not None or trouble in ("mine", "busy"):
                return Code(found, trouble)
        asked = int(talk.place.asked or 0)
        if work.unsaid:
            asked = work.row.stamp + 1  # nobody can have answered what has not reached them yet
        return event_of(body, work.row.stamp, asked, talk.place.question)


def _typed_code(text: str) -> str:
    """The code that a text consists of, eight, twelve or sixteen digits (``CODES``), or "" ."""
    digits = _code(text)
    return digits if len(digits) in CODES and re.fullmatch(r"[0-9][0-9 -]*", clean(text)) else ""


def _code(text: str) -> str:
    """The digits of a code as people type them: with spaces, dashes, or in full width."""
    return "".join(c for c in clean(text) if c in "0123456789")[:32]


def _heard(work: Work, event: Event) -> Mapping[str, Any]:
    """What the journal keeps of an event: a person's own words whole, word from within by its kind."""
    if isinstance(event, Told):
        return {"told": event.kind}
    if isinstance(event, Code):
        return {"code": event.trouble or "found"}
    body = {k: v for k, v in work.body.items() if k != "a"}
    return body | ({"pressed": work.pressed.value} if work.pressed else {})


def _said(text: str, event: Event, role: str) -> str:
    """What was said; in the lines of the court's people, others' words stay as a digest only.

    So does a return code in its owner's: whoever reads the journal must not come in by it.
    """
    if isinstance(event, Told) and (role in STAFF or event.kind in ("return_code", "seat_code")):
        return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
    return text


def _where(error: Exception) -> str:
    """The kind and place of a fault, without the words of anybody that its message may hold."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    at = f"{trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}" if trace is not None else "?"
    return f"{type(error).__name__} in {at}"

"""The one road: what is heard is stored, understood, decided, written in one transaction, and then said."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.channels.contract import Blob, Heard
from bot.clock import Clock, microseconds
from bot.config import Config
from bot.messages import HALVES, bodies, event_of, heard_body, qr
from bot.orders import Orders, case_title
from bot.writer import Writer
from handlers.acts.done import Tell
from handlers.case import Actor, Case, Env, Rules
from handlers.engine import Book
from handlers.events import Code, Event, Moment, Pressed, Told
from handlers.place import beginning
from handlers.scripts import SCRIPTS
from handlers.turn import Outcome, act, sorry, take
from handlers.view import DeskRow, View
from storage import cases, duties, journal, people, talks
from storage import schema as s
from storage.files import sniff
from storage.people import HOUSE, Viewer
from storage.store import Store, Tx

log = logging.getLogger(__name__)
TRIES = 3  # then a message is set aside and the staff are told
BATCH = 256
STEPS = ("stored", "found", "read", "decided", "written", "committed", "leased", "said")

Watch = Callable[[str], None]
Arrival = tuple[
    Heard, list[dict[str, Any]], str
]  # what was heard, its kept files, what was wrong with others


@dataclass(frozen=True, slots=True)
class Work:
    """One inbox row with what its turn needs."""

    row: Any
    body: Mapping[str, Any]
    talk: talks.Conversation | None
    pressed: Pressed | None = None


class Road:
    """Everything that happens goes this way. ``watch`` is called by name at each step (``STEPS``)."""

    def __init__(
        self, store: Store, book: Book, config: Config, clock: Clock, watch: Watch = lambda step: None
    ) -> None:
        self.store, self.book, self.config, self.clock, self.watch = store, book, config, clock, watch
        self.rules = Rules(
            config.rules.invite_days,
            config.rules.term_days_before,
            config.rules.term_days_ordinary,
            config.rules.term_days_summary,
            config.rules.remind_before,
        )
        self.zone = ZoneInfo(config.court.zone)
        self.url = config.web.public_url or f"http://{config.web.host}:{config.web.port}"
        court = config.court
        self.court = {"court": court.name, "phone": court.phone, "hours": court.hours}
        self.orders = Orders(self)
        self.writer = Writer(store, self.turns)
        self.rung: Callable[[set[int]], None] = lambda people: None  # who has something new to hear

    # -- 1, 2: what a channel delivers is stored; only then may the platform be answered -----------------

    async def hear(self, batch: Sequence[Heard]) -> None:
        """Store what a channel delivered; returns after the commit. Repeats are harmless."""
        prepared = [await self._with_files(one) for one in batch]
        await asyncio.wrap_future(self.writer.submit(self.arrive, prepared, "arrive"))

    async def _with_files(self, heard: Heard) -> Arrival:
        """Files are kept under their sender's key before the message that brings them is stored."""
        if not heard.blobs:
            return heard, [], ""
        person, key = await asyncio.wrap_future(self.writer.submit(self._met, [heard]))
        kept = [await asyncio.to_thread(self._keep, blob, person, key) for blob in heard.blobs]
        trouble = next((wrong for _, wrong in kept if wrong), "")
        return heard, [media for media, _ in kept if media is not None], trouble

    def _met(self, tx: Tx, items: list[Heard]) -> tuple[int, bytes | None]:
        person, _ = self._sender(tx, items[0])
        return person, tx.key(f"person:{person}")

    def _keep(self, blob: Blob, person: int, key: bytes | None) -> tuple[dict[str, Any] | None, str]:
        if blob.trouble:
            return None, blob.trouble
        found = sniff(blob.data, blob.kind)
        if found.trouble or key is None:
            return None, found.trouble
        owner = f"person:{person}"
        digest = self.store.files.put(blob.data, key=key, owner=owner)
        return {
            "kind": found.kind,
            "digest": digest,
            "mime": found.mime,
            "size": len(blob.data),
            "name": blob.name[:80].translate(HALVES),
            "owner": person,
        }, ""

    def arrive(self, tx: Tx, items: list[Arrival]) -> int:
        """Store deliveries in the inbox; one that is there already changes nothing. Returns the new ones' number."""
        keys = [(heard.channel, _ext(heard)) for heard, _, _ in items]
        seen = talks.known(tx, keys)
        found = self._senders(tx, [heard for heard, _, _ in items])
        new = 0
        for (heard, media, trouble), key in zip(items, keys, strict=True):
            if key in seen:
                continue
            seen.add(key)
            at = (heard.channel, heard.address)
            if at not in found:
                found[at] = self._sender(tx, heard)
            person, address = found[at]
            for one in media:
                people.show_file(tx, person, one)
            body = heard_body(heard, media, trouble, address)
            talks.hear(tx, heard.channel, key[1], person, self.clock.stamp(), body)
            new += 1
        self.watch("stored")
        return new

    def _senders(self, tx: Tx, heard: Sequence[Heard]) -> dict[tuple[str, str], tuple[int, int]]:
        hashes = {
            tx.vault.lookup("address", f"{one.channel}:{one.address}"): (one.channel, one.address)
            for one in heard
        }
        rows = tx.all(select(s.address).where(s.address.c.hash.in_(list(hashes))))
        return {hashes[row.hash]: (row.person_id, row.id) for row in rows}

    def _sender(self, tx: Tx, heard: Heard) -> tuple[int, int]:
        """The person behind an address, met for the first time if need be, and the address."""
        row = people.find_address(tx, heard.channel, heard.address)
        if row is not None:
            return row.person_id, row.id
        person = people.new_person(tx, "zh", "", "", self.clock.stamp())
        address = people.new_address(tx, heard.channel, heard.address, person)
        talk = self.open(tx, person, "reception", journal.new_chain(tx), None, "")
        tx.change(s.person, person, current=talk, address=address)
        return person, address

    def open(self, tx: Tx, person: int, script: str, chain: int, case: int | None, role: str) -> int:
        """A new conversation at the beginning of a script."""
        first = SCRIPTS[script]
        place = beginning(script, first.version, first.steps[0].name)
        return talks.open_conversation(tx, person, chain, case, role, place)

    # -- 3 to 7: turns ---------------------------------------------------------------------------------

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
        with self.store.read() as tx:
            rows = [work.row for work in self._works(tx, talks.waiting(tx, BATCH))]
        for row in rows:
            try:
                with self.store.write() as tx:
                    rung = {p for work in self._works(tx, [row]) for p in self._turn(tx, work)}
                self.rung(rung)
            except Exception as error:
                log.exception("the turn of inbox row %d failed (%s)", row.id, type(error).__name__)
                self._failed(row)
        return bool(rows)

    def _failed(self, row: Any) -> None:
        """A message whose turn fails is tried again, at last set aside with an apology and a word to staff."""
        with self.store.write() as tx:
            if talks.failed(tx, row.id) < TRIES:
                return
            talks.handled(tx, row.id, talks.ASIDE)
            work = self._works(tx, [row])
            if not work or work[0].talk is None:
                return
            talk = work[0].talk
            person = tx.row(s.person, talk.person)
            case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
            view = self._view(tx, person, talk, case)
            self._say(tx, talk, person, view, sorry(self.book, talk.place, view))
            self.orders.trouble(tx, talk, person, f"{row.id}")
        self.rung({talk.person})

    def _works(self, tx: Tx, rows: Sequence[Any]) -> list[Work]:
        """The first row of every person, matter and case; the others wait for the next batch."""
        talking = talks.conversations(tx, [row.talk for row in rows if row.talk is not None])
        busy: set[tuple[str, int]] = set()
        works = []
        for row in rows:
            body = talks.read(tx, row)
            if body is None:
                talks.handled(tx, row.id)
                continue
            talk, pressed = talking.get(row.talk), None
            if body.get("b"):
                talk, pressed = self._pressed(tx, row, body["b"], talk)
            marks = {("person", row.person_id)} if row.person_id is not None else set()
            if talk is not None:
                marks |= {("person", talk.person), ("chain", talk.chain)}
            else:
                chain = cases.row(tx, row.case_id)
                marks |= {("chain", chain.chain_id)}
            if not marks & busy:
                works.append(Work(row, body, talk, pressed))
            busy |= marks
        return works

    def _read_ahead(self, tx: Tx, works: Sequence[Work]) -> None:
        """What every turn of the batch needs, in one statement a table instead of one a turn."""
        talking = [work.talk for work in works if work.talk is not None]
        tx.ahead(s.person, [talk.person for talk in talking])
        people_rows = [tx.row(s.person, talk.person) for talk in talking]
        tx.ahead(s.address, [row.address for row in people_rows if row.address is not None])
        tx.ahead(s.chain, [talk.chain for talk in talking])

    def _pressed(
        self, tx: Tx, row: Any, data: str, talk: talks.Conversation | None
    ) -> tuple[talks.Conversation | None, Pressed]:
        """The offer behind a button: its owner is checked, and it speaks only in its own matter."""
        number, _, index = data.partition(":")
        said, body = (None, None)
        if number.isdigit() and index.isdigit() and len(number) < 18:
            said, body = talks.offer(tx, int(number))
        if said is None or body is None:
            return talk, Pressed("", 0, "unknown")
        if said.person_id != row.person_id:
            return talk, Pressed("", 0, "foreign")
        options = body["o"]
        if int(index) >= len(options):
            return talk, Pressed("", 0, "unknown")
        value = options[int(index)][0]
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
            return self._by_system(tx, work)
        person = tx.row(s.person, talk.person)
        person = self._noted(tx, person, work.body)
        case = cases.load(tx, HOUSE, talk.case) if talk.case is not None else None
        view = self._view(tx, person, talk, case)
        event = work.pressed or self._event(tx, work, talk, person)
        self.watch("read")
        talks.handled(tx, row.id)
        if event is None:
            return set()
        actor = Actor(talk.person, talk.role, self._actor_name(tx, person, talk, case))
        before = talk.place
        outcome = take(self.book, before, event, view, case, self.env(), actor)
        self.watch("decided")
        turn = {
            "heard": _heard(work, event),
            "understood": outcome.turn.understood,
            "script": f"{before.top.script}/{before.top.version}",
            "step": before.top.step,
            "said": [one.text for one in outcome.turn.says],
        }
        self.apply(tx, talk, person, view, case, outcome, f"{row.id}", turn)
        return {talk.person}

    def _by_system(self, tx: Tx, work: Work) -> set[int]:
        """An act by the system on a case: something due, or word that a message can never arrive."""
        row, body = work.row, work.body
        talks.handled(tx, row.id)
        case = cases.load(tx, HOUSE, row.case_id)
        outcome = act(body["act"], case, body["data"], self.env())
        chain = cases.row(tx, row.case_id).chain_id
        self.apply_case(tx, chain, 0, case, outcome, f"{row.id}")
        return set()

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
        head = journal.head(tx, talk.chain)
        at = self.env().stamp
        journal.write(tx, head, at=at, kind="turn", author=talk.person, reader=talk.person, body=turn)
        for entry in outcome.entries:
            journal.write(
                tx,
                head,
                at=at,
                kind=entry.kind,
                author=talk.person,
                reader=entry.reader,
                body=dict(entry.body),
            )
        journal.move(tx, head)
        silent = None
        if outcome.turn.waits:
            wait = timedelta(days=self.config.rules.silence_days)
            silent = microseconds(self.clock.now() + wait)
        talks.move(tx, talk, outcome.turn.place, silent)
        self._say(tx, talk, person, view, outcome)
        self._effects(tx, case, outcome, cause)
        if outcome.orders:
            tx.flush()  # an order may write to this chain again
            self.orders.carry_out(tx, talk, person, outcome.orders, cause)

    def apply_case(self, tx: Tx, chain: int, author: int, case: Case, outcome: Outcome, cause: str) -> None:
        """Write what an act outside any conversation led to."""
        head = journal.head(tx, chain)
        for entry in outcome.entries:
            journal.write(
                tx,
                head,
                at=self.env().stamp,
                kind=entry.kind,
                author=author,
                reader=entry.reader,
                body=dict(entry.body),
            )
        journal.move(tx, head)
        self._effects(tx, case, outcome, cause)
        tx.flush()

    def _effects(self, tx: Tx, case: Case | None, outcome: Outcome, cause: str) -> None:
        if outcome.case is None or case is None:
            return
        if outcome.case != case:
            cases.save(tx, case, outcome.case)
        duties.drop(tx, outcome.case.id, outcome.drops)
        duties.set_due(tx, outcome.case.id, outcome.dues)
        for code in outcome.codes:
            people.new_code(
                tx, code.code, case=outcome.case.id, role=code.side, name="", until=microseconds(code.until)
            )
        self.tell(tx, outcome.case.id, outcome.tells, cause)

    def tell(self, tx: Tx, case: int | None, tells: Sequence[Tell], cause: str) -> None:
        """Put word into the inboxes of the conversations that are to hear it."""
        for n, one in enumerate(tells):
            hearers = [row.id for row in people.staff(tx, HOUSE, one.desks)] if one.desks else [one.to]
            for person in hearers:
                talk = talks.find_conversation(tx, person, case) if case and not one.desks else None
                talk = talk or talks.find_conversation(tx, person, None, "desk")
                if talk is None:
                    continue
                body = {"told": one.told.kind, "data": dict(one.told.data)}
                ext = f"{cause}/{n}/{person}"
                talks.whisper(tx, ext, self.clock.stamp(), body, talk=talk, person=person)

    # -- what a turn sees ------------------------------------------------------------------------------

    def env(self) -> Env:
        """The world of an act, now."""
        tokens = (f"{secrets.randbelow(10**8):08d}",)
        moment = Moment(self.clock.now(), self.config.court.zone)
        return Env(moment, self.config.court.calendar, self.rules, tokens, self.url)

    def _view(self, tx: Tx, person: Any, talk: talks.Conversation, case: Case | None) -> View:
        script = talk.place.frames[0].script
        now = self.clock.now()
        return View(
            me=talk.person,
            lang=person.lang,
            court=self.court,
            today=now.astimezone(self.zone).date(),
            role=talk.role,
            name=people.name_of(tx, person),
            current=person.current == talk.id,
            matter=self._matter(person, talk, case),
            desk=self._desk(tx, person) if script == "desk" else (),
            now=str(microseconds(now)),
        )

    def _matter(self, person: Any, talk: talks.Conversation, case: Case | None) -> str:
        """The matter as it is named on every message; before the first matter there is none."""
        if case is not None:
            return case_title(case, talk.person, talk.role)
        script = talk.place.frames[0].script
        return "" if script == "reception" else self.book.words.text(person.lang, f"common.{script}_matter")

    def _desk(self, tx: Tx, person: Any) -> tuple[DeskRow, ...]:
        found = []
        for row in cases.desk(tx, Viewer(person.id, person.role)):
            case = cases.load(tx, HOUSE, row["case"])
            found.append(DeskRow(case.id, case_title(case, person.id, person.role), case.state))
        return tuple(found)

    def _actor_name(self, tx: Tx, person: Any, talk: talks.Conversation, case: Case | None) -> str:
        name = case.name(talk.person) if case is not None else ""
        return name or people.name_of(tx, person) or str(talk.place.frames[0].facts.get("name") or "—")

    def _noted(self, tx: Tx, person: Any, body: Mapping[str, Any]) -> Any:
        """The address a person used last is where they are answered; a block is remembered."""
        address = body.get("a")
        if address is None:
            return person
        if body.get("n") in ("blocked", "unblocked"):
            people.set_blocked(tx, address, body["n"] == "blocked")
        if address != person.address and body.get("n") != "blocked":
            tx.change(s.person, person.id, address=address)
            return tx.row(s.person, person.id)
        return person

    def _event(self, tx: Tx, work: Work, talk: talks.Conversation, person: Any) -> Event | None:
        body = work.body
        top = talk.place.top
        given = body.get("c", "")
        if not given and top.script == "reception" and top.step == "code" and not body.get("m"):
            digits = "".join(c for c in body.get("t", "") if c.isdigit())
            given = digits if len(digits) in (8, 12) else ""
        if given:
            found, trouble = people.look_up(
                tx, Viewer(person.id), _code(given), self.clock.stamp(), self.config.rules.code_tries
            )
            return Code(found, trouble)
        return event_of(body, work.row.stamp, int(talk.place.asked or 0))

    # -- words -----------------------------------------------------------------------------------------

    def _say(self, tx: Tx, talk: talks.Conversation, person: Any, view: View, outcome: Outcome) -> None:
        if person.address is None:
            return
        channel = tx.row(s.address, person.address).channel
        header = (
            self.book.words.text(view.lang, "common.header", {"matter": view.matter}) if view.matter else ""
        )
        question = outcome.turn.place.question if outcome.turn.place.frames else talk.place.question
        for one in outcome.turn.says:
            files = [self._file(tx, talk, dict(file)) for file in one.files]
            for body in bodies(header, one.text, one.options, files):
                talks.say(tx, talk, (person.address, channel), question, self.clock.stamp(), body)

    def _file(self, tx: Tx, talk: talks.Conversation, file: dict[str, Any]) -> dict[str, Any]:
        """A file on its way to a person; a QR picture is drawn and kept first."""
        if "qr" in file:
            data = qr(file["qr"])
            key = tx.key(f"person:{talk.person}")
            assert key is not None
            digest = self.store.files.put(data, key=key, owner=f"person:{talk.person}")
            file = {"kind": "photo", "digest": digest, "mime": "image/png", "owner": talk.person} | {
                "name": file["name"],
                "size": len(data),
            }
        people.show_file(tx, talk.person, file)
        return file


def _ext(heard: Heard) -> str:
    return heard.id if len(heard.id) <= 80 else hashlib.sha256(heard.id.encode()).hexdigest()


def _code(text: str) -> str:
    return "".join(c for c in text if c.isdigit())[:32]


def _heard(work: Work, event: Event) -> Mapping[str, Any]:
    """What the journal keeps of an event: a person's own words whole, word from within by its kind."""
    if isinstance(event, Told):
        return {"told": event.kind}
    if isinstance(event, Code):
        return {"code": event.trouble or "found"}
    body = {k: v for k, v in work.body.items() if k != "a"}
    return body | ({"pressed": work.pressed.value} if work.pressed else {})

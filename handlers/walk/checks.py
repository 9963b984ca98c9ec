"""What must hold after every single turn of the walk."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from handlers.case import Case
from handlers.events import Pressed, Said, Told, Unread
from handlers.inspector.notices import HOUSE_NOTICES, NOTICES
from handlers.life import LEADS, PARTIES, STAFF, STATES
from handlers.moving import about
from handlers.place import Frame, Place
from handlers.reading.choices import is_empty
from handlers.script import Ask
from handlers.speaking import WINDOW, WINDOW_STAFF
from handlers.walk.canary import Aviary, Canary, dump
from handlers.walk.house import Happening, House
from handlers.words import HOLE

RAW = re.compile(r"\{'|\[\{|\bNone\b|<[a-z_.]+ object|\[\]|\{\}")  # a value shown as Python keeps it


@dataclass(slots=True)
class Checks:
    """Looks at every turn; ``findings`` counts each kind of fault by what was found first."""

    house: House
    aviary: Aviary = field(default_factory=Aviary)
    findings: Counter[str] = field(default_factory=Counter)
    visited: set[tuple[str, str]] = field(default_factory=set)
    told: set[tuple[str, str]] = field(default_factory=set)
    said: Counter[int] = field(default_factory=Counter)
    backs: set[int] = field(default_factory=set)  # conversations in which somebody has just gone back
    brought: dict[int, int] = field(default_factory=dict)  # which conversation moved a case to its state
    understood: str = ""
    turns: int = 0

    def __post_init__(self) -> None:
        """Who is spoken to in person hears what is said there, as the house keeps it."""
        self.aviary.lent = self.house.heard_by

    def __call__(self, happening: Happening) -> None:
        """Check one turn."""
        self.turns += 1
        self.understood = happening.outcome.turn.understood or self.understood
        self.said[happening.person] += len(happening.says)
        where = _where(happening)
        for what in self._faults(happening):
            self.findings[f"{where}: {what}"] += 1

    def _faults(self, happening: Happening) -> Iterator[str]:
        was, case = happening.was, happening.case
        if was is not None and case is not None and case.state != was.state:
            self.brought[case.id] = happening.conversation
        yield from self.house.lost
        self.house.lost.clear()
        if happening.fault:
            yield f"raised {happening.fault}"
        place = happening.outcome.turn.place
        if place.frames:
            yield from self._place(place)
            yield from self._back(happening)
        yield from _texts(happening)
        yield from self._many(happening)
        if isinstance(happening.event, Told):
            yield from self._word(happening, happening.event)
        yield from _moves(happening)
        if happening.case is not None:
            self.aviary.publish(happening.case)
        yield from self._escapes(happening)

    def _place(self, place: Place) -> Iterator[str]:
        if Place.from_json(json.loads(json.dumps(place.to_json()))) != place:
            yield "the place does not survive being kept as JSON"
        step = self.house.book.scripts[place.top.script].step(place.top.step)
        if not isinstance(step, Ask):
            yield "the open step is no question"
            return
        self.visited.add((place.top.script, place.top.step))
        if not (place.options or step.takes or step.choices):
            yield f"{place.top.script}.{place.top.step} has nothing to answer with"

    def _many(self, happening: Happening) -> Iterator[str]:
        """Nobody is shown more answers at once than they can take in; help has its own place."""
        talk = self.house.conversations.get(happening.conversation)
        role = talk.role if talk is not None else ""
        most = WINDOW_STAFF if role in STAFF else WINDOW
        for says in happening.says:
            answers = [value for value, _ in says.options if value != "~help"]
            if len(answers) > most:
                yield f"shows {len(answers)} answers at once"

    def _back(self, happening: Happening) -> Iterator[str]:
        """Nobody goes back behind what they did themselves, where every answer would be refused."""
        talk, case = happening.conversation, happening.case
        understood = happening.outcome.turn.understood
        if understood == "aside:back":
            self.backs.add(talk)
        elif understood.startswith(("chose:", "answer:", "refused:")):
            refused = understood.startswith("refused:not_now") and len(happening.before.frames) == 1
            if talk in self.backs and refused and case is not None and self.brought.get(case.id) == talk:
                yield "was gone back to, and every way on from it is refused"
            self.backs.discard(talk)

    def _word(self, happening: Happening, told: Told) -> Iterator[str]:
        base = self.house.book.scripts[happening.before.frames[0].script]
        if base.name == "left" and told.kind not in base.on:
            return  # word that was under way when the case went to somebody else
        voice = base.voice or base.name
        expected = {**HOUSE_NOTICES, **NOTICES.get(voice, {})}
        if told.kind not in expected:
            yield f"is told {told.kind}, which the inspector does not know of"
            return
        self.told.add((voice, told.kind))
        if missing := expected[told.kind] - set(told.data):
            yield f"is told {told.kind} without {', '.join(sorted(missing))}"
        case = happening.case
        gone = case is not None and case.lead is not None and not case.role(happening.person)
        if happening.outcome.turn.understood.startswith("deaf:") and not gone:
            yield f"does not hear {told.kind}"
        kept = [_matter(frame) for frame in happening.outcome.turn.place.frames]
        parted = told.kind in ("unseated", "grant_over")  # whose part here is over answers nothing any more
        for frame in happening.before.frames[1:] if not parted else ():
            if frame.script in ("record", "came", "release") and _matter(frame) not in kept:
                yield f"drops {frame.script}, which was open, when told {told.kind}"

    def _escapes(self, happening: Happening) -> Iterator[str]:
        """Nothing private reaches anybody else: not said, not kept in their place, not in their journal."""
        home = {talk.id: talk.case for talk in self.house.conversations.values()}
        related = {number: case.related for number, case in self.house.cases.items()}
        person, case = happening.person, happening.case
        for says in happening.says:
            found = self.aviary.found(says.text + dump(says.options), says.files)
            for canary in self.aviary.escaped(found, person, case, home, related):
                if not self._own_day(happening, canary, home.get(canary.talk, 0)):
                    yield f"CANARY {canary.kind} of another person is said"
        if case is not None and case.role(person) in PARTIES:
            found = self.aviary.found(dump(happening.outcome.turn.place.to_json()))
            for canary in self.aviary.escaped(found, person, case, home, related):
                yield f"CANARY {canary.kind} of another person lies in the place"
        for entry in happening.outcome.entries:
            kept, acted = self.aviary.found(dump(entry.body)), happening.outcome.case
            for party in acted.parties if acted is not None else ():
                reads = entry.reader == 0 and acted is not None and party in acted.joined
                if reads or entry.reader == party.person:
                    for canary in self.aviary.escaped(kept, party.person, acted, home, related):
                        yield f"CANARY {canary.kind} is open in the journal as {entry.kind}"

    def _own_day(self, happening: Happening, canary: Canary, home: int) -> bool:
        """Whether the day's list names a promise, as it stands in the record, of the reader's own case."""
        event, case = happening.event, self.house.cases.get(home)
        listed = isinstance(event, Told) and event.kind in ("agenda", "digest")
        ours = case is not None and case.role(happening.person) in STAFF
        return listed and ours and (home, canary.mark) in self.aviary.published


def _matter(frame: Frame) -> tuple[object, ...]:
    """What a visit is about: a record being made, one promise, or one utterance."""
    return (frame.script, *about(frame.facts))


def _where(happening: Happening) -> str:
    if not happening.before.frames:
        return "system"
    top = happening.before.top
    return f"{top.script}.{top.step}"


def _texts(happening: Happening) -> Iterator[str]:
    for says in happening.says:
        if hole := HOLE.search(says.text):
            yield f"leaves a hole unfilled: {hole.group()}"
        if raw := RAW.search(says.text):
            yield f"shows a value raw: {says.text[max(0, raw.start() - 12) : raw.end() + 12]!r}"
        if not says.text.strip():
            yield "says nothing at all"


def _moves(happening: Happening) -> Iterator[str]:
    """What may have become of the case, and what an event that is no answer must leave alone."""
    was, case = happening.was, happening.case
    if case is None:
        return
    if case.state not in STATES:
        yield f"unknown state {case.state}"
    yield from _sealed(was, case)
    if was is not None and _no_answer(happening) and _bound(was) != _bound(case):
        yield f"an event that is no answer changed the case ({type(happening.event).__name__})"


def _no_answer(happening: Happening) -> bool:
    match happening.event:
        case Said(text=text, media=media, early=early):
            return early or (not media and is_empty(text))
        case Pressed(question=question, trouble=trouble):
            return bool(trouble) or question != happening.before.question
        case Unread():
            return True
    return False


def _bound(case: Case) -> object:
    """What binds people: the state, who has agreed to mediate, who has confirmed what."""
    confirmed = case.record.confirmations if case.record is not None else ()
    return case.state, [(p.person, p.agreed_at) for p in case.parties], confirmed


def _sealed(was: Case | None, case: Case) -> Iterator[str]:
    """Sealed means: every party, the clerk if there is one, and who leads it last, all of this digest."""
    record = case.record
    old = was.record if was is not None else None
    if record is None or record.status != "sealed" or (old is not None and old.status == "sealed"):
        if old is not None and old.status == "sealed" and record != old:
            yield "a sealed record was changed"
        return
    needed = {p.person for p in case.parties if not p.left} | ({case.clerk.person} if case.clerk else set())
    last, sides = record.confirmations[-1].person, {p.side for p in case.parties if not p.left}
    if {c.person for c in record.confirmations} != needed | {last} or len(sides) < 2:
        yield "the record is sealed although somebody has not confirmed"
    if any(c.digest != record.digest for c in record.confirmations):
        yield "the record is sealed with a confirmation of another version"
    if record.confirmations[-1].role not in LEADS or not case.leads(last):
        yield "the record is sealed by somebody else than the mediator"
    if any(not one.person and not one.left for one in case.expected):
        yield "the record is sealed although somebody who is expected has not come"
    if any(not p.checked for p in case.parties if not p.left):
        yield "the record is sealed although an identity was never checked"

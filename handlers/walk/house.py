"""A small house in memory: persons, conversations and cases, and everything that passes between them."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from handlers.acts.done import Due, NewCode, Tell
from handlers.case import Actor, Case, Env, Member, Rules
from handlers.days import Calendar
from handlers.desk.agenda import agenda, waits
from handlers.desk.phrases import Phrase
from handlers.events import Code, Event, Moment, Pressed, Said, Told
from handlers.helpers.telling import teller
from handlers.life import LEADS
from handlers.mediators.standing import LISTED, MEDIATORS
from handlers.place import Place, beginning
from handlers.turn import Outcome, act, sorry, take
from handlers.values import Book, Utterance
from handlers.view import DeskRow, View
from handlers.walk import seats
from handlers.walk.attending import callers
from handlers.walk.orders import carry_out, may_enter
from handlers.walk.people import Conversation, Lent, Person

OPENED = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # a Monday morning at the court
PHRASES = (Phrase("问候", {"zh": "{name}您好。"}),)
COURT = {"court": "示例人民法院", "phone": "12368", "hours": "工作日 9:00–17:00"}


@dataclass(frozen=True, slots=True)
class Happening:
    """One turn, as those see it who check it."""

    conversation: int
    person: int
    event: Event | None
    before: Place
    outcome: Outcome
    was: Case | None
    case: Case | None
    fault: str = ""

    @property
    def says(self) -> tuple[Utterance, ...]:
        """What is said to the person."""
        return self.outcome.turn.says


Watch = Callable[[Happening], None]


@dataclass(slots=True)
class House:
    """Everything there is. ``watch`` sees every turn after it has been written."""

    book: Book
    watch: Watch = lambda happening: None
    now: datetime = OPENED
    persons: dict[int, Person] = field(default_factory=dict)
    conversations: dict[int, Conversation] = field(default_factory=dict)
    cases: dict[int, Case] = field(default_factory=dict)
    waiting: deque[tuple[int, Event]] = field(default_factory=deque)
    dues: list[tuple[int, Due]] = field(default_factory=list)
    codes: dict[str, tuple[int, NewCode]] = field(default_factory=dict)
    used: dict[str, int] = field(default_factory=dict)  # by whom
    ways: dict[str, int] = field(default_factory=dict)  # return codes, and whom they lead back
    alone: set[int] = field(default_factory=set)  # who has signed out at every other telephone
    heard: Callable[[int], int] = lambda person: 0  # how much somebody has been told
    returned: tuple[Conversation, int] | None = None  # who has just come back, and how much they had heard
    lent: dict[int, Lent] = field(default_factory=dict)  # by conversation: who asked for a person, who speaks
    heard_by: set[tuple[int, int]] = field(default_factory=set)  # (conversation, person) of a talk in person
    lost: list[str] = field(default_factory=list)
    tokens: int = 0

    # -- who is there ----------------------------------------------------------------------------------

    def meet(self, person: int, lang: str, role: str = "", name: str = "") -> Person:
        """Somebody new: the public comes to reception, the court's people to their desk."""
        found = self.persons[person] = Person(person, lang, role, name)
        found.current = self.open(person, "desk" if role else "reception", role=role).id
        if role:
            self.whisper(found.current, "joined")
        return found

    def open(
        self,
        person: int,
        script: str,
        *,
        role: str = "",
        case: int = 0,
        facts: Mapping[str, Any] | None = None,
        step: str = "",
    ) -> Conversation:
        """A new conversation at the beginning of a script, or at a later question of it."""
        first = self.book.scripts[script]
        place = beginning(script, first.version, step or first.steps[0].name, facts)
        made = Conversation(len(self.conversations) + 1, person, place, role, case)
        self.conversations[made.id] = made
        return made

    def current(self, person: int) -> Conversation:
        """The matter that the person is in."""
        return self.conversations[self.persons[person].current]

    def of(self, person: int, case: int) -> Conversation | None:
        """The person's newest conversation about a case; nought is their desk."""
        return next(
            (
                c
                for c in reversed(self.conversations.values())
                if c.person == person and (c.case == case if case else c.place.frames[0].script == "desk")
            ),
            None,
        )

    # -- what happens ----------------------------------------------------------------------------------

    def hear(self, person: int, event: Event) -> None:
        """A person writes; a code is looked up before the turn, as it is at the door."""
        talk = self.current(person)
        if isinstance(event, Said) and (talk.place.top.script, talk.place.top.step) == ("reception", "code"):
            digits = "".join(c for c in event.text if c.isdigit())
            event = self.look_up(person, digits) if len(digits) in (8, 16) else event
        self.turn(talk, event)

    def press(self, person: int, talk: Conversation, value: str, question: int) -> None:
        """A button is pressed: in its own matter it counts, in another it only says so."""
        trouble = "" if talk.id == self.persons[person].current else "elsewhere"
        self.turn(talk, Pressed(value, question, trouble))

    def look_up(self, person: int, digits: str) -> Code:
        """What a code opens, or why it opens nothing."""
        if digits in self.ways:
            return self._way_back(person, digits)
        if digits not in self.codes:
            return Code(trouble="unknown")
        case, code = self.codes[digits]
        if self.used.get(digits) == person:
            return Code({"code": digits, "case": case, "role": code.side, "again": True})
        if digits in self.used:
            return Code(trouble="used")
        if code.until <= self.now:
            return Code(trouble="expired")
        there = self.of(person, case)
        inside = self.cases[case].role(person) or (
            there is not None and (code.side == "community" or there.place.top.step != "over")
        )
        if inside or self.persons[person].role:
            return Code(trouble="own")
        return Code({"code": digits, "case": case, "role": code.side, "expected": code.expected})

    def _way_back(self, person: int, digits: str) -> Code:
        """A return code leads somebody who has told nothing yet to the conversations of another."""
        owner = self.ways[digits]
        if digits in self.used:
            return Code(trouble="used")
        if owner == person:
            return Code(trouble="mine")
        mine = [c for c in self.conversations.values() if c.person == person]
        if self.persons[person].role or any(c.place.frames[0].script != "reception" for c in mine):
            return Code(trouble="busy")
        return Code({"code": digits, "case": None, "role": "paper", "person": owner})

    def way_back(self, person: int) -> str:
        """A fresh return code of somebody's."""
        self.tokens += 1
        code = f"{(self.tokens * 7919 + 10_000_019) % 10**16:016d}"
        self.ways[code] = person
        return code

    def turn(self, talk: Conversation, event: Event) -> None:
        """One turn of one conversation: the place is kept as JSON, then everything else follows."""
        case, before = self.cases.get(talk.case), talk.place
        actor = Actor(talk.person, talk.role, self.name(talk, case))
        try:
            outcome = take(self.book, before, event, self.view(talk), case, self.env(), actor)
            fault = ""
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the walk looks for
            outcome, fault = sorry(self.book, before, self.view(talk)), f"{type(error).__name__}: {error}"
        talk.place = Place.from_json(json.loads(json.dumps(outcome.turn.place.to_json())))
        talk.waits = outcome.turn.waits
        self.write(talk.case, outcome)
        for order in outcome.orders:
            carry_out(self, talk, order)
        after = self.cases.get(talk.case)
        self.watch(Happening(talk.id, talk.person, event, before, outcome, case, after, fault))

    def write(self, case: int, outcome: Outcome) -> None:
        """What an outcome leaves behind it besides the place."""
        if outcome.case is None:
            return
        case = outcome.case.id
        self.cases[case] = outcome.case
        for member in outcome.case.seconds:
            seats.office(self, self.persons[member.person], case)
        self.dues = [one for one in self.dues if one[0] != case or one[1].cause not in outcome.drops]
        for due in outcome.dues:
            same = (case, due.act, due.cause)
            self.dues = [one for one in self.dues if (one[0], one[1].act, one[1].cause) != same]
            self.dues.append((case, due))
        void = {*outcome.voids, *(code.expected for code in outcome.codes)}
        self.codes = {
            digits: (home, code)
            for digits, (home, code) in self.codes.items()
            if home != case or digits in self.used or code.expected not in void
        }
        self.codes |= {code.code: (case, code) for code in outcome.codes}
        for one in outcome.tells:
            self.tell(case, one)

    def tell(self, case: int, one: Tell) -> None:
        """Word goes to a person's conversation about the case, or to every desk of some roles."""
        if not one.desks:
            talk = self.of(one.to, 0 if one.home else case) or self.of(one.to, 0)
            if talk is None:
                self.lost.append(f"{one.told.kind} is told to somebody without a conversation")
                return
            self.waiting.append((talk.id, one.told))
            return
        for person in self.persons.values():
            desk = self.of(person.id, 0) if person.role in one.desks else None
            if desk is not None:
                self.waiting.append((desk.id, one.told))

    def whisper(self, talk: int, kind: str, data: Mapping[str, Any] | None = None) -> None:
        """Word from the house itself."""
        self.waiting.append((talk, Told(kind, data or {})))

    def deliver(self, person: int = 0, most: int = 500) -> None:
        """Let waiting word be heard, in order; only by one person if that is asked for."""
        for _ in range(most):
            found = next((w for w in self.waiting if not person or self.owner(w[0]) == person), None)
            if found is None:
                return
            self.waiting.remove(found)
            self.turn(self.conversations[found[0]], found[1])
        raise RecursionError("word leads to word without end")

    def owner(self, talk: int) -> int:
        """Whose conversation it is."""
        return self.conversations[talk].person

    def pass_time(self, days: int = 0) -> bool:
        """The clock goes on to the next thing due, or by some days; false when there was nothing due."""
        if days or not self.dues:
            self.now += timedelta(days=days or 1)
            if not any(due.at <= self.now for _, due in self.dues):
                return False
        self.dues.sort(key=lambda one: one[1].at)
        case, due = self.dues.pop(0)
        self.now = max(self.now, due.at)
        self.system(due.act, case, due.data)
        return True

    def system(self, name: str, case: int, data: Mapping[str, Any]) -> None:
        """An act by the system itself."""
        was = self.cases[case]
        outcome = act(name, was, data, self.env())
        self.write(case, outcome)
        self.watch(Happening(0, 0, None, Place(()), outcome, was, self.cases[case]))

    def trouble(self, talk: Conversation) -> None:
        """A turn failed on our side: an apology, and a line before those who can ring."""
        outcome, case = sorry(self.book, talk.place, self.view(talk)), self.cases.get(talk.case)
        self.watch(Happening(talk.id, talk.person, None, talk.place, outcome, case, case))
        if case is not None:
            self.system("trouble", case.id, {"person": talk.person})
        if case is None or not case.staff():
            told = {"name": self.name(talk, case), "phone": self.phone(talk)}
            self.tell(0, Tell(0, Told("trouble", told), LEADS))

    # -- what a turn sees ------------------------------------------------------------------------------

    def env(self) -> Env:
        """The world of an act, now; every code is another one."""
        self.tokens += 1
        token = f"{(self.tokens * 7919 + 10_000_019) % 100_000_000:08d}"
        return Env(Moment(self.now), Calendar(), Rules(), (token,), "https://court.example")

    def view(self, talk: Conversation) -> View:
        """What one conversation may see."""
        person, env = self.persons[talk.person], self.env()
        return View(
            me=person.id,
            lang=person.lang,
            court=COURT,
            today=env.today,
            role=talk.role,
            name=person.name,
            matter=self.matter(talk),
            current=person.current == talk.id,
            desk=self.desk(person) if talk.place.frames[0].script == "desk" else (),
            now=str(int(self.now.timestamp())),
            mediators=self.mediators() if talk.place.top.script in LISTED else (),
            free=len(self.free(person)),
            callers=callers(self, person.id) if person.role else (),
            phrases=PHRASES,
            local=env.local,
        )

    def mediators(self) -> tuple[Member, ...]:
        """Everybody who mediates at this court."""
        return tuple(Member(p.id, p.role, p.name) for p in self.persons.values() if p.role in MEDIATORS)

    def free(self, person: Person) -> list[int]:
        """The cases that nobody has taken and this person may take."""
        may = person.role in LEADS
        return [c.id for c in self.cases.values() if may and c.state == "filed" and may_enter(person, c)]

    def caller(self, talk: Conversation) -> str:
        """How somebody is named to the court's people."""
        return self.name(talk, self.cases.get(talk.case))

    def attending(self, staff: Person, lent: int) -> Conversation:
        """The conversation in which a member of staff speaks to the person of another one."""
        for talk in self.conversations.values():
            facts = talk.place.frames[0].facts
            if talk.person == staff.id and facts.get("talk") == lent and "caller" in facts:
                return talk
        return self.open(staff.id, "attend", role=staff.role)

    def name(self, talk: Conversation, case: Case | None) -> str:
        """How the person is named in a matter."""
        known = case.called(talk.person) if case is not None else ""
        return known or self.persons[talk.person].name or teller(talk.place.frames[0].facts)[0] or "—"

    def phone(self, talk: Conversation) -> str:
        """The person's telephone, as far as they have told it."""
        return teller(talk.place.frames[0].facts)[1] or "—"

    def matter(self, talk: Conversation) -> str:
        """How a matter is named."""
        case = self.cases.get(talk.case)
        return case.number if case is not None else talk.place.frames[0].script

    def desk(self, person: Person) -> tuple[DeskRow, ...]:
        """The cases that somebody of the court may open: their own, and those that nobody has taken."""
        mine = [case for case in self.cases.values() if may_enter(person, case)]
        today = self.env().today
        return tuple(
            DeskRow(case.id, case.number, case.state, waits(agenda(case, person.id, today))) for case in mine
        )

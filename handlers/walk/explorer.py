"""The walk itself: chance decides who writes what next, and the real engine answers."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from handlers.events import Event, Pressed, Said, Silent
from handlers.script import Ask
from handlers.values import Book
from handlers.walk.aims import Node, moves_to, pull, unseen
from handlers.walk.attending import today
from handlers.walk.checks import Checks
from handlers.walk.house import House
from handlers.walk.inputs import Hand
from handlers.walk.people import Conversation
from handlers.walk.policy import busyness, detour, inclination, likings, open_codes

PUBLIC = (1, 2, 3)
STAFF = {11: "mediator", 12: "judge", 13: "clerk", 14: "mediator", 15: "clerk"}


@dataclass(frozen=True, slots=True)
class Report:
    """What a walk has seen: questions put, kinds of word heard by voice, turns taken, and what was wrong."""

    steps: frozenset[tuple[str, str]]
    told: frozenset[tuple[str, str]]
    events: int
    findings: tuple[str, ...]


@dataclass(slots=True)
class Walker:
    """One walk through one house."""

    house: House
    checks: Checks
    hand: Hand
    chance: Random
    contrary: bool
    noise: float
    aims: frozenset[Node] = frozenset()
    hurry: bool = False
    plain: bool = False
    liked: frozenset[str] = frozenset()

    def step(self) -> None:
        """One thing happens, and what follows from it."""
        chance, house = self.chance, self.house
        draw = chance.random()
        talks = list(house.conversations.values())
        resting = all(c.state in ("performing", "performed") for c in house.cases.values())
        nearest = min(house.dues, key=lambda one: one[1].at, default=None)
        meeting = nearest is not None and nearest[1].act.startswith("meeting")
        if draw < (0.25 if house.cases and resting else 0.1 if meeting else 0.06 if self.hurry else 0.025):
            house.pass_time(40 if chance.random() < 0.03 else 0)
        elif draw < 0.27 and chance.random() < 0.12:
            talk = chance.choice(talks)
            if talk.waits:
                house.turn(talk, Silent(talk.place.silent + 1))
        elif draw < 0.275 and chance.random() < 0.5:
            self.mishap(chance.choice(talks))
        else:
            self.somebody()
        if chance.random() < 0.9:
            house.deliver()

    def mishap(self, talk: Conversation) -> None:
        """A fault of ours, or an address that is gone; and every morning a day's list."""
        if talk.place.frames[0].script == "desk":
            self.house.whisper(talk.id, "digest", {"agenda": today(self.house, talk)})
        elif talk.case and self.chance.random() < 0.5:
            self.house.system("gone", talk.case, {"person": talk.person, "text": "到不了的话"})
        else:
            self.house.trouble(talk)

    def somebody(self) -> None:
        """Somebody writes or presses something, and must hear something in return."""
        house, chance = self.house, self.chance
        people = sorted(person for person, found in house.persons.items() if not found.away)
        weights = [busyness(house, house.current(p)) for p in people]
        person = chance.choices(people, weights)[0]
        talk = house.current(person)
        step = house.book.scripts[talk.place.top.script].step(talk.place.top.step)
        if not isinstance(step, Ask):
            return
        codes = open_codes(house, person)
        if codes and chance.random() < 0.5:
            self.send(talk, house.look_up(person, codes[0]))  # a code opens its matter wherever one is
        elif chance.random() < self.noise:
            self.disturb(talk, step)
        else:
            self.answer(talk, step)

    def answer(self, talk: Conversation, ask: Ask) -> None:
        """One of the answers that the question is there for."""
        options = [value for value, _ in talk.place.options]
        scripts, at = self.house.book.scripts, (talk.place.top.script, talk.place.top.step)
        weights = [
            inclination(self.house, talk, value, self.contrary)
            * pull(scripts, at, value, self.aims)
            * detour(at, value, self.liked)
            for value in options
        ]
        words = (1.0 if ask.idle else 3.0) if ask.takes else 0.0
        if sum(weights) + words == 0:
            return
        choice = self.chance.choices([*options, None], [*weights, words])[0]
        if choice is None:
            self.hear(talk, self.hand.answer(talk, ask))
            return
        how = self.chance.random()
        shown = [value for value, _ in talk.place.offer]
        if how < 0.7 or choice not in shown:
            self.press(talk, choice, talk.place.question)
        elif how < 0.85:
            self.hear(talk, Said(dict(talk.place.options)[choice]))
        else:
            self.hear(talk, Said(str(shown.index(choice) + 1)))

    def disturb(self, talk: Conversation, ask: Ask) -> None:
        """Something that the question is not there for."""
        chance = self.chance
        draw = chance.random()
        others = [c for c in self.house.conversations.values() if c.person == talk.person and c is not talk]
        if draw < 0.15 and others:
            other = chance.choice(others)
            values = [v for v, _ in other.place.offer] or ["~here"]
            value = "~here" if chance.random() < 0.5 else chance.choice(values)
            self.press(other, value, other.place.question)
        elif draw < 0.25:
            asides = [v for v, _ in talk.place.offer if v.startswith("~")] or ["~help"]
            spoken = {"~english": "en", "~chinese": "zh"}
            languages = self.house.book.words.languages
            value = chance.choice(asides)
            if spoken.get(value, languages[0]) in languages:
                self.press(talk, value, talk.place.question)
        elif draw < 0.28 and self.house.codes:
            code = self.house.look_up(talk.person, chance.choice(sorted(self.house.codes)))
            self.send(talk, code)
        else:
            for event in self.hand.noise(talk, ask):
                if self.house.current(talk.person) is talk:
                    self.hear(talk, event)

    # -- and the answer to it --------------------------------------------------------------------------

    def hear(self, talk: Conversation, event: Event) -> None:
        """A message, or a button of the matter that the person is in."""
        before = self.checks.said[talk.person]
        if isinstance(event, Pressed):
            self.house.turn(talk, event)
        else:
            self.house.hear(talk.person, event)
        self.answered(talk, event, before)

    def press(self, talk: Conversation, value: str, question: int) -> None:
        """A button, which may belong to another matter."""
        before = self.checks.said[talk.person]
        self.house.press(talk.person, talk, value, question)
        self.answered(talk, Pressed(value, question), before)

    def send(self, talk: Conversation, event: Event) -> None:
        """A code that came with a link."""
        before = self.checks.said[talk.person]
        self.house.turn(talk, event)
        self.answered(talk, event, before)

    def answered(self, talk: Conversation, event: Event, before: int) -> None:
        """Nobody who writes is left without a word, an album's later pictures and early words apart."""
        understood = self.checks.understood
        album = isinstance(event, Said) and bool(event.group) and understood.startswith("more:")
        self.house.deliver(talk.person)
        if self.house.returned is not None:  # the newcomer was somebody else, who hears the answer
            talk, before = self.house.returned
            self.house.returned = None
            self.house.deliver(talk.person)
        if self.checks.said[talk.person] == before and not album and understood != "early":
            top = talk.place.top
            self.checks.findings[f"{top.script}.{top.step}: silence after {understood}"] += 1


def walk(
    book: Book,
    seed: int,
    steps: int,
    aims: frozenset[Node] = frozenset(),
    moves: frozenset[str] = frozenset(),
    *,
    hurry: bool = False,
) -> Report:
    """Drive the real engine through a house of people for some steps; the same seed is the same walk.

    ``aims`` are questions it is drawn to, ``moves`` those that lead to them; ``hurry`` lets time pass more.
    """
    chance = Random(seed)
    house = House(book)
    checks = Checks(house)
    house.watch, house.heard = checks, checks.said.__getitem__
    languages = book.words.languages
    lang = languages[0] if chance.random() < 0.6 else chance.choice(languages)
    for person in PUBLIC:
        house.meet(person, lang)
    for person, role in STAFF.items():
        if person <= 13 or chance.random() < 0.3:
            house.meet(person, lang, role, f"{role}{person}")
    house.deliver()
    walker = Walker(
        house,
        checks,
        Hand(house, checks.aviary, chance),
        chance,
        contrary=chance.random() < 0.25,
        noise=0.04 if seed % 4 < 2 else chance.choice((0.05, 0.15, 0.3)),
        aims=aims if seed % 2 else frozenset(),
        hurry=hurry,
        plain=seed % 4 < 2,
        liked=likings(chance, moves if seed % 4 else frozenset()),
    )
    for _ in range(steps * 2 if walker.plain else steps):
        walker.step()
    house.deliver()
    findings = tuple(f"{what} ({count}x)" for what, count in sorted(checks.findings.items()))
    return Report(frozenset(checks.visited), frozenset(checks.told), checks.turns, findings)


def explore(book: Book, steps: int, least: int, most: int) -> tuple[Report, ...]:
    """Walk after walk, each drawn to what the others have not seen, until everything has been."""
    reports: list[Report] = []
    while len(reports) < most:
        questions, kinds = unseen(book, reports)
        if len(reports) >= least and not questions and not kinds:
            break
        missing = moves_to(book, questions, kinds) if len(reports) >= least // 2 else frozenset()
        aims = frozenset(questions)
        reports.append(walk(book, len(reports), steps, aims, missing, hurry=bool(kinds)))
    return tuple(reports)

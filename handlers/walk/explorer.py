"""The walk itself: chance decides who writes what next, and the real engine answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from handlers.events import Event, Pressed, Said, Silent
from handlers.script import Ask
from handlers.values import Book
from handlers.walk import aims as unknown
from handlers.walk.aims import Node, pull, unseen
from handlers.walk.attending import today
from handlers.walk.checks import Checks
from handlers.walk.house import House
from handlers.walk.inputs import Hand
from handlers.walk.people import Conversation
from handlers.walk.policy import ROOMS, busyness, detour, inclination, likings, open_codes, timely, wishes
from handlers.walk.road import PATIENCE, arrived, begin, leaning, turns

PUBLIC = (1, 2, 3)
CALL = "~person"
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
    liked: frozenset[str] = frozenset()
    wanted: frozenset[str] = frozenset()
    goal: str = ""
    straight: int = 0  # how many steps have been gone straight towards the goal
    weary: Counter[tuple[int, str, str, str]] = field(default_factory=Counter)

    def step(self) -> None:
        """One thing happens, and what follows from it."""
        if self.goal and (arrived(self.house, self.goal) or self.straight >= PATIENCE):
            self.goal = ""
        if self.goal:
            self.straight += 1
            self.somebody()
            self.house.deliver()
            return
        happens = (self._passing(), 0.12 if CALL in self.wanted else 0.015, 0.005, 1.0)
        what = self.chance.choices((self.pass_time, self.silence, self.mishap, self.somebody), happens)[0]
        what()
        if self.chance.random() < 0.9:
            self.house.deliver()

    def _passing(self) -> float:
        """How likely it is that time passes: the likelier, the less anybody is waited for."""
        house = self.house
        resting = all(c.state in ("performing", "performed") for c in house.cases.values())
        nearest = min(house.dues, key=lambda one: one[1].at, default=None)
        if house.cases and resting:
            return 0.3
        if nearest is not None and nearest[1].act.startswith("meeting"):
            return 0.1
        return 0.05 if self.hurry else 0.025

    def pass_time(self) -> None:
        """The next thing falls due, or many days go by."""
        self.house.pass_time(40 if self.chance.random() < 0.03 else 0)

    def silence(self) -> None:
        """An open question stays without an answer."""
        waiting = [talk for talk in self.house.conversations.values() if talk.waits]
        weights = [20 if talk.place.top.script == "human" else 1 for talk in waiting]
        for talk in self.chance.choices(waiting, weights) if waiting else ():
            self.house.turn(talk, Silent(talk.place.silent + 1))

    def mishap(self) -> None:
        """A fault of ours, or an address that is gone; and every morning a day's list."""
        talk = self.chance.choice(list(self.house.conversations.values()))
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
        talks = [house.current(person) for person in people]
        if self.goal:
            weights = [turns(house, talk, self.liked) for talk in talks]
        else:
            weights = [busyness(house, talk, self.wanted) for talk in talks]
        if not any(weights):
            self.straight = PATIENCE
            return
        person = chance.choices(people, weights)[0]
        talk = house.current(person)
        step = house.book.scripts[talk.place.top.script].step(talk.place.top.step)
        if not isinstance(step, Ask):
            return
        codes = open_codes(house, person)
        if codes and (self.goal or chance.random() < 0.5):
            self.send(talk, house.look_up(person, codes[0]))  # a code opens its matter wherever one is
        elif not self.goal and chance.random() < self.noise:
            self.disturb(talk, step)
        else:
            self.answer(talk, step)

    def answer(self, talk: Conversation, ask: Ask) -> None:
        """One of the answers that the question is there for."""
        options = [value for value, _ in talk.place.options]
        options += [aside for aside in (CALL,) if aside in self.wanted and not talk.waits]
        at = (talk.place.top.script, talk.place.top.step)
        fresh = [0.4 ** self.weary[(talk.id, *at, value)] for value in [*options, "", "~back"]]
        words = (0.4 if at in ROOMS else 3.0) if ask.takes else 0.0
        if self.goal and ask.idle and options:
            words = 0.0
        back = 0.0 if ask.idle or self.goal else 0.02 if min(fresh[:-1]) > 0.2 else 0.4
        liking = [*(self._weight(talk, at, value) for value in options), words, back]
        weights = [one * how for one, how in zip(liking, fresh, strict=True)]
        if not any(weights):
            return
        choice = self.chance.choices([*options, "", "~back"], weights)[0]
        before = len(self.house.cases), talk.place.frames
        self._give(talk, ask, choice)
        self._learn((talk.id, *at, choice), before, talk)

    def _weight(self, talk: Conversation, at: Node, value: str) -> float:
        """How much this answer attracts whoever is asked."""
        if self.goal:
            return leaning(self.house, talk, value, self.liked)
        return (
            inclination(self.house, talk, value, self.contrary, self.wanted)
            * pull(self.house.book.scripts, at, value, self.aims)
            * detour(at, value, self.liked, self.wanted)
            * timely(self.house.cases.get(talk.case), value)
        )

    def _learn(self, given: tuple[int, str, str, str], before: object, talk: Conversation) -> None:
        """What led nowhere is not done again and again."""
        understood = self.checks.understood
        nowhere = understood.startswith(("refused:", "misread:", "more:", "code:", "unread:"))
        if nowhere or before == (len(self.house.cases), talk.place.frames):
            self.weary[given] += 1

    def _give(self, talk: Conversation, ask: Ask, choice: str) -> None:
        """An answer in one of the ways in which it can be given."""
        if not choice:
            self.hear(talk, self.hand.answer(talk, ask))
            return
        how = self.chance.random()
        shown = [value for value, _ in talk.place.offer]
        if how < 0.7 or choice not in shown or choice.startswith("~"):
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
    roads: Sequence[frozenset[str]] = (),
) -> Report:
    """Drive the real engine through a house of people for some steps; the same seed is the same walk.

    ``aims`` are questions it is drawn to, ``roads`` the answers that lead to what no walk has seen.
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
    wanted = wishes(chance, roads) if seed % 8 else frozenset()
    walker = Walker(
        house,
        checks,
        Hand(house, checks.aviary, chance),
        chance,
        contrary=chance.random() < 0.25,
        noise=chance.choice((0.05, 0.15, 0.3)) if seed % 4 == 0 else 0.04,
        aims=aims if seed % 8 else frozenset(),
        hurry=bool(roads),
        liked=likings(chance, wanted),
        wanted=wanted,
        goal=begin(seed, wanted),
    )
    walker.hand.most = {"": 3, "performing": 1}.get(walker.goal, 2)
    for _ in range(steps):
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
        lead = unknown.roads(book, questions, kinds)
        reports.append(walk(book, len(reports), steps, frozenset(questions), lead))
    return tuple(reports)

"""Whole mediations by several people at once, as chance and Hypothesis will have them."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.words import book
from handlers.events import Pressed, Said, Silent
from handlers.life import PARTIES, STATES
from handlers.script import Ask
from handlers.sight import seen
from handlers.walk.canary import dump
from handlers.walk.checks import Checks
from handlers.walk.explorer import PUBLIC, STAFF, Walker
from handlers.walk.house import House
from handlers.walk.inputs import Hand
from handlers.walk.onward import stuck
from handlers.walk.people import Conversation
from handlers.walk.policy import likings

ANY = st.integers(0, 10_000)


class Mediations(RuleBasedStateMachine):
    """Everybody writes, presses and waits as they please; what must always hold is held after each step."""

    @initialize(seed=st.integers(0, 200), warm=st.integers(0, 250))
    def begin(self, seed: int, warm: int) -> None:
        """A house in which people have been at it for a while, so that the fuzz starts anywhere."""
        chance = Random(seed)
        self.house = House(book())
        self.checks = Checks(self.house)
        self.house.watch, self.house.heard = self.checks, self.checks.said.__getitem__
        for person in PUBLIC:
            self.house.meet(person, "zh")
        for person, role in STAFF.items():
            self.house.meet(person, "zh", role, f"{role}{person}")
        self.house.deliver()
        self.hand = Hand(self.house, self.checks.aviary, chance)
        walker = Walker(
            self.house,
            self.checks,
            self.hand,
            chance,
            contrary=seed % 4 == 0,
            noise=0.05,
            liked=likings(chance, frozenset()),
        )
        for _ in range(warm):
            walker.step()
        self.walker = walker

    def _talk(self, who: int) -> Conversation:
        people = sorted(self.house.persons)
        return self.house.current(people[who % len(people)])

    @rule(who=ANY, which=ANY)
    def press(self, who: int, which: int) -> None:
        """Any answer that is open, on the screen or behind More."""
        talk = self._talk(who)
        if options := [value for value, _ in talk.place.options]:
            self.house.press(talk.person, talk, options[which % len(options)], talk.place.question)

    @rule(who=ANY, which=ANY)
    def press_an_old_one(self, who: int, which: int) -> None:
        """A button of an earlier question, or of another matter of the same person."""
        person = self._talk(who).person
        own = [talk for talk in self.house.conversations.values() if talk.person == person]
        talk = own[which % len(own)]
        values = [value for value, _ in talk.place.offer] or ["~here"]
        self.house.press(person, talk, values[which % len(values)], max(0, talk.place.question - which % 2))

    @rule(who=ANY)
    def write(self, who: int) -> None:
        """A right answer in words or pictures."""
        talk = self._talk(who)
        step = self.house.book.scripts[talk.place.top.script].step(talk.place.top.step)
        if isinstance(step, Ask) and step.takes:
            self.house.hear(talk.person, self.hand.answer(talk, step))

    @rule(who=ANY)
    def write_nonsense(self, who: int) -> None:
        """Words that mean nothing here."""
        talk = self._talk(who)
        self.house.hear(talk.person, self.hand.wrong(talk))

    @rule(who=ANY, number=st.integers(1, 12), early=st.booleans())
    def write_a_number(self, who: int, number: int, early: bool) -> None:
        """A number, perhaps sent before the question was put."""
        self.house.hear(self._talk(who).person, Said(str(number), early=early))

    @rule(who=ANY, which=ANY)
    def use_a_code(self, who: int, which: int) -> None:
        """Any code that was ever given out."""
        if codes := sorted(self.house.codes):
            talk = self._talk(who)
            self.house.turn(talk, self.house.look_up(talk.person, codes[which % len(codes)]))

    @rule(who=ANY)
    def press_what_is_not_theirs(self, who: int) -> None:
        """A button of somebody else's."""
        self.house.turn(self._talk(who), Pressed("yes", 0, "foreign"))

    @rule(who=ANY)
    def stay_silent(self, who: int) -> None:
        """An open question is not answered."""
        talk = self._talk(who)
        if talk.waits:
            self.house.turn(talk, Silent(talk.place.silent + 1))

    @rule(days=st.integers(0, 3))
    def wait(self, days: int) -> None:
        """Time goes by to the next thing due."""
        self.house.pass_time(days)

    @rule()
    def hear(self) -> None:
        """All word that waits is heard."""
        self.house.deliver()

    @invariant()
    def nothing_breaks_and_nobody_hears_what_is_not_theirs(self) -> None:
        """The walk's own checks: no fault, no canary across, no confirmation by what is no answer."""
        if hasattr(self, "checks"):
            assert not self.checks.findings

    @invariant()
    def every_case_is_in_a_state_of_the_life_table(self) -> None:
        if hasattr(self, "house"):
            assert {case.state for case in self.house.cases.values()} <= set(STATES)

    @invariant()
    def every_live_case_has_a_next_step(self) -> None:
        if hasattr(self, "house"):
            assert list(stuck(self.house)) == []

    @invariant()
    def nobody_sees_what_is_not_theirs(self) -> None:
        """A party's own sight of the case holds no canary of another that has not crossed."""
        if not hasattr(self, "house"):
            return
        home = {talk.id: talk.case for talk in self.house.conversations.values()}
        related = {number: case.related for number, case in self.house.cases.items()}
        for case in self.house.cases.values():
            for party in case.parties:
                role = case.role(party.person)
                assert role in PARTIES
                found = self.checks.aviary.found(dump(repr(seen(case, party.person, role))))
                assert not list(self.checks.aviary.escaped(found, party.person, case, home, related))


Mediations.TestCase.settings = settings(
    max_examples=60,
    stateful_step_count=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=True,
)
TestWholeMediations = Mediations.TestCase

"""How a turn moves: facts, the next open question, one question back, one script above another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.place import Frame
from handlers.readers import FILLS
from handlers.script import Act, Ask, Decide, End, Tell, Visit
from handlers.speaking import Speaking
from handlers.tables import DECISIONS
from handlers.values import Deed, Turn

ABOUT = ("n", "point", "part", "case")


class Moving(Speaking):
    """Walks the tables of steps from question to question."""

    def fact(self, ask: Ask, value: Any) -> None:
        self.place = self.place.at(self.frame.step, facts={**self.frame.facts, (ask.fact or ask.name): value})

    def fill(self, ask: Ask, text: str) -> None:
        """What else the words told for certain; an answer given before is never overwritten."""
        if ask.fills and text:
            found = FILLS[ask.fills](text, self.view)
            self.place = self.place.at(self.frame.step, facts={**found, **self.frame.facts})

    def onward(self, step: str, understood: str, *, force: bool = False) -> Turn:
        here = self.frame
        asked = self.ask()
        mark = f"{here.step}#{here.facts[asked.loop]}" if asked.loop else here.step
        trail = (*(one for one in here.trail if one != mark), mark)
        self.place = self.place.at(here.step, trail=trail)
        self.place = replace(self.place, silent=0)
        if force:
            self.place = self.place.at(step)
            self.put_question(self.ask(), before=True)
        else:
            self.settle(step)
        return self.done(understood)

    def settle(self, name: str, *, anew: bool = False) -> None:
        """Walk from a step over what needs no answer, to the next open question; ``anew`` says it in full."""
        for _ in range(200):
            step = self.script.step(name)
            self.place = self.place.at(step.name)
            match step:
                case Ask():
                    if not self.passed_over(step):
                        if step.idle:
                            self.place = self.place.at(step.name, trail=())
                        self.put_question(step, "" if anew or not self.at_home(step) else self.brief(step))
                        return
                    name = step.choices.get(str(self.frame.facts[step.fact or step.name]), step.then)
                case Tell():
                    self.tell(step)
                    name = step.then
                case Visit():
                    self.place = self.place.at(step.then, trail=())
                    facts = self.frame.facts
                    self.visit(step.script, {name: facts[name] for name in step.hands if name in facts})
                    return
                case Decide():
                    outcome, facts = DECISIONS[step.by](self.frame.facts, self.view)
                    self.place = self.place.at(step.name, facts={**self.frame.facts, **facts})
                    name = step.outcomes[outcome]
                case Act():
                    self.hush = self.hush or step.hush
                    self.view = self.perform(Deed(step.does, self.frame.facts))
                    self.place = self.place.at(step.name, trail=())  # nobody goes back behind what was done
                    name = step.then
                case End():
                    if len(self.place.frames) > 1:
                        self.place = replace(self.place, frames=self.place.frames[:-1])
                        below = self.ask()
                        self.put_question(below, self.brief(below) if self.at_home(below) else "")
                        return
                    name, anew = self.begin(step.next), True
        raise RuntimeError(f"{self.frame.script}.{name} talks in circles")

    def begin(self, name: str) -> str:
        """Another script goes on in this conversation; what is known stays known."""
        script = self.book.scripts[name]
        begun = Frame(name, script.version, script.steps[0].name, self.frame.facts)
        self.place = replace(self.place, frames=(begun,))
        return begun.step

    def passed_over(self, ask: Ask) -> bool:
        if ask.idle or ask.always or ask.edits or ask.offers:
            return False
        value = self.frame.facts.get(ask.fact or ask.name)
        return value is not None and (bool(ask.then) or value in ask.choices)

    def visit(self, name: str, facts: Mapping[str, Any]) -> None:
        """Open a script above the open question; the same one already open begins anew with new facts."""
        script = self.book.scripts[name]
        frames = tuple(
            f
            for n, f in enumerate(self.place.frames)
            if not n or f.script != name or about(f.facts) != about(facts)
        )
        opened = Frame(name, script.version, script.steps[0].name, dict(facts))
        self.place = replace(self.place, frames=(*frames, opened), silent=0)
        self.settle(script.steps[0].name)

    def back(self) -> Turn:
        """One question back; nothing that was said later is lost. From the first of a visit: leave it."""
        trail = list(self.frame.trail)
        while trail:
            name, _, count = trail.pop().partition("#")
            step, facts = self.script.step(name), dict(self.frame.facts)
            if not isinstance(step, Ask):
                continue
            if not (step.idle or step.edits) and facts.get(step.fact or step.name) is None:
                continue  # its answer has been taken in and is forgotten here (handlers.decisions)
            if step.loop and count:
                facts[step.loop] = int(count)
            self.place = self.place.at(step.name, facts=facts, trail=tuple(trail))
            self.put_question(step, before=True)
            return self.done("aside:back", waits=True)
        if len(self.place.frames) > 1:
            if self.script.leaves:
                self.settle(self.script.leaves)
                return self.done("aside:back", waits=True)
            self.place = replace(self.place, frames=self.place.frames[:-1])
            self.put_question(self.ask())
            return self.done("aside:back", waits=True)
        return self.again_after("common.first", "aside:back")

    def again_after(self, key: str, understood: str, values: Mapping[str, Any] | None = None) -> Turn:
        """One sentence, then the open question again; the place is kept."""
        self.say(key, values)
        self.reask(short=True)
        return self.done(understood, waits=True)


def about(facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a visit is about, where it is about one of several: an utterance, a promise, a part, a case."""
    return tuple(facts.get(name) for name in ABOUT)

"""A conversation as data: the kinds of step a script is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TEXT, PHOTO, VOICE, DOCUMENT = "text", "photo", "voice", "document"
ANYTHING = (TEXT, PHOTO, VOICE, DOCUMENT)


@dataclass(frozen=True, slots=True)
class Ask:
    """A question. The answer is one of ``choices`` (value → next step) or, where ``takes`` says so, free.

    ``offers`` names a source of further choices that depend on the case (``handlers.offers``); their values
    go to the fact and to ``then``, or to a step of that name when ``routes`` lists it. ``reads`` names a
    reader of free text (``handlers.readers``). ``many`` gathers several messages until *that's all*.
    ``idle`` marks a room where a person may stay for months: it is never chased and never passed over.
    ``always`` is asked even when its fact is known; ``edits`` leads to a step whose answer is to be mended;
    ``loop`` names the fact that counts how often a step has been passed, so that *back* finds the last one.
    ``likely`` names a guess (``handlers.guesses``) that puts the likeliest choices first. ``says`` is where
    its words stand when two scripts share a question: "script.step".
    ``offered`` puts what the case offers before the fixed choices.
    ``verbatim``: what is typed goes to a person, so nothing in it is read but the words of its choices and
    *back*. ``minutes`` of silence, counted from the fact ``since`` or from the question, lead to ``lapses``.
    """

    name: str
    choices: Mapping[str, str] = field(default_factory=dict)
    takes: tuple[str, ...] = ()
    fact: str = ""
    then: str = ""
    reads: str = ""
    fills: str = ""
    offers: str = ""
    routes: tuple[str, ...] = ()
    many: bool = False
    idle: bool = False
    always: bool = False
    edits: bool = False
    loop: str = ""
    shows: tuple[str, ...] = ()
    files: str = ""
    likely: str = ""
    says: str = ""
    verbatim: bool = False
    minutes: int = 0
    since: str = ""
    lapses: str = ""
    offered: bool = False

    def targets(self) -> tuple[str, ...]:
        """Every step that an answer can lead to."""
        then = tuple(one for one in (self.then, self.lapses) if one)
        return (*dict.fromkeys((*self.choices.values(), *then, *self.routes)),)


@dataclass(frozen=True, slots=True)
class Tell:
    """Something said in passing."""

    name: str
    then: str
    shows: tuple[str, ...] = ()
    files: str = ""
    says: str = ""

    def targets(self) -> tuple[str, ...]:
        """The step that follows."""
        return (self.then,)


@dataclass(frozen=True, slots=True)
class Visit:
    """Another script is opened above this one, which then stands at the question ``then``.

    ``hands`` names the facts that go with it.
    """

    name: str
    script: str
    then: str
    hands: tuple[str, ...] = ()

    def targets(self) -> tuple[str, ...]:
        """Where this script goes on when the visit is over."""
        return (self.then,)


@dataclass(frozen=True, slots=True)
class Decide:
    """A fork: ``by`` names a pure function (``handlers.decisions``) that gives one of ``outcomes``."""

    name: str
    by: str
    outcomes: Mapping[str, str]

    def targets(self) -> tuple[str, ...]:
        """Every step a decision can lead to."""
        return (*dict.fromkeys(self.outcomes.values()),)


@dataclass(frozen=True, slots=True)
class Act:
    """An act on the case or on the house, done in passing; a refusal returns to the open question.

    ``hush``: the act is answered by word from the case, so the question that follows is not said yet.
    """

    name: str
    does: str
    then: str
    hush: bool = False

    def targets(self) -> tuple[str, ...]:
        """The step that follows."""
        return (self.then,)


@dataclass(frozen=True, slots=True)
class End:
    """The end of a script: a visit returns to the open question, a conversation goes on with ``next``."""

    name: str
    next: str = ""

    def targets(self) -> tuple[str, ...]:
        """Nothing follows within the script."""
        return ()


Step = Ask | Tell | Visit | Decide | Act | End


@dataclass(frozen=True, slots=True)
class Script:
    """A named, versioned table of steps; the first step is where it begins.

    ``on`` says what word from the case does here: ``""`` is said in passing, ``visit:SCRIPT`` opens a
    script above the open question, ``close:SCRIPT,SCRIPT`` closes them, ``step:NAME`` moves this script.
    ``voice`` names the words used for it. ``forwards`` gives released steps that went away an address.
    ``scope`` is what somebody who acts for another must have been granted before word from the case opens
    this script for them: read, speak or settle. ``leaves`` is where *back* from its first question
    leads when it was visited.
    """

    name: str
    version: int
    steps: tuple[Step, ...]
    on: Mapping[str, str] = field(default_factory=dict)
    forwards: Mapping[str, str] = field(default_factory=dict)
    voice: str = ""
    scope: str = "read"
    leaves: str = ""

    def step(self, name: str) -> Step:
        """The step of that name, or the one its forwarding address leads to; KeyError when there is none."""
        name = self.forwards.get(name, name)
        found = _index(self).get(name)
        if found is None:
            raise KeyError(f"{self.name}.{name}")
        return found


def _index(script: Script) -> Mapping[str, Step]:
    known = _INDEX.get(id(script))
    if known is None or known[0] is not script:
        known = _INDEX[id(script)] = (script, {step.name: step for step in script.steps})
    return known[1]


_INDEX: dict[int, tuple[Script, Mapping[str, Step]]] = {}


def choose(name: str, choices: Mapping[str, str], **more: object) -> Ask:
    """A question with fixed answers; the chosen value becomes the fact."""
    return Ask(name, choices=choices, **more)  # type: ignore[arg-type]


def hear(name: str, then: str, takes: tuple[str, ...] = (TEXT,), **more: object) -> Ask:
    """A question answered in the person's own words, photographs or voice."""
    return Ask(name, takes=takes, then=then, **more)  # type: ignore[arg-type]


def offer(name: str, source: str, then: str, **more: object) -> Ask:
    """A question whose answers depend on the case and are kept with the question once shown."""
    return Ask(name, offers=source, then=then, **more)  # type: ignore[arg-type]


def words_of(script: Script, step: Ask | Tell) -> str:
    """Where the words of a step stand in the words files."""
    return step.says or f"{script.name}.{step.name}"

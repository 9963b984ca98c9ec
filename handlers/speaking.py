"""What a turn says: sentences, the open question, what can be pressed, and the files that come with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.guesses import GUESSES
from handlers.life import STAFF
from handlers.place import Frame, Place
from handlers.script import Ask, Script, Tell, words_of
from handlers.tables import FILES, OFFERS, SHOWS
from handlers.values import Book, Perform, Turn, Utterance
from handlers.view import View

BLANK = re.compile(r"\n{3,}")
WINDOW = 4  # answers that an old person takes in at once; the others come with *more*
WINDOW_STAFF = 9
MINUTE = 60_000_000  # microseconds


class Speaking:
    """The working state of one turn and the words it gathers; it never outlives the turn."""

    def __init__(self, book: Book, place: Place, view: View, perform: Perform) -> None:
        self.book, self.place, self.view, self.perform = book, place, view, perform
        self.texts: list[str] = []
        self.files: list[Mapping[str, Any]] = []
        self.options: list[tuple[str, str]] = []
        self.hush = False

    # -- what is where ---------------------------------------------------------------------------------

    @property
    def frame(self) -> Frame:
        return self.place.top

    @property
    def script(self) -> Script:
        return self.book.scripts[self.frame.script]

    def ask(self) -> Ask:
        step = self.script.step(self.frame.step)
        if not isinstance(step, Ask):
            raise TypeError(f"{self.frame.script}.{self.frame.step} is no question")
        return step

    def word(self, key: str, values: Mapping[str, Any] | None = None) -> str:
        return self.book.words.text(self.view.lang, key, {**self.view.court, **(values or {})})

    def say(self, key: str, values: Mapping[str, Any] | None = None) -> None:
        self.texts.append(self.word(key, values))

    def shown(self, names: Sequence[str]) -> dict[str, Any]:
        return {name: SHOWS[name](self.frame.facts, self.view) for name in names}

    def tell(self, step: Tell) -> None:
        self.texts.append(self.word(f"{words_of(self.script, step)}.tell", self.shown(step.shows)))
        if step.files:
            self.files.extend(FILES[step.files](self.frame.facts, self.view))

    def reask(self, *, short: bool = False) -> None:
        """The open question once more, with the number it has; in few words where there are such."""
        ask = self.ask()
        self.put_question(ask, self.brief(ask) if short else "", fresh=False)

    def brief(self, ask: Ask) -> str:
        """A question in few words; none where it has none."""
        key = f"{words_of(self.script, ask)}.short"
        return self.word(key, self.shown(ask.shows)) if self.book.words.has(self.view.lang, key) else ""

    def at_home(self, ask: Ask) -> bool:
        """Whether a party is in their room with something said just now: they know the room already."""
        return ask.idle and bool(self.texts) and bool(self.place.asked) and self.view.role not in STAFF

    def answers(self, ask: Ask) -> list[tuple[str, str]]:
        """What a question can be answered with: (value, label) each."""
        name, values = words_of(self.script, ask), self.shown(ask.shows)
        likely = GUESSES[ask.likely](self.frame.facts, self.view) if ask.likely else ()
        order = [*(v for v in likely if v in ask.choices), *(v for v in ask.choices if v not in likely)]
        options = [(v, self.word(f"{name}.choices.{v}", values)) for v in order]
        if ask.offers:
            found = OFFERS[ask.offers](self.book.words, self.frame.facts, self.view)
            options = [*found, *options] if ask.offered else [*options, *found]
        return options

    def put_question(
        self, ask: Ask, text: str = "", *, fresh: bool = True, before: bool = False, bare: bool = False
    ) -> None:
        """Say a question and its answers (``bare``: the answers only), or the way to a matter not current."""
        if fresh:
            self.place = replace(
                self.place,
                question=self.place.question + 1,
                group="",
                early=False,
                asked=self.view.now,
                page=0,
            )
        words, lang, name = self.book.words, self.view.lang, words_of(self.script, ask)
        values = self.shown(ask.shows)
        options = self.answers(ask)
        old = self.frame.facts.get(ask.fact or ask.name)
        if not text and ask.many and old and not before:
            text = self.word(f"{name}.more")  # something has been told already
        said = [text or self.word(f"{name}.ask", values)]
        added: list[tuple[str, str]] = []
        if before and old is not None and not (ask.always or ask.idle):
            shown = words.show(lang, ask.fact or ask.name, old)
            said.append(self.word("common.before", {"old": dict(options).get(str(old), shown)}))
            added.append(
                ("afresh", self.word("labels.afresh")) if ask.many else ("keep", self.word("labels.keep"))
            )
        if ask.many and old:
            added.append(("done", self.word("labels.done")))
        self.place = replace(self.place, options=(*options, *added))
        if not self.view.current:
            self.options = [("~here", self.word("labels.here"))]
        elif not self.hush:
            self.texts += [] if bare else said
            self.options = [*self.on_screen(options, added), ("~help", self.word("labels.help"))]

    @property
    def window(self) -> int:
        """How many answers this person takes in at once."""
        return WINDOW_STAFF if self.view.role in STAFF else WINDOW

    def on_screen(
        self, options: list[tuple[str, str]], added: list[tuple[str, str]]
    ) -> list[tuple[str, str]]:
        """As many answers as a person can take in at once, and *more* for the others."""
        room = self.window - len(added)
        if len(options) <= room:
            return [*options, *added]
        pages = [options[n : n + room - 1] for n in range(0, len(options), room - 1)]
        shown = pages[self.place.page % len(pages)]
        return [*shown, *added, ("~more", self.word("labels.more"))]

    def done(self, understood: str, *, waits: bool | None = None) -> Turn:
        """Close the turn: one utterance with everything that is to be said."""
        text = BLANK.sub("\n\n", "\n\n".join(self.texts)).strip("\n")
        says = (Utterance(text, tuple(self.options), tuple(self.files)),) if text or self.files else ()
        if says and self.options:
            self.place = replace(self.place, offer=tuple(self.options))
        step = self.script.step(self.frame.step)
        open_question = isinstance(step, Ask) and not step.idle
        until = self.lapse(step) if isinstance(step, Ask) and step.lapses else 0
        return Turn(self.place, says, understood, open_question and waits is not False, until)

    def lapse(self, ask: Ask) -> int:
        """When the open question lapses: so many minutes after it was put, or after what it counts from."""
        counted = self.frame.facts.get(ask.since) if ask.since else None
        return int(counted or self.place.asked or 0) + ask.minutes * MINUTE

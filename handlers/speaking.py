"""What a turn says: sentences, the open question, what can be pressed, and the files that come with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.offers import OFFERS
from handlers.place import Frame, Place
from handlers.script import Ask, Script, Tell
from handlers.shows import FILES, SHOWS
from handlers.values import Book, Perform, Turn, Utterance
from handlers.view import View

BLANK = re.compile(r"\n{3,}")


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
        self.texts.append(self.word(f"{self.script.name}.{step.name}.tell", self.shown(step.shows)))
        if step.files:
            self.files.extend(FILES[step.files](self.frame.facts, self.view))

    def reask(self, *, short: bool = False) -> None:
        """The open question once more, with the number it has; in few words where there are such."""
        ask = self.ask()
        key = f"{self.script.name}.{ask.name}.short"
        if short and self.book.words.has(self.view.lang, key):
            self.put_question(ask, self.word(key, self.shown(ask.shows)), fresh=False)
        else:
            self.put_question(ask, fresh=False)

    def answers(self, ask: Ask) -> list[tuple[str, str]]:
        """What a question can be answered with: (value, label) each."""
        name, values = f"{self.script.name}.{ask.name}", self.shown(ask.shows)
        options = [(v, self.word(f"{name}.choices.{v}", values)) for v in ask.choices]
        if ask.offers:
            options += OFFERS[ask.offers](self.book.words, self.frame.facts, self.view)
        return options

    def put_question(self, ask: Ask, text: str = "", *, fresh: bool = True, before: bool = False) -> None:
        """Say a question and its answers; in a matter that is not the current one, only the way to it."""
        if fresh:
            self.place = replace(
                self.place, question=self.place.question + 1, group="", early=False, asked=self.view.now
            )
        words, lang, name = self.book.words, self.view.lang, f"{self.script.name}.{ask.name}"
        values = self.shown(ask.shows)
        options = self.answers(ask)
        old = self.frame.facts.get(ask.fact or ask.name)
        if not text and ask.many and old and not before:
            text = self.word(f"{name}.more")  # something has been told already
        said = [text or self.word(f"{name}.ask", values)]
        if before and old is not None and not (ask.always or ask.idle):
            shown = words.show(lang, ask.fact or ask.name, old)
            said.append(self.word("common.before", {"old": dict(options).get(str(old), shown)}))
            options.append(
                ("afresh", self.word("labels.afresh")) if ask.many else ("keep", self.word("labels.keep"))
            )
        if ask.many and old:
            options.append(("done", self.word("labels.done")))
        self.place = replace(self.place, options=tuple(options))
        if not self.view.current:
            self.options = [("~here", self.word("labels.here"))]
        elif not self.hush:
            self.texts += said
            self.options = [*options, ("~help", self.word("labels.help"))]

    def done(self, understood: str, *, waits: bool | None = None) -> Turn:
        """Close the turn: one utterance with everything that is to be said."""
        text = BLANK.sub("\n\n", "\n\n".join(self.texts)).strip("\n")
        says = (Utterance(text, tuple(self.options), tuple(self.files)),) if text or self.files else ()
        if says and self.options:
            self.place = replace(self.place, offer=tuple(self.options))
        step = self.script.step(self.frame.step)
        open_question = isinstance(step, Ask) and not step.idle
        return Turn(self.place, says, understood, open_question and waits is not False)

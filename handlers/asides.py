"""What every question has without writing it: help, again, a person, what is this, stop, and more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from handlers.asks.answers import ANSWERS
from handlers.interlude import Interlude
from handlers.life import PARTIES, STAFF
from handlers.script import words_of
from handlers.values import Deed, Turn
from handlers.words import Words

ASKS = tuple(ANSWERS)
HELP = ("back", "again", "person", "asks", "about", "stop", "matters", "paper")
ASIDES = (*HELP, "help", "hello", "english", "chinese", "more", *ASKS, "mute", "unmute")


class Asides(Interlude):
    """The asides; none of them answers the open question."""

    def aside(self, name: str) -> Turn:
        if name in ANSWERS:
            return self.asked(name)
        doing: dict[str, Callable[[], Turn]] = {
            "back": self.back,
            "help": self.help,
            "again": self.again,
            "stop": self.stop,
            "here": self.hello,
            "hello": self.hello,
            "about": lambda: self.again_after(f"{self.script.name}.about", "aside:about"),
            "person": self.person,
            "matters": self.matters,
            "paper": self.paper,
            "more": self.more,
            "asks": self.asks,
            "mute": lambda: self.muted(on=True),
            "unmute": lambda: self.muted(on=False),
            "english": lambda: self.speak("en"),
            "chinese": lambda: self.speak("zh"),
        }
        return doing[name]()

    def speak(self, lang: str) -> Turn:
        self.view = self.perform(Deed("language", {"lang": lang}))
        self.reask()
        return self.done("aside:language", waits=True)

    def hello(self) -> Turn:
        self.reask()
        return self.done("aside:hello", waits=True)

    def stop(self) -> Turn:
        self.say("common.stop")
        self.options = [("~hello", self.word("labels.go_on")), ("~mute", self.word("labels.mute"))]
        return self.done("aside:stop", waits=True)

    def person(self) -> Turn:
        self.view = self.perform(Deed("call_person", {"why": "asked"}))
        return self.again_after("common.person", "aside:person", {"arrival": self.view.coming})

    def asked(self, name: str) -> Turn:
        """An answer from this person's own sight of the case, then the open question again."""
        case = self.view.case
        if case is None:
            return self.again_after("asks.no_case", f"aside:{name}")
        return self.again_after(f"asks.{name}", f"aside:{name}", ANSWERS[name](self.view, case))

    def asks(self) -> Turn:
        self.say("asks.which")
        self.options = [(f"~{name}", self.word(f"labels.{name}")) for name in ASKS]
        return self.done("aside:asks", waits=True)

    def muted(self, *, on: bool) -> Turn:
        """No more reminders, or reminders again; what the law has us send is said plainly."""
        if self.view.case is not None and self.view.role in PARTIES:
            self.view = self.perform(Deed("mute", {"on": on}))
        self.say("asks.muted" if on else "asks.unmuted")
        self.options = [("~hello", self.word("labels.go_on"))]
        return self.done("aside:mute" if on else "aside:unmute", waits=not on)

    def matters(self) -> Turn:
        self.view = self.perform(Deed("matters"))
        return self.done("aside:matters", waits=True)

    def paper(self) -> Turn:
        """A number to keep, for coming back; who has only just come in may mean that they have one."""
        if self.script.name == "reception":
            return self.onward("back", "aside:paper")
        self.view = self.perform(Deed("paper"))
        return self.done("aside:paper", waits=True)

    def more(self) -> Turn:
        """The answers that did not fit on the screen; after the last ones the first come again."""
        self.place = replace(self.place, page=self.place.page + 1)
        self.put_question(self.ask(), self.word("common.more"), fresh=False)
        return self.done("aside:more", waits=True)

    def again(self) -> Turn:
        ask = self.ask()
        plainer = self.word(f"{words_of(self.script, ask)}.plain", self.shown(ask.shows))
        self.put_question(ask, plainer, fresh=False)
        return self.done("aside:again", waits=True)

    def help(self) -> Turn:
        self.say("common.help")
        own = [name for name in HELP if name != "paper" or self.view.role not in STAFF]
        names = (*own, "english" if self.view.lang == "zh" else "chinese")
        self.options = [(f"~{name}", self.word(f"labels.{name}")) for name in names]
        return self.done("aside:help", waits=True)


def aside_words(words: Words, lang: str) -> Mapping[str, tuple[str, ...]]:
    return {name: words.list(lang, f"asides.{name}") for name in ASIDES}

"""What every question has without writing it: help, again, a person, what is this, stop, and more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from handlers.asks.answers import ANSWERS
from handlers.interlude import Interlude
from handlers.life import PARTIES, STAFF
from handlers.script import words_of
from handlers.values import Deed, Turn
from handlers.words import Words

ASKS = tuple(ANSWERS)
HELP = ("back", "again", "person", "asks", "about", "stop", "matters", "paper")
LEAF = ":"  # stands before the number of a leaf, where a list of asides has several
ASIDES = (*HELP, "help", "hello", "english", "chinese", "more", *ASKS, "mute", "unmute")


class Asides(Interlude):
    """The asides; none of them answers the open question."""

    def aside(self, name: str) -> Turn:
        if name in ANSWERS:
            return self.asked(name)
        name, _, leaf = name.partition(LEAF)
        if leaf:
            return self.leaf(name, int(leaf))
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
        return self.leaf("asks", 0)

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
        leaves = [value for value, _ in self.place.offer if value.startswith("~") and LEAF in value]
        if leaves:  # a list of asides is on the screen, and it is that which has more
            return self.aside(leaves[0][1:])
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
        return self.leaf("help", 0)

    def leaf(self, name: str, number: int) -> Turn:
        """A list of asides, as much of it as this person takes in at once; after its end it begins again."""
        if not self.texts:
            self.say("common.more")
        options = [(f"~{one}", self.word(f"labels.{one}")) for one in self.listed(name)]
        room = self.window if len(options) <= self.window else self.window - 1
        leaves = [options[n : n + room] for n in range(0, len(options), room)]
        self.options = list(leaves[number % len(leaves)])
        if len(leaves) > 1:
            following = (number + 1) % len(leaves)
            self.options.append((f"~{name}{LEAF}{following}", self.word("labels.more")))
        return self.done(f"aside:{name}", waits=True)

    def listed(self, name: str) -> Sequence[str]:
        if name == "asks":
            return ASKS
        own = [one for one in HELP if one != "paper" or self.view.role not in STAFF]
        return (*own, "english" if self.view.lang == "zh" else "chinese")


def aside_words(words: Words, lang: str) -> Mapping[str, tuple[str, ...]]:
    return {name: words.list(lang, f"asides.{name}") for name in ASIDES}

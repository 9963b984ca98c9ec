"""The pure function at the heart: (script, place, event) to (new place, words to say, acts)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from handlers.decisions import DECISIONS
from handlers.events import Code, Edited, Event, Media, Pressed, Said, Silent, Told, Unread
from handlers.offers import OFFERS
from handlers.place import Frame, Place
from handlers.readers import FILLS, READERS, Misread
from handlers.reading.choices import Option, aside, has_number, is_empty, pick
from handlers.script import Act, Ask, Decide, End, Script, Tell
from handlers.shows import FILES, SHOWS
from handlers.view import View
from handlers.words import Words

LONGEST = 20_000  # characters of one message that are read; a longer one is kept and asked for in parts
REMINDERS = 2  # then a person takes over
MANY = 40  # messages that one gathered answer may hold before it is closed for the person
BLANK = re.compile(r"\n{3,}")
HELP = ("back", "again", "person", "about", "stop", "matters")
EVERYWHERE = {"here": "ask", "matters": "visit:matters"}
ASIDES = (*HELP, "help", "hello", "english", "chinese")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One thing to say to the person: text, what can be pressed below it, and files to send with it."""

    text: str
    options: tuple[tuple[str, str], ...] = ()
    files: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """An act that a conversation asks for; whether it may happen is the case's to say."""

    name: str
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Turn:
    """What one event leads to. ``waits``: an unanswered question is open, so silence counts from now."""

    place: Place
    says: tuple[Utterance, ...] = ()
    understood: str = ""
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """Every script by name, and the words of every language."""

    scripts: Mapping[str, Script]
    words: Words


Perform = Callable[[Deed], View]
"""Does an act and gives the sight of the matter after it; raises ``handlers.life.Refused``."""


def advance(book: Book, place: Place, event: Event, view: View, perform: Perform) -> Turn:
    """One event at one place. Deterministic; lets Refused through, else raises only for a fault of ours."""
    return Talk(book, place, view, perform).take(event)


def refused(book: Book, place: Place, view: View, reason: str, values: Mapping[str, Any]) -> Turn:
    """What to say when the case refused an act: why, and the question that was open before."""
    talk = Talk(book, place, view, lambda deed: view)
    talk.say(f"refusals.{reason}", values)
    if reason == "ended" and not talk.ask().idle:
        return talk.done("refused:ended", waits=False)  # there is nothing left to ask here
    talk.reask(short=True)
    return talk.done(f"refused:{reason}")


def apology(book: Book, place: Place, view: View) -> Turn:
    """What to say when we failed: one apology with a person's telephone and hours; the place is kept."""
    talk = Talk(book, place, view, lambda deed: view)
    talk.say("common.apology")
    talk.options = [("~hello", talk.word("labels.go_on"))]
    return talk.done("fault")


class Talk:
    """The working state of one turn; it never outlives the function that made it."""

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

    # -- events ----------------------------------------------------------------------------------------

    def take(self, event: Event) -> Turn:
        match event:
            case Said():
                return self.heard(event)
            case Pressed():
                return self.pressed(event)
            case Edited(text=text):
                if self.view.case is not None:
                    self.view = self.perform(Deed("edited", {"text": text}))
                return self.again_after("common.edited", "edited")
            case Unread(reason=reason):
                return self.again_after(f"unread.{reason}", f"unread:{reason}")
            case Code():
                return self.code(event)
            case Told():
                return self.told(event)
            case Silent(times=times):
                return self.silent(times)

    def heard(self, event: Said) -> Turn:
        ask, text = self.ask(), event.text
        if event.trouble:
            self.say("unread.part")
        if len(text) > LONGEST:
            return self.again_after("unread.too_long", "unread:too_long")
        if not event.media:
            if is_empty(text):
                return self.again_after("unread.empty", "unread:empty")
            if (found := aside(text, _asides(self.book.words, self.view.lang))) is not None:
                return self.aside(found)
            if (value := self.picked(text)) is not None:
                return self.aside(value[1:]) if value.startswith("~") else self.chosen(value, event.early)
        if event.early and not ask.many and not ask.idle:
            return self.early()
        return self.free(ask, event)

    def picked(self, text: str) -> str | None:
        """The choice that the text names: a number means what is on the screen, words any open choice."""
        lang, words = self.view.lang, self.book.words
        screen = [Option(v, label, words.list(lang, f"synonyms.{v}")) for v, label in self.place.offer]
        if (value := pick(text, screen)) is not None:
            return value
        if self.place.options == self.place.offer[: len(self.place.options)] or has_number(text):
            return None
        others = [Option(v, label, words.list(lang, f"synonyms.{v}")) for v, label in self.place.options]
        return pick(text, others)

    def early(self) -> Turn:
        """Words sent before the open question was put are no answer to it; said once, kept always."""
        if self.place.early:
            return self.done("early", waits=True)
        self.place = replace(self.place, early=True)
        return self.again_after("unread.early", "early")

    def free(self, ask: Ask, event: Said) -> Turn:
        untaken = [m for m in event.media if m.kind not in ask.takes]
        if untaken or (event.text and not event.media and "text" not in ask.takes):
            key = "choose" if not ask.takes else "kept_but_words" if untaken else "kept_but_photo"
            return self.again_after(f"unread.{key}", f"unread:{key}")
        if ask.many:
            return self.gather(ask, event)
        value: Any = event.text.strip()
        if "photo" in ask.takes:
            value = {"texts": [value] if value else [], "media": [_media(m) for m in event.media]}
        if ask.reads:
            value = READERS[ask.reads](event.text, self.frame.facts, self.view)
            if isinstance(value, Misread):
                return self.again_after(f"misread.{value.reason}", f"misread:{value.reason}", value.values)
        self.fact(ask, value)
        self.fill(ask, event.text)
        return self.onward(ask.then, f"answer:{ask.name}")

    def gather(self, ask: Ask, event: Said) -> Turn:
        """One more message of an answer that may take several; an album is acknowledged once."""
        name, text = ask.fact or ask.name, event.text.strip()
        kept = self.frame.facts.get(name) or {"texts": [], "media": []}
        answer = {
            "texts": [*kept["texts"], *([text] if text else [])],
            "media": [*kept["media"], *(_media(m) for m in event.media)],
        }
        known = bool(event.group) and event.group == self.place.group
        self.fact(ask, answer)
        self.fill(ask, text)
        self.place = replace(self.place, group=event.group, silent=0)
        if len(answer["texts"]) + len(answer["media"]) >= MANY:
            return self.onward(ask.then, f"gathered:{ask.name}")
        if not known:
            self.put_question(ask, self.word(f"{self.script.name}.{ask.name}.more"), fresh=False)
        return self.done(f"more:{ask.name}", waits=True)

    def pressed(self, event: Pressed) -> Turn:
        if event.trouble == "elsewhere":
            return self.elsewhere(event.value)
        if event.trouble:
            return self.again_after(f"buttons.{event.trouble}", f"button:{event.trouble}")
        if event.value.startswith("~"):
            return self.aside(event.value[1:])
        if event.question != self.place.question:
            return self.again_after("buttons.old", "button:old")
        return self.chosen(event.value, early=False)

    def elsewhere(self, value: str) -> Turn:
        """A button of this matter, pressed while the person is in another one."""
        if value == "~here":
            self.view = replace(self.perform(Deed("switch")), current=True)
            self.reask()
            return self.done("here", waits=True)
        self.say("buttons.elsewhere", {"matter": self.view.matter})
        self.options = [("~here", self.word("labels.here"))]
        return self.done("button:elsewhere")

    def chosen(self, value: str, early: bool) -> Turn:
        ask = self.ask()
        name = ask.fact or ask.name
        old = self.frame.facts.get(name)
        if early and (not ask.idle or value in ask.routes):
            return self.early()
        if value == "done" and ask.many:
            if not old:
                return self.again_after("unread.nothing_yet", "nothing yet")
            return self.onward(ask.then, f"gathered:{ask.name}")
        if value == "afresh" and ask.many and old:
            self.place = self.place.at(
                ask.name, facts={k: v for k, v in self.frame.facts.items() if k != name}
            )
            self.reask()
            return self.done(f"afresh:{ask.name}", waits=True)
        if value == "keep" and old is not None and ("keep", self.word("labels.keep")) in self.place.options:
            return self.onward(ask.choices.get(str(old), ask.then), f"kept:{ask.name}")
        if value not in dict(self.place.options):
            return self.again_after("buttons.old", "button:old")
        if value in ask.choices:
            if not (ask.idle or ask.edits):
                self.fact(ask, value)
            return self.onward(ask.choices[value], f"chose:{value}", force=ask.edits)
        if value in ask.routes:
            return self.onward(value, f"chose:{value}")
        self.fact(ask, value)
        return self.onward(ask.then, f"chose:{value}")

    def code(self, event: Code) -> Turn:
        if event.found is None:
            return self.again_after(f"codes.{event.trouble}", f"code:{event.trouble}")
        self.perform(Deed("use_code", event.found))
        return self.done("code", waits=False)

    def told(self, event: Told) -> Turn:
        base = self.book.scripts[self.place.frames[0].script]
        verb, _, target = {**EVERYWHERE, **base.on}.get(event.kind, "deaf").partition(":")
        if verb == "deaf":
            return self.done(f"deaf:{event.kind}")
        key = f"told.{base.voice or base.name}.{event.kind}"
        if self.book.words.has(self.view.lang, key):
            self.say(key, event.data)
            self.files.extend(event.data.get("files", ()))
        if verb == "step" and event.kind == "here" and len(self.place.frames) > 1:
            verb = "ask"  # somebody comes back to what they were in the middle of
        if verb == "step":
            return self.moved(target, event)
        if verb == "visit":
            self.visit(target, event.data)
            return self.done(f"told:{event.kind}", waits=True)
        if verb == "close":
            closed = tuple(f for n, f in enumerate(self.place.frames) if not n or f.script != target)
            if closed != self.place.frames:
                self.place = replace(self.place, frames=closed, question=self.place.question + 1)
        if not self.place.asked:
            self.put_question(self.ask())  # a new conversation: its first question has never been put
        else:
            self.reask(short=verb != "ask")
        return self.done(f"told:{event.kind}", waits=True)

    def moved(self, step: str, event: Told) -> Turn:
        """Word that moves the conversation itself; whatever was being visited is over."""
        base = self.place.frames[0]
        self.place = replace(
            self.place, frames=(replace(base, facts={**base.facts, **event.data}, trail=()),)
        )
        self.settle(step)
        return self.done(f"told:{event.kind}", waits=True)

    def visit(self, name: str, facts: Mapping[str, Any]) -> None:
        """Open a script above the open question; the same one already open begins anew with new facts."""
        script = self.book.scripts[name]
        frames = tuple(
            f
            for n, f in enumerate(self.place.frames)
            if not n or f.script != name or _about(f.facts) != _about(facts)
        )
        opened = Frame(name, script.version, script.steps[0].name, dict(facts))
        self.place = replace(self.place, frames=(*frames, opened), silent=0)
        self.settle(script.steps[0].name)

    def silent(self, times: int) -> Turn:
        self.place = replace(self.place, silent=times)
        if self.ask().idle:
            return self.done("silent")
        if times > REMINDERS:
            self.view = self.perform(Deed("call_person", {"why": "silent"}))
            self.say("common.silent_person")
            self.options = [("~hello", self.word("labels.go_on"))]
            return self.done("silent:person", waits=False)
        self.say("common.silent")
        self.reask(short=True)
        return self.done(f"silent:{times}", waits=True)

    # -- asides ----------------------------------------------------------------------------------------

    def again_after(self, key: str, understood: str, values: Mapping[str, Any] | None = None) -> Turn:
        """One sentence, then the open question again; the place is kept."""
        self.say(key, values)
        self.reask(short=True)
        return self.done(understood, waits=True)

    def aside(self, name: str) -> Turn:
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
        self.options = [("~hello", self.word("labels.go_on"))]
        return self.done("aside:stop", waits=True)

    def person(self) -> Turn:
        self.view = self.perform(Deed("call_person", {"why": "asked"}))
        return self.again_after("common.person", "aside:person")

    def matters(self) -> Turn:
        self.view = self.perform(Deed("matters"))
        return self.done("aside:matters", waits=True)

    def again(self) -> Turn:
        ask = self.ask()
        plainer = self.word(f"{self.script.name}.{ask.name}.plain", self.shown(ask.shows))
        self.put_question(ask, plainer, fresh=False)
        return self.done("aside:again", waits=True)

    def help(self) -> Turn:
        self.say("common.help")
        names = (*HELP, "english" if self.view.lang == "zh" else "chinese")
        self.options = [(f"~{name}", self.word(f"labels.{name}")) for name in names]
        return self.done("aside:help", waits=True)

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
            self.place = replace(self.place, frames=self.place.frames[:-1])
            self.put_question(self.ask())
            return self.done("aside:back", waits=True)
        return self.again_after("common.first", "aside:back")

    # -- moving on -------------------------------------------------------------------------------------

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

    def settle(self, name: str) -> None:
        """Walk from a step over everything that needs no answer, to the next open question."""
        for _ in range(200):
            step = self.script.step(name)
            self.place = self.place.at(step.name)
            match step:
                case Ask():
                    if not self.passed_over(step):
                        if step.idle:
                            self.place = self.place.at(step.name, trail=())
                        self.put_question(step)
                        return
                    name = step.choices.get(str(self.frame.facts[step.fact or step.name]), step.then)
                case Tell():
                    self.tell(step)
                    name = step.then
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
                        self.put_question(self.ask())
                        return
                    name = self.begin(step.next)
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

    def tell(self, step: Tell) -> None:
        self.texts.append(self.word(f"{self.script.name}.{step.name}.tell", self.shown(step.shows)))
        if step.files:
            self.files.extend(FILES[step.files](self.frame.facts, self.view))

    # -- asking ----------------------------------------------------------------------------------------

    def reask(self, *, short: bool = False) -> None:
        """The open question once more, with the number it has; in few words where there are such."""
        ask = self.ask()
        key = f"{self.script.name}.{ask.name}.short"
        if short and self.book.words.has(self.view.lang, key):
            self.put_question(ask, self.word(key, self.shown(ask.shows)), fresh=False)
        else:
            self.put_question(ask, fresh=False)

    def put_question(self, ask: Ask, text: str = "", *, fresh: bool = True, before: bool = False) -> None:
        """Say a question and its answers; in a matter that is not the current one, only the way to it."""
        if fresh:
            self.place = replace(
                self.place, question=self.place.question + 1, group="", early=False, asked=self.view.now
            )
        words, lang, name = self.book.words, self.view.lang, f"{self.script.name}.{ask.name}"
        values = self.shown(ask.shows)
        options = [(v, self.word(f"{name}.choices.{v}", values)) for v in ask.choices]
        if ask.offers:
            options += OFFERS[ask.offers](words, self.frame.facts, self.view)
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


def _about(facts: Mapping[str, Any]) -> tuple[Any, ...]:
    """What a visit is about, where it is about one thing of several: an utterance, or a promise."""
    return tuple(facts.get(name) for name in ("n", "point", "part"))


def _asides(words: Words, lang: str) -> Mapping[str, tuple[str, ...]]:
    return {name: words.list(lang, f"asides.{name}") for name in ASIDES}


def _media(media: Media) -> dict[str, Any]:
    names = ("kind", "digest", "mime", "size", "name", "owner")
    return {name: getattr(media, name) for name in names}

"""The pure function at the heart: (script, place, event) to (new place, words to say, acts)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.asides import ASKS, Asides, aside_words
from handlers.events import Code, Edited, Event, Media, Pressed, Said, Silent, Told, Unread
from handlers.interlude import AT_ONCE, HUMAN, LENT
from handlers.life import STAFF
from handlers.moving import about
from handlers.place import Frame, Place
from handlers.readers import Misread
from handlers.reading.choices import Option, aside, asked, has_number, is_empty, pick
from handlers.reading.danger import danger
from handlers.script import Ask, words_of
from handlers.tables import READERS
from handlers.values import Book, Deed, Perform, Turn
from handlers.view import View, within

LONGEST = 20_000  # characters of one message that are read; a longer one is kept and asked for in parts
REMINDERS = 2  # then a person takes over
MANY = 40  # messages that one gathered answer may hold before it is closed for the person
EVERYWHERE = {
    "here": "ask",
    "matters": "visit:matters",
    "return_code": "visit:return_code",
    "returned": "visit:returned",
    "taken": f"visit:{HUMAN}",
    "spoke_to": "",
    "handed_back": f"close:{HUMAN}",
}
UNGRANTED = (*EVERYWHERE, "grant_over")  # what is heard by whoever acts for nobody (any more)


FINAL = frozenset({"ended", "left_out", "no_grant"})
"""Refusals after which nothing that was being visited can ever be answered."""
GONE = frozenset(
    {"plan_over", "fact_over", "vote_gone", "vote_given", "record_changed", "no_record", "no_claim"}
)
GONE |= {"helper_over", "paper_changed", "party_said", "no_paper_open", "already_released"}
"""Refusals after which the open question itself can never be answered; what waits below it still can."""


def advance(book: Book, place: Place, event: Event, view: View, perform: Perform) -> Turn:
    """One event at one place. Deterministic; lets Refused through, else raises only for a fault of ours."""
    return Talk(book, place, view, perform).take(event)


def refused(book: Book, place: Place, view: View, reason: str, values: Mapping[str, Any]) -> Turn:
    """What to say when the case refused an act: why, and the question that was open before."""
    talk = Talk(book, place, view, lambda deed: view)
    talk.say(f"refusals.{reason}", values)
    if reason in FINAL | GONE and len(place.frames) > 1 and not talk.lent:
        kept = place.frames[:1] if reason in FINAL else place.frames[:-1]
        talk.place = replace(place, frames=kept, question=place.question + 1)
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


class Talk(Asides):
    """Takes one event; everything else it needs to speak and to move comes from below."""

    def take(self, event: Event) -> Turn:
        match event:
            case Said():
                return self.heard(event)
            case Pressed():
                return self.pressed(event)
            case Edited(text=text) if self.ask().verbatim and "photo" in self.ask().takes:
                return self.free(self.ask(), Said(f"{self.word('common.now_reads')}{text}"))
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
        if self.in_danger(text) and not (ask.many or ask.idle or ask.verbatim):
            self.reask(short=True)  # such words are no answer to what was asked
            return self.done("danger", waits=True)
        if event.trouble:
            self.say("unread.part")
        if ask.idle and not self.place.asked:
            return self.first_words(ask, event)
        if len(text) > LONGEST:
            return self.again_after("unread.too_long", "unread:too_long")
        if ask.verbatim and (event.media or text.strip()):
            return self.verbatim(ask, event)
        if not event.media:
            if is_empty(text):
                return self.again_after("unread.empty", "unread:empty")
            if (found := aside(text, aside_words(self.book.words, self.view.lang))) is not None:
                return self.aside(found)
            if (found := aside(asked(text), aside_words(self.book.words, self.view.lang))) in ASKS:
                return self.aside(found)
            if (value := self.picked(text)) is not None:
                return self.aside(value[1:]) if value.startswith("~") else self.chosen(value, event.early)
        if event.early and not ask.many and not ask.idle:
            return self.early()
        return self.free(ask, event)

    def verbatim(self, ask: Ask, event: Said) -> Turn:
        """Words to a person go on as they are, also those sent before the question: they answer nothing."""
        if (value := self.worded(event)) is None:
            return self.free(ask, event)
        return self.back() if value == "~back" else self.chosen(value, early=False)

    def in_danger(self, text: str) -> bool:
        """Words of violence or self-harm: where help is comes first, and a person is called."""
        if self.view.role in STAFF or not (kind := danger(text)):
            return False
        self.view = self.perform(Deed("call_person", {"why": kind}))
        self.say(f"danger.{kind}")
        return True

    def first_words(self, ask: Ask, event: Said) -> Turn:
        """Before anything else a newcomer hears who is speaking; what they said already is kept for later."""
        text, lang = event.text, self.view.lang
        labels = [Option(value, label) for value, label in self.answers(ask)]
        empty = not event.media and is_empty(text)
        greeting = (
            aside(text, aside_words(self.book.words, lang)) is not None or pick(text, labels) is not None
        )
        if ask.takes and not empty and not greeting and len(text) <= LONGEST:
            said = [text.strip()] if text.strip() else []
            self.fact(ask, {"texts": said, "media": [_media(m) for m in event.media]})
            self.fill(ask, text)
            self.say("common.noted")
        self.put_question(ask)
        return self.done("first words", waits=False)

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
            self.put_question(ask, self.word(f"{words_of(self.script, ask)}.more"), fresh=False)
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
        if event.kind in LENT:
            return self.interlude(event)
        base = self.book.scripts[self.place.frames[0].script]
        verb, _, target = {**EVERYWHERE, **base.on}.get(event.kind, "deaf").partition(":")
        if self.view.hand and not self.view.scope and event.kind not in UNGRANTED:
            verb = "deaf"  # word that was on its way when somebody stopped acting for a party
        if self.unseated() and event.kind not in (*EVERYWHERE, "unseated"):
            verb = "deaf"  # word that was on its way when somebody gave the case away
        if self.lent and event.kind not in EVERYWHERE and verb not in AT_ONCE:
            return self.later(event)
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
        if verb == "visit" and not within(self.view.scope, self.book.scripts[target].scope):
            self.say("common.not_yours_to_answer", {"principal": self.view.principal})
            verb = ""
        if verb == "visit":
            self.visit(target, event.data)
            return self.done(f"told:{event.kind}", waits=True)
        if verb == "close":
            closed = tuple(f for n, f in enumerate(self.place.frames) if not n or not _over(f, target, event))
            if closed != self.place.frames:
                self.place = replace(self.place, frames=closed, question=self.place.question + 1)
        if not self.place.asked:
            self.put_question(self.ask())  # a new conversation: its first question has never been put
        else:
            ask = self.ask()
            bare = verb != "ask" and event.kind not in EVERYWHERE and self.at_home(ask)
            self.put_question(ask, self.brief(ask) if verb != "ask" else "", fresh=False, bare=bare)
        return self.done(f"told:{event.kind}", waits=True)

    def unseated(self) -> bool:
        """Whether somebody stands in the office of a case that is led by others and not theirs any more."""
        case = self.view.case
        office = self.place.frames[0].script == "office"
        return office and case is not None and case.lead is not None and not case.role(self.view.me)

    def moved(self, step: str, event: Told) -> Turn:
        """Word that moves the conversation itself; whatever was being visited is over."""
        base = self.place.frames[0]
        self.place = replace(
            self.place, frames=(replace(base, facts={**base.facts, **event.data}, trail=()),)
        )
        self.settle(step, anew=True)
        return self.done(f"told:{event.kind}", waits=True)

    def silent(self, times: int) -> Turn:
        self.place = replace(self.place, silent=times)
        if self.ask().lapses:
            return self.onward(self.ask().lapses, "lapsed")
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


def _over(frame: Frame, scripts: str, told: Told) -> bool:
    """Whether word closes this visit: one of these scripts, and about nothing else where both name it."""
    named = zip(about(frame.facts), about(told.data), strict=True)
    other = any(mine != yours and None not in (mine, yours) for mine, yours in named)
    return frame.script in scripts.split(",") and not other


def _media(media: Media) -> dict[str, Any]:
    names = ("kind", "digest", "mime", "size", "name", "owner")
    return {name: getattr(media, name) for name in names}

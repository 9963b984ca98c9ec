"""A conversation lent to a person of the court: words pass through, and the parked question waits below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.events import Said, Told
from handlers.moving import Moving
from handlers.place import Frame
from handlers.reading.choices import Option, aside, has_number, pick
from handlers.values import Deed, Turn

HUMAN = "human"  # the script that stands above the question while a person speaks
LENT = ("taken", "spoke_to", "handed_back")
"""Word by which a conversation is lent, is spoken to, and comes back; every base script hears it."""
AT_ONCE = ("", "ask", "deaf")  # what word from the case may do while a person is speaking


class Interlude(Moving):
    """Nothing said while a conversation is lent answers the parked question or agrees to anything."""

    @property
    def lent(self) -> Frame | None:
        """The open script of the person who is speaking, if the conversation is lent."""
        return next((f for f in self.place.frames[1:] if f.script == HUMAN), None)

    def interlude(self, event: Told) -> Turn:
        """The conversation is lent, spoken to, or handed back."""
        if event.kind == "taken":
            later = self.lent.facts.get("later") if self.lent else None  # a colleague takes over from another
            self.visit(HUMAN, {**event.data, "later": later})
        elif event.kind == "spoke_to":
            self.spoken_to(event.data)
        else:
            self.say(f"told.all.{event.kind}", event.data)
            self.returned()
        return self.done(f"told:{event.kind}", waits=True)

    def spoken_to(self, data: Mapping[str, Any]) -> None:
        """Words of the person who is speaking, with their name; they have answered, so nothing waits now."""
        self.say("told.all.spoke_to", data)
        self.files.extend(data.get("files", ()))
        self._human({"since": None})
        if self.frame.script == HUMAN:
            self.settle("talk")
        else:
            self.reask(short=True)

    def returned(self) -> None:
        """The assistant comes back to the question that was parked, and then hears what came meanwhile."""
        if (frame := self.lent) is not None:
            self.perform(Deed("replay", {"later": frame.facts.get("later") or []}))
            kept = tuple(f for f in self.place.frames if f is not frame)
            self.place = replace(self.place, frames=kept, silent=0)
        self.put_question(self.ask())

    def later(self, event: Told) -> Turn:
        """Word that would open or move something waits until the assistant is back: nothing is lost."""
        frame = self.lent
        assert frame is not None
        waiting = [*(frame.facts.get("later") or ()), [event.kind, dict(event.data)]]
        self._human({"later": waiting})
        self.say("told.all.later")
        self.reask(short=True)
        return self.done(f"later:{event.kind}", waits=True)

    def _human(self, facts: Mapping[str, Any]) -> None:
        frames = tuple(
            replace(f, facts={**f.facts, **facts}) if f.script == HUMAN else f for f in self.place.frames
        )
        self.place = replace(self.place, frames=frames)

    def worded(self, event: Said) -> str | None:
        """The choice, or *back*, that words to a person mean as a whole; numbers are words like any other."""
        lang, words = self.view.lang, self.book.words
        if event.media or has_number(event.text):
            return None
        if aside(event.text, {"back": words.list(lang, "asides.back")}):
            return "~back"
        open_ = [Option(v, label, words.list(lang, f"synonyms.{v}")) for v, label in self.place.options]
        return pick(event.text, open_)

"""What a turn is made of: what is said, what is to be done, and what is left when it is over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.place import Place
from handlers.script import Script
from handlers.view import View
from handlers.words import Words


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
    """What one event leads to. ``waits``: an unanswered question is open, so silence counts from now.

    ``until`` is when it lapses (microseconds since 1970), where its script counts silence in minutes.
    """

    place: Place
    says: tuple[Utterance, ...] = ()
    understood: str = ""
    waits: bool = False
    until: int = 0


@dataclass(frozen=True, slots=True)
class Book:
    """Every script by name, and the words of every language."""

    scripts: Mapping[str, Script]
    words: Words


Perform = Callable[[Deed], View]
"""Does an act and gives the sight of the matter after it; raises ``handlers.life.Refused``."""

"""Ready-made phrases (常用话) that the court's people send instead of typing them again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

NAME = "{name}"


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: its title on the button, and its text by language; ``{name}`` is who will hear it."""

    title: str
    text: Mapping[str, str]

    def words(self, lang: str) -> str:
        """The text in that language, or in the first there is."""
        return self.text.get(lang) or next(iter(self.text.values()))


def said(phrase: Phrase, lang: str) -> dict[str, Any]:
    """The phrase as words to be sent; ``named`` tells that a name may have to be put in."""
    return {"texts": [phrase.words(lang)], "media": [], "named": True}


def addressed(words: Mapping[str, Any], names: Sequence[str]) -> Mapping[str, Any]:
    """Words with the names of those who hear them put in, if they came from a phrase, else as they are."""
    if not words.get("named"):
        return words
    return {"texts": [one.replace(NAME, "、".join(names)) for one in words["texts"]], "media": words["media"]}

"""What the frame of the pages says, one TOML file a language, each of them complete."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

Words = Mapping[str, str]
LANGUAGES = ("zh", "en")


class Incomplete(Exception):
    """A language lacks a sentence, has one that nobody uses, or names other placeholders than Chinese."""


@cache
def load() -> Mapping[str, Words]:
    """All languages, or an exception: a page half in one language helps nobody."""
    words = {language: _read(language) for language in LANGUAGES}
    for language, sentences in words.items():
        compare(language, sentences, words[LANGUAGES[0]])
    return words


def compare(language: str, sentences: Words, model: Words) -> None:
    """Refuse ``sentences`` unless they have the names and placeholders of ``model``."""
    if odd := sentences.keys() ^ model.keys():
        raise Incomplete(f"{language}: {', '.join(sorted(odd))}")
    for name, sentence in sentences.items():
        if _placeholders(sentence) != _placeholders(model[name]):
            raise Incomplete(f"{language}: placeholders of {name}")


def _read(language: str) -> Words:
    text = (Path(__file__).parent / f"{language}.toml").read_text("utf-8")
    return {name: str(sentence) for name, sentence in tomllib.loads(text).items()}


def _placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}

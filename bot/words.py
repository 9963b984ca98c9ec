"""Reading the words files, which lie beside the scripts they belong to."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources

from handlers.scripts import SCRIPTS
from handlers.values import Book
from handlers.words import Words

LANGUAGES = ("zh", "en")


@cache
def words() -> Words:
    """Every language's words."""
    folder = resources.files("handlers") / "words"
    tables = {lang: tomllib.loads((folder / f"{lang}.toml").read_text("utf-8")) for lang in LANGUAGES}
    return Words(tables)


@cache
def book() -> Book:
    """The scripts of the house and their words."""
    return Book(SCRIPTS, words())

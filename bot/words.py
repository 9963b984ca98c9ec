"""Reading the words files, which lie beside the scripts they belong to: one folder a language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from handlers.scripts import SCRIPTS
from handlers.values import Book
from handlers.words import Words

LANGUAGES = ("zh", "en")


@cache
def words() -> Words:
    """Every language's words; ValueError where two files of a language say the same thing."""
    return Words({lang: _language(lang) for lang in LANGUAGES})


@cache
def book() -> Book:
    """The scripts of the house and their words."""
    return Book(SCRIPTS, words())


def _language(lang: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    folder = resources.files("handlers") / "words" / lang
    for file in sorted(folder.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".toml"):
            _join(found, tomllib.loads(file.read_text("utf-8")), f"{lang}/{file.name}")
    return found


def _join(into: dict[str, Any], table: Mapping[str, Any], where: str) -> None:
    for key, value in table.items():
        if isinstance(value, Mapping):
            _join(into.setdefault(key, {}), value, f"{where} {key}")
        elif key in into:
            raise ValueError(f"{where}: {key} stands twice")
        else:
            into[key] = value

"""The words of every language, looked up by script and step and filled without ever running them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from handlers.forms import FORMATS

HOLE = re.compile(r"\{([a-z_]+)\}")


class Words:
    """All languages' words. ``tables`` maps a language to nested tables whose leaves are text or lists."""

    def __init__(self, tables: Mapping[str, Mapping[str, Any]], default: str = "zh") -> None:
        self.default = default
        self.flat: dict[str, dict[str, Any]] = {lang: dict(_flatten(t)) for lang, t in tables.items()}
        self.lists: dict[str, dict[str, tuple[str, ...]]] = {
            lang: {key: tuple(map(str, value)) for key, value in flat.items() if isinstance(value, list)}
            for lang, flat in self.flat.items()
        }

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages there are."""
        return tuple(self.flat)

    def has(self, lang: str, key: str) -> bool:
        """Whether that language has words of that name."""
        return key in self.flat[lang]

    def text(self, lang: str, key: str, values: Mapping[str, Any] | None = None) -> str:
        """The words of that name with their holes filled; KeyError for unknown words or a missing value.

        A person's own text goes in as it is and is never read for holes again.
        """
        raw = self.flat[lang][key]
        if not values:
            return str(raw)

        def fill(hole: re.Match[str]) -> str:
            name = hole.group(1)
            return self.show(lang, name, values[name])

        return HOLE.sub(fill, raw)

    def show(self, lang: str, name: str, value: Any) -> str:
        """One value as people read it: a sum, a day, a kind of dispute, or plain text."""
        if (form := FORMATS.get(name)) is not None:
            return str(form(self, lang, value))
        return str(value)

    def name(self, lang: str, table: str, value: str) -> str:
        """The name of a value in that language, or the value itself where it is free text."""
        return str(self.flat[lang].get(f"names.{table}.{value}", value))

    def list(self, lang: str, key: str) -> tuple[str, ...]:
        """A list of words, such as the ways people say *back*."""
        return self.lists[lang].get(key, ())

    def keys(self, lang: str) -> frozenset[str]:
        """Every name of that language's words."""
        return frozenset(self.flat[lang])

    def holes(self, lang: str, key: str) -> frozenset[str]:
        """The names of the holes in those words."""
        raw = self.flat[lang][key]
        return frozenset(HOLE.findall(raw)) if isinstance(raw, str) else frozenset()


def _flatten(table: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value

"""Compares calls and objects with the machine-readable Bot API, where the shared data lies beside us."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = "bot-api-10.1.json"
UPDATES = "raw-updates.json"


@dataclass(frozen=True)
class Upload:
    """A file as it came in a multipart body."""

    name: str
    data: bytes


def shared(name: str) -> Path | None:
    """The file of that name in the shared Telegram data, or None where the folder is absent."""
    named = os.environ.get("HEJIE_DATA")
    roots = [Path(named)] if named else [up / "shared" / "data" for up in Path(__file__).resolve().parents]
    return next((path for root in roots if (path := root / "telegram" / name).is_file()), None)


@cache
def load() -> Schema | None:
    path = shared(SCHEMA)
    return Schema(json.loads(path.read_text("utf-8"))) if path else None


class Schema:
    """What the Bot API knows of: methods, their parameters, types and their fields."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self._methods: dict[str, Any] = spec["methods"]
        self._types: dict[str, Any] = spec["types"]

    def call(self, method: str, params: dict[str, Any]) -> list[str]:
        """What is wrong with a call, in words; nothing when all is well."""
        if method not in self._methods:
            return [f"{method} is not a method"]
        return self._fields(params, self._methods[method].get("fields", []), method)

    def fields(self, kind: str) -> list[str]:
        return [field["name"] for field in self._types[kind]["fields"]]

    def value(self, value: Any, kinds: Sequence[str], where: str) -> list[str]:
        """What is wrong with a value that may be of any of these types: the fewest faults of all of them."""
        return min((self._one(value, kind, where) for kind in kinds), key=len)

    def _fields(self, given: dict[str, Any], fields: list[dict[str, Any]], where: str) -> list[str]:
        known = {field["name"]: field for field in fields}
        faults = [f"{where}.{name} is not known" for name in given if name not in known]
        faults += [
            f"{where}.{n} is missing" for n, field in known.items() if field["required"] and n not in given
        ]
        for name in known.keys() & given.keys():
            faults += self.value(given[name], known[name]["types"], f"{where}.{name}")
        return faults

    def _one(self, value: Any, kind: str, where: str) -> list[str]:
        wrong = [f"{where} is not {kind}"]
        if kind == "InputFile":
            return [] if isinstance(value, Upload) else wrong
        if kind == "String":
            return [] if isinstance(value, str) else wrong
        value = _decoded(value)
        if kind.startswith("Array of "):
            if not isinstance(value, list):
                return wrong
            inner = kind.removeprefix("Array of ")
            return [
                fault for i, item in enumerate(value) for fault in self._one(item, inner, f"{where}[{i}]")
            ]
        if kind in _PLAIN:
            return (
                []
                if isinstance(value, _PLAIN[kind]) and isinstance(value, bool) == (kind == "Boolean")
                else wrong
            )
        if subtypes := self._types[kind].get("subtypes"):
            return self.value(value, subtypes, where)
        return (
            self._fields(value, self._types[kind].get("fields", []), where)
            if isinstance(value, dict)
            else wrong
        )


_PLAIN: dict[str, tuple[type, ...]] = {"Integer": (int,), "Float": (int, float), "Boolean": (bool,)}


def _decoded(value: Any) -> Any:
    """Forms carry everything but strings as JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value

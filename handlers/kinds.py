"""The kinds of function that stand in the house's tables, and how tables are joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from handlers.acts.done import Done
    from handlers.case import Actor, Case, Env
    from handlers.view import View
    from handlers.words import Words

Facts = Mapping[str, Any]
Data = Mapping[str, Any]
Options = list[tuple[str, str]]

Doing = Callable[["Case", "Actor", Data, "Env"], "Done"]
Show = Callable[[Facts, "View"], Any]
Files = Callable[[Facts, "View"], list[Mapping[str, Any]]]
Offer = Callable[["Words", Facts, "View"], Options]
Shown = Callable[["Case", "View"], bool]
"""Whether a room offers a move to this person now."""
DeskShown = Callable[["View"], bool]
Decision = Callable[[Facts, "View"], tuple[str, Facts]]
Reader = Callable[[str, Facts, "View"], Any]
Format = Callable[["Words", str, Any], str]

Value = TypeVar("Value")


def joined(*tables: Mapping[str, Value]) -> dict[str, Value]:
    """All tables as one; ValueError for a name that stands in two of them."""
    found: dict[str, Value] = {}
    for table in tables:
        if twice := found.keys() & table.keys():
            raise ValueError(f"in two tables: {', '.join(sorted(twice))}")
        found |= table
    return found

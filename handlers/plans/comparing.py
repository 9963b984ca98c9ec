"""Plans side by side, aspect by aspect, in lines that a small screen and a reader aloud can follow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from handlers.case import Case
from handlers.parts import Plan
from handlers.plans.state import number, said, waiting
from handlers.points import totals

if TYPE_CHECKING:
    from handlers.words import Words

Row = Mapping[str, Any]
KINDS = ("act", "apology", "guarantor", "penalty", "other")
"""Kinds of point that have an aspect each; payments have two, the total and the days."""


def row(case: Case, plan: Plan) -> dict[str, Any]:
    """A plan as it is compared with others."""
    agreed = said(plan.answers, "yes")
    return {
        "plan": number(case, plan),
        "name": case.name(plan.by),
        "points": [dict(p) for p in plan.points],
        "agreed": [p.name for p in case.staying if p.person in agreed],
        "open": [p.name for p in waiting(case, plan)] if plan.state == "open" else [],
    }


def compared(words: Words, lang: str, value: Sequence[Row]) -> str:
    """All plans: one aspect after the other, a line for each plan; what no plan has is left out."""
    if not value:
        return words.text(lang, "compare.no_plan")
    return "\n\n".join(
        "\n".join([words.text(lang, f"compare.{name}"), *(_line(words, lang, one, read) for one in value)])
        for name, read in _ASPECTS.items()
        if name not in KINDS or any(_of(one, name) for one in value)
    )


def _line(words: Words, lang: str, one: Row, read: Callable[[Words, str, Row], str]) -> str:
    return words.text(lang, "compare.row", {"plan": one["plan"], "what": read(words, lang, one)})


def _of(one: Row, *kinds: str) -> list[Mapping[str, Any]]:
    return [p for p in one["points"] if p["kind"] in kinds]


def _by(words: Words, lang: str, one: Row) -> str:
    return words.text(lang, "compare.put_by", {"name": one["name"]})


def _total(words: Words, lang: str, one: Row) -> str:
    return words.show(lang, "sums", totals(one["points"])).replace("\n", words.text(lang, "common.comma"))


def _days(words: Words, lang: str, one: Row) -> str:
    parts = [part for point in _of(one, "pay") for part in point["parts"]]
    if not parts:
        return words.text(lang, "compare.nothing")
    last = max(part["due"] for part in parts)
    key = "compare.several" if len(parts) > 1 else "compare.once"
    return words.text(lang, key, {"count": str(len(parts)), "due": last})


def _kind(kind: str) -> Callable[[Words, str, Row], str]:
    def read(words: Words, lang: str, one: Row) -> str:
        return words.show(lang, "points", _of(one, kind)) or words.text(lang, "compare.nothing")

    return read


def _people(field: str) -> Callable[[Words, str, Row], str]:
    def read(words: Words, lang: str, one: Row) -> str:
        return words.show(lang, "names", one[field]) if one[field] else words.text(lang, "compare.nobody")

    return read


_ASPECTS: Mapping[str, Callable[[Words, str, Row], str]] = {
    "by": _by,
    "total": _total,
    "days": _days,
    **{kind: _kind(kind) for kind in KINDS},
    "agreed": _people("agreed"),
    "open": _people("open"),
}

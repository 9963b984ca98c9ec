"""Where a record departs from the plan that everybody accepted: names, sums, days and words, one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from handlers.case import Case
from handlers.plans.state import agreed_plan, number

Point = Mapping[str, Any]
ASPECTS = {
    "who": "who_name",
    "whom": "whom_name",
    "sum": "sum",
    "what": "what",
    "way": "way",
    "backer": "backer",
    "of": "of",
}
"""What is compared, and the key of a point under which it stands; instalments are compared apart."""


PEOPLE = ("who", "whom")
"""Aspects whose key is a person: those are compared too, not their names alone."""


def differences(case: Case, points: Sequence[Point]) -> list[dict[str, Any]]:
    """Every difference to the accepted plan, none where there is no such plan.

    Each is {plan, no, aspect, part, was, now}: ``aspect`` is one of ``ASPECTS``, due, part_sum, parts, added
    or missing; the last two have a point in ``now`` or ``was``.
    """
    plan = agreed_plan(case)
    if plan is None:
        return []
    mine = number(case, plan)
    mine_too = [p for p in points if p["kind"] != "claim"]  # further claims stand in records only
    return [{"plan": mine, **one} for one in _compared([*plan.points], mine_too)]


def _compared(was: list[Point], now: list[Point]) -> Iterator[dict[str, Any]]:
    for point in list(now):
        if same := next((p for p in was if _content(p) == _content(point)), None):
            was.remove(same)
            now.remove(point)
    for point in list(now):
        if near := next((p for p in was if p["kind"] == point["kind"]), None):
            was.remove(near)
            now.remove(point)
            yield from _apart(near, point)
    yield from (_one(p, "added", None, dict(p)) for p in now)
    yield from (_one(p, "missing", dict(p), None) for p in was)


def _apart(was: Point, now: Point) -> Iterator[dict[str, Any]]:
    for aspect, key in ASPECTS.items():
        old, new = was.get(key) or "", now.get(key) or ""
        other = aspect in PEOPLE and was.get(aspect) != now.get(aspect)  # two people may bear one name
        if old != new or other:
            yield _one(now, aspect, old, new)
    before, after = was.get("parts", ()), now.get("parts", ())
    if len(before) != len(after):
        yield _one(now, "parts", len(before), len(after))
        return
    for n, (old, new) in enumerate(zip(before, after, strict=True), 1):
        part = n if len(after) > 1 else 0
        if old["due"] != new["due"]:
            yield _one(now, "due", old["due"], new["due"], part)
        if old["sum"] != new["sum"] and part:
            yield _one(now, "part_sum", old["sum"], new["sum"], part)


def _one(point: Point, aspect: str, was: Any, now: Any, part: int = 0) -> dict[str, Any]:
    return {"no": point["no"], "aspect": aspect, "part": part, "was": was, "now": now}


def _content(point: Point) -> Any:
    parts = [(p["due"], p["sum"]) for p in point.get("parts", ())]
    people = [point.get(key) for key in PEOPLE]
    return point["kind"], people, [point.get(key) or "" for key in ASPECTS.values()], parts

"""Points of a settlement while they are entered, one by one: the same for a record and for a plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from handlers.kinds import Facts
from handlers.view import View

DRAFT = (
    "p_at",
    "p_kind",
    "p_who",
    "p_whom",
    "p_sum",
    "p_split",
    "p_due",
    "p_parts",
    "p_what",
    "p_way",
    "p_backer",
    "p_of",
)
WAYS = ("face", "written", "group")  # how somebody says sorry: 当面, 书面, 在群里
Point = Mapping[str, Any]


def point_kind(facts: Facts, view: View) -> tuple[str, Facts]:
    """What the point being entered is about."""
    return str(facts["p_kind"]), {}


def pays_anything(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether a payment stands already that a penalty can be about; else another kind is chosen."""
    there = any(p["kind"] == "pay" for p in facts.get("points") or ())
    return ("yes" if there else "no"), {} if there else {"p_kind": None}


def add_point(facts: Facts, view: View) -> tuple[str, Facts]:
    """The point just entered joins the others; its parts are forgotten."""
    points = list(facts.get("points") or ())
    at = facts.get("p_at")
    at = len(points) if at is None else at
    points = [_moved(p, {n: n + 1 for n in range(at + 1, len(points) + 1)}) for p in points]
    points.insert(at, _entered(facts, view, points, at))
    if points[at]["kind"] == "pay":
        points = [_bound(p, points[at], at + 1) for p in points]
    return "added", {"points": _numbered(points), "added": at, **dict.fromkeys(DRAFT)}


def remove_point(facts: Facts, view: View) -> tuple[str, Facts]:
    """The chosen point is taken out, to be entered again in its own place: records follow their paper."""
    out = int(facts["fix"])
    claims = any(int(p["no"]) == out and p["kind"] == "claim" for p in facts["points"])
    kept = [p for p in facts["points"] if int(p["no"]) != out]
    later = {n: n - 1 for n in range(out + 1, len(facts["points"]) + 1)}
    kept = [_moved(p, {out: 0, **later}) for p in kept]
    return "claim" if claims else "removed", {
        "points": _numbered(kept),
        "fix": None,
        **dict.fromkeys(DRAFT),
        "p_at": out - 1,
    }


def has_points(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether there are points already."""
    return ("yes" if facts.get("points") else "no"), {}


def totals(points: Iterable[Point]) -> list[dict[str, Any]]:
    """What everybody pays to everybody in all, in fen; penalties and guarantees are no payments yet."""
    found: dict[tuple[Any, Any], dict[str, Any]] = {}
    for point in points:
        if point["kind"] == "pay":
            one = found.setdefault(
                (point["who"], point["whom"]),
                {"who": point["who_name"], "whom": point["whom_name"], "fen": 0},
            )
            one["fen"] += point["sum"]
    return list(found.values())


def _entered(facts: Facts, view: View, points: Sequence[Point], at: int) -> dict[str, Any]:
    kind = facts["p_kind"]
    named = facts.get("p_what") if kind in ("act", "other") else ""  # typed before another kind was chosen
    point: dict[str, Any] = {"kind": kind, "what": named or ""}
    if kind == "other":
        return point
    if kind == "penalty":
        number = int(facts["p_of"])
        about = points[number - 1] if number <= len(points) else {}
        return _bound({**point, "sum": facts["p_sum"], "of": 0}, about, number + (number > at))
    total = facts["p_sum"] if kind in ("pay", "guarantor") else 0
    who, whom = int(facts["p_who"]), int(facts["p_whom"])
    point |= {"who": who, "whom": whom, "sum": total}
    case = view.case
    point |= {"who_name": case.name(who), "whom_name": case.name(whom)} if case else {}
    if kind == "guarantor":
        return {**point, "backer": facts["p_backer"]}
    if kind == "apology":
        point |= {"way": facts["p_way"]}
    return {**point, "parts": facts.get("p_parts") or [{"due": facts["p_due"], "sum": total}]}


def _bound(point: Point, paid: Point, number: int) -> dict[str, Any]:
    """A penalty that waits for its payment is about this one from now on; every other point stays."""
    if point["kind"] != "penalty" or point["of"] or paid.get("kind") != "pay":
        return dict(point)
    return {**point, "of": number, **{name: paid[name] for name in ("who", "whom", "who_name", "whom_name")}}


def _moved(point: Point, numbers: Mapping[int, int]) -> dict[str, Any]:
    """A penalty names its payment by number, so it follows when the points move up or down."""
    if point["kind"] != "penalty":
        return dict(point)
    return {**point, "of": numbers.get(point["of"], point["of"])}


def _numbered(points: Sequence[Point]) -> list[dict[str, Any]]:
    return [{**one, "no": n} for n, one in enumerate(points, 1)]

"""The record (调解笔录): its manifest, its digest and the rules its points must obey."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.canonical import canonical
from handlers.case import Case
from handlers.life import Refused

Point = Mapping[str, Any]


def manifest(version: int, pages: Sequence[str], text: str, points: Sequence[Point]) -> dict[str, Any]:
    """What a confirmation covers: the pages in order (SHA-256 of each), the text and every point."""
    return {"version": version, "pages": list(pages), "text": text, "points": [dict(p) for p in points]}


def digest(version: int, pages: Sequence[str], text: str, points: Sequence[Point]) -> str:
    """SHA-256 (hex) over the canonical manifest."""
    return hashlib.sha256(canonical(manifest(version, pages, text, points))).hexdigest()


def checked_points(case: Case, points: Sequence[Point], today: date) -> tuple[Point, ...]:
    """The points with names and numbers in place; Refused when one cannot stand.

    Each is {kind: pay | act | other, who, whom: person ids, sum: fen, what, parts: [{due: ISO, sum: fen}]}.
    """
    if not points:
        raise Refused("no_points")
    return tuple(_checked(case, n, point, today) for n, point in enumerate(points, 1))


def _checked(case: Case, n: int, point: Point, today: date) -> Point:
    kind = str(point["kind"])
    if kind == "other":
        return {"no": n, "kind": kind, "what": str(point["what"])}
    who, whom = case.party(int(point["who"])), case.party(int(point["whom"]))
    if who is None or whom is None or who.person == whom.person:
        raise Refused("bad_people", no=str(n))
    parts: list[dict[str, Any]] = [{"due": str(p["due"]), "sum": int(p["sum"])} for p in point["parts"]]
    if not parts or any(date.fromisoformat(p["due"]) < today for p in parts):
        raise Refused("date_passed", no=str(n))
    whole: dict[str, Any] = {"no": n, "kind": kind, "who": who.person, "whom": whom.person, "parts": parts}
    whole |= {"who_name": who.name, "whom_name": whom.name}
    if kind == "act":
        return {**whole, "what": str(point["what"]), "sum": 0}
    total = int(point["sum"])
    if total <= 0 or any(p["sum"] <= 0 for p in parts) or sum(p["sum"] for p in parts) != total:
        raise Refused("sums_differ", no=str(n))
    return {**whole, "sum": total, "what": ""}

"""The record (调解笔录): its manifest, its digest and the rules its points must obey."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from handlers.canonical import canonical
from handlers.case import Case
from handlers.life import Refused
from handlers.points import WAYS
from handlers.reading.clauses import court_decides

Point = Mapping[str, Any]


def manifest(version: int, pages: Sequence[str], text: str, points: Sequence[Point]) -> dict[str, Any]:
    """What a confirmation covers: the pages in order (SHA-256 of each), the text and every point."""
    return {"version": version, "pages": list(pages), "text": text, "points": [dict(p) for p in points]}


def digest(version: int, pages: Sequence[str], text: str, points: Sequence[Point]) -> str:
    """SHA-256 (hex) over the canonical manifest."""
    return hashlib.sha256(canonical(manifest(version, pages, text, points))).hexdigest()


def checked_points(case: Case, points: Sequence[Point], today: date) -> tuple[Point, ...]:
    """The points with names and numbers in place; Refused when one cannot stand.

    Each is {kind, who, whom: person ids, sum: fen, what, parts: [{due: ISO, sum: fen}]}. ``pay`` and ``act``
    have all of these, an ``apology`` its ``way`` too; an ``other`` has words only, a ``claim``
    says how (``how``) a further claim is disposed of. A ``guarantor`` names the
    ``backer`` who answers for ``who`` up to ``sum``; a ``penalty`` is owed when the payment ``of`` is late.
    """
    if not points:
        raise Refused("no_points")
    done = [_checked(case, n, point, today) for n, point in enumerate(points, 1)]
    for point in done:
        if point["kind"] == "penalty":
            _of_payment(point, done)
    return tuple(done)


def _checked(case: Case, n: int, point: Point, today: date) -> Point:
    kind = str(point["kind"])
    if kind == "claim":
        return _claim(case, n, point)
    if court_decides(str(point.get("what") or "")):
        raise Refused("court_decides", no=str(n))
    if kind == "other":
        return {"no": n, "kind": kind, "what": str(point["what"])}
    who, whom = case.party(int(point["who"])), case.party(int(point["whom"]))
    if who is None or whom is None or who.person == whom.person or who.left or whom.left:
        raise Refused("bad_people", no=str(n))
    whole: dict[str, Any] = {"no": n, "kind": kind, "who": who.person, "whom": whom.person}
    whole |= {"who_name": who.name, "whom_name": whom.name, "what": "", "sum": 0}
    if kind == "guarantor":
        return {**whole, "sum": _whole_sum(point, n), "backer": _backer(point, whole)}
    if kind == "penalty":
        return {**whole, "sum": _whole_sum(point, n), "of": int(point["of"])}
    parts: list[dict[str, Any]] = [{"due": str(p["due"]), "sum": int(p["sum"])} for p in point["parts"]]
    if not parts or any(date.fromisoformat(p["due"]) < today for p in parts):
        raise Refused("date_passed", no=str(n))
    whole |= {"parts": parts}
    match kind:
        case "pay":
            total = _whole_sum(point, n)
            if any(p["sum"] <= 0 for p in parts) or sum(p["sum"] for p in parts) != total:
                raise Refused("sums_differ", no=str(n))
            return {**whole, "sum": total}
        case "act":
            return {**whole, **_unpaid(parts), "what": str(point["what"])}
        case "apology" if point["way"] in WAYS:
            return {**whole, **_unpaid(parts), "way": str(point["way"])}
    raise ValueError(f"no point is a {kind}")


def _unpaid(parts: Sequence[Point]) -> dict[str, Any]:
    """The day of what is done without money: no sum that was typed for something else stays with it."""
    return {"parts": [{**part, "sum": 0} for part in parts]}


def _claim(case: Case, n: int, point: Point) -> Point:
    """What becomes of a further claim, in its author's own words."""
    one, how = case.part("claims", int(point["claim"])), str(point["how"])
    if one is None or how not in ("settled", "dropped", "apart"):
        raise Refused("bad_people", no=str(n))
    what = " ".join(one.text.get("texts", ())) or "📎"
    return {"no": n, "kind": "claim", "claim": one.n, "how": how, "who_name": case.name(one.by), "what": what}


def _whole_sum(point: Point, n: int) -> int:
    fen = int(point["sum"])
    if fen <= 0:
        raise Refused("sums_differ", no=str(n))
    return fen


def _backer(point: Point, whole: Mapping[str, Any]) -> str:
    """The guarantor's name: nobody answers for themselves, and nobody is owed by themselves."""
    name = str(point["backer"]).strip()
    if not name or name in (whole["who_name"], whole["whom_name"]):
        raise Refused("bad_backer", no=str(whole["no"]))
    return name


def _of_payment(penalty: Point, points: Sequence[Point]) -> None:
    paid = next((p for p in points if p["no"] == penalty["of"] and p["kind"] == "pay"), None)
    if paid is None or (paid["who"], paid["whom"]) != (penalty["who"], penalty["whom"]):
        raise Refused("bad_penalty", no=str(penalty["no"]))

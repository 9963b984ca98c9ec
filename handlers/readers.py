"""Readers of free answers: each gives a certain value or says which sentence asks again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from handlers.kinds import Reader
from handlers.reading.choices import clean
from handlers.reading.clauses import court_decides
from handlers.reading.dates import read_date, read_instalments
from handlers.reading.money import read_sum
from handlers.reading.phones import read_phone
from handlers.reading.story import fills
from handlers.view import View

Facts = Mapping[str, Any]
LONGEST_NAME = 60
LONGEST_LINE = 2_000


@dataclass(frozen=True, slots=True)
class Misread:
    """The answer is not certain; ``reason`` names a sentence under ``misread`` in the words files."""

    reason: str
    values: Mapping[str, Any] = field(default_factory=dict)


def name(text: str, facts: Facts, view: View) -> Any:
    """A person's or organisation's name: at least one letter, no telephone number, not a whole story."""
    found = clean(text)
    if (
        len(found) > LONGEST_NAME
        or not any(c.isalpha() for c in found)
        or sum(c.isdigit() for c in found) > 4
    ):
        return Misread("name")
    return found


def phone(text: str, facts: Facts, view: View) -> Any:
    """One telephone number in E.164."""
    return read_phone(text) or Misread("phone")


def line(text: str, facts: Facts, view: View) -> Any:
    """A person's own words of moderate length, kept as they are."""
    found = text.strip()
    return found if len(found) <= LONGEST_LINE else Misread("long")


def clause(text: str, facts: Facts, view: View) -> Any:
    """Words of a settlement; never that a court is to decide should somebody default (民事调解规定 8)."""
    return Misread("court_decides") if court_decides(text) else line(text, facts, view)


def amount(text: str, facts: Facts, view: View) -> Any:
    """One certain sum, in fen."""
    found = read_sum(text)
    return Misread("sum") if found is None else found


def day(text: str, facts: Facts, view: View) -> Any:
    """One certain day from today on, as ISO date."""
    found = read_date(text, view.today)
    if found is None:
        return Misread("date")
    return Misread("date_passed", {"due": found.isoformat()}) if found < view.today else found.isoformat()


def instalments(text: str, facts: Facts, view: View) -> Any:
    """Days and sums of a payment in parts; together they must be the sum given before."""
    found = read_instalments(text, view.today)
    if isinstance(found, str):
        return Misread("part_passed" if found == "date_passed" else found)
    parts = [{"due": when.isoformat(), "sum": fen} for when, fen in found]
    if any(when < view.today for when, _ in found):
        return Misread("part_passed")
    together = sum(fen for _, fen in found)
    if together != facts["p_sum"]:
        return Misread("sums_differ", {"total": facts["p_sum"], "sum": together})
    return parts


def code(text: str, facts: Facts, view: View) -> Any:
    """A code is looked up before the turn; what gets here was no code."""
    return Misread("code")


READERS: dict[str, Reader] = {
    "name": name,
    "phone": phone,
    "line": line,
    "clause": clause,
    "sum": amount,
    "date": day,
    "instalments": instalments,
    "code": code,
}


def story(text: str, view: View) -> Facts:
    """What a first story tells for certain."""
    return fills(text, view.today)


FILLS: dict[str, Callable[[str, View], Facts]] = {"story": story}

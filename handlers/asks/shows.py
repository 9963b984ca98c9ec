"""What may be shown about what may be asked at any time, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.formats import listed, told
from handlers.kinds import Files, Format, Show

if TYPE_CHECKING:
    from handlers.words import Words


def dates(words: Words, lang: str, rows: Any) -> str:
    """The next dates, a line each."""
    return "\n".join(_date(words, lang, row) for row in rows) or words.text(lang, "asks.no_date")


def _date(words: Words, lang: str, row: Mapping[str, Any]) -> str:
    values = {"due": row["when"]}
    if "promise" in row:
        values["thing"] = row["promise"]
    if "meet_when" in row:
        values["meet_when"] = row["meet_when"]
    return words.text(lang, f"asks.date_{row['what']}", values)


def owing(words: Words, lang: str, rows: Any) -> str:
    """What has still to be done, a line each."""
    return "\n".join(_line(words, lang, row) for row in rows) or words.text(lang, "asks.owe_nothing")


def coming(words: Words, lang: str, rows: Any) -> str:
    """What is still to come from others, a line each."""
    return "\n".join(_line(words, lang, row) for row in rows) or words.text(lang, "asks.nothing_coming")


def _line(words: Words, lang: str, row: Mapping[str, Any]) -> str:
    key = "asks.row_theirs" if "who" in row else "asks.row_mine"
    values = {"due": row["when"], "thing": row["promise"], "who": row.get("who", "")}
    return words.text(lang, key, values)


def own_words(words: Words, lang: str, value: Any) -> str:
    """One's own words, each with whether others can see it."""
    if not value:
        return words.text(lang, "asks.said_nothing")
    kept, crossed = words.text(lang, "asks.kept"), words.text(lang, "asks.crossed")
    return "\n".join(f"“{told(words, lang, r['said'])}”{crossed if r['crossed'] else kept}" for r in value)


def seen_by(words: Words, lang: str, names: Any) -> str:
    """The court's people in the case, or that nobody has taken it yet."""
    return listed(words, lang, names) if names else words.text(lang, "asks.nobody_yet")


def settled(words: Words, lang: str, how: Any) -> str:
    """How far what was agreed binds."""
    return words.name(lang, "settled", str(how))


def some(words: Words, lang: str, names: Any) -> str:
    """Names, or that there is nobody."""
    return listed(words, lang, names) if names else words.text(lang, "asks.nobody")


SHOWS: Mapping[str, Show] = {}
FILES: Mapping[str, Files] = {}
FORMATS: Mapping[str, Format] = {
    "dates": dates,
    "owing": owing,
    "coming": coming,
    "own_words": own_words,
    "seen_by": seen_by,
    "others": some,
    "helping": some,
    "settled": settled,
}

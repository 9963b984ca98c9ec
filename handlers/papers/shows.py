"""What may be shown about papers and reminders, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.formats import counted, day, listed, named, told
from handlers.kinds import Facts, Files, Format, Show

if TYPE_CHECKING:
    from handlers.view import View
    from handlers.words import Words


def papers_seen(facts: Facts, view: View) -> Any:
    """Every paper that this person may see, with whose it is and what it is to show."""
    case = view.case
    if case is None:
        return []
    return [
        {"name": case.name(u.person), "shows": u.paper, "said": u.said, "crossed": u.released}
        for u in case.talk
        if u.paper
    ]


def paper_files(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """The files of those papers."""
    return [m for one in papers_seen(facts, view) for m in one["said"].get("media", ())]


def others_see(facts: Facts, view: View) -> Any:
    """Those who would see what is released."""
    case = view.case
    if case is None:
        return []
    return [p.name for p in case.others(view.me) if p.side == "applicant" or p.agreed_at]


def rows(words: Words, lang: str, value: Any) -> str:
    """The papers, a line each."""
    found = []
    for n, one in enumerate(value, 1):
        values = {
            "no": str(n),
            "name": one["name"],
            "shows": one["shows"],
            "answer": told(words, lang, one["said"]),
        }
        seen = words.text(lang, "paper_list.crossed" if one["crossed"] else "paper_list.kept")
        found.append(words.text(lang, "paper_list.row", values) + seen)
    return "\n".join(found) or words.text(lang, "paper_list.nothing")


SHOWS: Mapping[str, Show] = {
    "papers_seen": papers_seen,
    "others_see": others_see,
    "shared": lambda facts, view: "yes" if facts.get("share") == "yes" else "no",
    "confirm_until": lambda facts, view: (view.case.confirm_until if view.case else "") or "1970-01-01",
    "result": lambda facts, view: facts.get("result") or "none",
}
FILES: Mapping[str, Files] = {"paper_files": paper_files}
FORMATS: Mapping[str, Format] = {
    "papers_seen": rows,
    "others_see": listed,
    "shared": named("shared"),
    "confirm_until": counted,
    "last_day": day,
    "result": named("result"),
    "confirming": named("confirming"),
    "remedy": named("remedy"),
    "court_asks": named("court_asks"),
}

"""What may be shown about several people on a side, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.formats import listed, named, told
from handlers.kinds import Facts, Files, Format, Show
from handlers.sides import telling
from handlers.view import View

if TYPE_CHECKING:
    from handlers.words import Words


def _leaver(facts: Facts, view: View) -> Any:
    """The one who is to be left out."""
    one = view.case.part("expected", int(facts.get("whom") or 0)) if view.case is not None else None
    return (view.case.name(one.person) if view.case is not None else "") or one.name if one else "—"


def _claims(facts: Facts, view: View) -> list[Mapping[str, Any]]:
    """The further claims that this person knows of."""
    case = view.case
    return [{"name": case.name(c.by), "claim": c.text, "state": c.state} for c in case.claims] if case else []


SHOWS: Mapping[str, Show] = {
    "leaver": _leaver,
    "leaving": lambda facts, view: facts.get("left_why") or "other",
    "unreached": telling.unreached,
    "c_who": lambda facts, view: facts.get("c_who") or "—",
    "c_text": lambda facts, view: facts.get("c_text") or {},
    "claims": _claims,
    "each": lambda facts, view: len(facts["other_name"]) if isinstance(facts.get("other_name"), list) else 0,
    "told_names": lambda facts, view: [one["name"] for one in telling.people(facts)],
}
FILES: Mapping[str, Files] = {}


def others(words: Words, lang: str, value: Any) -> str:
    """The other side: one name; several names; or everybody the story tells of, a line each."""
    if isinstance(value, str):
        return value
    if not isinstance(value, Mapping):
        return listed(words, lang, value)
    rows = [
        words.text(lang, "common.told_person", {"no": str(n), "person": one["name"]} | _reach_claim(one))
        for n, one in enumerate(value["people"], 1)
    ]
    head = words.text(lang, f"common.told_{value['together']}", {"count": str(len(rows))})
    return "\n".join([head, *rows])


def _reach_claim(one: Mapping[str, Any]) -> dict[str, str]:
    return {"contact": str(one["reach"] or "—"), "demand": str(one["claim"] or "—")}


def told_others(words: Words, lang: str, value: Any) -> str:
    """The people named before, as they stand in an answer that is to be mended."""
    if isinstance(value, str):
        return value
    return listed(words, lang, [one["name"] if isinstance(one, Mapping) else one for one in value])


def reached(words: Words, lang: str, value: Any) -> str:
    """How the other side may be reached; of several people it stands beside each."""
    return (
        value
        if isinstance(value, str)
        else listed(words, lang, value) or words.text(lang, "common.see_people")
    )


def still(words: Words, lang: str, value: Any) -> str:
    """Those for whom it must still be said how to reach them; nothing for a single other side."""
    return words.text(lang, "common.still_unreached", {"names": value}) if value else ""


def each(words: Words, lang: str, value: Any) -> str:
    """That a claim may be given for each of several people; nothing for a single other side."""
    return words.text(lang, "common.claim_each", {"count": str(value)}) if value else ""


def all_claims(words: Words, lang: str, value: Any) -> str:
    """Further claims, a line each, with what has become of them; nothing where there are none."""
    rows = [
        words.text(
            lang,
            "common.claim_row",
            {"name": one["name"], "claim": one["claim"], "fate": words.name(lang, "fate", one["state"])},
        )
        for one in value
    ]
    return "\n".join([words.text(lang, "common.claims_head"), *rows]) if rows else ""


FORMATS: Mapping[str, Format] = {
    "leaving": named("leaving"),
    "told_names": listed,
    "numbers": listed,
    "other": others,
    "other_name": told_others,
    "other_reach": told_others,
    "reach": reached,
    "unreached": still,
    "claims": all_claims,
    "c_text": told,
    "each": each,
}

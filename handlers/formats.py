"""How a value of a given name is shown to a person: sums, days, names from a table, long texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from handlers.days import is_provisional
from handlers.kinds import Format
from handlers.reading.dates import show_date
from handlers.reading.money import capitals, show, show_en
from handlers.reading.phones import show_phone

if TYPE_CHECKING:
    from handlers.words import Words

LARGE = 1_000_00  # fen; from 1,000 yuan on a sum is also given in words
LONG = 600  # characters of a person's own text that a summary repeats


def money(words: Words, lang: str, fen: int) -> str:
    """A sum in fen as digits, and in capital numerals from 1,000 yuan on."""
    digits = show(fen) if lang == "zh" else show_en(fen)
    if fen < LARGE:
        return digits
    return f"{digits}（{capitals(fen)}）" if lang == "zh" else f"{digits} ({capitals(fen)})"


def dated(on: date, lang: str) -> str:
    """A day in the typography of the language."""
    shown = show_date(on, lang)
    return shown.replace("(", "（").replace(")", "）") if lang == "zh" else shown


def day(words: Words, lang: str, iso: str) -> str:
    """An ISO date as people say it."""
    return dated(date.fromisoformat(iso), lang)


def clock(words: Words, lang: str, iso: str) -> str:
    """An ISO time as day and time; it already stands in the court's zone."""
    at = datetime.fromisoformat(iso)
    return f"{dated(at.date(), lang)} {at:%H:%M}"


def excerpt(words: Words, lang: str, text: str) -> str:
    """A person's own words, shortened openly when they are long."""
    if len(text) <= LONG:
        return text
    return text[:LONG] + words.text(lang, "common.shortened", {"length": str(len(text))})


def telephone(words: Words, lang: str, number: str) -> str:
    """A telephone number as people read it."""
    if not number:
        return words.text(lang, "common.no_phone")
    return show_phone(number) if number.startswith("+") else number


def named(table: str) -> Format:
    """Look a value up in one of the tables of names."""

    def look(words: Words, lang: str, value: Any) -> str:
        return words.name(lang, table, str(value))

    return look


def told(words: Words, lang: str, value: Any) -> str:
    """An answer gathered from several messages: its words, and how many photographs and recordings."""
    if isinstance(value, list | tuple):  # of several people, each their own
        return "\n".join(str(one) for one in value) or words.text(lang, "common.see_people")
    if not isinstance(value, Mapping):
        return str(value)
    parts = ["\n".join(value["texts"])] if value.get("texts") else []
    for kind in ("photo", "voice", "document", "video"):
        if count := sum(1 for m in value.get("media", ()) if m["kind"] == kind):
            parts.append(words.text(lang, f"common.count_{kind}", {"count": str(count)}))
    return "\n".join(parts) or "—"


def told_shortly(words: Words, lang: str, value: Any) -> str:
    """The same, its words shortened openly when they are long."""
    if isinstance(value, Mapping) and value.get("texts"):
        value = {**value, "texts": [excerpt(words, lang, "\n".join(value["texts"]))]}
    return told(words, lang, value)


def points(words: Words, lang: str, value: Any) -> str:
    """The points of a record, numbered, a paragraph each."""
    return "\n".join(point(words, lang, one) for one in value)


def point(words: Words, lang: str, value: Mapping[str, Any]) -> str:
    """One point in plain words: who does what for whom by when, with every instalment."""
    parts = value.get("parts", ())
    if value["kind"] == "pay" and len(parts) > 1:
        rows = "".join(
            "\n" + words.text(lang, "common.instalment", {"no": str(n), "sum": p["sum"], "due": p["due"]})
            for n, p in enumerate(parts, 1)
        )
        return words.text(
            lang, "common.point_instalments", {**_who(value), "sum": value["sum"], "rows": rows}
        )
    kind = "loose" if value["kind"] == "penalty" and not value["of"] else value["kind"]
    kind = f"claim_{value['how']}" if kind == "claim" else kind
    return words.text(lang, f"common.point_{kind}", {**_who(value), **_what(value, parts)})


def _who(value: Mapping[str, Any]) -> dict[str, Any]:
    return {"no": str(value["no"]), "who": value.get("who_name", ""), "whom": value.get("whom_name", "")}


def _what(value: Mapping[str, Any], parts: Any) -> dict[str, Any]:
    return {
        "what": value.get("what", ""),
        "sum": value.get("sum", 0),
        "due": parts[0]["due"] if parts else "1970-01-01",
        "way": value.get("way", ""),
        "backer": value.get("backer", ""),
        "of": str(value.get("of", 0)),
    }


def parts_list(words: Words, lang: str, value: Any) -> str:
    """Instalments as a list of days and sums."""
    return "\n".join(
        words.text(lang, "common.instalment", {"no": str(n), "sum": p["sum"], "due": p["due"]})
        for n, p in enumerate(value, 1)
    )


def thing(words: Words, lang: str, value: Any) -> str:
    """What was promised: a sum, or the act in the record's words."""
    return words.text(lang, f"common.thing_{value['kind']}", {**value, "way": value["what"]})


def sums(words: Words, lang: str, value: Any) -> str:
    """What is paid in all, to the fen, in figures and always in words too."""
    rows = []
    for one in value:
        digits = show(one["fen"]) if lang == "zh" else show_en(one["fen"])
        rows.append(
            words.text(lang, "common.in_all", {**one, "sum_twice": digits, "big": capitals(one["fen"])})
        )
    return "\n".join(rows) or words.text(lang, "common.nothing_to_pay")


def moved(words: Words, lang: str, value: Any) -> str:
    """That a day was moved by a holiday (民法典 203), and that next year's holidays are not known yet."""
    agreed = words.text(lang, "common.moved", {"due": value["agreed"]}) if value["agreed"] else ""
    return agreed + (words.text(lang, "common.provisional") if value["provisional"] else "")


def counted(words: Words, lang: str, iso: str) -> str:
    """A day that was counted, said to be provisional beyond the announced holidays."""
    on = date.fromisoformat(iso)
    return dated(on, lang) + (words.text(lang, "common.provisional") if is_provisional(on) else "")


def talk(words: Words, lang: str, value: Any) -> str:
    """The last things said, a speaker a line."""
    return "\n".join(f"{one['name']}: {told(words, lang, one['said'])}" for one in value) or "—"


def checks(words: Words, lang: str, value: Any) -> str:
    """How each party's identity was checked."""
    rows = [f"{one['name']}: {words.name(lang, 'how', one['how'] or 'none')}" for one in value]
    return words.text(lang, "common.comma").join(rows)


def listed(words: Words, lang: str, value: Any) -> str:
    """Several names, joined as the language does it."""
    return words.text(lang, "common.comma").join(str(one) for one in value)


def which(words: Words, lang: str, value: Any) -> str:
    """Which instalment of how many; nothing for a single payment."""
    part, of = value
    return words.text(lang, "common.which_part", {"part": part, "of": of}) if of > 1 else ""


def term(words: Words, lang: str, value: Any) -> str:
    """Until when the mediation may last, or that the term has not begun."""
    return counted(words, lang, value["end"]) if value else words.text(lang, "common.no_term")


FORMATS: dict[str, Format] = {
    "sum": money,
    "p_sum": money,
    "p_due": day,
    "p_parts": parts_list,
    "pages": told,
    "total": money,
    "sums": sums,
    "way": named("way"),
    "p_way": named("way"),
    "p_kind": named("point"),
    "left": money,
    "due": day,
    "until": counted,
    "term_end": counted,
    "moved": moved,
    "at": clock,
    "phone": telephone,
    "phone_own": telephone,
    "applicant_phone": telephone,
    "kind": named("kind"),
    "stage": named("stage"),
    "state": named("state"),
    "role": named("role"),
    "side": named("side"),
    "reason": named("reason"),
    "how": named("how"),
    "service": named("service"),
    "where": named("where"),
    "quitting": named("quitting"),
    "names": listed,
    "people": listed,
    "which": which,
    "step_kind": named("point"),
    "claim": told,
    "story": told,
    "story_short": told_shortly,
    "answer": told,
    "text": told,
    "points": points,
    "point": point,
    "last_point": point,
    "parts": parts_list,
    "thing": thing,
    "talk": talk,
    "checks": checks,
    "term_text": term,
    "words": told,
    "said": told,
    "respondent_answer": told,
    "following": named("following"),
    "next": named("next"),
    "effect": named("effect"),
    "force": named("force"),
    "consequence": named("consequence"),
    "last": named("last"),
    "why": named("why"),
    "to": named("to"),
}

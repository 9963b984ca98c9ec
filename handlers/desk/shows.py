"""What may be shown about the court's people at their desk, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from handlers.desk.phrases import NAME
from handlers.kinds import Facts, Files, Format, Show
from handlers.reading.dates import show_date
from handlers.reading.money import show, show_en

if TYPE_CHECKING:
    from handlers.view import View
    from handlers.words import Words

SHORT = 20  # characters of an act that a line of the day's list repeats


def speaker(words: Words, lang: str, value: Any) -> str:
    """Somebody of the court by role and name."""
    role = words.name(lang, "role", str(value["role"]))
    return words.text(lang, "duty.who", {"post": role, "name": value["name"]})


def arrival(words: Words, lang: str, value: Any) -> str:
    """Who comes, and by when: exactly what the roster, the hours and the calendar say."""
    if not value:
        return ""
    who = speaker(words, lang, value) if value["name"] else words.text(lang, "duty.anybody")
    if value["morrow"] == 1:
        when = words.text(lang, "duty.tomorrow", {"date": _day(lang, value["day"], weekday=False)})
    elif value["morrow"] == 0:
        when = words.text(lang, "duty.same_day")
    else:
        when = _day(lang, value["day"])
    hours = {"begin": str(value["begin"]), "end": str(value["end"])}
    return words.text(lang, f"duty.{value['kind']}", {"comer": who, "date": when, **hours})


def _day(lang: str, iso: str, *, weekday: bool = True) -> str:
    shown = show_date(date.fromisoformat(iso), lang)
    if not weekday:
        return shown.partition("(")[0].strip()
    return shown.replace("(", "（").replace(")", "）") if lang == "zh" else shown


def agenda(words: Words, lang: str, value: Any) -> str:
    """A day's list: a case a line, then how many more there are and how many nobody has taken."""
    rows = [_line(words, lang, one) for one in value["lines"]]
    if value["more"]:
        rows.append(words.text(lang, "agenda.more", {"count": str(value["more"])}))
    if value.get("callers"):
        rows.append(words.text(lang, "agenda.callers", {"count": str(value["callers"])}))
    if value["free"]:
        rows.append(words.text(lang, "agenda.free", {"count": str(value["free"])}))
    return "\n".join(rows) or words.text(lang, "agenda.nothing")


def _line(words: Words, lang: str, one: Mapping[str, Any]) -> str:
    item = words.text(lang, f"agenda.{one['kind']}", one["values"])
    more = words.text(lang, "agenda.besides", {"count": str(one["besides"])}) if one["besides"] else ""
    return words.text(lang, "agenda.line", {"title": one["title"], "item": item, "besides": more})


def promised_thing(words: Words, lang: str, value: Any) -> str:
    """What was promised, as short as a line needs it."""
    if value["kind"] == "pay":
        return show(value["sum"]) if lang == "zh" else show_en(value["sum"])
    what = str(value["what"])
    return what if len(what) <= SHORT else what[: SHORT - 1] + "…"


def notes(words: Words, lang: str, value: Any) -> str:
    """A member of staff's own notes; nothing where there are none."""
    if not value:
        return ""
    rows = "\n".join(f"· {one}" for one in value)
    return words.text(lang, "agenda.notes", {"rows": rows})


def to_send(words: Words, lang: str, value: Any) -> str:
    """A phrase as it will be sent, with a blank where the name of whoever hears it will stand."""
    blank = words.text(lang, "duty.blank")
    return "\n".join(str(one).replace(NAME, blank) for one in value.get("texts", ()))


def _notes(facts: Facts, view: View) -> list[str]:
    return [one.text for one in view.case.notes] if view.case is not None else []


def _speaker(facts: Facts, view: View) -> Mapping[str, Any]:
    return {"role": facts.get("role") or "judge", "name": facts.get("name") or "—"}


SHOWS: Mapping[str, Show] = {
    "speaker": _speaker,
    "caller": lambda facts, view: facts.get("caller") or "—",
    "query": lambda facts, view: facts.get("query") or "—",
    "hit_count": lambda facts, view: str(len(facts.get("hits") or ())),
    "to_send": lambda facts, view: facts.get("said") or {},
    "notes": _notes,
}
FILES: Mapping[str, Files] = {}


def _named(table: str) -> Format:
    return lambda words, lang, value: words.name(lang, table, str(value))


FORMATS: Mapping[str, Format] = {
    "why_ended": _named("why_ended"),
    "parted": _named("parted"),
    "speaker": speaker,
    "arrival": arrival,
    "agenda": agenda,
    "promised_thing": promised_thing,
    "notes": notes,
    "to_send": to_send,
}

"""What may be shown about plans and undisputed facts, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from handlers.formats import named
from handlers.kinds import Facts, Files, Format, Show
from handlers.plans.comparing import compared, row
from handlers.plans.state import agreed_facts, open_plans
from handlers.view import View

if TYPE_CHECKING:
    from handlers.words import Words

TEN = "零一二三四五六七八九十"
FORMS = {"sum": "sum", "part_sum": "sum", "due": "due", "way": "way", "added": "point", "missing": "point"}
"""By which format the two sides of a difference are written; all others are plain text."""


def plan_name(words: Words, lang: str, value: Any) -> str:
    """方案三: how a plan is spoken of; figures from eleven on."""
    spoken = TEN[value] if lang == "zh" and 0 < value <= 10 else str(value)
    return words.text(lang, "compare.named", {"count": spoken})


def countered(words: Words, lang: str, value: Any) -> str:
    """Which plan this one is an answer to, if any."""
    return words.text(lang, "compare.counters", {"plan": value}) if value else ""


def numbered(words: Words, lang: str, value: Sequence[str]) -> str:
    """Statements, a numbered line each."""
    rows = [
        words.text(lang, "compare.fact", {"count": str(n), "fact": one}) for n, one in enumerate(value, 1)
    ]
    return "\n".join(rows) or words.text(lang, "compare.no_facts")


def plan_answers(words: Words, lang: str, value: Mapping[str, Any]) -> str:
    """Who has agreed to a plan, and who has not answered yet."""
    nobody = words.text(lang, "compare.nobody")
    shown = {name: words.show(lang, "names", value.get(name, ())) or nobody for name in ("agreed", "open")}
    return words.text(lang, "compare.answers", {"who": shown["agreed"], "left_open": shown["open"]})


def differs(words: Words, lang: str, value: Sequence[Mapping[str, Any]]) -> str:
    """What a record says otherwise than the plan that all accepted, a line each."""
    return "\n".join(_difference(words, lang, one) for one in value)


def _difference(words: Words, lang: str, one: Mapping[str, Any]) -> str:
    def side(name: str) -> str:
        kept = one[name]
        form = FORMS.get(one["aspect"], "")
        return words.text(lang, "compare.nothing") if kept in (None, "") else words.show(lang, form, kept)

    values = {"plan": one["plan"], "no": str(one["no"]), "was": side("was"), "now": side("now")}
    if one["aspect"] in ("added", "missing"):
        return words.text(lang, f"compare.{one['aspect']}", values)
    part = words.text(lang, "compare.part", {"part": str(one["part"])}) if one["part"] else ""
    aspect = words.name(lang, "aspect", one["aspect"])
    return words.text(lang, "compare.differs", {**values, "aspect": aspect, "which_part": part})


def _compared(facts: Facts, view: View) -> Any:
    return [row(view.case, plan) for plan in open_plans(view.case)] if view.case is not None else []


def _answers(facts: Facts, view: View) -> Any:
    plan = view.case.part("plans", int(facts.get("n") or 0)) if view.case is not None else None
    return row(view.case, plan) if view.case is not None and plan is not None else {}


def _else(facts: Facts, view: View) -> Any:
    return [p.name for p in view.case.others(view.me)] if view.case is not None else []


SHOWS: Mapping[str, Show] = {
    "plan": lambda facts, view: facts.get("plan") or 0,
    "by_role": lambda facts, view: facts.get("role") or "mediator",
    "compared": _compared,
    "plan_answers": _answers,
    "everybody_else": _else,
    "statement": lambda facts, view: facts.get("statement") or "—",
    "fact": lambda facts, view: facts.get("fact") or "—",
    "agreed_facts": lambda facts, view: agreed_facts(view.case) if view.case is not None else (),
    "differences": lambda facts, view: facts.get("differences") or (),
}
FILES: Mapping[str, Files] = {}
FORMATS: Mapping[str, Format] = {
    "plan": plan_name,
    "base_plan": countered,
    "compared": compared,
    "plan_answers": plan_answers,
    "everybody_else": lambda words, lang, value: words.show(lang, "names", value),
    "agreed_facts": numbered,
    "differences": differs,
    "by_role": named("role"),
    "reply": named("reply"),
    "gone": named("gone"),
}

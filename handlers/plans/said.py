"""Every word told, refusal and sentence about plans and undisputed facts, with its values."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.entering import POINT_ASKS
from handlers.plans.comparing import KINDS
from handlers.plans.differences import ASPECTS


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


_PLAN = _holes("n plan name role points sums base_plan")
_ANSWER = _holes("plan name reply")
_GONE = _holes("n plan name gone")
_MINE = _holes("n plan")
_FACT = _holes("n fact")

NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "plan_put": _PLAN,
        "plan_waits": _PLAN,
        "plan_answered": _ANSWER,
        "plan_kept": _MINE,
        "plan_gone": _GONE,
        "plan_back": _MINE,
        "plan_agreed": _holes("plan"),
        "fact_put": _FACT,
        "fact_agreed": _holes("fact"),
        "fact_gone": _FACT,
    },
    "office": {
        "plan_put": _PLAN,
        "plan_answered": _ANSWER,
        "plan_kept": _MINE,
        "plan_gone": _GONE,
        "plan_back": _MINE,
        "plan_agreed": _PLAN,
        "plan_unanswered": _holes("plan names"),
        "fact_put": _FACT,
        "fact_confirmed": _holes("fact name"),
        "fact_agreed": _holes("fact"),
        "fact_refused": _holes("fact name"),
    },
}
REFUSALS: Mapping[str, frozenset[str]] = dict.fromkeys(("plan_over", "fact_over", "differs_unseen"), _holes())
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "compare": {
        "named": _holes("count"),
        "counters": _holes("plan"),
        "row": _holes("plan what"),
        "put_by": _holes("name"),
        "several": _holes("count due"),
        "once": _holes("due"),
        "fact": _holes("count fact"),
        "answers": _holes("who left_open"),
        "part": _holes("part"),
        "differs": _holes("plan no was now aspect which_part"),
        **dict.fromkeys(("added", "missing"), _holes("plan no was now")),
        **dict.fromkeys(("by", "total", "days", *KINDS, "agreed", "open"), _holes()),
        **dict.fromkeys(("nothing", "nobody", "no_plan", "no_facts"), _holes()),
    }
}
NAMES: Mapping[str, frozenset[str]] = {
    "reply": frozenset({"yes", "later"}),
    "gone": frozenset({"refused", "withdrawn", "replaced", "left"}),
    "aspect": frozenset({*ASPECTS, "due", "part_sum", "parts"}),
}
RELEASED: tuple[tuple[str, str], ...] = (
    *(("plan", name) for name in POINT_ASKS),
    ("plan", "review"),
    ("plan", "sure"),
    ("plans", "which"),
    ("offered", "ask"),
    ("offered", "mine"),
    ("offered", "sure"),
    ("offered", "staff"),
    ("agreed", "draft"),
    ("facts", "fact"),
    ("fact", "ask"),
    ("record", "differs"),
)

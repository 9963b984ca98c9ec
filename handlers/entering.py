"""Entering points one by one, a table of steps that the record and plans share (民事调解规定 8, 9)."""

from __future__ import annotations

from dataclasses import replace

from handlers.points import WAYS
from handlers.script import Ask, Decide, Step, Tell, choose, hear, offer

KINDS = {
    "pay": "who",
    "act": "who",
    "other": "what",
    "apology": "who",
    "penalty": "any_pay",
    "guarantor": "backer",
}


def point_steps(done: str) -> tuple[Step, ...]:
    """The steps from one point to the next; ``done`` is the step where all of them are shown."""
    return tuple(_said(step) for step in _steps(done))


def _said(step: Step) -> Step:
    return replace(step, says=f"points.{step.name}") if isinstance(step, Ask | Tell) else step


def _steps(done: str) -> tuple[Step, ...]:
    return (
        choose("point", KINDS, fact="p_kind"),
        offer("who", "people", then="whom", fact="p_who"),
        offer("whom", "people_but", then="which_kind", fact="p_whom"),
        Decide(
            "which_kind",
            by="point_kind",
            outcomes={"pay": "sum", "act": "what", "other": "what", "apology": "way"},
        ),
        hear("sum", reads="sum", fact="p_sum", then="split", always=True),
        choose("split", {"once": "due", "parts": "parts"}, fact="p_split", shows=("total",)),
        hear("due", reads="date", fact="p_due", then="add"),
        hear("parts", reads="instalments", fact="p_parts", then="add", shows=("total",)),
        hear("what", reads="clause", fact="p_what", then="what_kind", always=True),
        Decide("what_kind", by="point_kind", outcomes={"pay": "due", "act": "due", "other": "add"}),
        choose("way", dict.fromkeys(WAYS, "due"), fact="p_way"),
        Decide("any_pay", by="pays_anything", outcomes={"yes": "late", "no": "nothing_to_pay"}),
        Tell("nothing_to_pay", then="point"),
        offer("late", "pay_points", then="extra", fact="p_of"),
        hear("extra", reads="sum", fact="p_sum", then="add", always=True),
        hear("backer", reads="name", fact="p_backer", then="debtor"),
        offer("debtor", "people", then="creditor", fact="p_who"),
        offer("creditor", "people_but", then="backed", fact="p_whom"),
        hear("backed", reads="sum", fact="p_sum", then="add", always=True),
        Decide("add", by="add_point", outcomes={"added": "added"}),
        Tell("added", then="more", shows=("last_point",)),
        choose("more", {"another": "point", "done": done}, always=True),
        offer("fix", "draft_points", then="remove", choices={"none": done}, always=True),
        Decide("remove", by="remove_point", outcomes={"removed": "point", "claim": done}),
    )


POINT_ASKS = tuple(step.name for step in _steps("") if isinstance(step, Ask))
"""Every question in them, by name."""

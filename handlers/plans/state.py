"""What stands of plans and undisputed facts: who hears of them, who has answered, what all have agreed to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.case import Case, Party
from handlers.life import PARTIES
from handlers.parts import Answers, Fact, Plan

HEADING = "无争议事实："  # stands in the record, a Chinese paper in whatever language somebody chats
SETTLED = ("yes", "no", "counter")


def number(case: Case, plan: Plan) -> int:
    """The number under which people speak of a plan: 方案一 is the first that was ever put."""
    return [one.n for one in case.plans].index(plan.n) + 1


def audience(case: Case) -> tuple[Party, ...]:
    """The parties who take part and may see what is put before everybody."""
    return tuple(p for p in case.joined if p.side == "applicant" or p.checked)


def both_there(case: Case) -> bool:
    """Whether both sides take part by now."""
    return {p.side for p in audience(case)} == set(PARTIES)


def answered(answers: Answers, person: int, answer: str) -> Answers:
    """The answers with that person's only one put last."""
    return (*(one for one in answers if one[0] != person), (person, answer))


def said(answers: Answers, answer: str) -> set[int]:
    """Who gave that answer."""
    return {person for person, what in answers if what == answer}


def all_agree(case: Case, answers: Answers) -> bool:
    """Whether every party has said yes; who has not come or agreed to mediation yet is missing still."""
    everybody = {p.person for p in case.staying}
    return both_there(case) and not case.missing and everybody <= said(answers, "yes")


def waiting(case: Case, plan: Plan) -> tuple[Party, ...]:
    """Those who have not answered a plan."""
    done = {person for person, what in plan.answers if what in SETTLED}
    return tuple(p for p in audience(case) if p.person not in done)


def open_plans(case: Case) -> tuple[Plan, ...]:
    """The plans that can still be accepted."""
    return tuple(one for one in case.plans if one.state == "open")


def agreed_plan(case: Case) -> Plan | None:
    """The plan that everybody accepted, the last one if there were several."""
    return next((one for one in reversed(case.plans) if one.state == "agreed"), None)


def agreed_facts(case: Case) -> tuple[str, ...]:
    """What all parties have confirmed as undisputed (在线调解规则 18, 22)."""
    return tuple(one.text for one in case.facts if one.state == "agreed")


def facts_text(case: Case) -> str:
    """The undisputed facts as they stand in a record; nothing where there are none."""
    rows = [f"{n}. {text}" for n, text in enumerate(agreed_facts(case), 1)]
    return "\n".join([HEADING, *rows]) if rows else ""


def beginning(case: Case) -> dict[str, Any] | None:
    """What a new record begins from: the plan that all accepted since the last record, and the facts."""
    plan, record = agreed_plan(case), case.record
    fresh = plan is not None and (record is None or record.at < plan.agreed)
    if not fresh and (record is not None or not agreed_facts(case)):
        return None
    text = facts_text(case)
    begun: dict[str, Any] = {"begun": True, "text": {"texts": [text], "media": []} if text else None}
    return {**begun, "points": [dict(p) for p in plan.points]} if plan is not None and fresh else begun


def without_answers(fact: Fact, person: int) -> Fact:
    """A fact with nobody's answer but that person's: who disputes it is for the mediator to know."""
    return replace(fact, answers=tuple(one for one in fact.answers if one[0] == person))

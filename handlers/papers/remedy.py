"""The honest next step when a promise is broken: it depends on the stage, and on what the court has done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from handlers.acts.done import Due
from handlers.case import Case, Env
from handlers.days import add_days, add_working, at_local
from handlers.life import TRIAL

CONFIRM_DAYS = 30  # 民诉法 205: the joint application for judicial confirmation
ENFORCE_YEARS = 2  # 民诉法 250
SUE_YEARS = 3  # 民法典 188, 189: where there is nothing to enforce


def remedy(case: Case, today: date) -> str:
    """What may honestly be said: a name from the tables ``names.consequence`` and ``names.remedy``.

    ``before`` while the agreement only binds as a contract, ``before_open`` while judicial confirmation can
    still be asked for, ``confirmed`` once it was given; in a pending case ``trial`` until the court's paper
    (调解书) was served, ``served`` after it, ``withdrawn`` when the claim was taken back.
    """
    if case.stage in TRIAL:
        return case.confirming if case.confirming in ("served", "withdrawn") else "trial"
    if case.confirming == "granted":
        return "confirmed"
    open_ = case.confirm_until and today.isoformat() <= case.confirm_until
    return "before_open" if open_ and case.confirming in ("", "applied") else "before"


def act_until(case: Case, point: int, way: str) -> str:
    """The last day of what ``remedy`` names: to apply together, to sue, or to apply for enforcement."""
    if way == "before_open":
        return case.confirm_until
    return _years_after(case, point, SUE_YEARS if way in ("before", "withdrawn") else ENFORCE_YEARS)


def _years_after(case: Case, point: int, years: int) -> str:
    """So many years after the last day of that point: instalments count from the last."""
    last = max(date.fromisoformat(p.falls) for p in case.promises if p.point == point)
    leap = last.month == 2 and last.day == 29
    return last.replace(year=last.year + years, day=28 if leap else last.day).isoformat()


def after_seal(case: Case, env: Env) -> tuple[Case, tuple[Due, ...]]:
    """What has to follow a sealed record: judicial confirmation before filing, the court's paper in trial."""
    zone = env.moment.zone
    if case.stage in TRIAL:
        soon = add_working(env.today, 5, env.calendar)
        return case, (Due("decision_soon", "decision", at_local(soon, 9, zone)),)
    until = add_days(env.today, CONFIRM_DAYS, env.calendar)
    case = replace(case, confirm_until=until.isoformat())
    first = add_working(env.today, 5, env.calendar)
    last = add_working(env.today, 15, env.calendar)
    return case, (
        Due("confirm_soon", "confirm", at_local(first, 10, zone)),
        Due("confirm_last", "confirm", at_local(last, 10, zone)),
        Due("confirm_missed", "confirm", at_local(add_working(until, 1, env.calendar), 10, zone)),
    )

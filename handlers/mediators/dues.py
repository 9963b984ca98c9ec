"""When the house looks again: at a case that nobody has accepted, and at a term that ends."""

from __future__ import annotations

from datetime import date, timedelta

from handlers.acts.done import Due
from handlers.case import Env
from handlers.days import add_working, at_local, previous_working

CAUSES = ("accept", "accept_judges")
"""Why a case that nobody has accepted is looked at again."""


def acceptance_dues(env: Env) -> tuple[Due, ...]:
    """After three working days every lead's desk hears again, after two more the judges."""
    first, then = (at_local(add_working(env.today, n, env.calendar), 9, env.moment.zone) for n in (3, 5))
    return Due("unaccepted", CAUSES[0], first), Due("unaccepted", CAUSES[1], then, {"judges": True})


def term_dues(end: date, env: Env) -> tuple[Due, ...]:
    """What is said of a term: three days before its end (and before a holiday), and on the day after it."""
    ahead = previous_working(end - timedelta(days=3), env.calendar)
    soon = at_local(ahead, 9, env.moment.zone)
    over = Due("term_over", "term", at_local(end + timedelta(days=1), 9, env.moment.zone))
    return (Due("term_soon", "term", soon), over) if soon > env.moment.now else (over,)

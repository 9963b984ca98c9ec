"""Whether a case has a next step: somebody who may move it on, or something that falls due."""

from __future__ import annotations

from collections.abc import Iterator

from handlers.case import Case
from handlers.life import ENDED, LEADS, MOVES, SAME
from handlers.walk.house import House


def stuck(house: House) -> Iterator[str]:
    """Every live case that nothing and nobody can move on any more."""
    for case in house.cases.values():
        if case.state not in ENDED and not _due(house, case) and not _movers(case):
            yield f"case {case.id} is {case.state}, and nothing follows"


def _due(house: House, case: Case) -> bool:
    return any(number == case.id for number, _ in house.dues)


def _movers(case: Case) -> set[str]:
    """The acts by which somebody who is in the case, or may take a free seat, can bring it further."""
    present = {p.side for p in case.parties} | {m.role for m in case.staff()}
    present |= set(LEADS) if case.lead is None else set()
    return {
        move.act
        for move in MOVES
        if case.state in move.frm
        and (not case.stage or case.stage in move.stages)
        and any(to not in (SAME, case.state) for to in move.to)
        and present & set(move.by)
    }

"""The table of life: every state within reach, an end to every case, and no way back past the seal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from handlers.inspector.finding import Finding
from handlers.life import ENDED, OPEN, SAME, STATES, Move

SEALED = ("performing", "performed", "closed")


def living(moves: Sequence[Move], acts: Iterable[str]) -> Iterator[Finding]:
    """Everything that can be wrong with the states and moves of a case."""
    yield from _names(moves, set(acts))
    reached = spread(moves, ["filed"])
    for state in STATES:
        if state not in reached:
            yield Finding(f"life.{state}", "no case can ever come into this state")
        if state not in ENDED and not spread(moves, [state]) & set(ENDED):
            yield Finding(f"life.{state}", "a case in this state can never end")
    for state in SEALED:
        for back in sorted(spread(moves, [state]) & {"filed", *OPEN}):
            yield Finding(f"life.{state}", f"there is a way back past the sealed record, to {back}")


def _names(moves: Sequence[Move], acts: set[str]) -> Iterator[Finding]:
    named = [move.act for move in moves]
    for act in sorted(acts - set(named)):
        yield Finding(f"life.{act}", "is an act without a move: nobody may ever do it")
    for act in sorted(set(named) - acts):
        yield Finding(f"life.{act}", "is a move without an act")
    for act in sorted({act for act in named if named.count(act) > 1}):
        yield Finding(f"life.{act}", "has two moves; only the last would count")
    for move in moves:
        for state in (*move.frm, *move.to):
            if state != SAME and state not in STATES:
                yield Finding(f"life.{move.act}", f"unknown state {state}")


def spread(moves: Sequence[Move], first: Iterable[str]) -> set[str]:
    """Every state that can follow, the first ones included."""
    reached = set(first)
    while True:
        more = {to for move in moves if reached & set(move.frm) for to in move.to if to != SAME}
        if more <= reached:
            return reached
        reached |= more

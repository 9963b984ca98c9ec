"""One whole turn as a value: what a conversation says, and what the case, the staff and the store get."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from handlers.acts import do
from handlers.acts.done import Done, Due, Entry, NewCode, Tell
from handlers.case import SYSTEM, Actor, Case, Env
from handlers.desk.duty import comes, shown
from handlers.desk.scripts import HOUSE as DESK
from handlers.engine import advance, apology, refused
from handlers.events import Event
from handlers.life import Refused
from handlers.place import Place
from handlers.sight import seen
from handlers.values import Book, Deed, Turn
from handlers.view import View

HOUSE = (
    "file_case",
    "use_code",
    "enter",
    "leave",
    "say_related",
    "check_related",
    "next_related",
    "switch",
    "language",
    "matters",
    "go",
    "fresh",
    "call_person",
    "paper",
    "find_me",
    "sign_out",
    "take_seat",
    "leave_seat",
    "ask_stand_in",
    "stand_in",
    "seat_code",
    *DESK,
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one event leads to. ``case`` is the new case when an act changed it, else None.

    ``orders`` are acts on the house rather than on the case (``HOUSE``), in order.
    """

    turn: Turn
    case: Case | None = None
    tells: tuple[Tell, ...] = ()
    dues: tuple[Due, ...] = ()
    entries: tuple[Entry, ...] = ()
    codes: tuple[NewCode, ...] = ()
    drops: tuple[str, ...] = ()
    voids: tuple[int, ...] = ()
    orders: tuple[Deed, ...] = ()


class Doing:
    """Does the acts of one turn on the whole case and gives the conversation its own sight of the result."""

    def __init__(self, view: View, case: Case | None, env: Env, actor: Actor) -> None:
        self.view, self.case, self.env, self.actor = view, case, env, actor
        self.done: list[Done] = []
        self.orders: list[Deed] = []

    def __call__(self, deed: Deed) -> View:
        name, data = deed.name, deed.data
        if name == "call_person":
            coming = comes(self.case.staff() if self.case is not None else (), self.env)
            self.view = replace(self.view, coming=shown(coming, self.env))
            who = [one.person for one in coming.who]
            deed = Deed(name, {**data, "who": who, "coming": self.view.coming})
            if self.case is not None:
                name = "wants_person"
                self.orders.append(Deed("called", deed.data))
        if name in HOUSE:
            self.orders.append(deed)
            if name == "language":
                self.view = replace(self.view, lang=str(data["lang"]))
            return self.view
        if self.case is None:
            raise Refused("not_yours")
        done = do(name, self.case, self.actor, data, self.env)
        self.done.append(done)
        self.case = done.case
        self.view = _sight(self.view, done.case, self.actor)
        return self.view


def _sight(view: View, case: Case, actor: Actor) -> View:
    """The view with this person's sight of the case; a helper looks with their party's eyes."""
    view = replace(view, case=seen(case, actor.person, actor.role))
    if actor.role != "helper":
        return view
    helper = case.helper(actor.person)
    party = case.party(helper.by) if helper is not None else None
    if helper is None or party is None:
        return replace(view, role="helper", hand=actor.person, principal="", scope="")
    return replace(
        view,
        me=party.person,
        role=party.side,
        hand=actor.person,
        principal=party.name if helper.reach else "",
        scope=helper.reach,
    )


def take(
    book: Book, place: Place, event: Event, view: View, case: Case | None, env: Env, actor: Actor
) -> Outcome:
    """One event of one conversation; a refused act changes nothing and is explained."""
    if case is not None:
        view = _sight(view, case, actor)
    doing = Doing(view, case, env, actor)
    try:
        turn = advance(book, place, event, view, doing)
    except Refused as refusal:
        return Outcome(refused(book, place, view, refusal.reason, refusal.values))
    return _gather(turn, doing.done, tuple(doing.orders))


def act(name: str, case: Case, data: Mapping[str, Any], env: Env) -> Outcome:
    """One act by the system itself (something due); a refusal means that its cause has gone."""
    try:
        done = do(name, case, SYSTEM, data, env)
    except Refused:
        done = Done(case)
    return _gather(Turn(_NOWHERE), [done], ())


def sorry(book: Book, place: Place, view: View) -> Outcome:
    """What is said when a turn failed: the place is kept."""
    return Outcome(apology(book, place, view))


def gathered(done: Done) -> Outcome:
    """The outcome of an act that was done outside a conversation's turn."""
    return _gather(Turn(_NOWHERE), [done], ())


_NOWHERE = Place(())


def _gather(turn: Turn, done: list[Done], orders: tuple[Deed, ...]) -> Outcome:
    return Outcome(
        turn,
        done[-1].case if done else None,
        tuple(t for d in done for t in d.tells),
        tuple(x for d in done for x in d.dues),
        tuple(e for d in done for e in d.entries),
        tuple(c for d in done for c in d.codes),
        tuple(c for d in done for c in d.drops),
        tuple(n for d in done for n in d.voids),
        orders,
    )

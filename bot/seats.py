"""Who takes a seat in a case from outside it: hand-over, choice, standing in, a mediator by a code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.places import case_role, open_talk
from handlers.acts import do
from handlers.acts.done import Done, Tell
from handlers.case import Actor, Case
from handlers.events import Told
from handlers.life import Refused
from handlers.mediators.standing import open_seat
from handlers.turn import gathered
from handlers.values import Deed
from storage import cases, journal, people, talks
from storage import schema as s
from storage.people import HOUSE
from storage.store import Tx

if TYPE_CHECKING:
    from bot.orders import Orders

Data = Mapping[str, Any]
Seat = Callable[["Orders", Tx, Any, Data, str], None]


def _actor(tx: Tx, person: Any) -> Actor:
    return Actor(person.id, case_role(person), people.name_of(tx, person))


def office(tx: Tx, person: int, role: str, case: int) -> int:
    """The conversation of somebody of the court about a case, opened if there is none yet."""
    found = talks.find_conversation(tx, person, case)
    return found or open_talk(tx, person, "office", cases.row(tx, case).chain_id, case, role)


def offices(tx: Tx, case: Case) -> None:
    """Every further mediator has a conversation in which word from the case is heard."""
    for member in case.seconds:
        office(tx, member.person, member.role, case.id)


def _write(orders: Orders, tx: Tx, author: int, case: Case, done: Done, cause: str) -> None:
    chain = cases.row(tx, case.id).chain_id
    orders.writing.apply_case(tx, chain, author, case, gathered(done), cause)


def refusal(orders: Orders, tx: Tx, person: Any, order: Deed) -> Refused | None:
    """Why a seat cannot be taken or given now: the act is tried, and nothing of it is kept."""
    data = order.data
    if order.name == "ask_stand_in":
        return None if next(_to_ask(orders, tx, person, data), None) else Refused("no_cases")
    if order.name == "stand_in":
        return (
            None if next(_asked(tx, person, data, orders.seeing.env().today), None) else Refused("seat_gone")
        )
    case = cases.load(tx, HOUSE, int(data["case"]))
    act = "mediator_accept" if order.name == "take_seat" else "mediator_decline"
    try:
        do(act, case, _actor(tx, person), data, orders.seeing.env())
    except Refused as no:
        return no
    return None


def take_seat(orders: Orders, tx: Tx, person: Any, data: Data, cause: str) -> None:
    """The mediator who was asked takes the case over, and stands in its office from now on."""
    case = cases.load(tx, HOUSE, int(data["case"]))
    opened = office(tx, person.id, case_role(person), case.id)
    done = do("mediator_accept", case, _actor(tx, person), data, orders.seeing.env())
    _write(orders, tx, person.id, case, done, f"{cause}/seat")
    orders.go_to(tx, person.id, opened, cause)


def leave_seat(orders: Orders, tx: Tx, person: Any, data: Data, cause: str) -> None:
    """The mediator who was asked declines."""
    case = cases.load(tx, HOUSE, int(data["case"]))
    done = do("mediator_decline", case, _actor(tx, person), data, orders.seeing.env())
    _write(orders, tx, person.id, case, done, f"{cause}/seat")


def _to_ask(orders: Orders, tx: Tx, person: Any, data: Data) -> Iterator[tuple[Case, Done]]:
    """Every case of an absent mediator in which that person may stand in."""
    for number in cases.led_by(tx, HOUSE, person.id):
        case = cases.load(tx, HOUSE, number)
        try:
            yield case, do("go_away", case, _actor(tx, person), data, orders.seeing.env())
        except Refused:
            continue  # named to the absent one, who must find somebody else for it


def ask_stand_in(orders: Orders, tx: Tx, person: Any, data: Data, cause: str) -> None:
    """All cases of an absent mediator are to be led by another; whoever is asked hears of it once."""
    led, count = cases.led_by(tx, HOUSE, person.id), 0
    left = {number: cases.load(tx, HOUSE, number).number for number in led}
    asked = dict(data)
    for case, done in _to_ask(orders, tx, person, asked):
        _write(orders, tx, person.id, case, done, f"{cause}/{case.id}")
        left.pop(case.id)
        count += 1
        asked["quiet"] = True  # one word that nobody has answered is enough for all of them
    about = {"person": person.id, "m_by": people.name_of(tx, person)}
    told = Told("stand_asked", about | {"away_until": str(data["away_until"]), "m_count": count})
    tells = [Tell(int(data["to"]), told, home=True)]
    if left:
        tells.append(Tell(person.id, Told("not_stood_for", {"names": list(left.values())}), home=True))
    orders.writing.tell(tx, None, tells, cause)


def _asked(tx: Tx, person: Any, data: Data, today: date) -> Iterator[Case]:
    """Every case in which this person was asked to stand in for that one, who is not back yet."""
    for number in cases.led_by(tx, HOUSE, int(data["person"])):
        case = cases.load(tx, HOUSE, number)
        vote = open_seat(case, "stand_in")
        asked = vote is not None and vote.data["person"] == person.id
        if vote is not None and asked and vote.data["day"] >= today.isoformat():
            yield case


def stand_in(orders: Orders, tx: Tx, person: Any, data: Data, cause: str) -> None:
    """Yes or no to all cases of an absent mediator at once."""
    yes = data["seat"] == "yes"
    for case in list(_asked(tx, person, data, orders.seeing.env().today)):
        vote = open_seat(case, "stand_in")
        assert vote is not None
        act = "mediator_accept" if yes else "mediator_decline"
        done = do(act, case, _actor(tx, person), {"n": vote.n}, orders.seeing.env())
        _write(orders, tx, person.id, case, done, f"{cause}/{case.id}")
    told = Told("stand_yes" if yes else "stand_no", {"name": people.name_of(tx, person)})
    orders.writing.tell(tx, None, [Tell(int(data["person"]), told, home=True)], cause)


def from_community(orders: Orders, tx: Tx, person: Any, data: Data, cause: str) -> None:
    """A mediator from the community comes in by the code of one case, and sees that case only."""
    name = str(data["name"])
    tx.change(s.person, person.id, role="community")
    people.rename(tx, person.id, name)
    if talks.find_conversation(tx, person.id, None, "desk") is None:
        open_talk(tx, person.id, "desk", journal.new_chain(tx), None, "community")
    case = cases.load(tx, HOUSE, int(data["case"]))
    opened = office(tx, person.id, "mediator", case.id)
    done = do("second_come", case, Actor(person.id, "mediator", name), {}, orders.seeing.env())
    _write(orders, tx, person.id, case, done, f"{cause}/seat")
    orders.go_to(tx, person.id, opened, cause)


SEATS: dict[str, Seat] = {
    "take_seat": take_seat,
    "leave_seat": leave_seat,
    "ask_stand_in": ask_stand_in,
    "stand_in": stand_in,
}
"""Every order by which somebody takes, gives or declines a seat."""

"""Seats taken from outside a case, as the walk's small house carries them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from handlers.acts import do
from handlers.acts.done import Done, Tell
from handlers.case import Actor, Case
from handlers.events import Told
from handlers.life import ENDED, Refused
from handlers.mediators.standing import open_seat
from handlers.turn import gathered
from handlers.walk.people import Conversation, Person

if TYPE_CHECKING:
    from handlers.walk.house import House

Data = Mapping[str, Any]


def _role(person: Person) -> str:
    return "mediator" if person.role == "community" else person.role


def office(house: House, person: Person, case: int) -> Conversation:
    """The conversation of somebody of the court about a case, opened if there is none yet."""
    found = house.of(person.id, case)
    return found or house.open(person.id, "office", role=_role(person), case=case)


def _done(house: House, name: str, case: Case, person: Person, data: Data) -> Done | None:
    """An act, or None when the case refuses it; the real house then says so before anything is written."""
    try:
        return do(name, case, Actor(person.id, _role(person), person.name), data, house.env())
    except Refused:
        return None


def take_seat(house: House, person: Person, data: Data) -> None:
    """The mediator who was asked takes the case over."""
    number = int(data["case"])
    done = _done(house, "mediator_accept", house.cases[number], person, data)
    if done is None:
        house.whisper(person.current, "here")
        return
    person.current = office(house, person, number).id
    house.write(number, gathered(done))
    house.whisper(person.current, "here")


def leave_seat(house: House, person: Person, data: Data) -> None:
    """The mediator who was asked declines."""
    number = int(data["case"])
    if (done := _done(house, "mediator_decline", house.cases[number], person, data)) is not None:
        house.write(number, gathered(done))


def _led_by(house: House, person: int) -> list[Case]:
    led = (c for c in house.cases.values() if c.lead is not None and c.lead.person == person)
    return [case for case in led if case.state not in ENDED]


def ask_stand_in(house: House, person: Person, data: Data) -> None:
    """All cases of an absent mediator are to be led by another."""
    left, count = [], 0
    for case in _led_by(house, person.id):
        done = _done(house, "go_away", case, person, data)
        if done is None:
            left.append(case.number)
            continue
        house.write(case.id, gathered(done))
        data = {**data, "quiet": True}
        count += 1
    if count:
        about = {"person": person.id, "m_by": person.name, "away_until": data["away_until"], "m_count": count}
        house.tell(0, Tell(int(data["to"]), Told("stand_asked", about), home=True))
    if left:
        house.tell(0, Tell(person.id, Told("not_stood_for", {"names": left}), home=True))


def stand_in(house: House, person: Person, data: Data) -> None:
    """Yes or no to all cases of an absent mediator at once."""
    yes = data["seat"] == "yes"
    for case in _led_by(house, int(data["person"])):
        vote = open_seat(case, "stand_in")
        if vote is None or vote.data["person"] != person.id:
            continue
        act = "mediator_accept" if yes else "mediator_decline"
        if (done := _done(house, act, case, person, {"n": vote.n})) is not None:
            office(house, person, case.id)
            house.write(case.id, gathered(done))
    told = Told("stand_yes" if yes else "stand_no", {"name": person.name})
    house.tell(0, Tell(int(data["person"]), told, home=True))


def from_community(house: House, person: Person, number: int) -> None:
    """A mediator from the community comes in by the code of one case."""
    person.role, person.name = "community", f"community{person.id}"
    if house.of(person.id, 0) is None:
        house.open(person.id, "desk", role="community")
    talk = office(house, person, number)
    if (done := _done(house, "second_come", house.cases[number], person, {})) is not None:
        house.write(number, gathered(done))
    person.current = talk.id
    house.whisper(talk.id, "here")


SEATS: dict[str, Callable[[House, Person, Data], None]] = {
    "take_seat": take_seat,
    "leave_seat": leave_seat,
    "ask_stand_in": ask_stand_in,
    "stand_in": stand_in,
}
"""Every order by which somebody takes, gives or declines a seat."""

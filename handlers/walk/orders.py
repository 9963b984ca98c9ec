"""Acts on the house rather than on a case, as the walk's small house carries them out."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from handlers.acts import do
from handlers.acts.done import Done, Tell
from handlers.acts.opening import filed, filed_all, told_case
from handlers.case import Actor, Case
from handlers.events import Told
from handlers.helpers.telling import FOR_OTHER, filed_for, with_teller
from handlers.life import LEADS, STAFF, Refused, may
from handlers.sides.telling import matters
from handlers.turn import gathered
from handlers.values import Deed
from handlers.walk import seats
from handlers.walk.attending import at_desk
from handlers.walk.people import Conversation, Lent, Person

if TYPE_CHECKING:
    from handlers.walk.house import House


DUE = "2027-03-02"  # until when a return code is good


def carry_out(house: House, talk: Conversation, deed: Deed) -> None:
    """One order, given in a turn of this conversation."""
    person, data = house.persons[talk.person], deed.data
    if at_desk(house, talk, deed):
        return
    match deed.name:
        case "language":
            person.lang = str(data["lang"])
        case "switch":
            person.current = talk.id
        case "matters":
            house.whisper(talk.id, "matters", {"rows": _rows(house, person.id)})
        case "go":
            _go(house, person, int(data["which"]))
        case "fresh":
            _go(house, person, house.open(person.id, "intake").id)
        case "leave":
            desk = house.of(person.id, 0)
            assert desk is not None
            _go(house, person, desk.id)
        case "enter":
            _enter(house, person, int(data["case"]))
        case "paper" if person.role:
            house.whisper(talk.id, "here")  # the court's people are refused at the door
        case "paper":
            code = house.way_back(person.id)
            told = {"code": code, "due": DUE, "page": "https://court.example/code", "files": []}
            house.whisper(talk.id, "return_code", told)
        case "find_me":
            _find_me(house, data)
        case "sign_out":
            house.alone.add(person.id)
        case "use_code" if data.get("person"):
            house.used[str(data["code"])] = person.id
            owner = house.persons[int(data["person"])]
            house.returned = (house.conversations[owner.current], house.heard(owner.id))
            house.whisper(owner.current, "returned", {"others": int(owner.id not in house.alone)})
            house.alone.discard(owner.id)
            _seated(house, owner)
        case "use_code" if data.get("again"):
            there = house.of(person.id, int(data["case"]))
            assert there is not None
            _go(house, person, there.id)
        case "use_code" if data["role"] == "community":
            house.used[str(data["code"])] = person.id
            seats.from_community(house, person, int(data["case"]))
        case "use_code":
            house.used[str(data["code"])] = person.id
            aide, case = data["role"] == "helper", int(data["case"])
            facts = {"n": data["expected"]} if aide else {"expected": data["expected"]}
            script, role = ("aide", "helper") if aide else ("join", "respondent")
            _go(house, person, house.open(person.id, script, role=role, case=case, facts=facts).id)
        case "seat_code":
            _seat_code(house, talk)
        case "file_case":
            _file(house, talk, data)
        case "next_related":
            _next(house, talk, person)
        case "check_related":
            _check_related(house, talk, person, data)
        case "say_related":
            _say_related(house, talk, person, data)
        case "call_person":
            house.lent.setdefault(talk.id, Lent())
            told = {"name": house.name(talk, None), "phone": house.phone(talk), "why": str(data["why"])}
            house.tell(0, Tell(0, Told("wants_person", told | {"matter": house.matter(talk)}), STAFF))
        case name if name in seats.SEATS:
            seats.SEATS[name](house, person, data)
        case _:
            raise LookupError(f"the house knows no {deed.name}")


def _find_me(house: House, data: Mapping[str, Any]) -> None:
    """Staff are asked to ring everybody who gave that telephone."""
    for case in house.cases.values():
        for party in case.parties:
            if party.phone != data["lost_phone"] or house.persons[party.person].role:
                continue
            told = {"name": str(data["lost_name"]), "known": party.name, "phone": party.phone}
            told |= {"matter": case.number, "code": house.way_back(party.person), "due": DUE}
            word = Told("lost_phone", told)
            for one in tuple(Tell(m.person, word) for m in case.staff()) or (Tell(0, word, LEADS),):
                house.tell(case.id, one)


def _go(house: House, person: Person, talk: int) -> None:
    """The person is in that matter from now on, and hears where it stands."""
    if house.conversations[talk].person != person.id:
        raise LookupError("a matter of somebody else")
    person.current = talk
    house.whisper(talk, "here")


def _enter(house: House, person: Person, number: int) -> None:
    """Somebody of the court opens a case; a clerk takes the seat by it if it is free."""
    case = house.cases[number]
    if not may_enter(person, case):
        house.whisper(person.current, "here")
        return
    talk = seats.office(house, person, number)
    if person.role == "clerk" and case.clerk is None:
        done = do("join_clerk", case, Actor(person.id, "clerk", person.name), {}, house.env())
        house.write(number, gathered(done))
    _go(house, person, talk.id)


def may_enter(person: Person, case: Case) -> bool:
    """Whether a case is this person's, or has room for one of their role."""
    if case.party(person.id) is not None:
        return False  # nobody mediates in their own matter
    if case.role(person.id) in STAFF:
        return True
    if person.role == "community":
        return False
    if person.role == "clerk":
        return case.clerk is None and may("join_clerk", "clerk", case.state, case.stage)
    return case.lead is None


def _file(house: House, talk: Conversation, data: Mapping[str, Any]) -> None:
    """What was told becomes a case, or one for each person of whom it tells."""
    env, first, told = house.env(), len(house.cases) + 1, matters(data)
    mark = f"related{first}" if len(told) > 1 else ""
    other = data["name"] == FOR_OTHER
    party = max(house.persons) + 1 if other else talk.person
    made = [
        with_teller(told_case(f"(2026)和解{n}号", party, facts, env, mark), talk.person, facts, env)
        for n, facts in enumerate(told, first)
    ]
    made = [replace(case, id=number) for number, case in enumerate(made, first)]
    talk.case, talk.role = first, "helper" if other else "applicant"
    for case in made[1:]:
        if other:
            house.open(talk.person, "aide", role="helper", case=case.id, step="room")
        else:
            house.open(talk.person, "party", role="applicant", case=case.id)
    if other:
        found = house.persons[party] = Person(party, house.persons[talk.person].lang, away=True)
        for case in made:
            found.current = house.open(party, "party", role="applicant", case=case.id).id
    for case, done in zip(made, filed_all(made, env) if mark else (filed(made[0], env),), strict=True):
        house.write(case.id, gathered(filed_for(case, done)))


def _next(house: House, talk: Conversation, person: Person) -> None:
    """On to the next of the related cases, and from the last one to the first."""
    mark = house.cases[talk.case].related
    found = [n for n, case in house.cases.items() if case.related == mark and n != talk.case]
    for number in sorted(found, key=lambda n: (n < talk.case, n)):
        there = house.of(person.id, number)
        if there is not None:
            _go(house, person, there.id)
            return
        if person.role in STAFF and may_enter(person, house.cases[number]):
            _enter(house, person, number)
            return
    house.whisper(talk.id, "here")


def _say_related(house: House, talk: Conversation, person: Person, data: Mapping[str, Any]) -> None:
    """The same words in every related case of this mediator."""
    heard = 0
    for case, done in _in_related(house, talk, person, "say", data):
        heard += sum(1 for one in done.tells if case.party(one.to) is not None)
        kept = tuple(one for one in done.tells if one.told.kind != "said_kept")
        house.write(case.id, gathered(replace(done, tells=kept)))
    house.whisper(talk.id, "said_related", {"count": str(heard)})


def _check_related(house: House, talk: Conversation, person: Person, data: Mapping[str, Any]) -> None:
    """Whoever was checked is the same person in the related cases."""
    for case, done in _in_related(house, talk, person, "check", data):
        if case.id != talk.case:
            house.write(case.id, gathered(replace(done, tells=())))


def _in_related(
    house: House, talk: Conversation, person: Person, act: str, data: Mapping[str, Any]
) -> list[tuple[Case, Done]]:
    """An act in every related case where this is somebody of the court, wherever it may be done."""
    mark, found = house.cases[talk.case].related, []
    for case in house.cases.values():
        member = next((m for m in case.staff() if m.person == person.id), None)
        if mark and case.related == mark and member is not None:
            with suppress(Refused):
                actor = Actor(person.id, member.role, member.name)
                found.append((case, do(act, case, actor, data, house.env())))
    return found


def _seat_code(house: House, talk: Conversation) -> None:
    """A code for a party who has no chat yet, for their helper to hand on."""
    case = house.cases[talk.case]
    helper = case.helper(talk.person)
    party = case.party(helper.by) if helper is not None else None
    if party is None or not party.absent:
        house.whisper(talk.id, "here")
        return
    told = {"principal": party.name, "code": house.way_back(party.person), "due": DUE}
    house.whisper(talk.id, "seat_code", told | {"link": "https://court.example/r/1", "files": []})


def _seated(house: House, person: Person) -> None:
    """Somebody for whom others spoke has come in themselves."""
    person.away = False
    for case in list(house.cases.values()):
        party = case.party(person.id)
        if party is not None and party.absent:
            done = do("seated", case, Actor(person.id, party.side, party.name), {}, house.env())
            house.write(case.id, gathered(done))


def _rows(house: House, person: int) -> list[dict[str, Any]]:
    """A person's matters, to choose from."""
    return [
        {"conversation": c.id, "title": house.matter(c)}
        for c in house.conversations.values()
        if c.person == person and c.place.frames[0].script != "reception"
    ]

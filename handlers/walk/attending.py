"""Orders of the court's people at their desk, as the walk's small house carries them out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.acts.done import tell
from handlers.desk.agenda import Item, agenda, day, line
from handlers.desk.scripts import HOUSE as DESK
from handlers.values import Deed
from handlers.view import Caller
from handlers.walk.people import Conversation, Lent

if TYPE_CHECKING:
    from handlers.walk.house import House

Data = Mapping[str, Any]


def at_desk(house: House, talk: Conversation, deed: Deed) -> bool:
    """Whether this was such an order; then it has been carried out."""
    if deed.name not in DESK:
        return False
    data = deed.data
    match deed.name:
        case "called":
            house.lent.setdefault(talk.id, Lent())
        case "rang":
            house.lent.pop(_meant(house, talk, str(data["whom"])), None)
        case "attend":
            _attend(house, talk, _meant(house, talk, str(data["whom"])))
        case "pass_on":
            told = {"name": house.caller(talk), "answer": data["said"], "files": data["said"]["media"]}
            house.whisper(int(data["attend"]), "wrote", told)
        case "reply":
            told = {"role": data["role"], "name": data["name"], "answer": data["said"]}
            house.whisper(int(data["talk"]), "spoke_to", told | {"files": data["said"]["media"]})
        case "hand_back":
            house.lent.pop(int(data["talk"]), None)
            told = {"role": data["role"], "name": data["name"], "why_ended": data.get("why_ended") or "done"}
            house.whisper(int(data["talk"]), "handed_back", told)
        case "end_talk":
            house.lent.pop(talk.id, None)
            house.whisper(int(data["attend"]), "left", {"caller": house.caller(talk), "parted": "enough"})
            _replay(house, talk, data)
        case "replay":
            _replay(house, talk, data)
        case _:
            _more(house, talk, deed)
    return True


def _more(house: House, talk: Conversation, deed: Deed) -> None:
    data = deed.data
    match deed.name:
        case "call_others":
            lent = house.lent.get(talk.id, Lent())  # somebody may have rung them meanwhile
            lent.taken = False
            speaker = {"role": data["role"], "name": data["name"]}
            told = {"name": house.caller(talk), "matter": house.matter(talk), "speaker": speaker}
            for person in house.persons.values():
                if person.role and person.id != lent.staff:
                    house.tell(0, tell(person.id, "unheard", **told))
        case "today":
            house.whisper(talk.id, "agenda", {"agenda": today(house, talk)})
        case "find":
            query = str(data["case"]["find"])
            own = [c for c in house.cases.values() if c.role(talk.person) and query in c.number]
            hits = [{"case": c.id, "title": c.number, "state": c.state} for c in own]
            house.whisper(talk.id, "found", {"query": query, "hits": hits})
        case "next_case":
            _next(house, talk)


def _next(house: House, talk: Conversation) -> None:
    """The oldest case that nobody has taken opens; where there is none, the desk is shown again."""
    person, free = house.persons[talk.person], house.free(house.persons[talk.person])
    found = talk
    if free:
        opened = house.of(person.id, free[0])
        found = opened or house.open(person.id, "office", role=talk.role, case=free[0])
    person.current = found.id
    house.whisper(found.id, "here")


def _attend(house: House, talk: Conversation, meant: int) -> None:
    """Somebody of the court speaks in a conversation; only theirs and its own words are heard there."""
    lent, staff = house.conversations.get(meant), house.persons[talk.person]
    held = house.lent.get(meant, Lent())
    if lent is None or lent.person == staff.id or (held.taken and held.staff != staff.id):
        house.whisper(talk.id, "here")
        return
    if held.attend and held.staff != staff.id:
        house.whisper(held.attend, "left", {"caller": house.caller(lent), "parted": "other"})
    attend = house.attending(staff, meant)
    house.lent[meant] = Lent(taken=True, staff=staff.id, attend=attend.id)
    house.heard_by |= {(meant, staff.id), (attend.id, lent.person)}
    staff.current = attend.id
    here = {"caller": house.caller(lent), "talk": meant, "person": lent.person}
    house.whisper(attend.id, "attending", here | {"role": staff.role, "name": staff.name})
    house.whisper(meant, "taken", {"role": staff.role, "name": staff.name, "attend": attend.id})


def _meant(house: House, talk: Conversation, whom: str) -> int:
    kind, _, number = whom.partition(":")
    if kind == "talk":
        return int(number)
    found = house.of(int(number), talk.case)
    return found.id if found is not None else 0


def _replay(house: House, talk: Conversation, data: Data) -> None:
    for kind, told in data.get("later") or ():
        house.whisper(talk.id, kind, told)


def today(house: House, talk: Conversation) -> dict[str, Any]:
    """The day's list of whoever stands at that desk."""
    lines = []
    for case in house.cases.values():
        items: list[Item] = agenda(case, talk.person, house.env().today)
        if items and case.role(talk.person):
            lines.append(line(case, items, case.number))
    return day(lines, len(house.free(house.persons[talk.person])))


def callers(house: House, person: int) -> tuple[Caller, ...]:
    """Those who wait for a person of the court, without a case or in one that this person may enter."""
    found = []
    for talk, lent in house.lent.items():
        there = house.conversations[talk]
        case = house.cases.get(there.case)
        ours = case is None or case.lead is None or bool(case.role(person))
        if not lent.taken and ours and there.person != person:
            found.append(Caller(talk, house.caller(there), house.matter(there)))
    return tuple(found)

"""The straight road: people who want nothing but that their case goes on, until it has come so far."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.case import Case
from handlers.life import LEADS, OPEN, TRIAL
from handlers.walk.house import House
from handlers.walk.people import Conversation
from handlers.walk.policy import detour, inclination, open_codes

GOALS = ("", "mediating", "recording", "performing")
"""How far a walk goes straight before its people do as they like; each walk has another."""

BEGIN: Mapping[str, str] = {
    **dict.fromkeys(("turn_away", "wait.quit", "welcome.back"), ""),
    **dict.fromkeys(
        ("second", "conflict", "hand", "away", "choose", "facts", "plans", "to.some", "ask", "claim"),
        "mediating",
    ),
    **dict.fromkeys(("drop_help", "take_back"), "recording"),
    **dict.fromkeys(("court_result", "confirming", "came.yes", "well.trouble"), "performing"),
}
"""From where a walk goes on as it likes whose people are bent on something that must be done then."""

BEYOND: Mapping[str, tuple[str, ...]] = {
    "mediating": ("mediating", "recording", "performing", "performed"),
    "recording": ("recording", "performing", "performed"),
    "performing": ("performing", "performed"),
}
PATIENCE = 220  # steps after which a walk gives up going straight

CHECKS = ("check", "check_helper", "see_paper", "ask_party")
LEADING: Mapping[str, tuple[str, ...]] = {
    "filed": ("accept",),
    "accepted": ("invite",),
    "invited": CHECKS,
    "mediating": (*CHECKS, "draft"),
    "recording": (*CHECKS, "record"),
}
"""What whoever leads a case does next, by the state that it is in."""


def begin(seed: int, wanted: frozenset[str]) -> str:
    """How far a walk goes straight."""
    return next((goal for one, goal in BEGIN.items() if one in wanted), GOALS[seed % len(GOALS)])


def arrived(house: House, goal: str) -> bool:
    """Whether a case has come as far as the walk wanted to go straight."""
    return not goal or any(case.state in BEYOND[goal] for case in house.cases.values())


def turns(house: House, talk: Conversation, liked: frozenset[str]) -> float:
    """How likely it is that this person is the next one, where everybody acts only when it is their turn."""
    script = talk.place.top.script
    if script == "reception":
        return 5.0 if open_codes(house, talk.person) else float(_nobody_tells(house, talk.person))
    if talk.waits:
        return 5.0
    if script == "desk":
        role = house.persons[talk.person].role
        return float(any(_wants(case, role) for case in house.cases.values()))
    return 1.0 if script in ("human", "attend") or next_move(house, talk, liked) else 0.0


def _wants(case: Case, role: str) -> bool:
    """Whether a case has no mediator yet, or lacks the clerk without whom a judge's record is not sealed."""
    if role == "clerk":
        return case.clerk is None and case.stage in TRIAL and case.state in OPEN
    return case.lead is None and role in LEADS


def _nobody_tells(house: House, person: int) -> bool:
    """Whether nobody else has begun to tell of a matter."""
    return all(
        talk.person == person or talk.role or talk.place.frames[0].script == "reception"
        for talk in house.conversations.values()
    )


def leaning(house: House, talk: Conversation, value: str, liked: frozenset[str]) -> float:
    """How much somebody who goes straight on inclines to an answer."""
    at = (talk.place.top.script, talk.place.top.step)
    if at == ("desk", "desk"):
        case = house.cases.get(int(value)) if value.isdigit() else None
        if case is None:
            return 0.1 * (value == "refresh")
        return float(_wants(case, house.persons[talk.person].role))
    if at[1] == "room":
        return float(value == next_move(house, talk, liked))
    if at in (("reception", "welcome"), ("reception", "code")):
        return float(value == "new")
    if value == "none" or value in GIVING_UP:
        return 0.0
    found = inclination(house, talk, value, contrary=False)
    return found * detour(at, value, liked, liked) if found > 0.06 else 0.0


GIVING_UP = ("later", "no_later", "another", "enough", "drop")
"""What somebody who goes straight on never answers."""


def next_move(house: House, talk: Conversation, liked: frozenset[str]) -> str:
    """The move of this person's room by which the case goes on; nothing where others have to move."""
    case, open_ = house.cases.get(talk.case), {value for value, _ in talk.place.options}
    if case is None:
        return ""
    if talk.place.top.script == "office":
        wanted = _leading(case, talk.person)
    else:
        wanted = _taking_part(house, case, talk, liked)
    return next((move for move in wanted if move in open_), "")


def _leading(case: Case, person: int) -> tuple[str, ...]:
    confirmed = case.record is not None and all(case.record.confirmed_by(p.person) for p in case.staying)
    if case.clerk is not None and case.clerk.person == person:
        return ("record",) if confirmed else ()
    if case.lead is not None and case.lead.person != person:
        return ()
    wanted = LEADING.get(case.state, ())
    if any(not one.invited for one in case.missing):
        wanted = ("invite", *wanted)
    ready = not case.missing and len(case.joined) == len(case.staying)
    clerk = case.clerk.person if case.clerk is not None else 0
    written = case.stage not in TRIAL or (case.record is not None and case.record.confirmed_by(clerk))
    may = {"draft": ready, "record": confirmed and written}
    return tuple(move for move in wanted if may.get(move, True))


def _taking_part(house: House, case: Case, talk: Conversation, liked: frozenset[str]) -> tuple[str, ...]:
    helper, party = case.helper(talk.person), case.party(talk.person)
    acting = helper if helper is not None else party
    wanted = ["authority"] if acting is not None and acting.authority in ("", "refused") else []
    if "seat_code" in liked and not house.ways:
        wanted.insert(0, "seat_code")
    if case.state == "recording":
        wanted.append("record")
    helped = party is None or bool(case.helpers_of(talk.person)) or len(case.helpers) > 1
    if "get_help" in liked and case.state in OPEN and not helped:
        alone = not any(home == case.id and code.side == "helper" for home, code in house.codes.values())
        wanted += ["get_help"] if alone else []
    return tuple(wanted)

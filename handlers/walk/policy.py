"""What somebody at a given place would rather do, so that a walk gets to the end of a mediation."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from handlers.case import Case
from handlers.life import ENDED
from handlers.rooms import DESK_MOVES, OFFICE_MOVES, PARTY_MOVES
from handlers.walk.house import House
from handlers.walk.people import Conversation

OFFICE: dict[str, dict[str, float]] = {
    "filed": {"accept": 20, "desk": 1},
    "accepted": {"invite": 20, "desk": 1},
    "invited": {"check": 20, "invite": 0.5, "desk": 2},
    "mediating": {
        **{"draft": 6, "check": 8, "ask": 2, "hand": 2, "conflict": 0.8, "second": 0.6, "desk": 1},
        **{"plans": 2, "facts": 2},
    },
    "recording": {"record": 8, "desk": 1, "draft": 0.4, "check": 8},
    "performing": {"desk": 3, "record": 2},
    "performed": {"desk": 3, "record": 2},
}
"""What moves a case on in each state; anything else on the screen is done now and then."""

PARTY = ("came", "share", "take_back", "plans", "choose", "unwanted")
"""What a party does as willingly as anything else in their room, the record apart."""

MEETING = {"meet": 5, "meets": 10, "meeting": 5, "zone": 1}
"""How much the people who care for meetings care for them."""

HARD = {
    ("intake", "consent"): ("no",),
    ("intake", "summary"): ("change",),
    ("party", "room"): ("withdraw", "quit"),
    ("party", "withdraw"): ("yes",),
    ("party", "quit"): ("yes",),
    ("aide", "room"): ("stop",),
    ("aide", "withdraw"): ("yes",),
    ("aide", "quit"): ("yes",),
    ("aide", "wait"): ("stop",),
    ("aide", "stop"): ("yes",),
    ("who_came", "ask"): ("no",),
    ("drop_help", "which"): ("none",),
    ("see_paper", "which"): ("none",),
    ("ask_party", "who"): ("none",),
    ("check_helper", "who"): ("none",),
    ("authority", "which"): ("none",),
    ("join", "wait"): ("quit",),
    ("join", "quit"): ("yes",),
    ("join", "consent"): ("no",),
    ("join", "sure"): ("yes",),
    ("office", "room"): ("end", "turn_away"),
    ("office", "end_sure"): ("yes",),
    ("check", "point"): ("wrong",),
    ("check", "whole"): ("wrong", "later"),
    ("record", "review"): ("drop", "another", "fix", "pages", "text"),
    ("record", "more"): ("another",),
    ("vote", "extend"): ("no", "later"),
    ("vote", "disclose"): ("no", "later"),
    ("vote", "mediator"): ("no", "later"),
    ("choose", "begin"): ("no",),
    ("choose", "pick"): ("none",),
    ("choose", "sure"): ("no",),
    ("hand", "pick"): ("none",),
    ("hand", "sure"): ("no",),
    ("seat", "ask"): ("no",),
    ("appraisal", "begin"): ("no",),
    ("appraisal", "done"): ("no",),
    ("second", "how"): ("no",),
    ("term", "late"): ("expire",),
    ("plan", "review"): ("drop", "another", "fix"),
    ("fact", "ask"): ("no",),
    ("meet", "look"): ("drop",),
}
"""Answers that end or undo something: a willing person seldom gives them."""


SELDOM = {
    ("meet", "more", "enough"): 4,
    ("office", "check", "none"): 0.1,
    ("attend", "speaking", "hand_back"): 4,
    ("human", "talk", "enough"): 0.5,
}
"""How much more, or less, than to anything else people incline to these answers."""


def inclination(
    house: House, talk: Conversation, value: str, contrary: bool, wanted: frozenset[str] = frozenset()
) -> float:
    """How much somebody inclines to an answer that is open to them."""
    top = talk.place.top
    at = (top.script, top.step)
    if value in HARD.get(at, ()) and value not in wanted and f"{at[1]}.{value}" not in wanted:
        return (5 if value == "turn_away" else 0.4) if contrary else 0.06
    case = house.cases.get(talk.case)
    if at == ("office", "room") and value == "invite" and case is not None:
        return 12 if any(not one.invited for one in case.missing) else 0.5
    if at == ("intake", "together"):
        return 3 if value == "together" else 1
    if at == ("office", "room") and value == "appraisal" and case is not None:
        return 8 if case.paused else 0.8
    if at == ("office", "room") and value in ("check_helper", "ask_party", "see_paper"):
        return 20
    if at in (("get_help", "how_far"), ("who_came", "how_far"), ("ask_party", "how_far")):
        return 3 if value == "settle" else 0.5
    if at == ("intake", "name"):
        return 0.3
    if at in ROOMS and value in MEETING:
        return MEETING[value]
    if at == ("office", "room"):
        return OFFICE.get(case.state, {"desk": 8}).get(value, 0.3) if case is not None else 1
    if at == ("party", "room") and value == "get_help" and case is not None:
        return 2 if case.state in ("invited", "mediating") and not case.helpers_of(talk.person) else 0.3
    if at == ("party", "room"):
        likes = {"record": 8, "other": 1, "authority": 6, **dict.fromkeys(PARTY, 2)}
        return likes.get(value, 0.4)
    if at == ("aide", "room"):
        return {"record": 12, "authority": 12, "seat_code": 2, "take_back": 2, "quit": 1}.get(value, 0.4)
    if at == ("reception", "welcome"):
        return 3 if (value == "code") == bool(open_codes(house, talk.person)) else 0.3
    if at in (("record", "point"), ("plan", "point")):
        return {"pay": 4, "act": 2}.get(value, 1)
    if at[0] in ("offered", "plans"):
        return {"yes": 6, "withdraw": 4, "stay": 0.3}.get(value, 1)
    if at in (("meets", "which"), ("meets", "what"), ("meeting", "pick")):
        return {"none": 0.2, "off": 0.3, "fix": 6, "way": 3}.get(value, 1)
    if at == ("meet", "who"):
        return {"some": 6}.get(value, 1)
    if at == ("matters", "which") and value == "fresh":
        return 0.4
    if at == ("desk", "desk"):
        if not value.isdigit():
            return {"callers": 0.6, "away": 0.6}.get(value, 0.2)
        return _calls(house.cases.get(int(value)))
    return SELDOM.get((*at, value), 1)


MAIN = ("accept", "invite", "check", "draft", "record", "came", "desk", "more")
"""The moves by which a mediation goes straight on."""


ROOMS = (("office", "room"), ("party", "room"), ("aide", "room"), ("desk", "desk"))
ROADS_AT_ONCE = (1, 2, 3)
LIKED = 0.3  # the share of all side moves that the people of one walk care for


def wishes(chance: Random, roads: Sequence[frozenset[str]]) -> frozenset[str]:
    """What the people of one walk are bent on: a few of the ``roads`` to what no walk has seen."""
    few = chance.sample(list(roads), min(chance.choice(ROADS_AT_ONCE), len(roads)))
    return frozenset(move for road in few for move in sorted(road))


def likings(chance: Random, wanted: frozenset[str]) -> frozenset[str]:
    """The side moves that the people of one walk care for: fewer at a time lead deeper into each."""
    side = sorted({*PARTY_MOVES, *OFFICE_MOVES, *DESK_MOVES} - set(MAIN))
    share = LIKED / 3 if wanted else LIKED
    return wanted | frozenset(move for move in side if chance.random() < share)


def detour(at: tuple[str, str], value: str, liked: frozenset[str], wanted: frozenset[str]) -> float:
    """How much more somebody does what they are bent on, and how much less in the rooms what is not liked."""
    if f"{at[1]}.{value}" in wanted:
        return 12.0
    if at not in ROOMS or value.isdigit() or value in MAIN:
        return 1.0
    return 5.0 if value in wanted else 1.0 if value in liked else 0.05


def timely(case: Case | None, value: str) -> float:
    """How much less somebody does what would come to nothing now."""
    if value not in ("drop_help", "stop") or case is None:
        return 1.0
    record = case.record
    given = record is not None and record.status == "open" and any(c.hand for c in record.confirmations)
    return 12.0 if given else 0.1


def _calls(case: Case | None) -> float:
    """How much a case on the desk calls for its people."""
    return 2 if case is not None and case.state in OFFICE else 0.3


def open_codes(house: House, person: int) -> list[str]:
    """The codes that would let this person in: into somebody's case, or into a seat kept for them."""
    kept = [way for way, owner in house.ways.items() if house.persons[owner].away]
    free = [code for code in (*house.codes, *kept) if code not in house.used]
    return [code for code in free if not house.look_up(person, code).trouble]


def busyness(house: House, talk: Conversation, wanted: frozenset[str]) -> float:
    """How likely it is that this person is the next one to write."""
    if talk.place.top.script in ("human", "attend"):
        return 3 if talk.waits else 1
    case, script = house.cases.get(talk.case), talk.place.top.script
    if script == "reception":
        live = any(one.state not in ENDED for one in house.cases.values())
        idle = 3 if "welcome.back" in wanted else 0.3
        return 4 if open_codes(house, talk.person) else idle if live else 1.5
    if talk.waits:
        return 5
    if script == "office" and case is not None:
        return {"filed": 3, "accepted": 3, "invited": 1, "mediating": 2, "recording": 2}.get(case.state, 0.5)
    if script in ("party", "join", "aide") and case is not None:
        return 0.7 if case.state in ("mediating", "recording") else 0.3
    if script == "desk":
        return 1 if _work(house, talk.person) else 0.1
    return 1


def _work(house: House, person: int) -> bool:
    """Whether a case waits for this member of staff: their own, or one that nobody has taken."""
    role = house.persons[person].role
    seat = "clerk" if role == "clerk" else "lead"
    held = [(getattr(case, seat), case) for case in house.cases.values() if case.state in OFFICE]
    return any(member is None or member.person == person for member, _ in held)

"""The numbered parts of a case beside its people and its talk; each belongs to the person named in ``by``.

All parts of a case share one row of numbers, so ``n`` names a part without its kind. ``answers`` holds
(person, answer) each. Times are ISO 8601 with their offset, days ISO dates, sums are in fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Answer = Mapping[str, Any]  # {"texts": [str], "media": [{kind, digest, mime, size, name, owner}]}
Answers = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody of the other side who is to come; ``person`` once they have, ``left`` why they do not."""

    n: int
    by: int
    name: str
    reach: str = ""
    person: int = 0
    invited: str = ""
    left: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A further claim of either side (反请求): ``state`` is open, settled, withdrawn or left (另行解决)."""

    n: int
    by: int
    text: Answer
    at: str
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who acts for the party ``by`` (代理人、协助人) as far as ``scope``: read, speak or settle.

    Nothing is open to them before the party has said that this is whom they asked (``confirmed``; ``asked``
    tells how staff asked instead); speaking not before staff have checked who they are (``checked`` tells
    how); settling not before staff have checked ``authority``: "", sent, checked or refused (``refused``
    tells why), a photographed written authority (特别授权委托书, 民诉法 62). Whoever ``told`` the dispute may
    go on telling meanwhile. ``passed`` is what the other side has heard; ``ended`` why it is over.
    """

    n: int
    by: int
    name: str
    scope: str
    relation: str = ""  # relative 近亲属 | community 社区、村干部 | lawyer 律师、法律援助 | other
    phone: str = ""
    person: int = 0
    at: str = ""
    told: bool = False
    confirmed: str = ""
    asked: str = ""
    checked: str = ""
    checked_by: int = 0
    authority: str = ""
    paper: Answer = field(default_factory=dict)
    authority_by: int = 0
    refused: str = ""
    passed: str = ""
    ended: str = ""
    zone: str = ""

    @property
    def reach(self) -> str:
        """How far the grant reaches now: "", tell (only what they told themselves), read, speak or settle."""
        if self.ended or not self.person:
            return ""
        if not self.confirmed:
            return "tell" if self.told else ""
        if self.scope == "read" or not self.checked:
            return "read"
        return "speak" if self.scope == "settle" and self.authority != "checked" else self.scope


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan to settle (调解方案) put before everybody: points as in a record.

    ``state`` is open, agreed (all have accepted), refused, withdrawn or replaced; ``base`` is the plan that
    this one counters. Answers are yes, no or counter. ``agreed`` is when the last party had accepted.
    """

    n: int
    by: int
    role: str
    points: tuple[Mapping[str, Any], ...]
    at: str
    note: str = ""
    base: int = 0
    state: str = "open"
    answers: Answers = ()
    agreed: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement put to all parties as undisputed (无争议事实): open, agreed or refused."""

    n: int
    by: int
    text: str
    at: str
    state: str = "open"
    answers: Answers = ()


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting: ``slots`` are {at, way, where} each; answers are a slot's number, any or none.

    ``who`` are the parties it is for, and nobody else of them hears of it; ``wishes`` are their own words on
    when they could. ``state`` is offered, fixed, held or cancelled; ``chosen`` is the fixed slot; ``came``
    who was there; ``moved`` counts what people's calendars have to follow; ``note`` is what came of it,
    or why it was called off.
    """

    n: int
    by: int
    slots: tuple[Mapping[str, Any], ...]
    at: str
    state: str = "offered"
    chosen: int = -1
    answers: Answers = ()
    wishes: Answers = ()
    came: tuple[int, ...] = ()
    moved: int = 0
    who: tuple[int, ...] = ()
    note: str = ""


SEAT = "seat"  # a vote of that kind is a request to one mediator, of which the parties see nothing


@dataclass(frozen=True, slots=True)
class Vote:
    """One question to all parties; each must say yes (征求各方意见). open, passed, refused or lapsed.

    ``data`` holds what is asked, by whom (``by``), of whom (``of``) and until which day (``until``).
    """

    n: int
    by: int
    kind: str
    data: Mapping[str, Any]
    at: str
    state: str = "open"
    answers: Answers = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """A paper that the mediator asks of one party: open, came or dropped; ``asked`` counts the requests."""

    n: int
    by: int
    person: int
    text: str
    at: str
    asked: int = 1
    state: str = "open"


@dataclass(frozen=True, slots=True)
class Note:
    """A note that somebody of the court keeps for themselves."""

    n: int
    by: int
    text: str
    at: str


Part = Expected | Claim | Helper | Plan | Fact | Meeting | Vote | Wanted | Note
PARTS: Mapping[str, type[Part]] = {
    "expected": Expected,
    "claims": Claim,
    "helpers": Helper,
    "plans": Plan,
    "facts": Fact,
    "meetings": Meeting,
    "votes": Vote,
    "wanted": Wanted,
    "notes": Note,
}
"""Every kind of part, by the name of the case's field that holds them."""

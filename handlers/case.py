"""A case as one plain value: its people, its talk, its record and its promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.days import Calendar
from handlers.events import Moment

Answer = Mapping[str, Any]  # {"texts": [str], "media": [{kind, digest, mime, size, name, owner}]}


@dataclass(frozen=True, slots=True)
class Party:
    """A side's person. ``checked`` tells how staff checked the identity ("" while nobody has)."""

    person: int
    side: str  # applicant 申请人 | respondent 被申请人
    name: str
    phone: str = ""
    service: str = ""  # address for service 送达地址
    answer: Answer = field(default_factory=dict)
    checked: str = ""
    checked_by: int = 0
    checked_at: str = ""
    agreed_at: str = ""
    visited: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the court: mediator, judge or clerk."""

    person: int
    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of the talk, numbered within the case; ``to`` is mediator, applicant, respondent or both."""

    n: int
    person: int
    to: str
    said: Answer
    at: str
    released: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """That a person confirmed exactly this digest, and when."""

    person: int
    role: str
    digest: str
    at: str


@dataclass(frozen=True, slots=True)
class Record:
    """One version of the record (调解笔录). ``status`` is open, void or sealed."""

    version: int
    digest: str
    pages: tuple[Mapping[str, Any], ...]
    text: str
    points: tuple[Mapping[str, Any], ...]
    by: int
    at: str
    status: str = "open"
    why: str = ""
    confirmations: tuple[Confirmation, ...] = ()

    def confirmed_by(self, person: int) -> bool:
        """Whether that person's confirmation of this very digest stands."""
        return any(c.person == person and c.digest == self.digest for c in self.confirmations)


@dataclass(frozen=True, slots=True)
class Promise:
    """One thing to be done by one day. ``falls`` is ``due`` or the next working day (民法典 203)."""

    point: int
    part: int
    who: int
    whom: int
    kind: str
    fen: int
    what: str
    due: str
    falls: str
    state: str = "open"  # open | asked | late | kept
    last: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the rules of mediation need to know of one case."""

    id: int
    number: str
    state: str
    stage: str
    kind: str
    claim: Answer
    since: str
    story: Answer
    other_name: str
    other_reach: str
    filed_at: str
    parties: tuple[Party, ...]
    lead: Member | None = None
    clerk: Member | None = None
    accepted_at: str = ""
    term_end: str = ""
    reason: str = ""
    where: str = ""
    said: int = 0
    talk: tuple[Utterance, ...] = ()
    record: Record | None = None
    promises: tuple[Promise, ...] = ()

    def party(self, person: int) -> Party | None:
        """The party that this person is, if any."""
        return next((p for p in self.parties if p.person == person), None)

    def of_side(self, side: str) -> Party | None:
        """The (first) party of a side."""
        return next((p for p in self.parties if p.side == side), None)

    def role(self, person: int) -> str:
        """What this person is in this case, or "" for a stranger."""
        if (party := self.party(person)) is not None:
            return party.side
        for member in (self.lead, self.clerk):
            if member is not None and member.person == person:
                return member.role
        return ""

    def name(self, person: int) -> str:
        """How this person is named in this case."""
        if (party := self.party(person)) is not None:
            return party.name
        for member in (self.lead, self.clerk):
            if member is not None and member.person == person:
                return member.name
        return ""

    def staff(self) -> tuple[Member, ...]:
        """The court's people in this case, the mediator first."""
        return tuple(m for m in (self.lead, self.clerk) if m is not None)

    def with_party(self, party: Party) -> Case:
        """The case with that party added or replaced."""
        kept = [party if p.person == party.person else p for p in self.parties]
        if self.party(party.person) is None:
            kept.append(party)
        return replace(self, parties=tuple(kept))

    def other(self, person: int) -> Party | None:
        """The (first) party on the other side."""
        mine = self.party(person)
        return next((p for p in self.parties if mine is not None and p.side != mine.side), None)


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures a court may set (config.example.toml names their sources)."""

    invite_days: int = 7
    term_days_before: int = 30
    term_days_ordinary: int = 15
    term_days_summary: int = 7
    remind_before: int = 3


@dataclass(frozen=True, slots=True)
class Env:
    """What an act may know of the world: time, calendar, figures, fresh codes and the web address."""

    moment: Moment
    calendar: Calendar
    rules: Rules
    tokens: tuple[str, ...] = ()
    url: str = ""

    @property
    def local(self) -> datetime:
        """Now, in the court's time zone."""
        return self.moment.now.astimezone(ZoneInfo(self.moment.zone))

    @property
    def today(self) -> date:
        """Today at the court."""
        return self.local.date()

    @property
    def stamp(self) -> str:
        """Now as kept and shown: ISO 8601 to the second, in the court's zone."""
        return self.local.isoformat(timespec="seconds")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, and as what."""

    person: int
    role: str
    name: str = ""


SYSTEM = Actor(0, "system")

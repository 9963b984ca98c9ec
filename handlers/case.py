"""A case as one plain value: its people, its talk, its record and its promises."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from handlers.days import Calendar
from handlers.desk.roster import Roster
from handlers.events import Moment
from handlers.parts import (
    Answer,
    Claim,
    Expected,
    Fact,
    Helper,
    Meeting,
    Note,
    Part,
    Plan,
    Vote,
    Wanted,
)
from handlers.sealed import Confirmation as Confirmation
from handlers.sealed import Promise as Promise
from handlers.sealed import Record as Record


@dataclass(frozen=True, slots=True)
class Party:
    """A side's person. ``checked`` tells how staff checked the identity ("" while nobody has).

    An organisation (``org``) acts through the person ``by_name`` (``by_post`` there), whose ``authority``
    (a sealed letter, ``paper``) is "", sent, checked or refused (``refused`` tells why). ``absent``: somebody
    else told the dispute, and this party has no chat of their own yet. ``zone`` is where the person lives
    (IANA; "" is the court's). ``muted``: reminders that the law does not ask for are not wanted. ``left``
    tells why somebody takes part no longer while the others go on.
    """

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
    org: bool = False
    by_name: str = ""
    by_post: str = ""
    authority: str = ""
    paper: Answer = field(default_factory=dict)
    authority_by: int = 0
    refused: str = ""
    absent: bool = False
    zone: str = ""
    muted: bool = False
    confirming: str = ""  # what they said about judicial confirmation: applied, together or no
    left: str = ""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the court: mediator, judge or clerk.

    A second mediator who stands in for an absent lead leads too, to the day ``until`` (ISO) and with it.
    """

    person: int
    role: str
    name: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Words of the talk, numbered within the case.

    ``to`` is mediator, applicant, respondent, both, or people (those in ``hearers``). ``hand`` is the helper
    who spoke for ``person``. ``paper`` makes it a paper to the case: what it is to show (证明目的).
    """

    n: int
    person: int
    to: str
    said: Answer
    at: str
    released: bool = False
    hand: int = 0
    paper: str = ""
    hearers: tuple[int, ...] = ()


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
    filed_at: str
    parties: tuple[Party, ...]
    lead: Member | None = None
    clerk: Member | None = None
    accepted_at: str = ""
    term_end: str = ""
    paused: str = ""  # since which day the term rests for an appraisal 鉴定 (在线调解规则 24)
    reason: str = ""
    where: str = ""
    said: int = 0
    talk: tuple[Utterance, ...] = ()
    record: Record | None = None
    promises: tuple[Promise, ...] = ()
    parts: int = 0  # how many numbered parts there have been
    related: str = ""  # what joins cases that were told as one story (关联案件)
    seconds: tuple[Member, ...] = ()  # further mediators (共同调解员)
    extended: int = 0  # how often the term was extended
    refusals: tuple[int, ...] = ()  # parties who have asked for another mediator once (在线调解规则 14)
    confirming: str = ""  # 司法确认: applied, granted, refused or none; in trial: served or withdrawn
    confirm_until: str = ""  # the last day to ask for it together (民诉法 205)
    expected: tuple[Expected, ...] = ()
    claims: tuple[Claim, ...] = ()
    helpers: tuple[Helper, ...] = ()
    plans: tuple[Plan, ...] = ()
    facts: tuple[Fact, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    votes: tuple[Vote, ...] = ()
    wanted: tuple[Wanted, ...] = ()
    notes: tuple[Note, ...] = ()

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
        member = next((m for m in self.staff() if m.person == person), None)
        if member is not None:
            return member.role
        return "helper" if self.helper(person) is not None else ""

    def name(self, person: int) -> str:
        """How this person is named in this case."""
        if (party := self.party(person)) is not None:
            return party.name
        member = next((m for m in self.staff() if m.person == person), None)
        if member is not None:
            return member.name
        return next((h.name for h in self.helpers if h.person == person and person), "")

    def called(self, person: int) -> str:
        """The same, an organisation together with the person who acts for it."""
        party = self.party(person)
        if party is not None and party.org and party.by_name:
            return f"{party.name}（经办人{party.by_name}）"
        return self.name(person)

    def helper(self, person: int) -> Helper | None:
        """The standing grant under which this person acts for a party."""
        return next((h for h in self.helpers if h.person == person and person and not h.ended), None)

    def helpers_of(self, person: int) -> tuple[Helper, ...]:
        """Those who act for a party now and have come into the case."""
        return tuple(h for h in self.helpers if h.by == person and h.person and not h.ended)

    @property
    def other_name(self) -> str:
        """The other side as the applicant told it: one name, or all of them."""
        return "、".join(one.name for one in self.expected if not one.left)

    @property
    def missing(self) -> tuple[Expected, ...]:
        """Those of the other side who are still to come."""
        return tuple(one for one in self.expected if not one.person and not one.left)

    @property
    def staying(self) -> tuple[Party, ...]:
        """The parties who have come and have not been left out."""
        return tuple(p for p in self.parties if not p.left)

    @property
    def joined(self) -> tuple[Party, ...]:
        """The parties who take part now: each has agreed to mediation, and none has been left out."""
        return tuple(p for p in self.staying if p.side == "applicant" or p.agreed_at)

    @property
    def other_reach(self) -> str:
        """How the first of the other side who is still to come may be reached."""
        return (self.missing or self.expected)[0].reach if self.expected else ""

    def part(self, kind: str, n: int) -> Any:
        """The part of that kind and number, or None."""
        return next((one for one in getattr(self, kind) if one.n == n), None)

    def numbered(self) -> tuple[Case, int]:
        """The case with one number more, and that number."""
        return replace(self, parts=self.parts + 1), self.parts + 1

    def with_part(self, kind: str, part: Part) -> Case:
        """The case with that part added or replaced."""
        kept: list[Part] = [part if one.n == part.n else one for one in getattr(self, kind)]
        if self.part(kind, part.n) is None:
            kept.append(part)
        changed: dict[str, Any] = {kind: tuple(kept)}
        return replace(self, **changed)

    def staff(self) -> tuple[Member, ...]:
        """The court's people in this case, the mediator first."""
        return tuple(m for m in (self.lead, *self.seconds, self.clerk) if m is not None)

    def leading(self) -> tuple[Member, ...]:
        """Who may lead the case now: its mediator, and whoever stands in for an absent one."""
        return tuple(m for m in (self.lead, *(s for s in self.seconds if s.until)) if m is not None)

    def leads(self, person: int) -> bool:
        """Whether this person may lead the case now."""
        return any(m.person == person for m in self.leading())

    def others(self, person: int) -> tuple[Party, ...]:
        """Every other party who takes part: those to whom released words cross."""
        return tuple(p for p in self.joined if p.person != person)

    def sided(self, side: str) -> tuple[Party, ...]:
        """All parties of a side."""
        return tuple(p for p in self.parties if p.side == side)

    def with_party(self, party: Party) -> Case:
        """The case with that party added or replaced."""
        kept = [party if p.person == party.person else p for p in self.parties]
        if self.party(party.person) is None:
            kept.append(party)
        return replace(self, parties=tuple(kept))


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
    roster: Roster = field(default_factory=Roster)
    crew: Callable[[], tuple[Member, ...]] = tuple  # everybody of the court, read only when they are needed

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
    """Who acts, and as what. A helper's act is the party's own, by the helper's ``hand`` (``acts.hands``)."""

    person: int
    role: str
    name: str = ""
    hand: int = 0  # the helper who acts for this party


SYSTEM = Actor(0, "system")

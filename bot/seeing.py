"""What a turn may know: the world of an act, and one person's sight of their matter."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from bot import desks
from bot.clock import Clock, microseconds
from bot.config import Config, phrases
from bot.places import case_title
from handlers.case import Case, Env, Member, Rules
from handlers.events import Moment
from handlers.helpers.telling import teller
from handlers.life import STAFF
from handlers.mediators.standing import LISTED, MEDIATORS
from handlers.values import Book
from handlers.view import Caller, View
from storage import callers, people, talks
from storage.people import HOUSE, Viewer
from storage.store import Tx


class Seeing:
    """Makes views and environments from settings, clock and store."""

    def __init__(self, book: Book, config: Config, clock: Clock) -> None:
        self.book, self.config, self.clock = book, config, clock
        rules, court = config.rules, config.court
        self.rules = Rules(
            rules.invite_days,
            rules.term_days_before,
            rules.term_days_ordinary,
            rules.term_days_summary,
            rules.remind_before,
        )
        self.phrases = phrases(court)
        self.zone = ZoneInfo(court.zone)
        self.url = config.web.public_url or f"http://{config.web.host}:{config.web.port}"
        self.court = {"court": court.name, "phone": court.phone, "hours": court.hours}

    def env(self, tx: Tx | None = None) -> Env:
        """The world of an act, now."""
        tokens = (f"{secrets.randbelow(10**8):08d}",)
        moment = Moment(self.clock.now(), self.config.court.zone)
        return Env(
            moment,
            self.config.court.calendar,
            self.rules,
            tokens,
            self.url,
            self.config.duty.roster,
            lambda: self._crew(tx) if tx is not None else (),
        )

    def _crew(self, tx: Tx) -> tuple[Member, ...]:
        rows = people.staff(tx, HOUSE, STAFF)
        return tuple(Member(row.id, row.role, people.name_of(tx, row)) for row in rows)

    def stamp(self) -> str:
        """Now as the journal keeps it: ISO 8601 to the second, in the court's zone."""
        return self.clock.now().astimezone(self.zone).isoformat(timespec="seconds")

    def view(self, tx: Tx, person: Any, talk: talks.Conversation, case: Case | None) -> View:
        script = talk.place.frames[0].script
        now = self.clock.now()
        today = now.astimezone(self.zone).date()
        return View(
            me=talk.person,
            lang=person.lang,
            court=self.court,
            today=today,
            role=talk.role,
            name=people.name_of(tx, person),
            current=person.current == talk.id,
            matter=self._matter(person, talk, case),
            now=str(microseconds(now)),
            mediators=self._mediators(tx) if talk.place.top.script in LISTED else (),
            local=now.astimezone(self.zone),
            zone=self.config.court.zone,
            calendar=self.config.court.calendar,
            waking=(self.config.court.quiet_to, self.config.court.quiet_from),
            phrases=self.phrases,
            **(self._desk(tx, person, today) if script == "desk" else {}),
        )

    def _mediators(self, tx: Tx) -> tuple[Member, ...]:
        """Everybody who mediates at this court, read only where somebody is to choose one of them."""
        rows = people.staff(tx, HOUSE, MEDIATORS)
        return tuple(Member(row.id, row.role, people.name_of(tx, row)) for row in rows)

    def _matter(self, person: Any, talk: talks.Conversation, case: Case | None) -> str:
        """The matter as it is named on every message; before the first matter there is none."""
        if case is not None:
            return case_title(case, talk.person, talk.role, person.lang)
        script = talk.place.frames[0].script
        if script == "attend":
            return self.attended(person, talk)
        return "" if script == "reception" else self.book.words.text(person.lang, f"common.{script}_matter")

    def attended(self, person: Any, talk: talks.Conversation) -> str:
        """How a talk with somebody is named to the member of staff who speaks there."""
        caller = str(talk.place.frames[0].facts.get("caller") or "—")
        return self.book.words.text(person.lang, "common.attend_matter", {"name": caller})

    def _desk(self, tx: Tx, person: Any, today: date) -> dict[str, Any]:
        """What a desk shows beside its conversation: the cases, those who wait for a person, what is free."""
        found = desks.lying(tx, person, today, self.config.court.calendar)
        return {
            "desk": desks.rows(found),
            "free": desks.free(tx, person),
            "callers": self.callers(tx, person),
        }

    def callers(self, tx: Tx, person: Any) -> tuple[Caller, ...]:
        """Those who wait for somebody of the court, as far as this person may help them."""
        on_duty = people.name_of(tx, person) in self.config.duty.roster.on(self.env().today)
        waiting = callers.waiting(tx, Viewer(person.id, person.role), on_duty=on_duty)
        return tuple(Caller(talk, one["name"], one["matter"]) for talk, one in waiting)

    def name(self, tx: Tx, person: Any, talk: talks.Conversation, case: Case | None) -> str:
        name = case.called(talk.person) if case is not None else ""
        return name or people.name_of(tx, person) or teller(talk.place.frames[0].facts)[0] or "—"

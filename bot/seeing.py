"""What a turn may know: the world of an act, and one person's sight of their matter."""

from __future__ import annotations

import secrets
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock import Clock, microseconds
from bot.config import Config
from bot.places import case_title
from handlers.case import Case, Env, Member, Rules
from handlers.events import Moment
from handlers.helpers.telling import teller
from handlers.mediators.standing import LISTED, MEDIATORS
from handlers.values import Book
from handlers.view import DeskRow, View
from storage import cases, people, talks
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
        self.zone = ZoneInfo(court.zone)
        self.url = config.web.public_url or f"http://{config.web.host}:{config.web.port}"
        self.court = {"court": court.name, "phone": court.phone, "hours": court.hours}

    def env(self) -> Env:
        """The world of an act, now."""
        tokens = (f"{secrets.randbelow(10**8):08d}",)
        moment = Moment(self.clock.now(), self.config.court.zone)
        return Env(moment, self.config.court.calendar, self.rules, tokens, self.url)

    def stamp(self) -> str:
        """Now as the journal keeps it: ISO 8601 to the second, in the court's zone."""
        return self.clock.now().astimezone(self.zone).isoformat(timespec="seconds")

    def view(self, tx: Tx, person: Any, talk: talks.Conversation, case: Case | None) -> View:
        script = talk.place.frames[0].script
        now = self.clock.now()
        return View(
            me=talk.person,
            lang=person.lang,
            court=self.court,
            today=now.astimezone(self.zone).date(),
            role=talk.role,
            name=people.name_of(tx, person),
            current=person.current == talk.id,
            matter=self._matter(person, talk, case),
            desk=self._desk(tx, person) if script == "desk" else (),
            now=str(microseconds(now)),
            mediators=self._mediators(tx) if talk.place.top.script in LISTED else (),
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
        return "" if script == "reception" else self.book.words.text(person.lang, f"common.{script}_matter")

    def _desk(self, tx: Tx, person: Any) -> tuple[DeskRow, ...]:
        found = []
        for row in cases.desk(tx, Viewer(person.id, person.role)):
            case = cases.load(tx, HOUSE, row["case"])
            title = case_title(case, person.id, person.role, person.lang)
            found.append(DeskRow(case.id, title, case.state))
        return tuple(found)

    def name(self, tx: Tx, person: Any, talk: talks.Conversation, case: Case | None) -> str:
        name = case.called(talk.person) if case is not None else ""
        return name or people.name_of(tx, person) or teller(talk.place.frames[0].facts)[0] or "—"

"""The sweeps: what is due goes onto the road, in waking hours and on the court's working days."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import desks
from bot.clock import Clock, microseconds
from bot.config import Court
from handlers.days import at_local, is_working, next_working, quiet
from handlers.desk.scripts import TIMED
from handlers.life import STAFF
from storage import cases, duties, people, talks
from storage.people import HOUSE
from storage.store import Tx

DIGEST_HOURS = 6  # after its hour a day's list is still sent, when the house was down; later it is old news


class Sweeps:
    """Finds what is due and hands it to the road in one transaction: nothing is due twice, none is lost."""

    def __init__(self, clock: Clock, court: Court) -> None:
        self.clock, self.court = clock, court

    def sweep(self, tx: Tx, items: list[Any]) -> int:
        """Everything due now; returns how much went onto the road."""
        now = self.clock.now()
        later, note = self.later(now)
        count = 0
        for row in duties.due(tx, microseconds(now)):
            if row.gentle and later is not None:
                duties.put_off(tx, row.id, microseconds(later), note)
                continue
            chain = cases.row(tx, row.case_id).chain_id
            body = {"act": row.act, "data": json.loads(row.data)}
            stamp = self.clock.stamp()
            talks.command(tx, f"due/{row.id}", stamp, body, case_id=row.case_id, chain=chain)
            duties.done(tx, row.id)
            count += 1
        return count + self._silent(tx, now, later)

    def _silent(self, tx: Tx, now: datetime, later: datetime | None) -> int:
        """Questions nobody has answered: a reminder, or in quiet hours later."""
        count = 0
        for row in talks.silent(tx, microseconds(now)):
            if later is not None and row.step not in TIMED:
                talks.hush(tx, row.id, microseconds(later))
                continue
            talk = talks.conversations(tx, [row.id]).get(row.id)
            talks.hush(tx, row.id, None)
            if talk is None:
                continue
            body = {"told": "silent", "times": talk.place.silent + 1, "question": talk.place.question}
            ext = f"silent/{row.id}/{row.rev}"
            talks.whisper(tx, ext, self.clock.stamp(), body, talk=row.id, person=row.person_id)
            count += 1
        return count

    def digests(self, tx: Tx, items: list[Any]) -> int:
        """The day's list for one member of staff who has not had it yet; how many were seen to (one or none).

        One in a transaction, so that a whole court's lists hold nobody up. Whoever has nothing to do hears
        nothing, and is not looked at again that day.
        """
        now = self.clock.now().astimezone(ZoneInfo(self.court.zone))
        hour, today = self.court.digest_hour, now.date()
        until = min(hour + DIGEST_HOURS, self.court.quiet_from)
        if not hour or not hour <= now.hour < until or not is_working(today, self.court.calendar):
            return 0
        staff = {f"digest/{row.id}/{today}": row for row in people.staff(tx, HOUSE, STAFF)}
        sent = talks.known(tx, [(talks.INNER, ext) for ext in staff])
        for ext, person in staff.items():
            desk = talks.find_conversation(tx, person.id, None, "desk")
            if (talks.INNER, ext) in sent or desk is None or person.wrapped is None:
                continue
            found = desks.todays(tx, person, today, self.court.calendar)
            state = talks.WAITING if found["lines"] or found["free"] or found["callers"] else talks.DONE
            body = {"told": "digest", "data": {"agenda": found}}
            talks.whisper(tx, ext, self.clock.stamp(), body, talk=desk, person=person.id, state=state)
            return 1
        return 0

    def later(self, now: datetime) -> tuple[datetime | None, str]:
        """When word that can wait may be said, and why not now; (None, "") when it may be said now."""
        zone, calendar = self.court.zone, self.court.calendar
        awake = quiet(now, zone, self.court.quiet_to, self.court.quiet_from)
        day = awake.astimezone(ZoneInfo(zone)).date()
        if not is_working(day, calendar):
            return at_local(next_working(day, calendar), self.court.quiet_to, zone), "no working day"
        return (awake, "quiet hours") if awake > now.astimezone(UTC) else (None, "")

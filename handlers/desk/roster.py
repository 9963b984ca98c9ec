"""Who of the court is on duty, and in which hours: as the settings say it, a pure value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from handlers.days import Calendar, is_working

NOBODY: tuple[tuple[str, ...], ...] = ((),) * 7
FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Roster:
    """Names by weekday (Monday first), and from which full hour to which somebody comes."""

    names: tuple[tuple[str, ...], ...] = NOBODY
    begin: int = 9
    end: int = 17

    def on(self, day: date) -> tuple[str, ...]:
        """Who is on duty that day."""
        return self.names[day.weekday()]

    def opens(self, day: date, cal: Calendar) -> bool:
        """Whether anybody comes that day: a working day, or an ordinary weekend day with somebody on duty.

        A weekend beside a holiday counts only where the court's calendar makes it a working day: a promise
        for a day on which nobody is there would be worse than a later one.
        """
        if is_working(day, cal):
            return True
        if day.weekday() <= FRIDAY or not self.on(day) or day in cal.off:
            return False
        friday = day - timedelta(days=day.weekday() - FRIDAY)
        return is_working(friday, cal) and is_working(friday + timedelta(days=3), cal)

    def next_open(self, day: date, cal: Calendar) -> date:
        """The day itself if somebody comes on it, else the first one after it."""
        while not self.opens(day, cal):
            day += timedelta(days=1)
        return day

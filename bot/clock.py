"""The clock of the house: aware, never the same twice, and movable in tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Microseconds since 1970 of an aware time."""
    return (at - EPOCH) // TICK


class Clock:
    """Now, in UTC; every reading is later than the one before, so that stamps order what happened."""

    def __init__(self, read: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._read, self._last, self._lock = read, EPOCH, threading.Lock()

    def now(self) -> datetime:
        """The current time (UTC)."""
        with self._lock:
            self._last = max(self._read(), self._last + TICK)
            return self._last

    def stamp(self) -> int:
        """The current time in microseconds since 1970."""
        return microseconds(self.now())

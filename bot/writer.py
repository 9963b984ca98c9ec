"""The one writer: a thread that gathers what waits into one transaction and answers after its commit."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from storage.store import Store, Tx

log = logging.getLogger(__name__)
STUCK = 1.0  # seconds between tries while the store refuses
GATHER = 256  # jobs to a commit


@dataclass(slots=True)
class Job:
    """Something to do in a transaction; jobs that are ``alike`` are done by one call with all their items."""

    work: Callable[[Tx, list[Any]], Any]
    items: list[Any]
    alike: str = ""
    future: Future[Any] = field(default_factory=Future)


class Writer:
    """Runs jobs in order, several to a commit; a job that fails in company is redone alone.

    ``between`` is called after each commit and says whether it has more to do.
    """

    def __init__(self, store: Store, between: Callable[[], bool]) -> None:
        self.store, self.between = store, between
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
        self._more = True
        self._stuck = threading.Event()

    def start(self) -> None:
        """Begin; what was left from last time is done first."""
        self._thread.start()

    def stop(self) -> None:
        """Finish what has been handed in and end."""
        self._stuck.set()
        self._jobs.put(None)
        self._thread.join()

    def submit(self, work: Callable[[Tx, list[Any]], Any], items: list[Any], alike: str = "") -> Future[Any]:
        """Hand in a job; its future is done after the commit (or holds what went wrong)."""
        job = Job(work, items, alike)
        self._jobs.put(job)
        return job.future

    def _run(self) -> None:
        while True:
            jobs, end = self._take(block=not self._more)
            if jobs:
                self._commit(jobs)
            if end:
                return
            try:
                self._more = self.between()
            except Exception as error:  # noqa: BLE001 - a full disk heals; the thread must outlive it
                log.error("turns cannot be taken now: %s", type(error).__name__)
                self._stuck.wait(STUCK)
                self._more = True

    def _take(self, block: bool) -> tuple[list[Job], bool]:
        jobs: list[Job] = []
        while len(jobs) < GATHER:
            try:
                job = self._jobs.get(block=block and not jobs)
            except queue.Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _commit(self, jobs: list[Job]) -> None:
        try:
            with self.store.write() as tx:
                results = [
                    group[0].work(tx, [i for job in group for i in job.items]) for group in _alike(jobs)
                ]
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the job
            if len(jobs) == 1:
                with suppress(InvalidStateError):  # whoever asked has gone; nothing else is to be told
                    jobs[0].future.set_exception(error)
                return
            log.warning(
                "a commit of %d jobs failed (%s); each is done alone", len(jobs), type(error).__name__
            )
            for job in jobs:
                self._commit([job])
            return
        for group, result in zip(_alike(jobs), results, strict=True):
            for job in group:
                with suppress(InvalidStateError):
                    job.future.set_result(result)


def _alike(jobs: list[Job]) -> list[list[Job]]:
    """Neighbouring jobs of one kind, together; a job without a kind stands alone."""
    groups: list[list[Job]] = []
    for job in jobs:
        if groups and job.alike and groups[-1][0].alike == job.alike:
            groups[-1].append(job)
        else:
            groups.append([job])
    return groups

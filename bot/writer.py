"""The one writer: a thread that gathers what waits into one transaction and answers after its commit."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from storage.store import Store, Tx

log = logging.getLogger(__name__)
GATHER = 256  # jobs to a commit
STUCK = 1.0  # seconds between tries while the store refuses

Answers = list[tuple["Job", Any, Exception | None]]


@dataclass(slots=True)
class Job:
    """Something to do in a transaction; neighbours that are ``alike`` are done by one call with all items."""

    work: Callable[[Tx, list[Any]], Any]
    items: list[Any]
    alike: str
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]


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
        """Finish what has been handed in and end. Blocking."""
        self._stuck.set()
        self._jobs.put(None)
        self._thread.join()

    def submit(
        self, work: Callable[[Tx, list[Any]], Any], items: list[Any], alike: str = ""
    ) -> asyncio.Future[Any]:
        """Hand in a job; the future is done after its commit (or holds what went wrong)."""
        loop = asyncio.get_running_loop()
        job = Job(work, items, alike, loop, loop.create_future())
        self._jobs.put(job)
        return job.future

    def _run(self) -> None:
        while True:
            jobs, end = self._take(block=not self._more)
            if jobs:
                _answer(self._commit(jobs))
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

    def _commit(self, jobs: list[Job]) -> Answers:
        try:
            with self.store.write() as tx:
                groups = _alike(jobs)
                results = [group[0].work(tx, [i for job in group for i in job.items]) for group in groups]
        except Exception as error:  # noqa: BLE001 - handed to whoever waits for the job
            if len(jobs) == 1:
                return [(jobs[0], None, error)]
            log.warning(
                "a commit of %d jobs failed (%s); each is done alone", len(jobs), type(error).__name__
            )
            return [answer for job in jobs for answer in self._commit([job])]
        return [(job, result, None) for group, result in zip(groups, results, strict=True) for job in group]


def _alike(jobs: Sequence[Job]) -> list[list[Job]]:
    """Neighbouring jobs of one kind, together; a job without a kind stands alone."""
    groups: list[list[Job]] = []
    for job in jobs:
        if groups and job.alike and groups[-1][0].alike == job.alike:
            groups[-1].append(job)
        else:
            groups.append([job])
    return groups


def _answer(answers: Answers) -> None:
    """Tell everybody who waits, with one wake-up a loop however many they are."""
    loops = {id(job.loop): job.loop for job, _, _ in answers}
    for key, loop in loops.items():
        mine = [answer for answer in answers if id(answer[0].loop) == key]
        if not loop.is_closed():
            loop.call_soon_threadsafe(_settle, mine)


def _settle(answers: Answers) -> None:
    for job, result, error in answers:
        if job.future.done():
            continue  # whoever asked has gone
        if error is None:
            job.future.set_result(result)
        else:
            job.future.set_exception(error)

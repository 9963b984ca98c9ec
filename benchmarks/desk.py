"""What a desk costs: finding among four hundred own cases, and drawing a desk, everything encrypted."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.measure import line, percentile
from bot import desks
from bot.app import open_store
from bot.config import Config, Store
from handlers.acts.opening import told_case
from handlers.case import Env, Member, Rules
from handlers.days import Calendar
from handlers.events import Moment
from storage import cases, finding, journal, people
from storage import schema as s
from storage.people import Viewer
from storage.store import Tx

OWN, TIMES = 400, 15
ENV = Env(Moment(datetime(2026, 11, 20, 2, tzinfo=UTC)), Calendar(), Rules())


def desk() -> None:
    """Print the figures, one JSON object a line; keys are unwrapped anew each time, as after a start."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        store = open_store(
            Config(store=Store(f"sqlite:///{place}/h.db", place / "files", place / "master.key"))
        )
        with store.write() as tx:
            judge = people.new_person(tx, "zh", "judge", "王某", 0)
            for number in range(1, OWN + 1):
                _filed(tx, number, judge)

        def timed(work: Callable[[Tx], object]) -> float:
            took = []
            for _ in range(TIMES):
                store.keys.clear()
                with store.read() as tx:
                    began = time.perf_counter()
                    work(tx)
                    took.append(time.perf_counter() - began)
            return percentile(took, 0.5) * 1000

        who = Viewer(judge, "judge")
        for name, text in (("number", "77"), ("name", "李某123"), ("telephone", "13800130077")):
            took = timed(lambda tx, text=text: finding.search(tx, who, text))  # type: ignore[misc]
            line(f"desk.search_{name}_{OWN}", took, "ms", "< 100", took < 100)
        today, cal = date(2026, 11, 24), Calendar()
        took = timed(lambda tx: desks.lying(tx, tx.row(s.person, judge), today, cal))
        line(f"desk.drawn_{cases.DESK}", took, "ms", "< 500", took < 500)
        store.close()


def _filed(tx: Tx, number: int, judge: int) -> None:
    name = f"李某{number}"
    told = {"name": name, "phone": f"+861380013{number:04d}", "service": "chat", "kind": "loan"}
    told |= {"claim": "还钱", "since": "去年", "other_name": "张某", "other_reach": "13900139000"}
    facts = {**told, "story": {"texts": ["借钱不还"], "media": []}}
    person = people.new_person(tx, "zh", "", name, 0)
    case = told_case(f"(2026)和解{number}号", person, facts, ENV)
    case = replace(case, id=cases.create(tx, journal.new_chain(tx), case))
    lead = Member(judge, "judge", "王某")
    cases.save(tx, case, replace(case, lead=lead, state="accepted", stage="before_filing"))

"""`hejie check` and `hejie draw`: the inspector, the walk, diagrams and reading copies."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.words import book
from handlers.draw import files
from handlers.inspector import inspect
from handlers.walk import Report, explore, missed

WALKS = 40
STEPS = 500  # things that happen in a walk


def check_house() -> int:
    """Inspect every script in every language, walk them, print what was found; 1 when that is anything."""
    findings = [str(one) for one in inspect(book())]
    print(f"检查剧本 / scripts inspected: {len(book().scripts)}", flush=True)
    reports = explore(book(), STEPS, WALKS, WALKS)
    findings += sorted({what for report in reports for what in report.findings})
    events = sum(report.events for report in reports)
    print(f"走查 / walks: {len(reports)}, {events} events, {_visited(reports)}", flush=True)
    for what in missed(book(), reports):
        print(f"未走到 / not met in these walks: {what}")
    for one in findings:
        print(one)
    print("没有发现问题 / nothing found" if not findings else f"{len(findings)} 个问题 / findings")
    return 1 if findings else 0


def _visited(reports: Sequence[Report]) -> str:
    """How many questions were put, and how many kinds of word were told, in all walks together."""
    asked = frozenset[tuple[str, str]]().union(*(report.steps for report in reports))
    told = frozenset[tuple[str, str]]().union(*(report.told for report in reports))
    return f"{len(asked)} questions, {len(told)} kinds of word"


def draw_house(folder: Path) -> int:
    """Write every diagram and reading copy under a folder."""
    for name, text in sorted(files(book()).items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0

"""`hejie check` and `hejie draw`: the inspector, the walk, diagrams and reading copies."""

from __future__ import annotations

from pathlib import Path

from bot.words import book
from handlers.draw import files
from handlers.inspector import inspect
from handlers.walk import walk

SEEDS = range(1, 4)
STEPS = 1_500  # events to a walk


def check_house() -> int:
    """Inspect every script in every language, walk them, print what was found; 1 when that is anything."""
    findings = [str(one) for one in inspect(book())]
    print(f"检查剧本 / scripts inspected: {len(book().scripts)}", flush=True)
    for seed in SEEDS:
        report = walk(book(), seed, STEPS)
        findings += [str(one) for one in report.findings]
        print(f"走查 / walk {seed}: {report.events} events, {len(report.steps)} places", flush=True)
    for one in findings:
        print(one)
    print("没有发现问题 / nothing found" if not findings else f"{len(findings)} 个问题 / findings")
    return 1 if findings else 0


def draw_house(folder: Path) -> int:
    """Write every diagram and reading copy under a folder."""
    for name, text in sorted(files(book()).items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path)
    return 0

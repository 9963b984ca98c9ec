"""What every benchmark needs: lines of JSON, percentiles, and the memory of a process."""

from __future__ import annotations

import json
import math
import os
from collections.abc import Sequence
from pathlib import Path


def line(name: str, value: float | int, unit: str, aim: str, holds: bool) -> None:
    """Print one result as one JSON object; ``aim`` says what was hoped for, ``holds`` whether it was met."""
    result = {"name": name, "value": round(value, 3), "unit": unit, "aim": aim, "holds": holds}
    print(json.dumps(result, ensure_ascii=False), flush=True)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest of ``values`` that at least ``share`` (0 to 1) of them do not exceed (nearest rank).

    Raises ValueError if there are no values or ``share`` is out of range.
    """
    if not values or not 0 <= share <= 1:
        raise ValueError("a percentile needs values, and a share from 0 to 1")
    ranked = sorted(values)
    rank = math.ceil(round(len(ranked) * share, 9))  # 100 * 0.07 is a little more than 7
    return ranked[max(rank - 1, 0)]


def rss(pid: int | None = None) -> int:
    """The resident memory of a process in bytes (Linux), by default of this one.

    Raises OSError if there is no such process.
    """
    for row in Path(f"/proc/{pid or os.getpid()}/status").read_text().splitlines():
        if row.startswith("VmRSS:"):
            return int(row.split()[1]) * 1024
    return 0  # a zombie has none

"""`python -m benchmarks NAME --json`: one JSON object a line: name, value, unit, aim, holds."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from benchmarks.road import road

BENCHMARKS: Mapping[str, Callable[[], None]] = {"road": road}


def main() -> None:
    """Run one benchmark."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("name", choices=sorted(BENCHMARKS))
    parser.add_argument("--json", action="store_true", help="one object a line (the only form there is)")
    BENCHMARKS[parser.parse_args().name]()


if __name__ == "__main__":
    main()

"""`python -m benchmarks road --json`, `… desk`, or `… filmstrip FOLDER`."""

from __future__ import annotations

import argparse

from benchmarks.road import road


def main() -> None:
    """Run one benchmark: one JSON object a line with name, value, unit, aim, holds; or take pictures."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    kinds = parser.add_subparsers(dest="name", required=True)
    figures = kinds.add_parser("road", help="figures of the road and of its peer")
    figures.add_argument("--json", action="store_true", help="one object a line (the only form there is)")
    kinds.add_parser("desk", help="figures of searching and of a full desk")
    pictures = kinds.add_parser("filmstrip", help="the report's case as everybody saw it (needs Chromium)")
    pictures.add_argument("folder", help="numbered pictures and index.html go there")
    pictures.add_argument("--width", type=int, default=360, help="of the screen, in px (360)")
    pictures.add_argument("--large", action="store_true", help="in large letters")
    given = parser.parse_args()
    if given.name == "road":
        road()
    elif given.name == "desk":
        from benchmarks.desk import desk

        desk()
    else:
        from benchmarks.filmstrip import filmstrip  # only this one needs a browser

        filmstrip(given.folder, given.width, large=given.large)


if __name__ == "__main__":
    main()

"""The command line: `hejie run`, `chat`, `staff`, `return-code`, `check`, `draw`, `export`, `verify`."""

from __future__ import annotations

import argparse
import asyncio
import logging
import sys
from collections.abc import Callable
from pathlib import Path

from bot.config import Config, ConfigError, load
from storage.store import StoreError
from storage.vault import VaultError

DEFAULT = Path("config.toml")


def main(argv: list[str] | None = None) -> int:
    """Run one command; returns the process's exit code."""
    args = _parser().parse_args(argv)
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    command: Callable[[argparse.Namespace], int] = args.command
    try:
        return command(args)
    except (ConfigError, StoreError, VaultError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hejie", description="和解: settling disputes by plain chat.")
    parser.add_argument("--config", type=Path, help="settings (TOML); config.toml here if there is one")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, command: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        return sub

    add("run", run, "start everything: pages, channels, reminders")
    chat_parser = add("chat", chat, "talk with the assistant in this terminal")
    chat_parser.add_argument("--as", dest="user", default="terminal", help="whose conversation (any word)")
    staff_parser = add("staff", staff, "make a single-use code for a mediator, judge or clerk")
    staff_parser.add_argument("role", choices=("mediator", "judge", "clerk"))
    staff_parser.add_argument("name", help="the name that parties will see")
    code_parser = add("return-code", return_code, "a code for a party who stands at the counter")
    code_parser.add_argument("case", help="the case number, or its digits: (2026)和解1号 or 2026-1")
    code_parser.add_argument("name", help="the party's name as it stands in the case")
    add("check", check, "read the settings, inspect every script, walk through all of them")
    draw_parser = add("draw", draw, "write diagrams and reading copies")
    draw_parser.add_argument("folder", type=Path)
    export_parser = add("export", export, "write a case into a folder that can be verified anywhere")
    export_parser.add_argument("case", help="the case number, or its digits: (2026)和解1号 or 2026-1")
    export_parser.add_argument("folder", type=Path)
    export_parser.add_argument(
        "--for", dest="side", choices=("court", "applicant", "respondent", "filing"), default="court"
    )
    export_parser.add_argument("--name", default="", help="which of several people on that side")
    verify_parser = add("verify", verify, "check an exported folder; names the first thing that was changed")
    verify_parser.add_argument("folder", type=Path)
    verify_parser.add_argument("--head", help="the chain's head as it was printed or stamped elsewhere")
    return parser


def _config(args: argparse.Namespace) -> Config:
    path = args.config
    if path is None and DEFAULT.exists():
        path = DEFAULT
    return load(path)


def run(args: argparse.Namespace) -> int:
    """Start everything and stay until told to stop."""
    from bot.running import run_house

    return run_house(_config(args))


def chat(args: argparse.Namespace) -> int:
    """One conversation in this terminal."""
    from bot.running import run_terminal

    return asyncio.run(run_terminal(_config(args), args.user))


def staff(args: argparse.Namespace) -> int:
    """Print a code for one of the court's people."""
    from bot.app import new_staff_code, open_store
    from bot.clock import Clock

    store = open_store(_config(args))
    code = new_staff_code(store, Clock(), args.role, args.name)
    store.close()
    print(f"{args.name}({args.role}): {spaced(code)}")
    return 0


def spaced(code: str) -> str:
    """A code in groups of four digits."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


def return_code(args: argparse.Namespace) -> int:
    """Print a code with which a party comes back from a new phone; 2 when there is no such party."""
    from bot.app import build
    from bot.exporting import find_case

    app = build(_config(args))
    with app.store.write() as tx:
        row = find_case(tx, args.case)
        code = app.road.writing.orders.returning.at_the_counter(tx, row.id, args.name) if row else ""
    app.store.close()
    if not code:
        print("没有这个案件,或者其中没有这个当事人 / no such case, or no such party in it", file=sys.stderr)
        return 2
    print(f"{args.name}: {code}\n两天内有效,只能用一次 / good for two days, works once")
    return 0


def check(args: argparse.Namespace) -> int:
    """Read the settings, inspect the scripts and walk them; 1 when anything was found."""
    from bot.checking import check_house

    _config(args)  # a setting that cannot be used is found here too
    return check_house()


def draw(args: argparse.Namespace) -> int:
    """Write diagrams and reading copies."""
    from bot.checking import draw_house

    return draw_house(args.folder)


def export(args: argparse.Namespace) -> int:
    """Write one case into a folder, or of a failed one what goes on to filing."""
    if args.side == "filing":
        from bot.filing import file_case

        return file_case(_config(args), args.case, args.folder)
    from bot.exporting import export_case

    return export_case(_config(args), args.case, args.side, args.folder, args.name)


def verify(args: argparse.Namespace) -> int:
    """Check an exported folder; 1 when something was changed."""
    from storage.verify import verify as verify_folder

    findings = verify_folder(args.folder, head=args.head)
    for finding in findings:
        print(finding)
    if not findings:
        print("没有发现改动 / nothing was changed")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())

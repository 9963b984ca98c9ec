"""The doors of the house stay shut: who may import whom, and who may look at the clock."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PURE = {"cn2an", "phonenumbers", "holidays"}  # number, telephone and calendar reading: no I/O
IMPURE = {
    "os",
    "pathlib",
    "random",
    "secrets",
    "time",
    "sqlite3",
    "socket",
    "subprocess",
    "threading",
    "asyncio",
}
IMPURE |= {"tempfile", "shutil", "io", "glob", "urllib", "http", "uuid", "logging"}
STORE_LIBRARIES = {"sqlalchemy", "alembic", "cryptography", "puremagic"}
TELEGRAM = {"aiogram": "bot/channels/telegram_aiogram.py", "telegram": "bot/channels/telegram_ptb.py"}
CLOCKS = {"bot/clock.py", "bot/channels/terminal.py", "bot/channels/web.py", "bot/channels/telegram.py"}
NOW = {"now", "utcnow", "today", "time", "time_ns", "monotonic"}
HOUSES = ("handlers", "storage", "bot")


@cache
def tree(path: str) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), path)


def modules(room: str) -> list[str]:
    """Every module of a room, as a path from the root."""
    return sorted(str(path.relative_to(ROOT)) for path in (ROOT / room).rglob("*.py"))


def imports(path: str) -> Iterator[str]:
    """Every module that is named in an import, wherever it stands."""
    package = path.removesuffix("/__init__.py").removesuffix(".py").split("/")
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path} imports by dots from {package}"
            yield from (f"{node.module}.{one.name}" for one in node.names)


def foreign(room: str, allowed: set[str]) -> list[str]:
    """What a room imports beyond itself, the standard library and what is allowed."""
    known = allowed | {room} | set(sys.stdlib_module_names)
    return [
        f"{path}: {name}"
        for path in modules(room)
        for name in imports(path)
        if name.split(".")[0] not in known
    ]


def test_the_handlers_import_only_themselves_the_standard_library_and_pure_libraries() -> None:
    assert foreign("handlers", PURE) == []


def test_the_handlers_touch_no_files_no_network_no_chance_and_no_threads() -> None:
    found = [(p, n) for p in modules("handlers") for n in imports(p) if n.split(".")[0] in IMPURE]
    # The walk draws from a seed that it is given, so it is still the same every time.
    assert [
        one for one in found if not (one[0].startswith("handlers/walk/") and one[1] == "random.Random")
    ] == []


def test_the_handlers_open_nothing_print_nothing_and_never_look_at_a_clock() -> None:
    found = []
    for path in modules("handlers"):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call):
                name = node.func
                if isinstance(name, ast.Name) and name.id in {"open", "print", "input", "exec", "eval"}:
                    found.append(f"{path}:{node.lineno} {name.id}")
                elif isinstance(name, ast.Attribute) and name.attr in NOW and not node.args:
                    found.append(f"{path}:{node.lineno} {name.attr}")
    assert found == []


def test_the_store_imports_the_handlers_and_its_libraries_but_never_the_bot() -> None:
    assert foreign("storage", STORE_LIBRARIES | {"handlers"}) == []


@pytest.mark.parametrize("room", ["handlers", "storage"])
def test_nobody_inside_imports_the_bot_or_the_tests(room: str) -> None:
    found = [
        (p, n) for p in modules(room) for n in imports(p) if n.split(".")[0] in {"bot", "tests", "benchmarks"}
    ]
    assert found == []


def test_nothing_that_runs_imports_the_tests() -> None:
    found = [
        (p, n) for room in HOUSES for p in modules(room) for n in imports(p) if n.split(".")[0] == "tests"
    ]
    assert found == []


def test_a_channel_imports_no_storage_and_no_scripts_and_no_road() -> None:
    allowed = ("bot.channels.contract", "bot.web")
    for path in modules("bot/channels"):
        ours = [n for n in imports(path) if n.split(".")[0] in HOUSES]
        rest = [n for n in ours if not n.startswith(allowed)]
        shared = [n for n in rest if not n.startswith("bot.channels.telegram.")]
        assert not [n for n in shared if n.split(".")[0] in {"storage", "handlers"}], (path, shared)
        assert not [n for n in shared if n.startswith(("bot.road", "bot.app", "bot.outbox", "bot.writer"))], (
            path
        )


def test_a_channel_imports_no_other_channel() -> None:
    for path in modules("bot/channels"):
        own = path.removesuffix(".py").replace("/", ".")
        others = {n.rpartition(".")[0] for n in imports(path) if n.startswith("bot.channels.")} - {
            own,
            "bot.channels.contract",
            "bot.channels",
        }
        kin = {"bot.channels.telegram"} if "telegram_" in path else set()  # what both Telegram clients share
        assert others <= kin, path


@pytest.mark.parametrize("library", TELEGRAM)
def test_a_telegram_library_is_imported_only_in_the_channel_that_speaks_it(library: str) -> None:
    paths = [
        p for room in HOUSES for p in modules(room) if any(n.split(".")[0] == library for n in imports(p))
    ]
    assert paths == [TELEGRAM[library]]


@pytest.mark.parametrize("module", ["bot.app", "bot.cli", "bot.channels.web"])
def test_the_house_starts_without_loading_either_telegram_library(module: str) -> None:
    path = module.replace(".", "/") + ".py"
    top = [n for node in tree(path).body for n in _names(node)]
    assert not [n for n in top if n.startswith(("bot.channels.telegram_", "aiogram", "telegram"))]


def _names(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [one.name for one in node.names]
    return [f"{node.module}.{one.name}" for one in node.names] if isinstance(node, ast.ImportFrom) else []


def test_only_the_clock_and_a_channels_default_look_at_the_time() -> None:
    found = []
    for path in (p for room in HOUSES for p in modules(room)):
        for node in ast.walk(tree(path)):
            clock = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
            if clock and node.value.id in {"datetime", "date", "time"} and node.attr in NOW:  # type: ignore[attr-defined]
                found.append(path)
    assert sorted(set(found) - CLOCKS) == []


def test_sql_is_known_only_in_the_store_and_named_where_the_bot_needs_a_bare_row() -> None:
    knowing = {p for p in modules("bot") for n in imports(p) if n.split(".")[0] == "sqlalchemy"}
    assert not [p for p in knowing if p.startswith("bot/channels") or p.startswith("bot/web")]


def test_every_module_says_in_one_sentence_what_it_is() -> None:
    bare = [
        p
        for room in HOUSES
        for p in modules(room)
        if "versions/__init__" not in p and not ast.get_docstring(tree(p))
    ]
    assert bare == []

"""Reading copies and diagrams are golden files: no wording and no route changes unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.words import book
from handlers.draw import diagram, files, life_table, reading_copy
from handlers.script import Ask
from handlers.words import HOLE

FOLDER = Path(__file__).parent.parent / "docs" / "reading"
RENEW = "docs/reading is no longer what is said: read what changed, then run: hejie draw docs/reading"
DRAWN = files(book())


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_the_reading_copy_is_what_is_said(name: str) -> None:
    path = FOLDER / name
    assert path.exists(), f"{name} is missing; {RENEW}"
    assert path.read_text("utf-8") == DRAWN[name], f"{name}: {RENEW}"


def test_no_reading_copy_is_left_over() -> None:
    there = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()}
    assert there <= set(DRAWN), f"left over: {sorted(there - set(DRAWN))}; {RENEW}"


@pytest.mark.parametrize("lang", book().words.languages)
def test_a_reading_copy_holds_every_word_of_its_script(lang: str) -> None:
    words = book().words
    copies = "".join(text for name, text in DRAWN.items() if name.startswith(f"{lang}/"))
    lines = set(copies.replace("> ", "").replace("  \n", "\n").split("\n"))
    text = "\n".join(lines)
    for key, said in words.flat[lang].items():
        for line in said.split("\n") if isinstance(said, str) else said:
            assert line.strip() in text, f"{key} is in no reading copy"


def test_every_step_has_its_number_and_its_version_is_named() -> None:
    for script in book().scripts.values():
        copy = reading_copy(book(), script, "zh")
        assert f"第{script.version}版" in copy.splitlines()[0]
        for n, step in enumerate(script.steps, 1):
            assert f"## {n}. {step.name}\n" in copy


def test_a_diagram_has_an_arrow_for_every_answer() -> None:
    for script in book().scripts.values():
        drawn = diagram(script)
        for step in script.steps:
            for target in step.targets():
                assert f"s_{step.name} -->" in drawn
                assert f" s_{target}\n" in drawn
            for value in step.choices if isinstance(step, Ask) else ():
                assert value in drawn


def test_the_table_of_life_has_a_line_for_every_move() -> None:
    table = life_table("zh", book())
    assert "`confirm`" in table
    assert "正在核对笔录" in table
    assert not HOLE.search(table)

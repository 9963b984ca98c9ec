"""What the words call a button is what stands on it, in the conversations and on the page around them."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import bot
from bot.words import book

PAGE = Path(bot.__file__).parent / "web" / "words"
QUOTED = re.compile("“([^”“{}]*)”")
NO_BUTTONS = {"和解", "12", "做不到就由法院来判", "If it is not done, the court decides"}
LABELS = re.compile(
    r"labels\.|(party|office|aide)_moves\.|desk_rows\.|audiences\.|meetings\.do_|.+\.choices\.[^.]+$"
)


def labels(lang: str) -> set[str]:
    """Every label of that language's buttons, and every way to say what is always open."""
    words = book().words
    names = {str(value) for key, value in words.flat[lang].items() if LABELS.match(key)}
    return names | {
        one for key, many in words.lists[lang].items() if key.startswith("asides.") for one in many
    }


def misnamed(said: dict[str, object], names: set[str]) -> list[tuple[str, str]]:
    """What is quoted as a button and is on none."""
    texts = [(key, value) for key, value in said.items() if isinstance(value, str)]
    return sorted((key, name) for key, text in texts for name in QUOTED.findall(text) if name not in names)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_button_that_the_words_name_is_called_so_on_the_screen(lang: str) -> None:
    assert misnamed(book().words.flat[lang], labels(lang) | NO_BUTTONS) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_button_that_the_page_names_is_called_so_on_the_screen(lang: str) -> None:
    page = tomllib.loads((PAGE / f"{lang}.toml").read_text(encoding="utf-8"))
    own = {str(value) for value in page.values()}
    assert misnamed(page, labels(lang) | own) == []

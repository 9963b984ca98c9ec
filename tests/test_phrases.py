"""The court's file of ready-made phrases: read whole, or refused with two plain lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import ConfigError, load, phrases
from handlers.desk.phrases import Phrase, addressed, said

EXAMPLE = Path(__file__).parent.parent / "phrases.example.toml"
TYPED = {"texts": ["{name}您好"], "media": []}


def loaded(tmp_path: Path, text: str) -> tuple[Phrase, ...]:
    (tmp_path / "phrases.toml").write_text(text, encoding="utf-8")
    config = tmp_path / "config.toml"
    config.write_text('[court]\nphrases = "phrases.toml"\n', encoding="utf-8")
    return phrases(load(config).court)


def test_the_example_can_be_used_as_it_is(tmp_path: Path) -> None:
    found = loaded(tmp_path, EXAMPLE.read_text("utf-8"))
    assert found[0].title == "请补交材料"
    assert all(set(one.text) == {"zh", "en"} for one in found)


def test_without_a_file_there_are_none() -> None:
    assert phrases(load(None).court) == ()


def test_a_text_comes_in_the_language_asked_for_or_in_the_one_there_is(tmp_path: Path) -> None:
    (one,) = loaded(tmp_path, '["问候"]\nzh = "您好"\n')
    assert (one.words("zh"), one.words("en")) == ("您好", "您好")


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        ("x", "不是有效的 TOML", "is not valid TOML"),
        ('a = "b"', '["a"] 应为一节', '["a"] must be a section'),
        ('["a"]\nen = "b"', "缺少中文", "must have a text in Chinese"),
        ('["a"]\nzh = ""', '["a"] zh 应为 1 到', '["a"] zh must be a text'),
        ('["a"]\nzh = 5', '["a"] zh 应为 1 到', '["a"] zh must be a text'),
        ('["a"]\nzh = "b"\nfr = "c"', "没有这种语言：fr", "has unknown languages: fr"),
        ('["a"]\nzh = "{phone}"', "不能写 {phone}", "not {phone}"),
        ('["a"]\nzh = "{name"', "不能写 {name", "not {name"),
        (f'["{"长" * 35}"]\nzh = "b"', "标题应为 1 到 34 个字", "must have a title of one line"),
    ],
)
def test_a_mistake_is_named_in_two_lines(tmp_path: Path, text: str, zh: str, en: str) -> None:
    with pytest.raises(ConfigError) as caught:
        loaded(tmp_path, text)
    first, second = str(caught.value).splitlines()
    assert "phrases.toml" in first and zh in first
    assert "phrases.toml" in second and en in second


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[court]\nphrases = "no.toml"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"no\.toml"):
        load(config)


def test_the_names_of_those_who_hear_it_stand_in_a_phrase() -> None:
    phrase = Phrase("问候", {"zh": "{name}您好"})
    assert addressed(said(phrase, "zh"), ["李某", "张某"]) == {"texts": ["李某、张某您好"], "media": []}


def test_words_that_somebody_typed_are_never_filled() -> None:
    assert addressed(TYPED, ["李某"]) == TYPED

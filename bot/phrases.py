"""The court's ready-made phrases (常用话), read from their own file; mistakes named in two languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from handlers.desk.phrases import NAME, Phrase

TITLE, TEXT, MOST = 34, 1_000, 60
LANGUAGES = ("zh", "en")
HOLES = re.compile(r"\{[^}]*\}?|\}")


class PhraseError(ValueError):
    """What is wrong with the file, in Chinese and in English: the two parts of the error."""

    def __init__(self, where: str, zh: str, en: str) -> None:
        super().__init__(where)
        self.where, self.zh, self.en = where, zh, en


def read_phrases(path: Path) -> tuple[Phrase, ...]:
    """Every phrase of the file, in its order; PhraseError for anything that cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise PhraseError("", f"读不了这个文件（{why}）", f"cannot be read ({why})") from None
    except UnicodeDecodeError:
        raise PhraseError("", "文件应为 UTF-8 编码", "must be a file in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        zh = f"第 {at[1]} 行第 {at[2]} 列" if at else "文件末尾"
        raise PhraseError(
            "", f"不是有效的 TOML，错在{zh}", f"is not valid TOML at {at[0] if at else 'its end'}"
        ) from None
    if len(data) > MOST:
        raise PhraseError("", f"最多 {MOST} 段", f"must hold at most {MOST} phrases")
    return tuple(_phrase(title, value) for title, value in data.items())


def _phrase(title: str, value: Any) -> Phrase:
    where = f'["{title}"]'
    if not title.strip() or "\n" in title or len(title) > TITLE:
        raise PhraseError(
            where,
            f"标题应为 1 到 {TITLE} 个字的一行",
            f"must have a title of one line, 1 to {TITLE} characters",
        )
    if not isinstance(value, Mapping):
        raise PhraseError(where, '应为一节，如 zh = "……"', 'must be a section with zh = "…" in it')
    if unknown := set(value) - set(LANGUAGES):
        names = "、".join(sorted(unknown))
        raise PhraseError(where, f"没有这种语言：{names}；只有 zh 和 en", f"has unknown languages: {names}")
    if "zh" not in value:
        raise PhraseError(where, "缺少中文（zh）", "must have a text in Chinese (zh)")
    return Phrase(title, {lang: _text(f"{where} {lang}", text) for lang, text in value.items()})


def _text(where: str, text: Any) -> str:
    if not isinstance(text, str) or not text.strip() or len(text) > TEXT:
        raise PhraseError(where, f"应为 1 到 {TEXT} 个字的文字", f"must be a text of 1 to {TEXT} characters")
    if strange := [hole for hole in HOLES.findall(text) if hole != NAME]:
        raise PhraseError(
            where, f"花括号里只能写 {NAME}，不能写 {strange[0]}", f"may hold {NAME} only, not {strange[0]}"
        )
    return text.strip()

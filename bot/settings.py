"""How one setting is read, and what is said when it cannot be: the checks that the table of settings uses."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

OURS = frozenset(
    {"i", "r", "code", "say", "leave", "lines", "events", "file", "lang", "size", "healthz", "static"}
)
"""The first parts of the pages' own paths: a proxy's sub-path must be another one to be told from them."""
_SUB_PATH = re.compile(r"(/[A-Za-z0-9_-]+)*")


class Check(NamedTuple):
    """How a value is read (``ValueError`` if it cannot be) and what is expected, in Chinese and English."""

    read: Callable[[Any], Any]
    zh: str
    en: str


def whole(least: int, most: int) -> Check:
    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:  # True is an int for isinstance
            raise ValueError
        return value

    return Check(read, f" {least} 到 {most} 的整数", f"a whole number from {least} to {most}")


def text(pattern: str, zh: str, en: str) -> Check:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError
        return value

    return Check(read, zh, en)


def line(most: int) -> Check:
    zh, en = f" 1 到 {most} 个字的一行文字（加引号）", f"one line of 1 to {most} characters, in quotes"
    return text(rf"(?=.*\S).{{1,{most}}}", zh, en)


def _read_zone(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError
    try:
        ZoneInfo(value)
    except (KeyError, OSError) as error:
        raise ValueError from error
    return value


def _read_days(value: Any) -> tuple[date, ...]:
    if not isinstance(value, list) or not all(
        isinstance(day, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in value
    ):
        raise ValueError
    return tuple(sorted({date.fromisoformat(day) for day in value}))


def _read_path(value: Any) -> Path:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ValueError
    try:
        return Path(value).expanduser()
    except RuntimeError as error:  # ~somebody who is not there
        raise ValueError from error


def _read_maybe_path(value: Any) -> Path | None:
    return None if value == "" else _read_path(value)


def _read_names(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) and one.strip() for one in value):
        raise ValueError
    return tuple(one.strip() for one in value)


def _read_url(value: Any) -> str:
    if not isinstance(value, str) or re.search(r"\s", value):
        raise ValueError
    parts = urlsplit(value)
    _ = parts.port  # raises ValueError when it is not a port
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError
    return value.rstrip("/")


def _read_public_url(value: Any) -> str:
    if value == "":
        return ""
    url = _read_url(value)
    parts = urlsplit(url)
    first = f"{parts.path}/".split("/")[1]
    if not _SUB_PATH.fullmatch(parts.path) or first in OURS or "@" in parts.netloc:
        raise ValueError
    return url


ZONE = Check(_read_zone, "时区名，如 Asia/Shanghai", 'the name of a time zone such as "Asia/Shanghai"')
DAYS = Check(_read_days, '日期列表，如 ["2027-02-05"]', 'a list of days such as ["2027-02-05"]')
PATH = Check(_read_path, "文件或文件夹的路径", "the path of a file or folder")
URL = Check(_read_url, "以 http:// 或 https:// 开头的网址", "an address that starts with http:// or https://")
PUBLIC_URL = Check(
    _read_public_url,
    f'{URL.zh}（子路径只用字母、数字、- 和 _，不能是 /i、/static 等本程序自己的路径），或空 ""',
    f'{URL.en} (a sub-path of letters, figures, - and _ that is none of our own, as /i or /static), or ""',
)
DATABASE = text(
    r"sqlite:///(?!:memory:).+",
    "以 sqlite:/// 开头的文件地址（本版只支持 SQLite 文件）",
    "a file's address that starts with sqlite:/// (this release keeps everything in one SQLite file)",
)
TOKEN = text(
    r"|\d+:[\w-]+",
    " BotFather 给的令牌（数字、冒号、字母数字），或空",
    "the token BotFather gave (figures, a colon, letters and figures), or empty",
)
LIBRARY = text(
    "aiogram|python-telegram-bot",
    ' "aiogram" 或 "python-telegram-bot"',
    '"aiogram" or "python-telegram-bot"',
)
MAYBE_PATH = Check(_read_maybe_path, '一个文件的路径，或空 ""', 'the path of a file, or ""')
NAMES = Check(_read_names, '姓名列表，如 ["刘某"]', 'a list of names such as ["Liu"]')

"""The court's settings: one TOML file, every mistake in it named in Chinese and English."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from handlers.days import Calendar

OURS = frozenset(
    {"i", "r", "code", "say", "leave", "lines", "events", "file", "lang", "size", "healthz", "static"}
)
"""The first parts of the pages' own paths: a proxy's sub-path must be another one to be told from them."""
_SUB_PATH = re.compile(r"(/[A-Za-z0-9_-]+)*")
TOKEN_VARIABLE = "HEJIE_TELEGRAM_TOKEN"  # noqa: S105 - a name, not a secret


class ConfigError(Exception):
    """A setting that cannot be used; the message has two lines, Chinese and English, and no secret in it."""


@dataclass(frozen=True, slots=True)
class Court:
    """Who mediates and when: whole hours of ``zone``; two lists that correct the country's calendar."""

    name: str = "示例人民法院"
    phone: str = "12368"
    hours: str = "工作日 9:00–17:00"
    zone: str = "Asia/Shanghai"
    quiet_from: int = 20
    quiet_to: int = 9
    holidays_off: tuple[date, ...] = ()
    holidays_on: tuple[date, ...] = ()

    @property
    def calendar(self) -> Calendar:
        """The court's corrections as the counting of days takes them."""
        return Calendar(frozenset(self.holidays_off), frozenset(self.holidays_on))


@dataclass(frozen=True, slots=True)
class Store:
    """Where everything lies; relative places belong to the configuration file's folder."""

    url: str = field(default="sqlite:///data/hejie.db", repr=False)
    files: Path = Path("data/files")
    key_file: Path = Path("data/master.key")


@dataclass(frozen=True, slots=True)
class Web:
    """Where the pages are served, and the address people reach them at (empty: host and port)."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class Telegram:
    """The Telegram bot; without a token it stays off."""

    token: str = field(default="", repr=False)
    library: Literal["aiogram", "python-telegram-bot"] = "aiogram"
    api_base: str = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class Rules:
    """Days and tries; the three terms are those of 在线调解规则 24, the rest is the court's own choice."""

    invite_days: int = 7
    code_tries: int = 5
    term_days_before: int = 30
    term_days_ordinary: int = 15
    term_days_summary: int = 7
    remind_before: int = 3
    silence_days: int = 2
    return_days: int = 365


@dataclass(frozen=True, slots=True)
class Config:
    """All settings of one court, checked, with absolute places."""

    court: Court = Court()
    store: Store = Store()
    web: Web = Web()
    telegram: Telegram = Telegram()
    rules: Rules = Rules()


class Check(NamedTuple):
    """How a value is read (``ValueError`` if it cannot be) and what is expected, in Chinese and English."""

    read: Callable[[Any], Any]
    zh: str
    en: str


def load(path: Path | None) -> Config:
    """The settings in a file, or the defaults without one; ``HEJIE_TELEGRAM_TOKEN`` overrides the token.

    Raises ``ConfigError`` for an unreadable or malformed file, an unknown section or key, and any value of
    the wrong type, out of range or contradicting another.
    """
    name = str(path) if path else "config"
    config = _sections(name, _parsed(path) if path else {})
    token = os.environ.get(TOKEN_VARIABLE, "")
    if token:
        read = _value(TOKEN_VARIABLE, "telegram", "token", token)
        config = replace(config, telegram=replace(config.telegram, token=read))
    _agree(name, config)
    return replace(config, store=_placed(config.store, path.absolute().parent if path else Path.cwd()))


def _parsed(path: Path) -> Mapping[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise _error(str(path), f"读不了这个文件（{why}）", f"cannot be read ({why})") from None
    except UnicodeDecodeError:
        raise _error(str(path), "文件应为 UTF-8 编码", "must be a file in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"line (\d+), column (\d+)", str(error))
        zh = f"第 {at[1]} 行第 {at[2]} 列" if at else "文件末尾"
        en = at[0] if at else "its end"
        raise _error(str(path), f"不是有效的 TOML，错在{zh}", f"is not valid TOML at {en}") from None


def _sections(name: str, data: Mapping[str, Any]) -> Config:
    built: dict[str, Any] = {}
    for section, values in data.items():
        if section not in CHECKS:
            raise _unknown(name, f"[{section}]", section, CHECKS)
        if not isinstance(values, dict):
            raise _error(f"{name}: [{section}]", "应为一节（一组设置）", "must be a section of settings")
        for key in values:
            if key not in CHECKS[section]:
                raise _unknown(name, f"[{section}] {key}", key, CHECKS[section])
        settings = {key: _value(name, section, key, value) for key, value in values.items()}
        built[section] = replace(getattr(Config(), section), **settings)
    return Config(**built)


def _value(name: str, section: str, key: str, value: Any) -> Any:
    check = CHECKS[section][key]
    try:
        return check.read(value)
    except ValueError:
        where = f"{name}: [{section}] {key}"
        raise _error(where, f"应为{check.zh}", f"must be {check.en}") from None


def _agree(name: str, config: Config) -> None:
    """Settings that are right one by one and wrong together."""
    court = config.court
    if court.quiet_to >= court.quiet_from:
        where = f"{name}: [court] quiet_to"
        raise _error(where, "应早于 quiet_from（同一天之内）", "must be earlier in the day than quiet_from")
    both = set(court.holidays_off) & set(court.holidays_on)
    if both:
        where, day = f"{name}: [court] holidays_on", min(both).isoformat()
        raise _error(
            where, f"应与 holidays_off 没有相同的日期：{day}", f"must share no day with holidays_off: {day}"
        )


def _placed(store: Store, folder: Path) -> Store:
    scheme, slashes, place = store.url.partition(":///")
    relative = scheme.startswith("sqlite") and place and not place.startswith(("/", ":memory:", "file:"))
    url = f"{scheme}{slashes}{folder / place}" if relative else store.url
    return Store(url, folder / store.files, folder / store.key_file)


def _unknown(name: str, where: str, word: str, known: Mapping[str, Any]) -> ConfigError:
    near = get_close_matches(word, known, 1, 0.5)
    zh = f"最接近的是 {near[0]}" if near else f"应为以下之一：{'、'.join(known)}"
    en = f"the nearest known is {near[0]}" if near else f"expected one of: {', '.join(known)}"
    return _error(f"{name}: {where}", f"没有这项设置；{zh}", f"is unknown; {en}")


def _error(where: str, zh: str, en: str) -> ConfigError:
    return ConfigError(f"{where} {zh}\n{where} {en}")


def _whole(least: int, most: int) -> Check:
    def read(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:  # True is an int for isinstance
            raise ValueError
        return value

    return Check(read, f" {least} 到 {most} 的整数", f"a whole number from {least} to {most}")


def _text(pattern: str, zh: str, en: str) -> Check:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(pattern, value):
            raise ValueError
        return value

    return Check(read, zh, en)


def _line(most: int) -> Check:
    zh, en = f" 1 到 {most} 个字的一行文字（加引号）", f"one line of 1 to {most} characters, in quotes"
    return _text(rf"(?=.*\S).{{1,{most}}}", zh, en)


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


_ZONE = Check(_read_zone, "时区名，如 Asia/Shanghai", 'the name of a time zone such as "Asia/Shanghai"')
_DAYS = Check(_read_days, '日期列表，如 ["2027-02-05"]', 'a list of days such as ["2027-02-05"]')
_PATH = Check(_read_path, "文件或文件夹的路径", "the path of a file or folder")
_URL = Check(
    _read_url, "以 http:// 或 https:// 开头的网址", "an address that starts with http:// or https://"
)
_PUBLIC_URL = Check(
    _read_public_url,
    f'{_URL.zh}（子路径只用字母、数字、- 和 _，不能是 /i、/static 等本程序自己的路径），或空 ""',
    f'{_URL.en} (a sub-path of letters, figures, - and _ that is none of our own, as /i or /static), or ""',
)
_DATABASE = _text(
    r"sqlite:///(?!:memory:).+",
    "以 sqlite:/// 开头的文件地址（本版只支持 SQLite 文件）",
    "a file's address that starts with sqlite:/// (this release keeps everything in one SQLite file)",
)
_TOKEN = _text(
    r"|\d+:[\w-]+",
    " BotFather 给的令牌（数字、冒号、字母数字），或空",
    "the token BotFather gave (figures, a colon, letters and figures), or empty",
)
_LIBRARY = _text(
    "aiogram|python-telegram-bot",
    ' "aiogram" 或 "python-telegram-bot"',
    '"aiogram" or "python-telegram-bot"',
)

CHECKS: dict[str, dict[str, Check]] = {
    "court": {
        "name": _line(60),
        "phone": _line(40),
        "hours": _line(80),
        "zone": _ZONE,
        "quiet_from": _whole(1, 24),
        "quiet_to": _whole(0, 23),
        "holidays_off": _DAYS,
        "holidays_on": _DAYS,
    },
    "store": {"url": _DATABASE, "files": _PATH, "key_file": _PATH},
    "web": {
        "host": _text(r"[\w.:-]+", "主机名或 IP 地址", "the name or address of a host"),
        "port": _whole(1, 65535),
        "public_url": _PUBLIC_URL,
    },
    "telegram": {"token": _TOKEN, "library": _LIBRARY, "api_base": _URL},
    "rules": {
        "invite_days": _whole(1, 90),
        "code_tries": _whole(1, 20),
        "term_days_before": _whole(1, 365),
        "term_days_ordinary": _whole(1, 365),
        "term_days_summary": _whole(1, 365),
        "remind_before": _whole(0, 30),
        "silence_days": _whole(1, 30),
        "return_days": _whole(1, 3650),
    },
}
"""Every section and key there is, with its check: nothing outside this table is accepted."""

"""The court's settings: one TOML file, every mistake in it named in Chinese and English."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from bot import settings as s
from bot.phrases import PhraseError, read_phrases
from bot.settings import OURS, Check, line, text, whole
from handlers.days import Calendar
from handlers.desk.phrases import Phrase
from handlers.desk.roster import Roster

__all__ = ["OURS", "Config", "ConfigError", "load"]


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
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
    digest_hour: int = 9  # 0: never
    phrases: Path | None = None

    @property
    def calendar(self) -> Calendar:
        """The court's corrections as the counting of days takes them."""
        return Calendar(frozenset(self.holidays_off), frozenset(self.holidays_on))


@dataclass(frozen=True, slots=True)
class Duty:
    """Who is on duty on which weekday, and the whole hours in which somebody comes when asked for."""

    from_hour: int = 9
    to_hour: int = 17
    monday: tuple[str, ...] = ()
    tuesday: tuple[str, ...] = ()
    wednesday: tuple[str, ...] = ()
    thursday: tuple[str, ...] = ()
    friday: tuple[str, ...] = ()
    saturday: tuple[str, ...] = ()
    sunday: tuple[str, ...] = ()

    @property
    def roster(self) -> Roster:
        """The same as the rules of duty take it."""
        return Roster(tuple(getattr(self, day) for day in WEEKDAYS), self.from_hour, self.to_hour)


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
    duty: Duty = Duty()


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
    folder = path.absolute().parent if path else Path.cwd()
    if config.court.phrases is not None:
        config = replace(config, court=replace(config.court, phrases=folder / config.court.phrases))
    phrases(config.court)  # a mistake in that file is found at start too
    return replace(config, store=_placed(config.store, folder))


def phrases(court: Court) -> tuple[Phrase, ...]:
    """The court's ready-made phrases, where it has a file of them; ConfigError for a mistake in it."""
    if court.phrases is None:
        return ()
    try:
        return read_phrases(court.phrases)
    except PhraseError as error:
        where = f"{court.phrases}: {error.where}" if error.where else str(court.phrases)
        raise _error(where, error.zh, error.en) from None


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
    if court.digest_hour and not court.quiet_to <= court.digest_hour < court.quiet_from:
        where = f"{name}: [court] digest_hour"
        zh, en = (
            "应在 quiet_to 和 quiet_from 之间，或为 0（不发）",
            "must lie between quiet_to and quiet_from",
        )
        raise _error(where, zh, f"{en}, or be 0 (never)")
    if config.duty.from_hour >= config.duty.to_hour:
        raise _error(f"{name}: [duty] from_hour", "应早于 to_hour", "must be earlier than to_hour")
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


CHECKS: dict[str, dict[str, Check]] = {
    "court": {
        "name": line(60),
        "phone": line(40),
        "hours": line(80),
        "zone": s.ZONE,
        "quiet_from": whole(1, 24),
        "quiet_to": whole(0, 23),
        "holidays_off": s.DAYS,
        "holidays_on": s.DAYS,
        "digest_hour": whole(0, 23),
        "phrases": s.MAYBE_PATH,
    },
    "duty": {
        "from_hour": whole(0, 22),
        "to_hour": whole(1, 23),
        **dict.fromkeys(WEEKDAYS, s.NAMES),
    },
    "store": {"url": s.DATABASE, "files": s.PATH, "key_file": s.PATH},
    "web": {
        "host": text(r"[\w.:-]+", "主机名或 IP 地址", "the name or address of a host"),
        "port": whole(1, 65535),
        "public_url": s.PUBLIC_URL,
    },
    "telegram": {"token": s.TOKEN, "library": s.LIBRARY, "api_base": s.URL},
    "rules": {
        "invite_days": whole(1, 90),
        "code_tries": whole(1, 20),
        "term_days_before": whole(1, 365),
        "term_days_ordinary": whole(1, 365),
        "term_days_summary": whole(1, 365),
        "remind_before": whole(0, 30),
        "silence_days": whole(1, 30),
        "return_days": whole(1, 3650),
    },
}
"""Every section and key there is, with its check: nothing outside this table is accepted."""

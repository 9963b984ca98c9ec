"""Calendar days and plans of instalments, read only where a text leaves no doubt, shown in two languages."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from itertools import pairwise

from handlers.reading.choices import clean, has_odd_figures, small
from handlers.reading.money import read_sum

MOST_INSTALMENTS = 120
"""A plan with more instalments than this is unreadable: ten years of months."""

Instalments = tuple[tuple[date, int], ...]

_WEEKDAYS = "一二三四五六日"
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTH_NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_NEAR = {"今天": 0, "今日": 0, "today": 0, "明天": 1, "明日": 1, "tomorrow": 1, "后天": 2, "大后天": 3}
_MONTHS_AHEAD = {"": 0, "本": 0, "这": 0, "这个": 0, "下": 1, "下个": 1, "下下": 2, "下下个": 2}
_YEARS_AHEAD = {"今": 0, "本": 0, "明": 1, "后": 2}
_FOLD = str.maketrans("〇○號後這個週禮", "零零号后这个周礼")
_FIGURES = "零一二三四五六七八九"

_N = "([0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = "((?:19|20)?[0-9]{2}|[零一二三四五六七八九]{4}|[今明后])年"
_AHEAD = "(本|这个?|下{1,2}个?)"
_FIGURED = re.compile(r"((?:19|20)[0-9]{2})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_SPELLED = re.compile(f"(?:{_YEAR})?{_N}月(?:份?[底末]|{_N}[日号])")
_THAT_MONTH = re.compile(f"{_AHEAD}?月(?:[底末]|{_N}[日号])")
_YEAR_END = re.compile(f"(?:(?:{_YEAR}|本年)年?|年)[底末]")
_ENGLISH = re.compile(
    r"(?:([a-z]+),? )?(?:([0-9]{1,2}) ([a-z]+)|([a-z]+) ([0-9]{1,2})),? ((?:19|20)[0-9]{2})"
)
_WEEKDAY = re.compile(r" ?\(?(?:星期|周|礼拜)([一二三四五六日天])\)?$")

_NUMBERING = re.compile(rf"(?:第{_N}[期次笔]|{_N}[、)]|[0-9]{{1,2}}\. )[:,]? ?")
_PAYS = re.compile("[ ,:、—–]*(?:支付|付款|偿还|还款|归还|付|还|交|给)?[ :]*")
_AMOUNT = (
    "([0-9][0-9,.]*[万千]?(?:元|块钱?)?"
    "|[零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+(?:元整?|块钱?)?)"
)
_RULE = {
    "start": re.compile(f"[从自]?(?:(?:{_YEAR})?{_N}|{_AHEAD})月份?(?:{_N}[日号])?(?:起|开始)"),
    "count": re.compile(f"(?:分成?|共)?(?:{_N}|(两))(?:期|个月)(?:付清|还清)?"),
    "day": re.compile(f"每个?月的?(?:{_N}[日号]|(月?[底末]|最后一天))"),
    "total": re.compile(f"(?:一共|总共|共计|合计|总计|共)(?:付|还)? ?{_AMOUNT}"),
    "each": re.compile(f"(?:每期|每次|每个?月)?(?:各|支付|还款|付|还|交)? ?{_AMOUNT}"),
}


def read_date(text: str, today: date) -> date | None:
    """The one day a text names, seen from ``today``; ``None`` for vague, impossible or ambiguous days.

    A day without a year is the next such day, ``today`` included. A weekday written behind must be true.
    """
    if len(text) > 60 or has_odd_figures(text):
        return None
    said = re.sub(" ?([年月日号]) ?", r"\1", clean(text).casefold().translate(_FOLD).rstrip("。.,;!、 "))
    weekday = _WEEKDAY.search(said)
    day = _day(_WEEKDAY.sub("", said), today)
    if day and weekday and day.weekday() != _WEEKDAYS.index(weekday[1].replace("天", "日")):
        return None
    return day


def read_instalments(text: str, today: date) -> Instalments | str:
    """A plan as (day, fen) pairs in order of time: one instalment a line, or a monthly rule in words.

    When it is not certain a reason comes back instead: ``"unreadable"``, ``"date_passed"`` (a day before
    ``today``) or ``"not_in_order"`` (a day not later than the one above it).
    """
    if len(text) > 6000:
        return "unreadable"
    lines = [line for part in re.split(r"[\n\r;；]", text) if (line := clean(part).translate(_FOLD))]
    plan = _rule(" ".join(lines), today) if re.search("每个?月", text) else _list(lines, today)
    if not plan or len(plan) > MOST_INSTALMENTS:
        return "unreadable"
    days = [day for day, _ in plan]
    if min(days) < today:
        return "date_passed"
    return plan if all(a < b for a, b in pairwise(days)) else "not_in_order"


def show_date(day: date, lang: str) -> str:
    """A day with its weekday: ``"2026年12月15日(星期二)"``, for ``"en"`` ``"Tuesday 15 December 2026"``."""
    if lang == "en":
        return f"{_DAY_NAMES[day.weekday()]} {day.day} {_MONTH_NAMES[day.month - 1]} {day.year}"
    return f"{day.year}年{day.month}月{day.day}日(星期{_WEEKDAYS[day.weekday()]})"


def _day(said: str, today: date) -> date | None:
    if said in _NEAR:
        return today + timedelta(days=_NEAR[said])
    if match := _FIGURED.fullmatch(said):
        return _made(int(match[1]), int(match[3]), int(match[4]))
    if match := _SPELLED.fullmatch(said):
        return _spelled(match[1], small(match[2]), match[3], today)
    if match := _THAT_MONTH.fullmatch(said):
        return _that_month(match[1], match[2], today)
    if match := _YEAR_END.fullmatch(said):
        return _made(_year(match[1], today) if match[1] else today.year, 12, 31)
    match = _ENGLISH.fullmatch(said)
    return _english(match) if match else None


def _spelled(year: str | None, month: int | None, day: str | None, today: date) -> date | None:
    """A month with a day or with its end; without a year the next one that is not over."""
    number = small(day) if day else None
    if month is None or month > 12 or (day and number is None):
        return None
    if year:
        return _made(_year(year, today), month, number)
    ahead = (month, number or 31) < (today.month, today.day)
    return _made(today.year + ahead, month, number)


def _that_month(ahead: str | None, day: str | None, today: date) -> date | None:
    if day and not ahead:
        return None  # "月15号": something before it was lost
    number = small(day) if day else None
    if day and number is None:
        return None
    months = today.year * 12 + today.month - 1 + _MONTHS_AHEAD[ahead or ""]
    return _made(months // 12, months % 12 + 1, number)


def _english(match: re.Match[str]) -> date | None:
    names = [name.casefold() for name in _MONTH_NAMES]
    name = match[3] or match[4]
    if name not in names:
        return None
    day = _made(int(match[6]), names.index(name) + 1, int(match[2] or match[5]))
    right = day is not None and match[1] in (None, _DAY_NAMES[day.weekday()].casefold())
    return day if right else None


def _year(said: str, today: date) -> int:
    if said in _YEARS_AHEAD:
        return today.year + _YEARS_AHEAD[said]
    figures = "".join(str(_FIGURES.index(c)) if c in _FIGURES else c for c in said)
    return int(figures) if len(figures) == 4 else 2000 + int(figures)


def _made(year: int, month: int, day: int | None) -> date | None:
    """The day, or the month's last day where ``day`` is ``None``; ``None`` where the calendar has no such."""
    if not (1900 <= year <= 2099 and 1 <= month <= 12):
        return None
    last = calendar.monthrange(year, month)[1]
    day = last if day is None else day
    return date(year, month, day) if 1 <= day <= last else None


def _list(lines: list[str], today: date) -> Instalments | None:
    found = [_instalment(line, today) for line in lines[: MOST_INSTALMENTS + 1]]
    return None if None in found else tuple(one for one in found if one)


def _instalment(line: str, today: date) -> tuple[date, int] | None:
    """One day and one sum; figures that could be cut in two ways ("2026-12-153000") are nothing."""
    if len(line) > 80:
        return None
    line = re.sub("^[于在]", "", _NUMBERING.sub("", line, count=1) if _NUMBERING.match(line) else line)
    found = set()
    for cut in range(2, len(line)):
        if line[cut - 1].isdigit() and line[cut].isdigit():
            continue
        day = read_date(line[:cut], today)
        fen = read_sum(_PAYS.sub("", line[cut:], count=1)) if day else None
        if day and fen:
            found.add((day, fen))
    return found.pop() if len(found) == 1 else None


def _rule(said: str, today: date) -> Instalments | None:
    """分三期 每月15号 每期1000元 从2026年12月起: every part once, and nothing else beside them."""
    parts: dict[str, re.Match[str]] = {}
    for name, pattern in _RULE.items():
        match = pattern.search(said)
        if match:
            parts[name] = match
            said = said[: match.start()] + " " + said[match.end() :]
    if re.sub("[ ,。、:.]|付清|还清", "", said) or not {"start", "count", "each"} <= parts.keys():
        return None
    count = 2 if parts["count"][2] else small(parts["count"][1])
    each = read_sum(parts["each"][1])
    days = _monthly(parts, count or 0, today)
    if not each or not days or ("total" in parts and read_sum(parts["total"][1]) != each * len(days)):
        return None
    return tuple((day, each) for day in days)


def _monthly(parts: dict[str, re.Match[str]], count: int, today: date) -> list[date] | None:
    start = parts["start"]
    day = parts.get("day")
    numbers = {small(n) for n in (start[4], day[1] if day else None) if n}
    end = bool(day and day[2])
    if len(numbers) + end != 1 or None in numbers:
        return None
    number = None if end else numbers.pop()
    month = small(start[2]) if start[2] else today.month
    if month is None or month > 12:
        return None
    year = _year(start[1], today) if start[1] else today.year + bool(start[2] and month < today.month)
    first = year * 12 + month - 1 + _MONTHS_AHEAD[start[3] or ""]
    days = [_made(m // 12, m % 12 + 1, number) for m in range(first, first + count)]
    return None if None in days else [one for one in days if one]

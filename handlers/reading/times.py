"""A day with its clock time, read only where there is no doubt: 12月3日下午三点半, 3 December 2026 3pm."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from handlers.reading.choices import clean, has_odd_figures, small
from handlers.reading.dates import read_date

UNREADABLE, HALF, PASSED = "unreadable", "half", "passed"

_FOLD = str.maketrans("點時鐘號後這個兩禮", "点时钟号后这个两礼")
_WEEKDAYS = "一二三四五六日"
_MORNING = "凌晨|清晨|清早|早上|早晨|早|上午"
_EVENING = "傍晚|晚上|夜里|夜间|晚"
_PART = f"({_MORNING}|中午|正午|午后|下午|{_EVENING})"
_HOUR = "([0-9]{1,2}|[零一二两三四五六七八九十]{1,3})"
_MINUTE = "(半|一刻|三刻|整|[0-9]{1,2}分?|零?[一二三四五六七八九十]{1,3}分?)"
_SPOKEN = re.compile(f"{_PART}? ?{_HOUR} ?[点时](?:钟| ?{_MINUTE})?")
_CLOCK = re.compile(f"{_PART}? ?([0-9]{{1,2}}):([0-9]{{2}})(?::00)?")
_ENGLISH = re.compile(r"([0-9]{1,2})(?:[:.]([0-9]{2}))? ?([ap])\.?m\.?")
_NOONS = ("noon", "12 noon", "正午", "中午")
_SHORT = {"今早": "今天早上", "今晚": "今天晚上", "明早": "明天早上", "明晚": "明天晚上", "后晚": "后天晚上"}
_THIS_WEEK = re.compile("(本|这个?|下{1,2}个?)?(?:周|星期|礼拜)([一二三四五六日天])")
_BEIJING = re.compile(r" ?\(?北京时间\)? ?")
_ZONE_OF_BEIJING = "Asia/Shanghai"


def read_time(text: str) -> time | str:
    """The one clock time a text names, or ``half`` (morning or afternoon?) or ``unreadable``."""
    said = clean(text).casefold().translate(_FOLD).strip(" ,.。")
    if len(said) > 20 or has_odd_figures(text):
        return UNREADABLE
    if said in _NOONS:
        return time(12)
    if match := _SPOKEN.fullmatch(said):
        return _placed(match[1] or "", _figure(match[2]), _minutes(match[3] or ""), sure=False)
    if match := _CLOCK.fullmatch(said):
        return _placed(match[1] or "", int(match[2]), int(match[3]), sure=len(match[2]) == 2)
    if match := _ENGLISH.fullmatch(said):
        return _half_day(int(match[1]), int(match[2] or 0), after_noon=match[3] == "p")
    return UNREADABLE


def read_moment(text: str, now: datetime) -> datetime | str:
    """The moment a text names in the zone of ``now`` (aware), else why not.

    ``unreadable``, ``half`` where morning or afternoon is unclear, ``passed`` for what is not after ``now``.
    """
    said = clean(text)
    if str(now.tzinfo) == _ZONE_OF_BEIJING:
        said = clean(_BEIJING.sub(" ", said))
    for short, long in _SHORT.items():
        said = said.replace(short, long, 1)
    found: set[date | datetime | str] = set()
    for day, clock in _cuts(said):
        on = _day(day, now.date())
        at = read_time(clock) if on is not None else UNREADABLE
        if on is not None and at != UNREADABLE:
            found.add(at if isinstance(at, str) else datetime.combine(on, at, now.tzinfo))
    if len(found) != 1:
        return UNREADABLE
    only = found.pop()
    if not isinstance(only, datetime):
        return HALF
    return only if only > now else PASSED


def read_moments(text: str, now: datetime) -> tuple[datetime, ...] | str:
    """One moment a line, as they were written; or the reason of the first that is uncertain."""
    found: list[datetime] = []
    for line in re.split(r"[\n\r;；]", text):
        if not clean(line):
            continue
        one = read_moment(re.sub(r"^[0-9][.、)] ?(?=.*[点时:m])", "", clean(line)), now)
        if isinstance(one, str):
            return one
        if one not in found:
            found.append(one)
    return tuple(found) or UNREADABLE


def _cuts(said: str) -> list[tuple[str, str]]:
    """Every way to take a text as a day and a clock time, in Chinese order and in either English one."""
    cuts = [(said[:n], said[n:]) for n in range(1, len(said)) if not _splits_a_figure(said, n)]
    cuts += [(re.sub("^on ", "", day.strip()), clock) for clock, day in cuts if not clock.strip().isdigit()]
    return [(day.strip(" ,的在"), re.sub("^at ", "", clock.strip(" ,").casefold())) for day, clock in cuts]


def _splits_a_figure(said: str, at: int) -> bool:
    return said[at - 1].isdigit() and said[at].isdigit()


def _day(text: str, today: date) -> date | None:
    if not text:
        return None
    if match := _THIS_WEEK.fullmatch(text.translate(_FOLD)):
        return _weekday(match[1] or "", _WEEKDAYS.index(match[2].replace("天", "日")), today)
    found = read_date(text, today)
    if found is None and re.search("[a-z]", text.casefold()):
        found = read_date(f"{text} {today.year}", today)  # an English day without a year is the next such day
        if found is not None and found < today:
            found = read_date(f"{text} {today.year + 1}", today)
    return found


def _weekday(ahead: str, day: int, today: date) -> date | None:
    """A weekday of this week or the next (weeks begin on Mondays); without either it is the next one."""
    monday = today - timedelta(days=today.weekday())
    if not ahead:
        return today + timedelta(days=(day - today.weekday()) % 7)
    return monday + timedelta(weeks=ahead.count("下"), days=day)


def _figure(text: str) -> int:
    if text.isdigit():
        return int(text)
    return small(text.replace("两", "二")) or (0 if text == "零" else 99)


def _minutes(text: str) -> int:
    known = {"": 0, "整": 0, "半": 30, "一刻": 15, "三刻": 45}
    return known[text] if text in known else _figure(text.removesuffix("分").removeprefix("零") or "99")


def _placed(part: str, hour: int, minute: int, *, sure: bool) -> time | str:
    """An hour of a part of the day; without one only the 24-hour clock is certain."""
    if hour > 23 or minute > 59:
        return UNREADABLE
    if not part:
        return time(hour, minute) if hour > 12 or (sure and hour) else HALF
    if re.fullmatch(_MORNING, part):
        return time(hour, minute) if hour < 12 and hour else HALF if hour == 12 else UNREADABLE
    if part in ("中午", "正午"):
        hour += 12 if hour < 3 else 0
        return time(hour, minute) if 11 <= hour <= 14 else UNREADABLE
    if hour > 12:
        return time(hour, minute)
    return _afternoon(part, hour, minute)


def _afternoon(part: str, hour: int, minute: int) -> time | str:
    """From one to twelve in the afternoon or in the evening; twelve may be noon or midnight."""
    if hour in (0, 12):
        return HALF
    evening = re.fullmatch(_EVENING, part) is not None
    fits = 4 <= hour <= 11 if evening else hour <= 7
    return time(hour + 12, minute) if fits else HALF


def _half_day(hour: int, minute: int, *, after_noon: bool) -> time | str:
    if not 1 <= hour <= 12 or minute > 59:
        return UNREADABLE
    if hour == 12:
        return time(12, minute) if after_noon else HALF
    return time(hour + 12 if after_noon else hour, minute)

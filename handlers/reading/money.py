"""Sums of money, held as whole fen (分): reading one strictly, showing it, and its bank capitals."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from handlers.reading.choices import clean, has_odd_figures

LIMIT = 10**14
"""The largest sum that is read or written in capitals, in fen: 10^12 yuan."""

_FOLD = str.maketrans(
    "壹贰貳叁參叄参肆伍陆陸柒捌玖拾佰仟萬億两兩〇○圆圓塊毛錢",
    "一二二三三三三四五六六七八九十百千万亿二二零零元元块角钱",
)
_DIGITS = "零一二三四五六七八九"
_CAPITALS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
_ARABIC = r"(?:0|[1-9][0-9]*|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.[0-9]{1,2})?"
_SCALES = {"": 1, "千": 1000, "k": 1000, "万": 10**4, "w": 10**4, "亿": 10**8}
_NEXT = {"万": "千", "千": "百", "百": "十"}

_LEAD = re.compile("(?:一共|总共|共计|合计|总计|共|是|就是|金额)?:? ?(?:人民币|rmb|cny)?:? ?¥? ?")
_TAIL = re.compile(" ?(?:人民币|rmb|cny)$")
_CLOSING = "。.!,; 啊呀哦噢喔啦"
_ONE = "([1-9一二三四五六七八九])"
_SUM = re.compile(
    rf"(?P<yuan>[^元块角分整正钱]+?) ?(?P<unit>元|块)?钱? ?"
    rf"(?:零?(?P<jiao>{_ONE}) ?角钱?)?(?:零?(?P<fen>{_ONE}) ?分钱?)?[整正]?"
)
_SMALL_CHANGE = re.compile(rf"(?:(?P<jiao>{_ONE}) ?角钱?)?(?:(?P<fen>{_ONE}) ?分钱?)?整?")
_OPTIONAL_ZERO = re.compile("(?<=万)零(?=[一二三四五六七八九]千)|(?<=亿)零(?=[一二三四五六七八九]千[^亿]*万)")
_SPOKEN_CHANGE = re.compile(rf"(?P<yuan>[^元块角分]+?) ?块(?P<jiao>{_ONE})")


def read_sum(text: str) -> int | None:
    """The one sum of money a text states, in fen; ``None`` whenever another reading is possible.

    Nothing but the sum may stand there (and a word such as 一共): about, more than, two numbers, a negative,
    nil, fractions of a fen, other currencies, bare telephone numbers and dates are all ``None``.
    """
    if len(text) > 80 or has_odd_figures(text):
        return None  # NFKC would make "3000²" into 30002
    said = clean(text).casefold().translate(_FOLD).rstrip(_CLOSING)
    if _other_than_money(said):
        return None
    bare = _TAIL.sub("", said[_lead_length(said) :])
    fen = _small_change(bare) or _spoken_change(bare) or _sum(bare)
    return fen if fen is not None and 0 < fen <= LIMIT else None


def show(fen: int) -> str:
    """A sum as people read it: ``"3,000.50元"``, and ``"3,000元"`` where there is no fen."""
    return f"{_figures(fen)}元"


def show_en(fen: int) -> str:
    """A sum in English: ``"CNY 3,000.50"``."""
    return f"CNY {_figures(fen)}"


def capitals(fen: int) -> str:
    """A sum in bank capitals: ``"叁仟元伍角整"``, ``"叁拾元零伍分"``.

    After 元 and 角 stands 整, after 分 never; 零 stands for a missing 角 before 分. Where the rule leaves 零
    open it is left out (支付结算办法, annex 1: 正确填写票据和结算凭证的基本规定, 2 and 3). Raises
    ``ValueError`` outside 0 to 10^12 yuan.
    """
    if not 0 <= fen <= LIMIT:
        raise ValueError(f"no capitals for {fen} fen")
    yuan, jiao, cents = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_words(yuan)}元" if yuan or not fen else ""
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    if cents:
        words += f"{'零' if yuan and not jiao else ''}{_DIGITS[cents]}分"
    return words.translate(_CAPITALS) + ("" if cents else "整")


def _figures(fen: int) -> str:
    sign, whole, part = "-" if fen < 0 else "", abs(fen) // 100, abs(fen) % 100
    return f"{sign}{whole:,}.{part:02}" if part else f"{sign}{whole:,}"


def _other_than_money(said: str) -> bool:
    """Bare figures that are more likely a mobile number or a date written together."""
    if re.fullmatch("1[0-9]{10}", said):
        return True
    if not re.fullmatch("(?:19|20)[0-9]{6}", said):
        return False
    try:
        date(int(said[:4]), int(said[4:6]), int(said[6:]))
    except ValueError:
        return False
    return True


def _lead_length(said: str) -> int:
    match = _LEAD.match(said)
    return match.end() if match else 0


def _small_change(said: str) -> int | None:
    match = _SMALL_CHANGE.fullmatch(said)
    return _change(match) if match else None


def _spoken_change(said: str) -> int | None:
    """五块五: five yuan and five jiao."""
    match = _SPOKEN_CHANGE.fullmatch(said)
    yuan = _number(match["yuan"], shortened=False) if match else None
    return None if not match or yuan is None or yuan != int(yuan) else int(yuan) * 100 + _change(match)


def _sum(said: str) -> int | None:
    match = _SUM.fullmatch(said)
    if not match or (not match["unit"] and (match["jiao"] or match["fen"])):
        return None
    yuan = _number(match["yuan"], shortened=not match["unit"])
    change = _change(match)
    if yuan is None or (change and yuan != int(yuan)):
        return None
    return int(yuan * 100) + change


def _change(match: re.Match[str]) -> int:
    parts = match.groupdict()
    return 10 * _digit(parts.get("jiao")) + _digit(parts.get("fen"))


def _digit(one: str | None) -> int:
    return 0 if not one else int(one) if one.isdigit() else _DIGITS.index(one)


def _number(said: str, *, shortened: bool) -> Decimal | None:
    """A number of yuan: figures with an optional scale ("3.5万"), or words; ``shortened`` allows 三万五."""
    match = re.fullmatch(rf"({_ARABIC}) ?([千万亿kw]?)", said)
    if match:
        return Decimal(match[1].replace(",", "")) * _SCALES[match[2]]
    whole = _spelled(_in_words(said), shortened=shortened)
    return None if whole is None else Decimal(whole)


def _in_words(said: str) -> str:
    """Figures inside words as words: 12万3千 becomes 十二万三千, 3万5000 becomes 三万五千, 3万5 三万五."""
    said = re.sub(" ?([千万亿百]) ?", r"\1", said)
    said = re.sub("(?<![0-9.,])[1-9][0-9]{0,3}(?=[万亿])", lambda m: _words(int(m[0])), said)
    said = re.sub("(?<=万)[1-9][0-9]{3}$", lambda m: _words(int(m[0])), said)
    said = re.sub("(?<=千)[1-9][0-9]{2}$", lambda m: _words(int(m[0])), said)
    return re.sub("(?<![0-9.,])[1-9](?=[千百]|$)", lambda m: _DIGITS[int(m[0])], said)


def _spelled(words: str, *, shortened: bool) -> int | None:
    """A whole number in words, only if that is how the number is written: what was read is written back."""
    short = re.fullmatch("(.+)([百千万])([一二三四五六七八九])", words)
    if short:
        if not shortened or (short[2] == "万" and re.search("[百千万亿]", short[1])):
            return None  # 三千万五 may be 30,005,000 or 35,000,000
        words += _NEXT[short[2]]
    if not re.fullmatch("[零一二三四五六七八九十百千万亿]{1,40}", words):
        return None
    full = re.sub("(?<=[百零])十", "一十", _OPTIONAL_ZERO.sub("", words))  # as cn2an wants it
    try:
        import cn2an  # as in choices.py

        value = int(cn2an.cn2an(full, "strict"))
    except ValueError:
        return None
    return value if _canonical(words) == _canonical(_words(value)) else None


def _canonical(words: str) -> str:
    """One spelling for the two that usage allows: 一十 for 十, and 零 between a scale and a full 千."""
    return _OPTIONAL_ZERO.sub("", words.replace("一十", "十"))


def _words(number: int) -> str:
    """A whole number below 10^16 in words, always with 一 before 十 as capitals ask it."""
    for scale, unit in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= scale:
            high, rest = divmod(number, scale)
            gap = "零" if rest and rest < scale // 10 else ""
            return _words(high) + unit + gap + (_words(rest) if rest else "")
    return _DIGITS[number]

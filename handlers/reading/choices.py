"""Which of the choices on the screen, or which of the words every question understands, a text means."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

# Blank to the eye, yet neither white space nor of category Cf: joiners, fillers, selectors, the keycap frame.
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u20e3\u2800\ufe00-\ufe0f\U000e0100-\U000e01ef]"
)
# A question mark is missing here on purpose: "同意?" asks, it does not agree.
_AROUND = " .,;:!~、。…·*#_\"'`“”‘’「」『』《》〈〉【】[](){}<>-‐‑‒–—―─"
# Only particles that leave the meaning as it is: 吗 么 呢 吧 ask or hesitate, 了 and 的 belong to words.
_PARTICLES = re.compile("[啊呀哦噢喔啦哈哟]+$")
_BLANK = frozenset("~^`´¨=+|<>")
_N = "([1-9][0-9]?|[一二三四五六七八九十]{1,3})"
_POLITE = re.compile("^(?:你好|您好|请问|麻烦问|我?想问|问一下|请|帮我看看|我?想知道|一下|[,，。 ])+")
_NUMBERED = re.compile(f"(?:我?选择?|选项)?(?:第{_N}[个個项項条條种種号號]?|{_N}[号號]?)")


@dataclass(frozen=True, slots=True)
class Option:
    """One choice on the screen: the value it stands for, its label, and other words people use for it."""

    value: str
    label: str
    words: tuple[str, ...] = ()


def clean(text: str) -> str:
    """The text in NFKC, without invisible characters and with single spaces; nothing else changes."""
    folded = unicodedata.normalize("NFKC", text)
    seen = (
        c for c in _INVISIBLE.sub("", folded) if c.isspace() or unicodedata.category(c) not in ("Cf", "Cc")
    )
    return " ".join("".join(seen).split())


def plain(text: str) -> str:
    """The cleaned text without the punctuation around it and without harmless particles at its end.

    A question mark stays, and so does a minus before a digit, because both change what was said.
    """
    bare = _strip(clean(text))
    return _strip(_PARTICLES.sub("", bare)) or bare


def is_empty(text: str) -> bool:
    """Whether a text holds nothing but white space, punctuation, dashes and invisible characters."""
    return all(c in _BLANK or unicodedata.category(c)[0] in "PZCM" for c in clean(text))


def has_odd_figures(text: str) -> bool:
    """Whether superscripts, fractions or circled figures stand there, which NFKC would join to a number."""
    return any(unicodedata.category(c) == "No" for c in text)


def small(text: str) -> int | None:
    """A whole number from 1 to 99, in Arabic figures or in Chinese ("十二"); ``None`` for anything else."""
    if re.fullmatch("0?[1-9]|[1-9][0-9]", text):
        return int(text)
    if not re.fullmatch("[一二三四五六七八九十]{1,3}", text):
        return None
    try:
        import cn2an  # a fifth of a second at start, needed only for figures in words

        return int(cn2an.cn2an(text, "strict"))
    except ValueError:
        return None


def pick(text: str, options: Sequence[Option]) -> str | None:
    """The value of the one option a text names by number, by label or by one of its words.

    The whole text must be equal, never a part of it: "不同意" is not "同意". Two options that fit are none.
    """
    said = plain(text).casefold()
    if not said:
        return None
    found = {o.value for o in options if said in _spellings((o.label,)) or said in _spellings(o.words)}
    number = _number(said)
    if number is not None and number <= len(options):
        found.add(options[number - 1].value)
    return found.pop() if len(found) == 1 else None


def number(text: str) -> int | None:
    """The number by which a text names a choice, and nothing else; None for other words."""
    return _number(plain(text).casefold())


def has_number(text: str) -> bool:
    """Whether a text names a choice by its number, which only what is on the screen can answer."""
    return _number(plain(text).casefold()) is not None


def aside(text: str, words: Mapping[str, tuple[str, ...]]) -> str | None:
    """The one name in ``words`` that the whole text means (back, person, …); a question mark is harmless."""
    said = plain(clean(text).rstrip("? ")).casefold()
    if not said:
        return None
    found = [name for name, spellings in words.items() if said in _spellings(tuple(spellings), True)]
    return found[0] if len(found) == 1 else None


def asked(text: str) -> str:
    """A question without the polite words around it: "请问一下，我的案子怎么样了呀" asks 我的案子怎么样了."""
    said = plain(clean(text).rstrip("? "))
    return re.sub("[呢嘛吗啊呀]+$", "", _POLITE.sub("", said))


def _strip(text: str) -> str:
    bare = text.strip(_AROUND)
    negative = bare[:1].isdigit() and re.search(r"[-‐‑‒–—−]\s?$", text[: text.find(bare)])
    return "-" + bare if negative else bare


@lru_cache(maxsize=4_096)  # the same labels and words are compared with every message
def _spellings(words: tuple[str, ...], asking: bool = False) -> frozenset[str]:
    cleaned = (clean(word) for word in words)
    return frozenset(plain(word.rstrip("? ") if asking else word).casefold() for word in cleaned) - {""}


def _number(said: str) -> int | None:
    match = _NUMBERED.fullmatch(said)
    return small(match[1] or match[2]) if match else None

"""Drawing the pages of the web chat from templates and words."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request

from bot.channels.contract import Line
from bot.web import words
from bot.web.files import is_shown_as_picture
from bot.web.site import Site

HERE = Path(__file__).parent
STATIC = HERE / "static"
SHOWN = 200  # lines; what Threads gives at most
# What the script of the conversation page says; it has no words of its own.
PAGE_WORDS = (
    *("refresh", "news", "sending", "sent", "not_sent", "too_much", "too_many", "too_big", "says", "you"),
    *("outgoing_next", "outgoing_part", "again", "drop", "take_out", "unkept", "lost_files", "offline"),
    *("speak", "speak_stop", "close", "larger", "unsent_answer"),
)
_APART = {"begin.js", "leave.js", "paper.js"}  # scripts that are no part of the conversation page
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# These turn what follows around, so that a sum or a name looks like another; written out they are harmless.
_TURNING = {ord(mark): f"[U+{ord(mark):04X}]" for mark in "\u202b\u202e\u2067"}


@dataclass(frozen=True, slots=True)
class Look:
    """How this browser wants the frame of the page: its language, and whether in large letters."""

    language: str = words.LANGUAGES[0]
    large: bool = False

    @classmethod
    def of(cls, request: Request, site: Site) -> Look:
        language = request.cookies.get(site.cookie("lang"), "")
        known = language if language in words.LANGUAGES else words.LANGUAGES[0]
        return cls(known, request.cookies.get(site.cookie("size")) == "large")


class Pages:
    """Every page as HTML text; a person's words are data in all of them and never markup."""

    def __init__(self, court: str, phone: str, zone: tzinfo, base: str = "") -> None:
        """``base`` is what stands before every address, as ``/tiaojie``, or nothing."""
        self._words = words.load()
        self._zone = zone
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals.update(
            court=court,
            phone=phone,
            tel=re.sub(r"[^\d+]", "", phone),
            base=base,
            static=f"{base}/static/{_version()}",
            nonce=_nonce,
            page_words=PAGE_WORDS,
            modules=sorted(file.name for file in STATIC.glob("*.js") if file.name not in _APART),
        )
        self._templates.filters["plain"] = _plain
        self._templates.filters["tongue"] = _tongue
        self._templates.tests["picture"] = is_shown_as_picture

    def chat(self, look: Look, lines: Sequence[Line], csrf: str, drawer: str, *, sent: bool) -> str:
        """The conversation, or a welcome where there is none yet and nothing was ``sent``.

        ``drawer`` names where the browser keeps this visitor's unsent words.
        """
        return self._draw(
            "chat.html",
            look,
            lines=lines,
            csrf=csrf,
            drawer=drawer,
            sent=sent,
            newest=newest(lines),
            oldest=lines[0].key if lines else 0,
            latest=_latest(lines),
            cut=len(lines) >= SHOWN,
            help=help_at(lines),
        )

    def lines(self, look: Look, lines: Sequence[Line], csrf: str) -> str:
        return self._draw("lines.html", look, lines=lines, csrf=csrf, latest=0)

    def invitation(self, look: Look, code: str, csrf: str) -> str:
        return self._draw("invitation.html", look, code=code, csrf=csrf)

    def way_back(self, look: Look, code: str, csrf: str) -> str:
        return self._draw("way_back.html", look, code=code, way="return", csrf=csrf)

    def paper(self, look: Look, code: str, until: datetime, picture: str, place: str) -> str:
        """The number for coming back as it is printed; ``picture`` is a drawing (SVG) of our own."""
        groups = [code[n : n + 4] for n in range(0, len(code), 4)]
        return self._draw(
            "paper.html", look, groups=groups, until=until, picture=picture, place=place, csrf=""
        )

    def no_paper(self, look: Look, csrf: str) -> str:
        return self._draw("paper.html", look, groups=(), csrf=csrf)

    def leaving(self, look: Look, csrf: str, drawer: str) -> str:
        """Asks once before a shared telephone forgets this visitor."""
        return self._draw("leaving.html", look, csrf=csrf, drawer=drawer)

    def left(self, look: Look) -> str:
        return self._draw("left.html", look)

    def notice(self, look: Look, word: str) -> str:
        return self._draw("notice.html", look, sentence=self.sentence(look, word))

    def sentence(self, look: Look, word: str) -> str:
        return self._words[look.language][word]

    def _draw(self, template: str, look: Look, **values: Any) -> str:
        said = self._words[look.language]

        def say(key: str, /, **holes: object) -> str:
            return said[key].format(**holes)

        def day(at: datetime) -> str:
            local = at.astimezone(self._zone)
            weekday = said["weekdays"].split()[local.weekday()]
            return say("day", year=local.year, month=local.month, day=local.day, weekday=weekday)

        def clock(at: datetime) -> str:
            return f"{at.astimezone(self._zone):%H:%M}"

        values = {"code": "", "way": "code", **values}
        return self._templates.get_template(template).render(
            look=look, say=say, word=said, day=day, clock=clock, **values
        )


@dataclass(frozen=True, slots=True)
class Help:
    """The newest button for help, and under which line the house has put it; empty where there is none."""

    key: int = 0
    label: str = ""
    data: str = ""


def help_at(lines: Sequence[Line]) -> Help:
    """Where help can be pressed; it has one fixed place on the page, apart from the answers."""
    found = [Help(line.key, b.label, b.data) for line in lines for b in line.buttons if b.aside == "help"]
    return found[-1] if found else Help()


def newest(lines: Sequence[Line]) -> int:
    return lines[-1].key if lines else 0


def _latest(lines: Sequence[Line]) -> int:
    """The line to begin reading at: the first answer to what was said last, or else that itself."""
    spoken = max((line.key for line in lines if line.mine), default=0)
    return next((line.key for line in lines if line.key > spoken), spoken)


def _plain(text: str) -> str:
    return text.translate(_TURNING)


def _tongue(text: str) -> str:
    """The language in which a text is to be read aloud."""
    return "zh-CN" if _CHINESE.search(text) else "en"


def _nonce() -> str:
    return secrets.token_urlsafe(16)


def _version() -> str:
    """Changes when a style or script does, so that no browser keeps an old one with a new page."""
    files = sorted(STATIC.iterdir())
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]

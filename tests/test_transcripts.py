"""Conversations as plain text that a clerk can read aloud, and the player that runs them against a house.

A transcript is a file in ``tests/transcripts``; ``README.md`` there says the same for people of a court.

    # a remark
    @ 法官 = judge 王某          somebody of the court comes in: what we call them = their role, their name
    李婶: 你好                     李婶 writes
    李婶 [我有纠纷]                 李婶 presses the button whose label begins so
    李婶 (照片 2)                  李婶 sends two photographs as one answer; also (语音) and (文件)
    李婶 < 案号是                  李婶 has heard this since the last thing they did
    李婶 < (照片 2)                and has received two files since then
    李婶 <! 王某的手机            李婶 has never heard this at all
    老张 = 邀请码 法官              老张 gives the last code that 法官 heard (the first: 法官 第1个)
    李婶 = 回来的号码 法官          and here the last return code
    @ +3天                        three days pass (also +5小时)
    @ 2026-12-15 09:30            time passes until then
    @ 重启                        the house stops and starts again
    @ 设置 court.digest_hour = 9  a setting of config.toml is changed, and the house starts again
    @ 常用话 问候 = {name}您好。   the court's file of ready-made phrases has one more

Time passes as it does: what falls due on the way is done at its own time.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import CHECKS
from tests.house import House, Person, folded, picture

FOLDER = Path(__file__).parent / "transcripts"
TRANSCRIPTS = sorted(path.stem for path in FOLDER.glob("*.txt"))
LINE = re.compile(r"(?P<who>[^\s:：\[(（<=@]+)\s*(?P<sign>[:：]|\[|[(（]|<!|<|=)\s*(?P<rest>.*)")
SENT = re.compile(r"(照片|语音|文件)\s*(\d*)[)）]")
STAFF = re.compile(r"(\S+)\s*=\s*(judge|mediator|clerk)\s+(\S+)")
SETTING = re.compile(r"设置 (\w+)\.(\w+) = (.+)")
PHRASE = re.compile(r"常用话 (\S+) = (.+)")
LATER = re.compile(r"\+(\d+)(天|小时)")
CODE = re.compile(r"(邀请码|回来的号码)\s*(\S+)(?:\s+第(\d+)个)?")
GIVEN = {
    "邀请码": re.compile(r"邀请码[:：]\s*(\d{4} \d{4})"),
    "回来的号码": re.compile(r"(\d{4} \d{4} \d{4} \d{4})"),
}


class Wrong(AssertionError):
    """A line of a transcript that did not happen: where it stands and what did happen."""


class Player:
    """Plays one transcript in one house."""

    def __init__(self, house: House, name: str, text: str) -> None:
        self.house, self.name, self.text = house, name, text
        self.photographs = 0
        self.signs: dict[str, Callable[[Person, str], Awaitable[None]]] = {
            ":": self._say,
            "[": self._press,
            "(": self._send,
            "<": self._heard,
            "<!": self._never_heard,
            "=": self._code,
        }

    async def play(self) -> None:
        """Do and check line by line; raises Wrong at the first that did not happen."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    await self._line(line.strip())
                except Exception as error:
                    raise Wrong(f"{self.name}:{number}: {line}\n{error or type(error).__name__}") from error

    async def _line(self, line: str) -> None:
        if line.startswith("@"):
            await self._time(line[1:].strip())
            return
        match = LINE.fullmatch(line)
        if match is None:
            raise ValueError("this line says nothing that the player understands")
        sign = match["sign"].translate(str.maketrans("：（", ":("))
        await self.signs[sign](self.house.person(match["who"]), match["rest"])

    async def _time(self, what: str) -> None:
        if what == "重启":
            await self.house.restart()
        elif match := SETTING.fullmatch(what):
            section, key = match[1], match[2]
            value = CHECKS[section][key].read(tomllib.loads(f"{key} = {match[3]}")[key])
            await self.house.settle(**{section: replace(getattr(self.house.config, section), **{key: value})})
        elif match := PHRASE.fullmatch(what):
            path = self.house.folder / "phrases.toml"
            with path.open("a", encoding="utf-8") as file:
                file.write(f'["{match[1]}"]\nzh = "{match[2]}"\n')
            await self.house.settle(court=replace(self.house.config.court, phrases=path))
        elif match := LATER.fullmatch(what):
            days, hours = (int(match[1]), 0) if match[2] == "天" else (0, int(match[1]))
            await self.house.forward(days=days, hours=hours)
        elif match := STAFF.fullmatch(what):
            await self.house.staff(match[2], match[3], called=match[1])
        else:
            await self.house.forward(to=datetime.strptime(what, "%Y-%m-%d %H:%M"))

    async def _say(self, person: Person, rest: str) -> None:
        await person.say(rest)

    async def _press(self, person: Person, rest: str) -> None:
        await person.press(rest.removesuffix("]"))

    async def _send(self, person: Person, rest: str) -> None:
        match = SENT.fullmatch(rest)
        if match is None:
            raise ValueError("only (照片 2), (语音) and (文件) can be sent")
        if match[1] == "照片":
            first, count = self.photographs + 1, int(match[2] or 1)
            self.photographs += count
            await person.photos([picture(n) for n in range(first, first + count)])
        elif match[1] == "语音":
            await person.voice()
        else:
            await person.document()

    async def _heard(self, person: Person, rest: str) -> None:
        if rest[:1] in "(（" and (match := SENT.fullmatch(rest[1:])):
            assert len(await person.files()) == int(match[2] or 1), f"files: {len(await person.files())}"
            return
        heard = await person.heard()
        assert any(folded(rest) in text for text in heard), _told(person, heard)

    async def _never_heard(self, person: Person, rest: str) -> None:
        heard = [text for text in await person.heard_ever() if folded(rest) in text]
        assert not heard, _told(person, heard)

    async def _code(self, person: Person, rest: str) -> None:
        match = CODE.fullmatch(rest)
        if match is None:
            raise ValueError("only 邀请码 or 回来的号码 and who heard it can be given")
        heard = await self.house.person(match[2]).heard_ever()
        codes = [code for text in heard for code in GIVEN[match[1]].findall(text)]
        assert codes, f"{match[2]} has heard no code"
        await person.say(codes[int(match[3] or 0) - 1])


def _told(person: Person, heard: list[str]) -> str:
    return f"{person.name} heard:\n" + "\n".join(f"  | {line}" for t in heard for line in t.splitlines())


def transcript(name: str) -> str:
    """The text of a transcript by its name."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


async def play(house: House, name: str) -> None:
    """Play one of the transcripts in a house."""
    await Player(house, f"tests/transcripts/{name}.txt", transcript(name)).play()


async def wrong(house: House, text: str) -> str:
    """What the player says about a transcript that did not happen."""
    with pytest.raises(Wrong) as caught:
        await Player(house, "t.txt", text).play()
    return str(caught.value)


async def test_what_was_not_heard_is_named_with_its_line_and_with_what_was_heard(court: House) -> None:
    said = await wrong(court, "# 开头\n甲: 你好\n甲 < 天上掉下来的话\n")
    assert said.startswith("t.txt:3: 甲 < 天上掉下来的话")
    assert "您今天是来做什么的" in said


async def test_a_button_that_is_not_there_is_named_with_those_that_are(court: House) -> None:
    said = await wrong(court, "甲: 你好\n甲 [投降]\n")
    assert said.startswith("t.txt:2: 甲 [投降]")
    assert "我有邀请码" in said


async def test_what_must_never_be_heard_is_found_long_after_it_was_said(court: House) -> None:
    said = await wrong(court, "甲: 你好\n甲 [我有纠纷]\n甲 [不同意]\n甲 <! 我有\n甲 <! 您同意开始调解吗\n")
    assert said.startswith("t.txt:5:")


async def test_a_line_without_meaning_is_refused(court: House) -> None:
    assert "t.txt:1: 甲说了一句话" in await wrong(court, "甲说了一句话\n")


async def test_time_never_runs_backwards_in_a_transcript(court: House) -> None:
    assert "the clock already shows 2026-11-24 10:00" in await wrong(court, "@ 2026-11-01 09:00\n")


async def test_a_person_is_the_same_person_after_a_restart(court: House) -> None:
    text = "甲: 你好\n甲 [我有纠纷]\n@ 重启\n甲: 你好\n甲 < 您同意开始调解吗\n"
    await Player(court, "t.txt", text).play()
    assert len(court.people) == 1

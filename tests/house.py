"""A whole house for tests: the real app and store, a clock that tests move, and people who chat with it.

    async with House(tmp_path, channel="web") as house:
        judge = await house.staff("judge", "王某")
        aunt = house.person("李婶")
        await aunt.say("你好")
        await aunt.press("我有纠纷")
        assert "您同意开始调解吗" in (await aunt.heard())[-1]
        await house.forward(days=3)
        await house.restart()

Nothing sleeps: after everything a person does, the harness waits until the house has nothing more to say.
"""

from __future__ import annotations

import asyncio
import io
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

import httpx
from PIL import Image, ImageDraw
from sqlalchemy import func, select

from bot.app import App, build
from bot.channels.contract import Channel, Hear, Heard, Message
from bot.channels.terminal import TerminalChannel
from bot.channels.web import WebChannel
from bot.clock import Clock
from bot.config import Config, Court, Store, Web
from handlers.case import Case, Record
from storage import cases
from storage import schema as s
from storage.people import HOUSE

CHANNELS = ("web", "terminal", "telegram-aiogram", "telegram-ptb")
ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2026, 11, 24, 10, 0, tzinfo=ZONE)  # a Tuesday
COURT = Court(name="示例人民法院", phone="0762-12368", digest_hour=0)  # a day's list only where asked for
CODE = "我有邀请码"
VERBATIM = ("不用了", "交还助手", "不找了，回去")
VOICE = b"OggS\0\x02" + bytes(20) + b"\x01\x13OpusHead\x01\x01" + bytes(9)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def picture(number: int = 1) -> bytes:
    """A small photograph (PNG) of a page with that number on it."""
    image, out = Image.new("RGB", (60, 84), "white"), io.BytesIO()
    ImageDraw.Draw(image).text((20, 30), str(number), fill="black")
    image.save(out, "PNG")
    return out.getvalue()


class HouseClock(Clock):
    """Stands still until a test moves it; every reading is still later than the one before."""

    def __init__(self, start: datetime = START) -> None:
        self.at = _aware(start)
        super().__init__(lambda: self.at)

    def forward(
        self, *, days: float = 0, hours: float = 0, minutes: float = 0, to: datetime | None = None
    ) -> None:
        """Move on by so much, or to a time (without a zone: the court's)."""
        aim = _aware(to) if to else self.now() + timedelta(days=days, hours=hours, minutes=minutes)
        if aim < self.at:
            raise ValueError(f"the clock already shows {self.at.astimezone(ZONE):%Y-%m-%d %H:%M}")
        self.at = aim

    @property
    def local(self) -> datetime:
        """What the clock on the court's wall shows."""
        return self.at.astimezone(ZONE)


def _aware(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=ZONE)).astimezone(UTC)


NARROW = str.maketrans("，：；？！（）", ",:;?!()")


def folded(text: str) -> str:
    """A text with narrow punctuation, so that a test may be typed on any keyboard."""
    return text.translate(NARROW)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was said to a person: words, the labels below them, files as (name, bytes)."""

    text: str
    labels: tuple[str, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()


class House:
    """The court's house on one channel; ``people`` by the names that tests call them."""

    def __init__(
        self,
        folder: Path,
        *,
        channel: str = "web",
        start: datetime = START,
        settings: Mapping[str, Any] | None = None,
        **building: Any,
    ) -> None:
        """``settings`` replace sections of the configuration; ``building`` goes to :func:`bot.app.build`."""
        lies = Store(f"sqlite:///{folder}/hejie.db", folder / "files", folder / "master.key")
        config = Config(court=COURT, store=lies, web=Web(public_url="http://court.test"))
        self.folder = folder
        self.config = replace(config, **(settings or {}))
        self.clock = HouseClock(start)
        self.people: dict[str, Person] = {}
        self.moves = 0  # counts whatever may have made the house speak
        self.building = building
        self.door: Door = DOORS[channel](self, channel)
        self._app: App | None = None

    @property
    def app(self) -> App:
        """The running app; a house that is down has none."""
        if self._app is None:
            raise RuntimeError("the house is down")
        return self._app

    async def __aenter__(self) -> Self:
        await self.door.build()
        await self.up()
        return self

    async def __aexit__(self, *exception: object) -> None:
        if self._app is not None:
            await self.down()
        await self.door.tear_down()

    # -- the house itself ------------------------------------------------------------------------------

    async def up(self) -> None:
        """Start the app on whatever the store holds."""
        app = build(self.config, clock=self.clock, **self.building)
        app.channels[self.door.name] = self.door.open(app)
        await app.start(sweep=False)
        self._app = app
        await self.quiet()

    async def down(self) -> None:
        """Stop the app; people may go on writing where the platform keeps it for us (Telegram)."""
        app, self._app = self.app, None
        await app.stop()

    async def restart(self) -> None:
        """Stop the app and start another one on the same store."""
        await self.down()
        await self.up()

    async def settle(self, **changes: Any) -> None:
        """Other settings from now on; the house is started again with them."""
        self.config = replace(self.config, **changes)
        await self.restart()

    async def quiet(self) -> None:
        """Wait until everything sent has had its turn and everything sayable has been said."""
        self.moves += 1
        if self._app is not None:
            await self.door.delivered()
            await self._app.quiet()

    async def sweep(self) -> None:
        """Look for what is due now, as the scheduler does every few seconds."""
        await self.app.sweep()
        await self.quiet()

    async def forward(self, *, days: float = 0, hours: float = 0, to: datetime | None = None) -> None:
        """Let time pass; whatever falls due on the way is done at its own time."""
        aim = HouseClock(self.clock.at)
        aim.forward(days=days, hours=hours, to=to)
        while (due := await asyncio.to_thread(self._next_due)) is not None and due <= aim.at:
            if due > self.clock.at:
                self.clock.forward(to=due)
            await self.sweep()
            if await asyncio.to_thread(self._next_due) == due:
                raise AssertionError(f"what was due at {due.astimezone(ZONE)} is still due after a sweep")
        self.clock.forward(to=aim.at)
        await self.sweep()

    def _next_due(self) -> datetime | None:
        follow, talk = s.followup.c, s.conversation.c
        with self.app.store.read() as tx:
            asked = (
                select(func.min(follow.due)).where(follow.state == "waiting"),
                select(func.min(talk.silent_at)),
            )
            stamps = [stamp for query in asked if (stamp := tx.connection.scalar(query)) is not None]
        return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=min(stamps)) if stamps else None

    # -- people ----------------------------------------------------------------------------------------

    def person(self, name: str) -> Person:
        """Somebody at the other end of the channel; the same name is the same person."""
        if name not in self.people:
            self.people[name] = self.door.person(name)
        return self.people[name]

    async def staff(self, role: str, name: str, *, called: str = "") -> Person:
        """A mediator, judge or clerk of that name, who has typed their code and stands before their desk."""
        person = self.person(called or name)
        code = await asyncio.to_thread(self.app.new_staff_code, role, name)
        await person.say("你好")
        await person.press(CODE)
        await person.say(code)
        return person

    # -- what the store holds --------------------------------------------------------------------------

    def case(self, number: int = 1) -> Case:
        """The whole case as it lies in the store."""
        with self.app.store.read() as tx:
            return cases.load(tx, HOUSE, number)

    def records(self, number: int = 1) -> list[Record]:
        """Every version of the case's record, the oldest first."""
        with self.app.store.read() as tx:
            return cases.records(tx, HOUSE, number)


class Person(ABC):
    """Somebody who chats. What they hear is collected in ``notes``."""

    def __init__(self, house: House, name: str) -> None:
        self.house, self.name = house, name
        self.notes: list[Note] = []
        self._mark = 0

    async def say(self, text: str) -> None:
        """Write a message."""
        await self._does(self._say(text))

    async def press(self, label: str) -> None:
        """Press the button whose label begins so; where it is not on the screen, ask for more first."""
        first = await self.buttons()
        for _ in range(8):
            labels = await self.buttons()
            fitting = [one for one in labels if folded(one).startswith(folded(label))]
            more = [one for one in labels if one in ("更多…", "More…")]
            if fitting or not more:
                break
            await self._does(self._press(more[0]))
        if not fitting:
            raise AssertionError(f"{self.name} sees no button {label!r} but {first}")
        await self._does(self._press(fitting[0]))

    async def photos(self, photos: Sequence[bytes]) -> None:
        """Send photographs as one answer."""
        named = [(f"page{n}.png", "image/png", data) for n, data in enumerate(photos, 1)]
        await self._does(self._send("photo", named))

    async def voice(self, data: bytes = VOICE) -> None:
        """Send a recording."""
        await self._does(self._send("voice", [("voice.ogg", "audio/ogg", data)]))

    async def document(
        self, data: bytes = PDF, name: str = "paper.pdf", mime: str = "application/pdf"
    ) -> None:
        """Send a file."""
        await self._does(self._send("document", [(name, mime, data)]))

    async def follow(self, code: str) -> None:
        """Come in by the link of an invitation."""
        await self._does(self._follow(code))

    async def heard(self) -> list[str]:
        """The words said to this person since the last thing they did."""
        await self.look()
        return [folded(note.text) for note in self.notes[self._mark :] if note.text]

    async def heard_ever(self) -> list[str]:
        """All words ever said to this person."""
        await self.look()
        return [folded(note.text) for note in self.notes if note.text]

    async def files(self) -> list[bytes]:
        """The files that came since the last thing this person did."""
        await self.look()
        return [data for note in self.notes[self._mark :] for _, data in note.files]

    async def buttons(self) -> list[str]:
        """The labels that can be pressed now, those of the newest message first."""
        await self.look()
        return next((list(note.labels) for note in reversed(self.notes) if note.labels), [])

    async def _does(self, doing: Awaitable[None]) -> None:
        await self.look()
        self._mark = len(self.notes)
        await doing
        await self.house.quiet()

    @abstractmethod
    async def look(self) -> None:
        """Bring ``notes`` up to date."""

    @abstractmethod
    async def _say(self, text: str) -> None: ...

    @abstractmethod
    async def _press(self, label: str) -> None: ...

    @abstractmethod
    async def _send(self, kind: str, files: Sequence[tuple[str, str, bytes]]) -> None: ...

    @abstractmethod
    async def _follow(self, code: str) -> None: ...


class Door:
    """How people reach the house: everything that differs between the channels."""

    name = ""

    def __init__(self, house: House, kind: str) -> None:
        self.house, self.kind = house, kind

    async def build(self) -> None:
        """Before the house first starts."""

    async def tear_down(self) -> None:
        """After it has stopped for good."""

    def open(self, app: App) -> Channel:
        """The channel for an app that is about to start."""
        raise NotImplementedError

    def person(self, name: str) -> Person:
        """Somebody new at this door."""
        raise NotImplementedError

    async def delivered(self) -> None:
        """Wait until everything that people sent has reached the road."""


class Punctual:
    """A channel whose platform's clock is the house's clock: what it hears is heard now."""

    def __init__(self, channel: Channel, clock: Clock) -> None:
        self.channel, self.clock, self.name = channel, clock, channel.name

    async def run(self, hear: Hear) -> None:
        async def hear_now(batch: Sequence[Heard]) -> None:
            await hear([replace(heard, at=self.clock.now()) for heard in batch])

        await self.channel.run(hear_now)

    async def say(self, address: str, message: Message) -> str:
        return await self.channel.say(address, message)

    async def close(self) -> None:
        await self.channel.close()


# -- the web chat, by a browser without scripts ------------------------------------------------------------


@dataclass
class _Line:
    key: int
    mine: bool
    text: str = ""
    files: list[str] = field(default_factory=list)


class _Page(HTMLParser):
    """The lines and forms of a page as a browser shows them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.lines: list[_Line] = []
        self.answers: list[tuple[int, str, dict[str, str]]] = []  # (line, label, hidden fields)
        self.composer: dict[str, str] = {}
        self._fields: dict[str, str] = {}
        self._group = 0
        self._in = ""
        self._label = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind = given.get("class", "")
        if tag == "article":
            self._group = 0
            self.lines.append(_Line(int(given["data-key"]), "mine" in kind))
        elif tag == "div" and kind == "text":
            self._in = "text"
        elif tag == "div" and kind == "answers":
            self._group = int(given["data-key"])
        elif tag == "form":
            self._fields = {}
            if given.get("id") == "composer":
                self._group, self.composer = 0, self._fields
            elif given.get("id") == "help":
                self._group = int(given["data-key"])
        elif tag == "input" and given.get("type") == "hidden":
            self._fields[given["name"]] = given["value"]
        elif tag == "button":
            self._in, self._label = "button", ""
        place = given.get("href", "") if tag == "a" else given.get("src", "") if tag == "audio" else ""
        if "/file/" in place:
            self.lines[-1].files.append(place)

    def handle_data(self, data: str) -> None:
        if self._in == "text":
            self.lines[-1].text += data
        elif self._in == "button":
            self._label += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "button" and (self._group or "code" in self._fields):
            self.answers.append((self._group, self._label, self._fields))
        if tag in ("div", "button"):
            self._in = ""
        if tag == "form" and not self.composer and not self._group:
            self.composer = self._fields


class WebPerson(Person):
    """A browser without scripts; the page is looked at before anything is done on it."""

    def __init__(self, house: House, name: str, door: WebDoor) -> None:
        super().__init__(house, name)
        self.client, self.base = door.client(), door.base
        self.page = _Page("")
        self._looked = -1
        self._newest = 0

    async def look(self) -> None:
        if self._looked == self.house.moves or self.house._app is None:
            return
        self._looked = self.house.moves
        self.page = await self._open(f"{self.base}/")
        labels: dict[int, list[str]] = {}
        for key, label, _ in self.page.answers:
            labels.setdefault(key, []).append(label)
        for line in self.page.lines:
            if line.key > self._newest and not line.mine:
                files = [await self._file(place) for place in line.files]
                self.notes.append(Note(line.text, tuple(labels.get(line.key, ())), tuple(files)))
        self._newest = max([self._newest, *(line.key for line in self.page.lines)])

    async def buttons(self) -> list[str]:
        """Of every matter the newest message has its buttons; the newest matter comes first."""
        await self.look()
        groups = sorted({key for key, _, _ in self.page.answers}, reverse=True)
        return [label for group in groups for key, label, _ in self.page.answers if key == group]

    async def _open(self, place: str) -> _Page:
        answer = await self.client.get(place)
        assert answer.status_code == 200, (answer.status_code, answer.text)
        return _Page(answer.text)

    async def _file(self, place: str) -> tuple[str, bytes]:
        answer = await self.client.get(place)
        assert answer.status_code == 200, answer.status_code
        return place, answer.content

    async def _post(self, fields: Mapping[str, str], files: Sequence[tuple[str, str, bytes]] = ()) -> None:
        sent = [("files", (name, data, mime)) for name, mime, data in files]
        answer = await self.client.post(f"{self.base}/say", data=dict(fields), files=sent or None)
        assert answer.status_code == 303, (answer.status_code, answer.text)

    async def _say(self, text: str) -> None:
        await self._post({**self.page.composer, "text": text})

    async def _press(self, label: str) -> None:
        groups = sorted({key for key, name, _ in self.page.answers if name == label})
        fields = next(f for key, name, f in self.page.answers if (key, name) == (groups[-1], label))
        await self._post(fields)

    async def _send(self, kind: str, files: Sequence[tuple[str, str, bytes]]) -> None:
        await self._post({**self.page.composer, "text": ""}, files)

    async def _follow(self, code: str) -> None:
        page = await self._open(f"{self.base}/i/{code}")
        [(_, _, fields)] = page.answers
        await self._post(fields)


class WebDoor(Door):
    """The pages, asked over ASGI; browsers keep their cookies when the house restarts."""

    name = "web"
    base = ""  # what stands before every path

    def client(self) -> httpx.AsyncClient:
        """A new browser."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.serve), base_url="http://court.test", follow_redirects=False
        )

    def open(self, app: App) -> Channel:
        court = self.house.config.court
        self.channel = WebChannel(
            app.threads,
            secret=app.store.vault.sub("web"),
            court=court.name,
            phone=court.phone,
            public_url=self.house.config.web.public_url,
            zone=ZoneInfo(self.house.config.court.zone),
            now=self.house.clock.now,
            patience=0.0,
        )
        return self.channel

    async def serve(self, scope: Any, receive: Any, send: Any) -> None:
        await self.channel.app(scope, receive, send)

    def person(self, name: str) -> Person:
        return WebPerson(self.house, name, self)

    async def tear_down(self) -> None:
        for person in self.house.people.values():
            assert isinstance(person, WebPerson)
            await person.client.aclose()


# -- terminals, one a person -------------------------------------------------------------------------------


class TerminalPerson(Person):
    """Somebody at a terminal of their own: types lines and reads the screen."""

    def __init__(self, house: House, name: str) -> None:
        super().__init__(house, name)
        self.typed: asyncio.Queue[str] = asyncio.Queue()
        self.screen: list[str] = []
        self.folder = house.folder / "terminals" / name
        self._reading = False

    async def read(self) -> str | None:
        if self._reading:
            self.typed.task_done()  # asking for the next line means that the one before was heard
        self._reading = True
        return await self.typed.get()

    async def look(self) -> None:
        """The screen has everything already."""

    def shown(self, lines: Sequence[str]) -> None:
        """One message has been printed: words, numbered answers, places of files."""
        words, labels, files = [], [], []
        for line in lines:
            number, _, label = line.strip().partition(") ")
            if line.startswith("  ") and number.isdigit() and "\n" not in line:
                labels.append(label)
            elif line.startswith("收到文件"):
                path = Path(line.partition(": ")[2])
                files.append((path.name, path.read_bytes()))
            else:
                words.append(line)
        self.notes.append(Note("\n".join(words), tuple(labels), tuple(files)))

    async def _say(self, text: str) -> None:
        assert "\n" not in text, "nobody can type two lines at once"
        await self.typed.put(text)

    async def _press(self, label: str) -> None:
        # Where every word goes to a person, a number is a word too: the label itself is typed.
        typed = label if label in VERBATIM else str((await self.buttons()).index(label) + 1)
        await self.typed.put(typed)

    async def _send(self, kind: str, files: Sequence[tuple[str, str, bytes]]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        for name, _, data in files:
            (self.folder / name).write_bytes(data)
        command = "voice" if kind == "voice" else "photo"
        await self.typed.put(f"/{command} " + " ".join(f"'{self.folder / name}'" for name, _, _ in files))

    async def _follow(self, code: str) -> None:
        await self.typed.put(f"/start {code}")


class Terminals:
    """A row of terminals behind one channel name: what is for somebody goes to the terminal they sit at."""

    name = "terminal"

    def __init__(self, app: App, clock: Clock) -> None:
        self.app, self.clock = app, clock
        self.rows: dict[str, tuple[TerminalPerson, Punctual]] = {}
        self._hear: Hear | None = None
        self._tasks: list[asyncio.Task[None]] = []

    def sit(self, person: TerminalPerson) -> None:
        channel = TerminalChannel(
            self.app.threads,
            user=person.name,
            read=person.read,
            write=person.screen.append,
            files=person.folder / "received",
        )
        self.rows[person.name] = (person, Punctual(channel, self.clock))
        if self._hear is not None:
            self._listen(person.name)

    def _listen(self, name: str) -> None:
        assert self._hear is not None
        self._tasks.append(asyncio.create_task(self.rows[name][1].run(self._hear), name=name))

    async def run(self, hear: Hear) -> None:
        self._hear = hear
        for name in self.rows:
            self._listen(name)
        try:
            await asyncio.Event().wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def say(self, address: str, message: Message) -> str:
        person, channel = self.rows[address]
        before = len(person.screen)
        said = await channel.say(address, message)
        person.shown(person.screen[before:])
        return said

    async def close(self) -> None:
        for _, channel in self.rows.values():
            await channel.close()


class TerminalDoor(Door):
    """A terminal for everybody."""

    name = "terminal"

    def open(self, app: App) -> Channel:
        self.channel = Terminals(app, self.house.clock)
        for person in self.house.people.values():
            assert isinstance(person, TerminalPerson)
            person._reading = False
            self.channel.sit(person)
        return self.channel

    def person(self, name: str) -> Person:
        person = TerminalPerson(self.house, name)
        self.channel.sit(person)
        return person

    async def delivered(self) -> None:
        for person, _ in self.channel.rows.values():
            await person.typed.join()


# -- Telegram, against a Bot API server on this machine ----------------------------------------------------


class TelegramPerson(Person):
    """A private chat with the bot."""

    def __init__(self, house: House, name: str, chat: int, api: Any) -> None:
        super().__init__(house, name)
        self.chat, self.api = chat, api

    async def look(self) -> None:
        for sent in self.api.sent(self.chat)[len(self.notes) :]:
            labels = tuple(label for label, _ in sent.buttons)
            files = tuple(zip(sent.names, sent.files, strict=True))
            self.notes.append(Note(sent.text, labels, files))

    async def _say(self, text: str) -> None:
        self.api.say(self.chat, text, name=self.name)

    async def _press(self, label: str) -> None:
        newest = next(sent for sent in reversed(self.api.sent(self.chat)) if sent.buttons)
        self.api.press(self.chat, dict(newest.buttons)[label])

    async def _send(self, kind: str, files: Sequence[tuple[str, str, bytes]]) -> None:
        if kind == "photo":
            self.api.photos(self.chat, [data for _, _, data in files], name=self.name)
        elif kind == "voice":
            self.api.voice(self.chat, files[0][2])
        else:
            name, mime, data = files[0]
            self.api.document(self.chat, data, name, mime)

    async def _follow(self, code: str) -> None:
        self.api.say(self.chat, f"/start {code}", name=self.name)


class TelegramDoor(Door):
    """A bot in either library; its server outlives restarts of the house."""

    name = "telegram"

    async def build(self) -> None:
        from tests.botapi import BotApi

        self._standing = _stand(BotApi())
        self.api = await anext(self._standing)

    def open(self, app: App) -> Channel:
        from tests.botapi import TOKEN

        if self.kind == "telegram-aiogram":
            from bot.channels.telegram_aiogram import AiogramChannel as Bot
        else:
            from bot.channels.telegram_ptb import PtbChannel as Bot  # type: ignore[assignment]
        return Punctual(Bot(TOKEN, self.api.url, poll_seconds=5), self.house.clock)

    def person(self, name: str) -> Person:
        return TelegramPerson(self.house, name, 5_000_000_001 + len(self.house.people), self.api)

    async def delivered(self) -> None:
        await self.api.until(lambda: not self.api.pending)

    async def tear_down(self) -> None:
        await anext(self._standing, None)
        assert self.api.violations == []


async def _stand(api: Any) -> AsyncIterator[Any]:
    async with api:
        yield api


DOORS: dict[str, type[Door]] = {
    "web": WebDoor,
    "terminal": TerminalDoor,
    "telegram-aiogram": TelegramDoor,
    "telegram-ptb": TelegramDoor,
}

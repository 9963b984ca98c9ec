"""The one place where the parts of the house are put together, by hand."""

from __future__ import annotations

import asyncio
import gc
import logging
import secrets
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from zoneinfo import ZoneInfo

import uvicorn
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.channels.contract import Channel
from bot.channels.web import WebChannel
from bot.clock import Clock, microseconds
from bot.config import Config
from bot.outbox import Outbox
from bot.road import Road, Watch
from bot.sweeps import Sweeps
from bot.threads import Bell, StoredThreads
from bot.words import book
from handlers.values import Book
from storage import people, talks
from storage.files import FileStore
from storage.migrations import upgrade
from storage.people import HOUSE
from storage.store import Store, Tx
from storage.vault import Vault

log = logging.getLogger(__name__)
SWEEP = 20  # seconds between looks at what is due
STAFF_CODE_DAYS = 7


def open_store(config: Config) -> Store:
    """The court's store, its schema brought to the present; StoreError or VaultError when it cannot."""
    vault = Vault.open(config.store.key_file)
    store = Store(config.store.url, vault, FileStore(config.store.files, vault))
    upgrade(store)
    store.check_key()
    return store


@dataclass(slots=True)
class App:
    """Everything that runs in one process. ``channels`` by name."""

    config: Config
    store: Store
    clock: Clock
    road: Road
    threads: StoredThreads
    sweeps: Sweeps
    bell: Bell
    watch: Watch
    channels: dict[str, Channel] = field(default_factory=dict)
    outbox: Outbox | None = None
    tasks: list[asyncio.Task[None]] = field(default_factory=list)
    scheduler: AsyncIOScheduler | None = None

    async def start(self, *, sweep: bool = True) -> None:
        """Begin to listen and to speak; what was left from last time goes on by itself."""
        gc.freeze()  # what has been loaded by now stays; the collector need not walk it again and again
        self.bell.attach(asyncio.get_running_loop())
        self.outbox = Outbox(self.store, self.road.writer, self.clock, self.channels, self.watch)
        self.road.rung = self._rung
        self.road.writer.start()
        self.tasks = [asyncio.create_task(self.outbox.run(), name="outbox")]
        for name, channel in self.channels.items():
            self.tasks.append(asyncio.create_task(channel.run(self.road.hear), name=name))
        if sweep:
            self.scheduler = AsyncIOScheduler(timezone=self.config.court.zone)
            self.scheduler.add_job(
                self.sweep, "interval", seconds=SWEEP, misfire_grace_time=None, coalesce=True
            )
            self.scheduler.start()
            self.tasks.append(asyncio.create_task(self._first_sweep(), name="first sweep"))

    async def _first_sweep(self) -> None:
        await self.sweep()  # what fell due while nothing ran; nobody at the door has to wait for it

    async def sweep(self) -> int:
        """Look for what is due and put it onto the road."""
        done = int(await self.road.writer.submit(self.sweeps.sweep, [None]))
        while await self.road.writer.submit(self.sweeps.digests, [None]):
            done += 1
        return done

    async def quiet(self) -> None:
        """Wait until everything that was heard has had its turn and everything sayable now has been said."""
        while True:
            if not await self.road.writer.submit(self._busy, [None]):
                return

    def _busy(self, tx: Tx, items: list[None]) -> bool:
        now, channels = self.clock.stamp(), list(self.channels)
        due = talks.next_due(tx, channels)
        return talks.is_waiting(tx) or (due is not None and due <= now)

    def _rung(self, persons: set[int]) -> None:
        if not persons:
            return  # waking the outbox for nothing would make it ask the writer, which would wake it again
        self.bell.ring(persons)
        loop = self.bell.loop
        if self.outbox is not None and loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self.outbox.fresh.set)

    async def stop(self) -> None:
        """Stop listening, finish what is in hand, let go of everything."""
        if self.scheduler is not None:
            self.scheduler.shutdown(wait=False)
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)
        for channel in self.channels.values():
            await channel.close()
        await asyncio.to_thread(self.road.writer.stop)
        self.store.close()

    def new_staff_code(self, role: str, name: str) -> str:
        """A single-use code of twelve digits that makes somebody a mediator, judge or clerk."""
        return new_staff_code(self.store, self.clock, role, name)

    def missing_staff(self) -> list[str]:
        """The roles without which no case can be carried, and which nobody has taken yet."""
        with self.store.read() as tx:
            wanted = {"judge": ("mediator", "judge"), "clerk": ("clerk",)}
            return [role for role, roles in wanted.items() if not people.staff(tx, HOUSE, roles)]


def new_staff_code(store: Store, clock: Clock, role: str, name: str) -> str:
    """A single-use code of twelve digits, valid for some days; one given before to the same name is void."""
    code = f"{secrets.randbelow(10**12):012d}"
    until = microseconds(clock.now() + timedelta(days=STAFF_CODE_DAYS))
    with store.write() as tx:
        people.void_codes(tx, role, name)
        people.new_code(tx, code, case=None, role=role, name=name, until=until)
    return code


def build(
    config: Config,
    *,
    clock: Clock | None = None,
    scripts: Book | None = None,
    watch: Watch = lambda step: None,
) -> App:
    """Put the house together for one configuration; channels are added by :func:`add_channels`."""
    store, clock = open_store(config), clock or Clock()
    road = Road(store, scripts or book(), config, clock, watch)
    bell = Bell()
    return App(
        config,
        store,
        clock,
        road,
        StoredThreads(store, bell, clock, road.book, ZoneInfo(config.court.zone)),
        Sweeps(clock, config.court),
        bell,
        watch,
    )


def add_channels(app: App) -> WebChannel:
    """The channels that the configuration names; the web chat is always there."""
    config = app.config
    web = WebChannel(
        app.threads,
        secret=app.store.vault.sub("web"),
        court=config.court.name,
        phone=config.court.phone,
        public_url=config.web.public_url,
        zone=app.road.seeing.zone,
    )
    app.channels["web"] = web
    if config.telegram.token:
        app.channels["telegram"] = telegram(config)
    return web


def telegram(config: Config) -> Channel:
    """The Telegram channel through the library the court chose; the other one is never imported."""
    settings = config.telegram
    if settings.library == "aiogram":
        from bot.channels.telegram_aiogram import AiogramChannel

        return AiogramChannel(settings.token, settings.api_base)
    from bot.channels.telegram_ptb import PtbChannel

    return PtbChannel(settings.token, settings.api_base)


async def serve(app: App, web: WebChannel, ready: Callable[[], None] | None = None) -> None:
    """Run the house with its pages until it is told to stop (SIGINT, SIGTERM)."""
    settings = uvicorn.Config(
        web.app,
        host=app.config.web.host,
        port=app.config.web.port,
        access_log=False,  # addresses of invitations stand in URLs
        log_level="warning",
        lifespan="off",
        timeout_graceful_shutdown=4,
    )
    server = Server(settings)
    server.ready = ready
    await app.start()
    app.tasks.append(asyncio.create_task(_watch_tasks(app, server), name="watch"))
    try:
        await server.serve()
    finally:
        await app.stop()


class Server(uvicorn.Server):
    """A server that says when its pages answer."""

    ready: Callable[[], None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Bind, then tell."""
        await super().startup(sockets)
        if self.started and self.ready is not None:
            self.ready()


async def _watch_tasks(app: App, server: uvicorn.Server) -> None:
    """A channel or the outbox that ends by itself takes the house down with a clear word, not silently."""
    watched = [task for task in app.tasks if task.get_name() in {"outbox", *app.channels}]
    done, _ = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        if not task.cancelled():
            log.error("%s has ended by itself: %r", task.get_name(), task.exception())
    server.should_exit = True

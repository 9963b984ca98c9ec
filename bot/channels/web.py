"""The web chat: a court's own page in any browser, with or without scripts."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo

import anyio
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.channels.contract import Hear, Heard, Line, Message, Threads
from bot.web import words
from bot.web.files import file_response
from bot.web.headers import SAFE, SECURE, SafeHeaders
from bot.web.pages import STATIC, Pages, help_at, newest
from bot.web.site import Site, UnderBase
from bot.web.upload import Form, Refused, read_form
from bot.web.visitor import Visitor, Visitors, from_our_page
from bot.web.ways import Ways

HEARTBEAT = 15  # seconds
SHANGHAI = ZoneInfo("Asia/Shanghai")


def _now() -> datetime:
    return datetime.now(UTC)


class WebChannel:
    """Serves ``app``; a page shows what Threads holds, so saying something is no work here.

    ``public_url`` is the address that people see, with the sub-path of a proxy; "" where there is none.
    After a form sent without scripts, the page waits up to ``patience`` seconds for the answer.
    """

    name = "web"

    def __init__(
        self,
        threads: Threads,
        *,
        secret: bytes,
        court: str,
        phone: str,
        public_url: str = "",
        zone: tzinfo = SHANGHAI,
        now: Callable[[], datetime] = _now,
        patience: float = 2.0,
    ) -> None:
        self._threads = threads
        self._site = Site.of(public_url)
        self._visitors = Visitors(secret, self._site)
        self._pages = Pages(court, phone, zone, self._site.base)
        self._ways = Ways(threads, self._visitors, self._pages, self._site, self._listener, now)
        self._now = now
        self._patience = patience
        self._hear: Hear | None = None
        self._ending = asyncio.Event()
        self.app = self._application()

    async def run(self, hear: Hear) -> None:
        """Let people in until cancelled."""
        self._ending = asyncio.Event()
        self._hear = hear
        try:
            await asyncio.Event().wait()
        finally:
            await self.close()

    async def say(self, address: str, message: Message) -> str:
        """The outbox row is in the thread already, and Threads wakes the pages that show it."""
        return str(message.id)

    async def close(self) -> None:
        """Let nobody in any more and let go of the pages that listen for news."""
        self._hear = None
        self._ending.set()

    def _application(self) -> Starlette:
        app = Starlette(
            routes=[
                Route("/", self._chat),
                *self._ways.routes(),
                Route("/say", self._say, methods=["POST"]),
                Route("/lines", self._lines),
                Route("/events", self._events),
                Route("/file/{digest}", self._file),
                Route("/lang/{choice}", self._choose_language),
                Route("/size/{choice}", self._choose_size),
                Route("/healthz", self._healthy),
                Mount("/static/{version}", StaticFiles(directory=STATIC)),  # all of one release, or none
                Mount("/static", StaticFiles(directory=STATIC)),
            ],
            middleware=[
                Middleware(UnderBase, base=self._site.base),
                Middleware(SafeHeaders, secure=self._site.secure),
            ],
            exception_handlers={Refused: self._refused, HTTPException: self._lost, Exception: self._failed},
        )
        app.router.redirect_slashes = False  # it would leave the sub-path
        return app

    async def _chat(self, request: Request) -> Response:
        self._listener()
        visitor = await self._ways.present(request) or self._visitors.new()
        lines = await self._threads.read(self.name, visitor.address)
        csrf = self._visitors.csrf(visitor)
        sent = "sent" in request.query_params
        page = self._pages.chat(self._ways.look(request), lines, csrf, visitor.drawer, sent=sent)
        return self._kept(HTMLResponse(page), visitor)

    async def _say(self, request: Request) -> Response:
        hear = self._listener()
        visitor = await self._ways.present(request)
        if visitor is None or not from_our_page(request, self._site):
            raise Refused("stale", 403)
        form = await read_form(request)
        if not self._visitors.signed(visitor, form.get("csrf")) or not form.get("nonce"):
            raise Refused("stale", 403)
        lines = await self._threads.read(self.name, visitor.address)
        before = newest(lines)
        await hear([await self._heard(visitor, form, lines)])
        if _by_script(request):
            return Response(status_code=204)
        answered = await self._threads.wait(self.name, visitor.address, before, self._patience)
        return self._to("/#latest" if answered else "/?sent=1#latest")

    async def _heard(self, visitor: Visitor, form: Form, lines: Sequence[Line]) -> Heard:
        text, button, code = form.get("text"), form.get("button"), form.get("code")
        if not (text.strip() or button or code or form.blobs):
            raise Refused("empty", 400)
        return Heard(
            channel=self.name,
            address=visitor.address,
            id=await asyncio.to_thread(_identity, visitor, form),
            at=self._now(),
            text=text,
            button=button,
            code=code,
            blobs=form.blobs,
            seen=_seen(lines, form.get("seen")),
        )

    async def _lines(self, request: Request) -> Response:
        """New lines as HTML, and the keys of all lines whose buttons can still be pressed."""
        self._listener()
        visitor = await self._known(request)
        after = _number(request.query_params.get("after"))
        lines = await self._threads.read(self.name, visitor.address)
        fresh = [line for line in lines if line.key > after]
        html = self._pages.lines(self._ways.look(request), fresh, self._visitors.csrf(visitor))
        pressable = [line.key for line in lines if line.buttons]
        return JSONResponse(
            {
                "html": html,
                "newest": max(after, newest(lines)),
                "oldest": lines[0].key if lines else 0,
                "pressable": pressable,
                "help": help_at(lines).data,
                "help_label": help_at(lines).label,
            }
        )

    async def _events(self, request: Request) -> Response:
        self._listener()
        visitor = await self._known(request)
        after = max(_number(request.query_params.get("after")), _number(request.headers.get("last-event-id")))
        leaving = anyio.Event()
        return EventSourceResponse(
            self._news(visitor, after, leaving),
            ping=HEARTBEAT,
            shutdown_event=leaving,
            shutdown_grace_period=1,
        )

    async def _news(
        self, visitor: Visitor, after: int, leaving: anyio.Event
    ) -> AsyncIterator[ServerSentEvent]:
        while await self._awaited(visitor, after, leaving):
            lines = await self._threads.read(self.name, visitor.address, after)
            if not lines:
                return  # the browser asks again in a few seconds
            after = newest(lines)
            yield ServerSentEvent("new", id=str(after))

    async def _awaited(self, visitor: Visitor, after: int, leaving: anyio.Event) -> bool:
        """True when there is something new, False when the house closes or the server leaves."""
        ends = {asyncio.ensure_future(end) for end in (self._ending.wait(), leaving.wait())}
        news = asyncio.ensure_future(self._some_day(visitor, after))
        try:
            done, _ = await asyncio.wait({news, *ends}, return_when=asyncio.FIRST_COMPLETED)
            return done == {news} and news.result()
        finally:
            for task in (news, *ends):
                task.cancel()

    async def _some_day(self, visitor: Visitor, after: int) -> bool:
        while not await self._threads.wait(self.name, visitor.address, after, 4 * HEARTBEAT):
            if await self._threads.ended(self.name, visitor.address):
                return False
        return True

    async def _file(self, request: Request) -> Response:
        self._listener()
        digest = str(request.path_params["digest"])
        visitor = self._visitors.of(request)
        found = await self._threads.file(self.name, visitor.address, digest) if visitor else None
        if found is None:
            raise HTTPException(404)
        return file_response(request, digest, *found)

    async def _choose_language(self, request: Request) -> Response:
        return self._choose(request, "lang", words.LANGUAGES)

    async def _choose_size(self, request: Request) -> Response:
        return self._choose(request, "size", ("normal", "large"))

    def _choose(self, request: Request, cookie: str, choices: tuple[str, ...]) -> Response:
        choice = str(request.path_params["choice"])
        if choice not in choices:
            raise HTTPException(404)
        ways = {"i": request.query_params.get("code"), "r": request.query_params.get("return")}
        places = [f"/{way}/{quote(code, safe='')}" for way, code in ways.items() if code]
        response = self._to(places[0] if places else "/#latest")
        self._visitors.remember(response, self._site.cookie(cookie), choice)
        return response

    async def _healthy(self, request: Request) -> Response:
        return PlainTextResponse("ok")

    def _to(self, place: str) -> Response:
        return RedirectResponse(self._site.base + place, 303)

    def _listener(self) -> Hear:
        if self._hear is None:
            raise Refused("starting", 503)
        return self._hear

    async def _known(self, request: Request) -> Visitor:
        """Who asks for news; nobody for a page that shows somebody else's thread, left open by them."""
        visitor = await self._ways.present(request)
        if visitor is None:
            raise Refused("stale", 403)
        if request.query_params.get("drawer", visitor.drawer) != visitor.drawer:
            raise Refused("stale", 403)
        return visitor

    def _kept(self, response: Response, visitor: Visitor) -> Response:
        self._visitors.keep(response, visitor)
        return response

    async def _refused(self, request: Request, refusal: Exception) -> Response:
        assert isinstance(refusal, Refused)
        return self._notice(request, refusal.word, refusal.status)

    async def _lost(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return self._notice(request, "not_found", error.status_code)

    async def _failed(self, request: Request, error: Exception) -> Response:
        return self._notice(request, "failed", 500)

    def _notice(self, request: Request, word: str, status: int) -> Response:
        look = self._ways.look(request)
        # By hand: the page of an unforeseen failure is drawn outside the middleware.
        headers = dict(SECURE if self._site.secure else SAFE)
        if status == 503:
            headers["Retry-After"] = "30"
        if _by_script(request):
            return PlainTextResponse(self._pages.sentence(look, word), status, headers)
        return HTMLResponse(self._pages.notice(look, word), status, headers)


def _identity(visitor: Visitor, form: Form) -> str:
    """The same for a double click, another when somebody goes back and sends something else."""
    mark = hashlib.sha256()
    for value in (visitor.address, form.get("nonce"), form.get("text"), form.get("button"), form.get("code")):
        mark.update(hashlib.sha256(value.encode("utf-8", "surrogatepass")).digest())
    for blob in form.blobs:
        mark.update(hashlib.sha256(blob.data or blob.ref.encode()).digest())
    return mark.hexdigest()


def _seen(lines: Sequence[Line], key: str) -> datetime | None:
    """When the newest line was said that stood on the page as this was written; None where it is not told."""
    told = _number(key)
    return max((line.at for line in lines if line.key <= told), default=None) if told else None


def _by_script(request: Request) -> bool:
    return "x-requested-with" in request.headers


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else 0

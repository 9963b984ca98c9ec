"""The ways in and out besides talking: an invitation, coming back by a code, the paper for it, leaving."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from urllib.parse import quote

import segno
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.channels.contract import Hear, Heard, Threads
from bot.web.pages import Look, Pages
from bot.web.site import Site
from bot.web.upload import Refused, read_form
from bot.web.visitor import Visitor, Visitors, from_our_page

CHANNEL = "web"


class Ways:
    """Pages that show a code or take a browser's key away; ``hear`` gives the road, or refuses for now."""

    def __init__(
        self,
        threads: Threads,
        visitors: Visitors,
        pages: Pages,
        site: Site,
        hear: Callable[[], Hear],
        now: Callable[[], datetime],
    ) -> None:
        self._threads, self._visitors, self._pages, self._site = threads, visitors, pages, site
        self._hear, self._now = hear, now

    def routes(self) -> list[Route]:
        """Where they are."""
        return [
            Route("/i/{code}", self._invitation),
            Route("/r/{code}", self._way_back),
            Route("/code", self._paper),
            Route("/leave", self._leave, methods=["GET", "POST"]),
        ]

    async def present(self, request: Request) -> Visitor | None:
        """Who is at this browser; nobody where they have signed out, whatever key the browser kept."""
        visitor = self._visitors.of(request)
        if visitor is None or await self._threads.ended(CHANNEL, visitor.address):
            return None
        return visitor

    def look(self, request: Request) -> Look:
        """How this browser wants its pages."""
        return Look.of(request, self._site)

    async def _invitation(self, request: Request) -> Response:
        return await self._offer(request, self._pages.invitation)

    async def _way_back(self, request: Request) -> Response:
        return await self._offer(request, self._pages.way_back)

    async def _offer(self, request: Request, page: Callable[[Look, str, str], str]) -> Response:
        """Show what a code is for without using it up: chat apps open links to draw a preview."""
        self._hear()
        visitor = await self.present(request) or self._visitors.new()
        code = str(request.path_params["code"])
        response = HTMLResponse(page(self.look(request), code, self._visitors.csrf(visitor)))
        self._visitors.keep(response, visitor)
        return response

    async def _paper(self, request: Request) -> Response:
        """The code for coming back, to be printed; for nobody but its owner."""
        self._hear()
        visitor = await self.present(request)
        if visitor is None:
            raise Refused("stale", 403)
        found = await self._threads.paper(CHANNEL, visitor.address)
        look, csrf = self.look(request), self._visitors.csrf(visitor)
        if found is None:
            return HTMLResponse(self._pages.no_paper(look, csrf))
        code, until = found
        here = self._site.origin or f"{request.url.scheme}://{request.headers.get('host', '')}"
        link = f"{here}{self._site.base}/r/{quote(code, safe='')}"
        picture = segno.make(link, error="m").svg_inline(border=2, omitsize=True)
        return HTMLResponse(self._pages.paper(look, code, until, picture, f"{here}{self._site.base}/"))

    async def _leave(self, request: Request) -> Response:
        """Ask once, then forget who was at this browser; the conversation itself stays with the house."""
        visitor, look = await self.present(request), self.look(request)
        if visitor is None:
            response = HTMLResponse(self._pages.left(look))
            self._visitors.forget(response)
            return response
        if request.method == "GET":
            csrf = self._visitors.csrf(visitor)
            return HTMLResponse(self._pages.leaving(look, csrf, visitor.drawer))
        form = await read_form(request)
        if not from_our_page(request, self._site) or not self._visitors.signed(visitor, form.get("csrf")):
            raise Refused("stale", 403)
        if await self._threads.read(CHANNEL, visitor.address):  # else there is nothing to close
            await self._hear()([self._left(visitor)])
        gone = RedirectResponse(f"{self._site.base}/leave", 303)
        self._visitors.forget(gone)
        return gone

    def _left(self, visitor: Visitor) -> Heard:
        """Word that from now on this browser's key opens nothing."""
        mark = hashlib.sha256(f"left {visitor.address}".encode()).hexdigest()
        return Heard(CHANNEL, visitor.address, mark, self._now(), note="left")

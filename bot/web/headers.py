"""The headers that every answer of the web chat carries."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SAFE = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "no-referrer",  # invitation codes stand in addresses
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "private, no-store",
}
# Only our own host: others of the same domain may still speak http.
SECURE = {**SAFE, "Strict-Transport-Security": "max-age=31536000"}


class SafeHeaders:
    """Adds what is missing and leaves alone what a route has set itself."""

    def __init__(self, app: ASGIApp, secure: bool) -> None:
        self._app = app
        self._safe = SECURE if secure else SAFE

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        wanted = dict(self._safe)
        if scope["path"].startswith("/static/"):
            wanted["Cache-Control"] = "public, max-age=86400"

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in wanted.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_safely)

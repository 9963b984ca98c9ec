"""Where people find the pages: the court's own address, perhaps over https and in a sub-path of a proxy."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Site:
    """What follows from ``[web] public_url``; without one (``Site()``) the pages stand wherever asked for.

    ``origin`` is what browsers call our pages, ``base`` stands before every path, ``secure`` says that
    people come over https.
    """

    origin: str = ""
    base: str = ""
    secure: bool = False

    @classmethod
    def of(cls, url: str) -> Site:
        if not url:
            return cls()
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        host = f"[{host}]" if ":" in host else host
        port = "" if parts.port in (None, _PORTS[parts.scheme]) else f":{parts.port}"
        return cls(f"{parts.scheme}://{host}{port}", parts.path.rstrip("/"), parts.scheme == "https")

    @property
    def root(self) -> str:
        """The path that cookies belong to."""
        return self.base or "/"

    def cookie(self, name: str) -> str:
        """The name of one of our cookies: no other program at this address has it, nor another hejie."""
        return f"{name}-{hashlib.sha256(self.base.encode()).hexdigest()[:8]}" if self.base else name


class UnderBase:
    """Lets every page answer at its path and below ``base``: a proxy may take the sub-path away or leave it.

    A slash at the end, which people add when they copy an address from paper, changes nothing.
    """

    def __init__(self, app: ASGIApp, base: str) -> None:
        self._app = app
        self._base = base

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "path": self._below(scope["path"])}
        await self._app(scope, receive, send)

    def _below(self, path: str) -> str:
        if self._base and f"{path}/".startswith(f"{self._base}/"):
            path = path.removeprefix(self._base)
        return path.rstrip("/") or "/"

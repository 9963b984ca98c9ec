"""Who is at the browser: a long random token in a cookie, of which the house only ever stores the hash."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.web.site import Site

KEPT = 400 * 24 * 3600  # seconds; the longest that browsers keep a cookie
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True, slots=True)
class Visitor:
    """``address`` is what the channel calls this browser; only ``token`` opens its thread."""

    token: str
    address: str

    @property
    def drawer(self) -> str:
        """How pages of this visitor's are told from another's at the same browser."""
        return self.address[:12]


class Visitors:
    """Hands out tokens, knows them again, and tells our own forms from somebody else's."""

    def __init__(self, secret: bytes, site: Site) -> None:
        if len(secret) < 16:
            raise ValueError("the secret of the web chat needs at least 16 bytes")
        self._secret = secret
        self._site = site
        # The prefix makes browsers refuse a cookie that a neighbouring subdomain tries to plant; the stronger
        # one is only for cookies of a whole host.
        guard = ("__Secure-" if site.base else "__Host-") if site.secure else ""
        self.cookie = guard + site.cookie("hejie")

    def new(self) -> Visitor:
        return _visitor(secrets.token_urlsafe(32))

    def of(self, request: Request) -> Visitor | None:
        token = request.cookies.get(self.cookie, "")
        return _visitor(token) if _TOKEN.fullmatch(token) else None

    def keep(self, response: Response, visitor: Visitor) -> None:
        """Set the cookie, or lengthen its life."""
        self.remember(response, self.cookie, visitor.token)

    def remember(self, response: Response, cookie: str, value: str) -> None:
        """Set one of our cookies: for our pages only, out of reach of scripts, over https if we have it."""
        response.set_cookie(
            cookie,
            value,
            max_age=KEPT,
            path=self._site.root,
            httponly=True,
            samesite="lax",
            secure=self._site.secure,
        )

    def forget(self, response: Response) -> None:
        """Take the cookie away again: somebody else's telephone keeps no way to the thread."""
        response.delete_cookie(
            self.cookie, path=self._site.root, httponly=True, samesite="lax", secure=self._site.secure
        )

    def csrf(self, visitor: Visitor) -> str:
        return hmac.new(self._secret, b"csrf " + visitor.token.encode(), hashlib.sha256).hexdigest()

    def signed(self, visitor: Visitor, csrf: str) -> bool:
        """Whether a form carries the mark that only our own page for this visitor has."""
        return hmac.compare_digest(self.csrf(visitor).encode(), csrf.encode())


def from_our_page(request: Request, site: Site) -> bool:
    """Whether the browser says that this request comes from a page of ours, or says nothing about it.

    Behind a proxy the ``Host`` that arrives here may be another than people see, so the public address
    counts where there is one. Because of ``Referrer-Policy: no-referrer`` browsers send ``Origin: null``
    with our own plain forms; ``Sec-Fetch-Site`` tells those from a stranger's.
    """
    origin = request.headers.get("origin", "null").lower()
    if origin != "null" and site.origin and origin != site.origin:
        return False
    if origin != "null" and not site.origin:
        host = request.headers.get("host", "").lower()
        if origin.partition("://")[2] != host:
            return False
    return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}


def _visitor(token: str) -> Visitor:
    return Visitor(token, hashlib.sha256(token.encode()).hexdigest())

"""A court's web server as hejie finds it: TLS, a sub-path, and a little reverse proxy in this process."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.routing import Route

from tests.house import House, Person, WebDoor, WebPerson

BASE = "/hejie"
HOP = {"connection", "keep-alive", "transfer-encoding", "host", "content-length"}


def certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for localhost and its key, as files."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    begins = datetime.now(UTC) - timedelta(hours=1)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, begins, begins + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    kept = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "cert.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(kept)
    return folder / "cert.pem", folder / "key.pem"


def proxy(upstream: str, *, strips: bool) -> Starlette:
    """Hands everything below the sub-path on, with the sub-path or without it; nothing else is there."""
    ours = httpx.AsyncClient(base_url=upstream, timeout=None)  # noqa: S113 - an event stream stays open

    async def hand_on(request: Request) -> StreamingResponse:
        path = request.url.path.removeprefix(BASE) if strips else request.url.path
        url = httpx.URL(upstream, path=path or "/", query=request.url.query.encode())
        headers = [(name, value) for name, value in request.headers.raw if name.decode() not in HOP]
        asked = ours.build_request(request.method, url, headers=headers, content=await request.body())
        answer = await ours.send(asked, stream=True)
        handed = StreamingResponse(answer.aiter_raw(), answer.status_code)
        handed.raw_headers = [
            (name.lower(), value) for name, value in answer.headers.raw if name.decode().lower() not in HOP
        ]
        return handed

    both = ["GET", "POST"]
    return Starlette(
        routes=[Route(BASE, hand_on, methods=both), Route(BASE + "/{rest:path}", hand_on, methods=both)]
    )


@asynccontextmanager
async def serving(app: Any, bound: socket.socket, **settings: Any) -> AsyncIterator[None]:
    """A server at a socket that is bound already."""
    config = uvicorn.Config(
        app,
        interface="asgi3",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_graceful_shutdown=1,
        **settings,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve(sockets=[bound]))
    try:
        yield
    finally:
        server.should_exit = True
        async with asyncio.timeout(10):
            await running


class ProxiedDoor(WebDoor):
    """The pages as people see them: over TLS, below a sub-path."""

    base = BASE

    def __init__(self, house: House, kind: str, *, front: socket.socket, strips: bool) -> None:
        super().__init__(house, kind)
        self.front, self.strips = front, strips
        self.url = f"https://localhost:{front.getsockname()[1]}"

    async def build(self) -> None:
        cert, key = certificate(self.house.folder)
        self.trust = ssl.create_default_context(cafile=str(cert))
        self.running = AsyncExitStack()
        back = socket.socket()
        back.bind(("127.0.0.1", 0))
        upstream = f"http://127.0.0.1:{back.getsockname()[1]}"
        await self.running.enter_async_context(serving(self.serve, back))
        public = proxy(upstream, strips=self.strips)
        tls = {"ssl_certfile": str(cert), "ssl_keyfile": str(key)}
        await self.running.enter_async_context(serving(public, self.front, **tls))

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(base_url=self.url, verify=self.trust, follow_redirects=False)

    def person(self, name: str) -> Person:
        return WebPerson(self.house, name, self)

    async def tear_down(self) -> None:
        await super().tear_down()
        await self.running.aclose()

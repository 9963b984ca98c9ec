"""Reading a posted form without ever holding more of it than the limits allow, and never on disk."""

from __future__ import annotations

import mimetypes
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header
from starlette.requests import ClientDisconnect, Request

from bot.channels.contract import MAX_FILE, Blob

MAX_BODY = 120 * 1024 * 1024
MAX_FILES = 20
MAX_TEXT = 200_000  # characters
_MAX_PLAIN = 4 * 1024 * 1024  # a percent-encoded Chinese character takes nine bytes
_MAX_DRAIN = 8 * MAX_BODY


class Refused(Exception):
    """A form that is not taken; ``word`` names the sentence that says why."""

    def __init__(self, word: str, status: int) -> None:
        super().__init__(word)
        self.word = word
        self.status = status


@dataclass(frozen=True, slots=True)
class Form:
    """The fields and files of one form; each field counts once."""

    fields: dict[str, str]
    blobs: tuple[Blob, ...]

    def get(self, name: str) -> str:
        return self.fields.get(name, "")


async def read_form(request: Request) -> Form:
    """The posted form, or Refused."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        if kind == b"multipart/form-data":
            form = await _multipart(request, options.get(b"boundary", b""))
        else:
            form = await _plain(request)
    except ClientDisconnect as gone:
        raise Refused("garbled", 400) from gone
    except FormParserError as broken:
        raise Refused("garbled", 400) from broken
    if len(form.get("text")) > MAX_TEXT:
        raise Refused("too_long", 413)
    return form


async def _plain(request: Request) -> Form:
    body = b"".join([chunk async for chunk in _limited(request, _MAX_PLAIN, "too_long")])
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    return Form({name: _tidy(value) for name, value in pairs}, ())


async def _multipart(request: Request, boundary: bytes) -> Form:
    parts = _Parts()
    parser = MultipartParser(
        boundary,
        {
            "on_part_begin": parts.begin,
            "on_header_field": parts.header_name,
            "on_header_value": parts.header_value,
            "on_header_end": parts.header_end,
            "on_headers_finished": parts.headers_finished,
            "on_part_data": parts.body,
            "on_part_end": parts.end,
        },
    )
    async for chunk in _limited(request, MAX_BODY, "too_much"):
        if not parts.trouble:
            parser.write(chunk)
    if parts.trouble:
        raise Refused(parts.trouble, 413)
    if not parts.whole:
        raise Refused("garbled", 400)
    parser.finalize()
    return Form(parts.fields, tuple(parts.blobs))


async def _limited(request: Request, limit: int, word: str) -> AsyncIterator[bytes]:
    """The body up to ``limit``; what is beyond is read and dropped before it is refused.

    A browser that is still sending shows a broken connection instead of our page when it is cut off.
    """
    declared = request.headers.get("content-length", "")
    if declared.isdecimal() and int(declared) > _MAX_DRAIN:
        raise Refused(word, 413)
    seen = 0
    over = declared.isdecimal() and int(declared) > limit
    async for chunk in request.stream():
        seen += len(chunk)
        over = over or seen > limit
        if seen > _MAX_DRAIN:
            break
        if not over:
            yield chunk
    if over:
        raise Refused(word, 413)


@dataclass(slots=True)
class _Part:
    headers: dict[bytes, bytes] = field(default_factory=dict)
    name: str = ""
    filename: str | None = None
    data: bytearray = field(default_factory=bytearray)
    size: int = 0


class _Parts:
    """Gathers the parts of a multipart body as the parser comes upon them."""

    def __init__(self) -> None:
        self.fields: dict[str, str] = {}
        self.blobs: list[Blob] = []
        self.trouble = ""
        self.whole = True
        self._part = _Part()
        self._header = b""
        self._value = b""

    def begin(self) -> None:
        self._part = _Part()
        self.whole = False

    def header_name(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def header_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def header_end(self) -> None:
        self._part.headers[self._header.lower()] = self._value
        self._header = self._value = b""

    def headers_finished(self) -> None:
        _, options = parse_options_header(self._part.headers.get(b"content-disposition", b""))
        self._part.name = options.get(b"name", b"").decode("utf-8", "replace")
        if b"filename" in options:
            path = _tidy(options[b"filename"].decode("utf-8", "replace"))
            self._part.filename = path.replace("\\", "/").rsplit("/", 1)[-1][-200:]

    def body(self, data: bytes, start: int, end: int) -> None:
        part = self._part
        part.size += end - start
        if part.filename is None and part.size > 4 * MAX_TEXT:
            self.trouble = self.trouble or "too_long"
        elif part.filename is not None and part.size > MAX_FILE:
            part.data.clear()
        else:
            part.data += data[start:end]

    def end(self) -> None:
        self.whole = True
        part = self._part
        if part.filename is None:
            self.fields[part.name] = _tidy(part.data.decode("utf-8", "replace"))
        elif part.filename or part.size:  # a file field that was left alone comes empty and nameless
            if len(self.blobs) == MAX_FILES:
                self.trouble = self.trouble or "too_many"
                self.blobs.clear()
            elif not self.trouble:
                self.blobs.append(_blob(part))
        self._part = _Part()


def _blob(part: _Part) -> Blob:
    name = part.filename or ""
    said, _ = parse_options_header(part.headers.get(b"content-type", b""))
    mime = said.decode("latin-1").lower()
    if mime in {"", "application/octet-stream"}:
        mime = mimetypes.guess_type(name)[0] or mime
    kind = {"image": "photo", "audio": "voice", "video": "video"}.get(mime.partition("/")[0], "document")
    if part.size > MAX_FILE:
        return Blob(kind, b"", mime, name, trouble="too_big", ref=name)
    return Blob(kind, bytes(part.data), mime, name)


def _tidy(text: str) -> str:
    """Newlines as everybody else writes them; NUL is no letter and not every database stores it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")

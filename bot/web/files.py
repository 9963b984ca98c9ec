"""Handing out a stored file so that a browser shows what is harmless and only saves the rest."""

from __future__ import annotations

import mimetypes
import re

from starlette.requests import Request
from starlette.responses import Response

_CALENDAR = "text/calendar"  # only the house's own; a telephone opens it at once when it is not "saved"
_SHOWN = {"image/png", "image/jpeg", "image/webp", "image/gif", "application/pdf"}
_MIME = re.compile(r"[a-z0-9][a-z0-9.+-]*/[a-z0-9][a-z0-9.+-]*")
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
# A browser's own viewers lay out pictures and PDF with styles of their own.
_SHOWN_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; media-src 'self'; object-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_SAVED_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def file_response(request: Request, digest: str, mime: str, data: bytes) -> Response:
    """The file, or the part of it that was asked for: iPhones play no recording without ranges."""
    mime = mime.partition(";")[0].strip().lower()
    if not _MIME.fullmatch(mime):
        mime = "application/octet-stream"
    shown = mime in _SHOWN or mime.startswith("audio/")
    name = digest[:12] + (mimetypes.guess_extension(mime) or "")
    opened = "inline" if shown or mime == _CALENDAR else "attachment"
    headers = {
        "Content-Disposition": f'{opened}; filename="{name}"',
        "Content-Security-Policy": _SHOWN_POLICY if shown else _SAVED_POLICY,
        "Accept-Ranges": "bytes",
    }
    span = _span(request.headers.get("range", ""), len(data))
    if span is None:
        return Response(data, media_type=mime, headers=headers)
    start, stop = span
    if start >= stop:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{len(data)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
    return Response(data[start:stop], 206, media_type=mime, headers=headers)


def is_shown_as_picture(mime: str) -> bool:
    return mime in _SHOWN and mime.startswith("image/")


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """The half-open span of a single range; anything fancier gets the whole file, as the standard allows."""
    match = _RANGE.fullmatch(asked.replace(" ", ""))
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return max(0, size - int(last)), size
    return int(first), min(size, int(last) + 1) if last else size

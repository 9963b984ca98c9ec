"""Files as they were sent: told apart by their content, kept encrypted, found by digest."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import puremagic

from handlers.events import MediaKind
from storage.vault import Vault, VaultError

MAX_FILE = 20 * 1024 * 1024  # bytes; the most that Telegram's Bot API hands to a bot

_TEXT_HEAD = 4096  # bytes of a text that are looked at for a script or a page in disguise


class FileStoreError(Exception):
    """A file is missing, was changed, or cannot be written; the text says which."""


@dataclass(frozen=True, slots=True)
class Sniffed:
    """What a file is by its content. ``trouble`` is empty, or why the file is not accepted:

    ``"empty_file"``, ``"too_big"``, ``"not_a_picture"`` (sent as a photo, and nothing we accept) or
    ``"unsupported"``. With a trouble, ``kind`` repeats what was declared and ``mime`` is empty.
    """

    kind: MediaKind
    mime: str
    trouble: str = ""


class FileStore:
    """Encrypted files under ``root``/aa/bb/name, where the name tells neither owner nor content.

    The same picture of two owners is two files, each under its owner's data key. All methods block.
    """

    def __init__(self, root: Path, vault: Vault) -> None:
        self._root = root
        self._vault = vault

    def put(self, data: bytes, *, key: bytes, owner: str) -> str:
        """Keep ``data`` for ``owner`` under the data key ``key`` (32 bytes); safe on disk when it returns.

        Returns the digest: SHA-256 of ``data``, 64 hex digits. Doing it again changes nothing; a stored copy
        that is damaged or under another key is replaced. Raises FileStoreError when the disk refuses, and
        VaultError for a key of another length.
        """
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(digest, owner)
        with suppress(FileStoreError):
            self._open(path, digest, key, owner)
            return digest
        sealed = self._vault.seal(key, data, _bound(digest, owner))
        with _refusals("written"):
            self._write(path, sealed)
        return digest

    def get(self, digest: str, *, key: bytes, owner: str) -> bytes:
        """The bytes as they were sent; FileStoreError if the file is missing or was changed in any way."""
        return self._open(self._path(digest, owner), digest, key, owner)

    def has(self, digest: str, *, owner: str) -> bool:
        """Whether a file with this digest is kept for ``owner``; its content is not looked at."""
        with _refusals("looked for"):
            return self._path(digest, owner).exists()

    def _path(self, digest: str, owner: str) -> Path:
        name = self._vault.lookup("file", f"{digest}/{owner}")
        return self._root / name[:2] / name[2:4] / name

    def _open(self, path: Path, digest: str, key: bytes, owner: str) -> bytes:
        try:
            with _refusals("read"):
                sealed = path.read_bytes()
            data = self._vault.unseal(key, sealed, _bound(digest, owner))
        except VaultError as error:
            raise FileStoreError(f"The file {digest} cannot be opened. {error}") from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise FileStoreError(f"The file {digest} is not what its digest says.")
        return data

    def _write(self, path: Path, sealed: bytes) -> None:
        for folder in (self._root, path.parent.parent, path.parent):
            if not folder.is_dir():
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                _settle(folder.parent)
        draft = path.with_name(f".{path.name[:16]}.{secrets.token_hex(8)}")
        try:
            handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(sealed)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
        _settle(path.parent)


def sniff(data: bytes, declared_kind: str) -> Sniffed:
    """What ``data`` is, by content alone; never raises, whatever the bytes.

    ``declared_kind`` (``photo``, ``voice``, ``document``, ``video``) is what the platform called it. It
    decides only where the content leaves it open: a film container that lists no tracks, and plain text,
    which has no mark of its own and is believed only when it was sent as a document.
    """
    declared: MediaKind = next((kind for kind in get_args(MediaKind) if kind == declared_kind), "document")
    if not data:
        return Sniffed(declared, "", "empty_file")
    if len(data) > MAX_FILE:
        return Sniffed(declared, "", "too_big")
    found = _marked(data) or _film(data, declared) or _office(data)
    if found is None and declared == "document" and _is_plain_text(data):
        found = Sniffed("document", "text/plain")
    return found or Sniffed(declared, "", "not_a_picture" if declared == "photo" else "unsupported")


_MARKS: tuple[tuple[bytes, MediaKind, str], ...] = (
    (rb"\xff\xd8\xff", "photo", "image/jpeg"),
    (rb"\x89PNG\r\n\x1a\n", "photo", "image/png"),
    (rb"RIFF....WEBPVP8[ LX]", "photo", "image/webp"),
    (rb"GIF8[79]a", "photo", "image/gif"),
    # "BM" alone also begins a text: the length of the next header must be one that exists.
    (rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\0\0\0", "photo", "image/bmp"),
    (rb"OggS\0.{21}.{2,256}?(OpusHead|\x01vorbis|Speex   |\x7fFLAC)", "voice", "audio/ogg"),
    (rb"ID3[\x02-\x04]..[\x00-\x7f]{4}", "voice", "audio/mpeg"),
    (rb"\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xef]", "voice", "audio/mpeg"),
    (rb"#!AMR(-WB)?\n", "voice", "audio/amr"),
    (rb"RIFF....WAVE", "voice", "audio/wav"),
    (rb"(\xef\xbb\xbf)?[ \t\r\n]{0,64}%PDF-[12]\.", "document", "application/pdf"),
)


def _marked(data: bytes) -> Sniffed | None:
    for pattern, kind, mime in _MARKS:
        if re.match(pattern, data, re.DOTALL):
            return Sniffed(kind, mime)
    return None


_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
_HEIF = {b"mif1", b"msf1"}
_MP4 = {b"isom", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ", b"MSNV", b"iso2", b"iso4", b"iso5", b"iso6"}
_M4A = {b"M4A ", b"M4B "}


def _film(data: bytes, declared: MediaKind) -> Sniffed | None:
    """ISO media and WebM hold pictures, sound or film alike: brands and tracks tell which."""
    if data[:4] == b"\x1a\x45\xdf\xa3":
        head = data[:65536]
        if b"webm" not in head[:64]:
            return None
        seen = re.search(rb"V_(VP8|VP9|AV1|MPEG4)", head) is not None
        heard = re.search(rb"A_(OPUS|VORBIS)", head) is not None
        return _moving("webm", seen, heard, declared)
    if data[4:8] != b"ftyp":
        return None
    brand, box = data[8:12], int.from_bytes(data[:4])
    others = {data[at : at + 4] for at in range(16, min(box, 256), 4)}
    if brand in _HEIC or (brand in _HEIF and others & _HEIC):
        return Sniffed("photo", "image/heic")
    if brand in _HEIF and b"avif" not in others:
        return Sniffed("photo", "image/heif")
    if brand in _M4A:
        return Sniffed("voice", "audio/mp4")
    if brand == b"qt  ":
        return Sniffed("video", "video/quicktime")
    if brand not in _MP4:
        return None
    tracks = {data[found.end() + 8 : found.end() + 12] for found in re.finditer(b"hdlr", data)}
    return _moving("mp4", b"vide" in tracks, b"soun" in tracks, declared)


def _moving(container: str, seen: bool, heard: bool, declared: MediaKind) -> Sniffed:
    if seen or (not heard and declared != "voice"):
        return Sniffed("video", f"video/{container}")
    return Sniffed("voice", f"audio/{container}")


_OOXML = "application/vnd.openxmlformats-officedocument"


def _office(data: bytes) -> Sniffed | None:
    """Word and Excel; the names inside a container stand there uncompressed, so nothing is unpacked."""
    if data[:4] == b"PK\x03\x04" and b"[Content_Types].xml" in data and b"vbaProject.bin" not in data:
        if b"word/document.xml" in data:
            return Sniffed("document", f"{_OOXML}.wordprocessingml.document")
        if b"xl/workbook.xml" in data:
            return Sniffed("document", f"{_OOXML}.spreadsheetml.sheet")
    # An installer has the same mark as an old Word file: only the names of the streams tell.
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        if "WordDocument".encode("utf-16-le") in data:
            return Sniffed("document", "application/msword")
        if any(name.encode("utf-16-le") + b"\0\0" in data for name in ("Workbook", "Book")):
            return Sniffed("document", "application/vnd.ms-excel")
    return None


def _is_plain_text(data: bytes) -> bool:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if re.search(r"[\x00-\x08\x0b\x0e-\x1f\x7f]", text):
            return False
        start = text.lstrip()[:_TEXT_HEAD]
        return bool(start) and not start.startswith(("<", "#!")) and not _is_known_format(start.encode())
    return False


def _is_known_format(head: bytes) -> bool:
    # puremagic names scripts, registry files, RTF and the like well, and guesses wildly from two letters.
    try:
        return bool(puremagic.magic_string(head)[0].confidence > 0.5)
    except (puremagic.PureError, ValueError, IndexError):
        return False


def _bound(digest: str, owner: str) -> bytes:
    return f"file/{digest}/{owner}".encode("utf-8", "surrogatepass")


def _settle(folder: Path) -> None:
    """A new name is safe only when its folder is on disk, too."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _refusals(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileStoreError(f"A file in the store cannot be {what}: {error.strerror}.") from error

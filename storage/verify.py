"""An exported case: how it is written, and how anybody checks it without database, keys or network.

An export is a folder. Every JSON file in it is exactly ``canonical(value)`` of :mod:`storage.chain`, so that
there is one way to write it; ``journal.jsonl`` has one such object a line, each followed by U+000A.

``case.json``
    ``{"number", "exported_at", "for", "chain": {"head", "length"}, "records": [...]}``. A record is
    ``{"version", "digest", "sealed", "confirmations": [{"name", "role", "at", "digest"}]}``, where ``digest``
    is the SHA-256 of its file below. A confirmation may have ``"by"``, the helper by whose
    hand it was given, and ``"line"``, the number of the journal line that
    tells of it: the words of that line must then contain the digest, which ties it to the chain.
``journal.jsonl``
    every line of the case: ``seq, at, kind, author, reader, commitment, hash, prev`` and, where the person
    this export is for may read it, ``salt`` (hex) and ``body`` (any JSON value). The other lines show only
    their commitment, and the chain verifies all the same.
``records/<version>.json``
    ``{"version", "pages": [digests in order], "text", "points": [...]}``: what was confirmed. Points are
    of the kinds pay, act, other, apology (``way``), guarantor (``backer``) and penalty (``of`` is a payment).
``files/<digest>.<ext>``
    a file as it was sent; ``digest`` is the SHA-256 of its bytes. Every page of a record is among them.
``MANIFEST.json``
    ``{"files": {path: SHA-256}, "format": "hejie-export/1"}`` for every other file in the folder.

What goes on to filing (:mod:`bot.filing`) is a folder of the format ``hejie-filing/1``: no journal and no
records, its files and its list of files checked in the same way.

Whoever rewrites a whole export, all hashes included, makes one that agrees with itself. What they cannot
change is the head of the chain where it stands elsewhere, such as on a signed paper: give it to
:func:`verify` as ``head``.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.chain import GENESIS, canonical, commit, link
from storage.folders import (
    DIGEST,
    EXTENSION,
    FILING,
    ExportError,
    is_kind,
    named_files,
    names_in,
    read_plain,
    sha256_of,
    write_folder,
)

FORMAT = "hejie-export/1"

_TEXTS = ("at", "kind", "author", "reader", "commitment", "hash", "prev")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was written: ``where`` names file and line, ``what`` the matter."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def write_export(
    folder: Path,
    *,
    case: Mapping[str, Any],
    journal: Sequence[Mapping[str, Any]],
    records: Sequence[Mapping[str, Any]],
    files: Mapping[str, tuple[str, bytes]],
) -> None:
    """Write an export to ``folder``: all of it or nothing, readable by its owner only (it is plaintext).

    ``case`` has the keys of ``case.json`` without ``records``; a record has the keys named there and
    ``"manifest"``, the object for its own file; ``files`` maps a digest to extension (without the dot) and
    bytes. What is given is written as it is, broken or not: a court may need to hand out just that.
    Raises ExportError when ``folder`` holds something already, a name is impossible, or the disk refuses.
    """
    written: dict[str, bytes] = {"journal.jsonl": b"".join(canonical(dict(line)) + b"\n" for line in journal)}
    listed: list[dict[str, Any]] = []
    for record in records:
        version = record["version"]
        if type(version) is not int:
            raise ExportError(f"A record's version is a whole number, not {version!r}.")
        written[f"records/{version}.json"] = canonical(record["manifest"])
        listed.append({key: value for key, value in record.items() if key != "manifest"})
    written |= named_files(files)
    written["case.json"] = canonical({**case, "records": listed})
    write_folder(folder, written, FORMAT)


def verify(folder: Path, *, head: str | None = None) -> list[Finding]:
    """Check an export; an empty list means that everything in it is as it was written.

    Findings come in this order: the journal from its first line on, its head, records by version, files,
    then the list of files. ``head`` is the head of the chain as known from elsewhere (64 hex digits), if at
    all. Never raises, whatever the folder holds.
    """
    if not is_kind(folder, stat.S_ISDIR):
        return [Finding(_safe(folder), "不是文件夹 / is not a folder")]
    return list(_Export(folder).findings(head))


class _Export:
    """One walk through an export; what has been read is kept for the steps that follow."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = sorted(names_in(folder))
        self._hashes = {name: sha256_of(folder / name) for name in self._names}
        self._bodies: dict[int, Any] = {}

    def findings(self, head: str | None) -> Iterator[Finding]:
        if self._format == FILING:
            yield from self._json("filing.json")[1]
            yield from self._files()
            yield from self._manifest()
            return
        case, trouble = self._json("case.json")
        yield from trouble
        case = _object(case)
        last, length, trouble = self._journal()
        yield from trouble
        yield from self._head(_object(case.get("chain")), last, length, head)
        yield from self._records(case.get("records"))
        yield from self._files()
        yield from self._manifest()

    @property
    def _format(self) -> Any:
        return _object(self._json("MANIFEST.json")[0]).get("format")

    def _json(self, name: str) -> tuple[Any, list[Finding]]:
        data = read_plain(self._folder / name)
        if data is None:
            return None, [Finding(name, "缺失或无法读取 / is missing or cannot be read")]
        value, trouble = _parse(data)
        return value, [Finding(name, trouble)] if trouble else []

    def _journal(self) -> tuple[str | None, int, list[Finding]]:
        """The hash and number of the last line, and what is wrong with the lines, in their order."""
        data = read_plain(self._folder / "journal.jsonl")
        if data is None:
            return None, 0, [Finding("journal.jsonl", "缺失或无法读取 / is missing or cannot be read")]
        found: list[Finding] = []
        prev: str | None = GENESIS
        seq = 0
        lines = data.split(b"\n")
        if lines.pop():
            found.append(Finding("journal.jsonl", "末行不完整 / the last line is cut short"))
        for raw in lines:
            value, trouble = _parse(raw)
            line = _object(value)
            troubles = [trouble] if trouble else _line(line)
            stands = line.get("seq")
            if not troubles and type(stands) is int:
                if stands <= seq:
                    found.append(_at(stands, "重复或位置不对 / stands twice or in the wrong place"))
                    continue
                if stands > seq + 1:
                    found.append(_missing(seq + 1, stands - 1))
                    seq, prev = stands - 1, None
            seq += 1
            if not troubles and prev is not None and line["prev"] != prev:
                troubles.append(
                    "与上一行不相接 / does not follow the line before: one of the two was changed"
                )
            found += [_at(seq, trouble) for trouble in troubles]
            prev = line["hash"] if isinstance(line.get("hash"), str) else None
            if not troubles and "body" in line:
                self._bodies[seq] = line["body"]
        return prev, seq, found

    def _head(
        self, chain: dict[str, Any], last: str | None, length: int, head: str | None
    ) -> Iterator[Finding]:
        where = "journal.jsonl"
        if type(chain.get("length")) is not int or not isinstance(chain.get("head"), str):
            yield Finding("case.json", "没有写明卷宗链 / does not name the chain's head and length")
        elif length < chain["length"]:
            yield Finding(where, "链头不符：末尾的行被删去 / head differs: lines cut off at the end")
        elif length > chain["length"]:
            yield Finding(where, "链头不符：末尾多出行 / head differs: lines added at the end")
        elif last != chain["head"]:
            yield Finding(where, "链头不符 / head differs from the one in case.json")
        if head is not None and last != head:
            yield Finding(where, "链头与所给的不符 / head differs from the one that was given")

    def _records(self, records: Any) -> Iterator[Finding]:
        if not isinstance(records, list):
            yield Finding("case.json", "没有笔录清单 / does not list the records")
            records = []
        known: set[str] = set()
        for record in map(_object, records):
            version = record.get("version")
            name = f"records/{version}.json" if type(version) is int else ""
            if not name or name in known:
                yield Finding("case.json", "笔录版本号有误 / a record's version is wrong or stands twice")
                continue
            known.add(name)
            yield from self._record(name, record)
        for name in self._names:
            if name.startswith("records/") and name not in known:
                yield Finding(_safe(name), "不在 case.json 的清单中 / is not listed in case.json")

    def _record(self, name: str, record: dict[str, Any]) -> Iterator[Finding]:
        manifest, trouble = self._json(name)
        yield from trouble
        if manifest is None:
            return
        digest = record.get("digest")
        if self._hashes.get(name) != digest:
            yield Finding(name, "摘要与经确认的不符 / digest differs from what was confirmed")
        manifest = _object(manifest)
        if manifest.get("version") != record["version"]:
            yield Finding(name, "版本号与文件名不符 / names another version than its file")
        pages = manifest.get("pages")
        if not isinstance(pages, list):
            yield Finding(name, "没有页面清单 / does not list its pages")
            pages = []
        here = {path.removeprefix("files/").partition(".")[0] for path in self._names if path[:6] == "files/"}
        for number, page in enumerate(pages, 1):
            if not isinstance(page, str) or page not in here:
                yield Finding(name, f"第{number}页的文件缺失 / the file of page {number} is missing")
        confirmations = record.get("confirmations")
        if not isinstance(confirmations, list) or (record.get("sealed") and not confirmations):
            yield Finding(name, "没有确认记录 / has no confirmations")
            confirmations = []
        for number, confirmation in enumerate(map(_object, confirmations), 1):
            if confirmation.get("digest") != digest:
                yield Finding(
                    name, f"第{number}项确认的不是这一文本 / confirmation {number} is of another text"
                )
            elif "line" in confirmation and not self._tells(confirmation["line"], digest):
                yield Finding(
                    name,
                    f"第{number}项确认不在所指的行中 / confirmation {number} is not in the line it names",
                )

    def _tells(self, seq: Any, digest: Any) -> bool:
        return isinstance(digest, str) and type(seq) is int and _contains(self._bodies.get(seq), digest)

    def _files(self) -> Iterator[Finding]:
        for name in self._names:
            if name.startswith("files/"):
                digest, _, extension = name.removeprefix("files/").partition(".")
                if not DIGEST.fullmatch(digest) or not EXTENSION.fullmatch(extension):
                    yield Finding(_safe(name), "文件名有误 / has a name no export gives")
                elif self._hashes[name] != digest:
                    yield Finding(name, "被改动 / changed: its content is not what its name says")

    def _manifest(self) -> Iterator[Finding]:
        manifest, trouble = self._json("MANIFEST.json")
        yield from trouble
        manifest = _object(manifest)
        if manifest.get("format") not in (FORMAT, FILING):
            yield Finding("MANIFEST.json", f"格式不是 {FORMAT} / the format is not {FORMAT}")
        listed = _object(manifest.get("files"))
        for name in self._names:
            if name == "MANIFEST.json":
                continue
            if name not in listed:
                yield Finding(_safe(name), "文件不在清单中 / file not listed")
            elif self._hashes[name] is None:
                yield Finding(_safe(name), "无法读取 / cannot be read")
            elif self._hashes[name] != listed[name]:
                yield Finding(_safe(name), "导出后被改动 / changed since the export")
        for name in sorted(set(listed) - set(self._names)):
            yield Finding(_safe(name), "文件缺失 / file is missing")


def _line(line: dict[str, Any]) -> list[str]:
    """What is wrong with one journal line, taken alone."""
    if type(line.get("seq")) is not int or not all(isinstance(line.get(key), str) for key in _TEXTS):
        return ["缺少字段 / lacks a field"]
    found: list[str] = []
    if ("salt" in line) != ("body" in line):
        found.append("文字与盐值只有其一 / has words without salt or salt without words")
    elif "salt" in line and _committed(line["salt"], line["body"]) != line["commitment"]:
        found.append("文字与其承诺值不符 / the words do not match their commitment")
    fields = {key: line[key] for key in ("prev", "seq", "at", "kind", "author", "reader", "commitment")}
    if link(**fields) != line["hash"]:
        found.append("该行与其哈希值不符 / the line does not match its hash")
    return found


def _committed(salt: Any, body: Any) -> str | None:
    try:
        return commit(bytes.fromhex(salt), canonical(body))
    except (TypeError, ValueError, RecursionError):
        return None


def _at(seq: int, what: str) -> Finding:
    return Finding(f"journal.jsonl 第{seq}行 / line {seq}", what)


def _missing(first: int, last: int) -> Finding:
    if first == last:
        return _at(first, "缺失 / is missing")
    return Finding(f"journal.jsonl 第{first}至{last}行 / lines {first} to {last}", "缺失 / are missing")


def _parse(data: bytes) -> tuple[Any, str]:
    """The JSON value and "", or None (or the value) and what is wrong with the way it is written."""
    try:
        value = json.loads(data)
        exact = canonical(value) == data
    except (ValueError, RecursionError):
        return None, "不是有效的 JSON / is not valid JSON"
    # A key that stands twice is read one way by one program and the other way by the next.
    return value, "" if exact else "不是规范写法 / is not written the one canonical way"


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _contains(value: Any, text: str) -> bool:
    waiting = [value]  # no recursion: a hostile body may be nested as deep as the reader allows
    while waiting:
        item = waiting.pop()
        if item == text:
            return True
        if isinstance(item, dict | list):
            waiting += item.values() if isinstance(item, dict) else item
    return False


def _safe(name: object) -> str:
    """A file name as text that can be printed, whatever bytes it has."""
    return "".join(part if part.isprintable() else "\N{REPLACEMENT CHARACTER}" for part in str(name))

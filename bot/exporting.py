"""`hejie export`: one case as a folder that anybody can verify, for the court or for one side."""

from __future__ import annotations

import json
import mimetypes
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.app import open_store
from bot.clock import Clock
from bot.config import Config
from handlers.case import Case, Confirmation, Record
from handlers.parts import Note
from handlers.record import manifest
from storage import cases, journal
from storage import schema as s
from storage.chain import GENESIS
from storage.folders import ExportError
from storage.people import HOUSE, Viewer
from storage.store import Store, Tx
from storage.verify import write_export


def export_case(config: Config, wanted: str, side: str, folder: Path, name: str = "") -> int:
    """Write a case into a folder; 2 when there is no such case or side, or the folder is not empty.

    ``name`` tells which of several people on a side it is for.
    """
    store = open_store(config)
    try:
        with store.read() as tx:
            row = find_case(tx, wanted)
            if row is None:
                print(f"没有这个案号 / no such case: {wanted}", file=sys.stderr)
                return 2
            case = cases.load(tx, HOUSE, row.id)
            there = [p for p in case.sided(side) if name in ("", p.name)]
            if side != "court" and len(there) != 1:
                print(_whose(side, case), file=sys.stderr)
                return 2
            _write(store, tx, row, HOUSE if side == "court" else Viewer(there[0].person), side, folder)
            head = tx.one(select(s.chain.c.head).where(s.chain.c.id == row.chain_id)).head
    except ExportError as error:
        print(error, file=sys.stderr)
        return 2
    finally:
        store.close()
    print(f"{case.number} → {folder}\n链头 / chain head: {head}")
    return 0


def _whose(side: str, case: Case) -> str:
    """Why it is not clear whom an export is for."""
    names = "、".join(p.name for p in case.sided(side))
    if not names:
        return f"本案没有这一方 / nobody on that side: {side}"
    return f"请用 --name 写明是哪一位 / say with --name which of them: {names}"


def find_case(tx: Tx, wanted: str) -> Any:
    """A case by its number as written, or by year and running number in any form ("2026-1")."""
    digits = re.findall(r"\d+", wanted)
    numbers = [wanted] + ([f"({digits[0]})和解{int(digits[1])}号"] if len(digits) == 2 else [])
    return tx.one(select(s.case).where(s.case.c.number.in_(numbers)))


def _write(store: Store, tx: Tx, row: Any, viewer: Viewer, side: str, folder: Path) -> None:
    case = cases.load(tx, viewer, row.id)
    lines = [_without(n, case.notes) for n in journal.lines(tx, viewer, row.chain_id, staff=viewer is HOUSE)]
    if viewer is not HOUSE and case.party(viewer.person) not in case.joined:
        lines = [one if one.reader else replace(one, salt=None, body=None) for one in lines]
    versions = cases.records(tx, viewer, row.id)
    head = tx.one(select(s.chain).where(s.chain.c.id == row.chain_id))
    about = {
        "number": case.number,
        "exported_at": Clock().now().isoformat(timespec="seconds"),
        "for": side,
        "chain": {"head": head.head, "length": head.length},
    }
    write_export(
        folder,
        case=about,
        journal=_journal(lines),
        records=[_record(case, record, lines) for record in versions],
        files=_files(store, tx, lines, versions),
    )


def _without(line: journal.Line, notes: Sequence[Note]) -> journal.Line:
    """The line as a commitment only, where it holds what somebody of the court noted for themselves alone."""
    held = json.dumps(line.body, ensure_ascii=False)
    own = (json.dumps(one.text, ensure_ascii=False)[1:-1] for one in notes if one.by == line.reader)
    return replace(line, salt=None, body=None) if any(text in held for text in own) else line


def _journal(lines: Sequence[journal.Line]) -> list[dict[str, Any]]:
    found, prev = [], GENESIS
    for line in lines:
        one: dict[str, Any] = {
            "seq": line.seq,
            "at": line.at,
            "kind": line.kind,
            "author": str(line.author),
            "reader": str(line.reader),
            "commitment": line.commitment,
            "hash": line.hash,
            "prev": prev,
        }
        if line.salt is not None:
            one |= {"salt": line.salt.hex(), "body": line.body}
        found.append(one)
        prev = line.hash
    return found


def _record(case: Case, record: Record, lines: Sequence[journal.Line]) -> dict[str, Any]:
    given = [_confirmation(case, one, lines) for one in record.confirmations]
    pages = [page["digest"] for page in record.pages]
    return {
        "version": record.version,
        "digest": record.digest,
        "sealed": record.status == "sealed",
        "confirmations": given,
        "manifest": manifest(record.version, pages, record.text, record.points),
    }


def _confirmation(case: Case, one: Confirmation, lines: Sequence[journal.Line]) -> dict[str, Any]:
    """A confirmation, with the helper by whose hand it was given, and the journal line that tells of it."""
    given: dict[str, Any] = {
        "name": case.name(one.person),
        "role": one.role,
        "at": one.at,
        "digest": one.digest,
    }
    given |= {"by": case.name(one.hand)} if one.hand else {}
    line = _line_of(one.hand or one.person, one.digest, lines)
    return given | ({"line": line} if line is not None else {})


def _line_of(author: int, digest: str, lines: Sequence[journal.Line]) -> int | None:
    """The journal line in which somebody confirmed that digest (the last one, after any taking back)."""
    found = [
        line.seq
        for line in lines
        if line.kind == "confirmed" and line.author == author and line.body and line.body["digest"] == digest
    ]
    return found[-1] if found else None  # not open to whom the export is for


def _files(
    store: Store, tx: Tx, lines: Sequence[journal.Line], records: Sequence[Record]
) -> dict[str, tuple[str, bytes]]:
    wanted = [media for line in lines for media in _media(line.body)]
    wanted += [dict(page) for record in records for page in record.pages]
    return kept_files(store, tx, wanted)


def kept_files(store: Store, tx: Tx, wanted: Iterable[Mapping[str, Any]]) -> dict[str, tuple[str, bytes]]:
    """Kept files by their digest, with extension and bytes; those of the forgotten are left out."""
    found: dict[str, tuple[str, bytes]] = {}
    for media in wanted:
        key = tx.key(f"person:{media['owner']}")
        if key is None or media["digest"] in found:
            continue
        data = store.files.get(media["digest"], key=key, owner=f"person:{media['owner']}")
        extension = (mimetypes.guess_extension(media["mime"]) or ".bin").lstrip(".")
        found[media["digest"]] = (extension, data)
    return found


def _media(value: Any) -> Iterator[Mapping[str, Any]]:
    """Every kept file that is named anywhere in a line."""
    if isinstance(value, Mapping):
        if "digest" in value and "owner" in value and "mime" in value:
            yield value
            return
        for one in value.values():
            yield from _media(one)
    elif isinstance(value, list):
        for one in value:
            yield from _media(one)

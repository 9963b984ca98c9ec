"""Writing a folder of plain files for somebody else: all of it or nothing, with a list of what it holds."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from storage.chain import canonical

FILING = "hejie-filing/1"
DIGEST = re.compile(r"[0-9a-f]{64}")
EXTENSION = re.compile(r"[a-z0-9]{1,8}")


class ExportError(Exception):
    """An export cannot be written; the text says why."""


def named_files(files: Mapping[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """Kept files by their place in a folder; ``files`` maps a digest to extension (no dot) and bytes."""
    for digest, (extension, _) in files.items():
        if not DIGEST.fullmatch(digest) or not EXTENSION.fullmatch(extension):
            raise ExportError(f"A file cannot be named {digest}.{extension}.")
    return {f"files/{digest}.{extension}": data for digest, (extension, data) in files.items()}


def write_folder(folder: Path, written: Mapping[str, bytes], form: str) -> None:
    """Write these files and their list, ``MANIFEST.json``, readable by their owner only (they are plaintext).

    Raises ExportError when ``folder`` holds something already or the disk refuses.
    """
    sums = {path: hashlib.sha256(data).hexdigest() for path, data in written.items()}
    everything = {**written, "MANIFEST.json": canonical({"files": sums, "format": form})}
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()) or _entries(folder):
        raise ExportError(f"{folder} holds something already: name a new folder.")
    draft = folder.with_name(f".{folder.name}.{secrets.token_hex(8)}")
    try:
        for path, data in everything.items():
            _write(draft / path, data)
        draft.rename(folder)  # refused by the system should the folder have been filled meanwhile
    except OSError as error:
        raise ExportError(f"{folder} cannot be written: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _entries(folder: Path) -> bool:
    return folder.exists() and any(folder.iterdir())


def _write(path: Path, data: bytes) -> None:
    for folder in (path.parent.parent, path.parent):
        if not folder.is_dir():
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def is_kind(path: Path, test: Callable[[int], bool]) -> bool:
    """Whether something of that kind lies there; a link is followed nowhere."""
    try:
        return bool(test(path.lstat().st_mode))
    except (OSError, ValueError):
        return False


def read_plain(path: Path) -> bytes | None:
    """The bytes of a plain file, or None."""
    # Only a plain file is opened: a link leads elsewhere, and a pipe would never end.
    try:
        return path.read_bytes() if is_kind(path, stat.S_ISREG) else None
    except OSError:
        return None


def sha256_of(path: Path) -> str | None:
    """The SHA-256 (hex) of a plain file, or None."""
    data = read_plain(path)
    return None if data is None else hashlib.sha256(data).hexdigest()


def names_in(folder: Path) -> Iterator[str]:
    """Everything in a folder but its folders, each by its place in it."""
    for root, folders, names in os.walk(folder):
        here = Path(root)
        links = [name for name in folders if not is_kind(here / name, stat.S_ISDIR)]
        for name in (*names, *links):
            yield (here / name).relative_to(folder).as_posix()

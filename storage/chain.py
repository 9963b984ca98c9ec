"""The journal of a case as a chain of hashes over salted commitments, exact to the byte.

Anybody can check an exported journal with any program; this is all there is to it. ``||`` joins bytes, texts
are UTF-8, hashes are SHA-256 written as 64 lowercase hexadecimal digits.

``canonical(value)``
    JSON without any space, object keys sorted by Unicode code point, characters as they are. Escaped are
    only ``"`` and ``\\`` (by a backslash), U+0008 to U+000D except U+000B as ``\\b \\t \\n \\f \\r``, and the
    other characters below U+0020 as ``\\u00xx``; half of a surrogate pair without its other half is written
    ``\\udxxx``. Hexadecimal digits are lowercase. Numbers are integers in decimal.

``commitment``
    SHA-256 of ``"hejie/commit/1" || 0x00 || length of salt (4 bytes, big-endian) || salt || body``, where
    ``body`` is ``canonical`` of what was written. Without the salt a commitment tells nothing, so a line can
    be shown to somebody who may not read it, and its chain still verifies.

``hash``
    SHA-256 of ``"hejie/link/1" || 0x00 || canonical(line)``, where ``line`` is the object with exactly the
    keys ``at``, ``author``, ``commitment``, ``kind``, ``prev``, ``reader`` (texts) and ``seq`` (a number).
    ``prev`` is the hash of the line before, for the first line :data:`GENESIS`. Lines count from 1 without
    a gap. The hash of the newest line is the chain's head.
"""

from __future__ import annotations

import hashlib

from handlers.canonical import canonical

__all__ = ["GENESIS", "MIN_SALT", "canonical", "commit", "link"]

GENESIS = "0" * 64
MIN_SALT = 16  # bytes; with fewer a short answer such as "yes" could be found by trying

_COMMIT = b"hejie/commit/1\x00"
_LINK = b"hejie/link/1\x00"


def commit(salt: bytes, body: bytes) -> str:
    """The commitment (64 hex digits) to ``body`` under a random ``salt`` of at least 16 bytes.

    Raises ValueError for a shorter salt.
    """
    if len(salt) < MIN_SALT:
        raise ValueError(f"a salt has at least {MIN_SALT} bytes, this one has {len(salt)}")
    return hashlib.sha256(b"".join((_COMMIT, len(salt).to_bytes(4), salt, body))).hexdigest()


def link(prev: str, seq: int, at: str, kind: str, author: str, reader: str, commitment: str) -> str:
    """The hash (64 hex digits) of line ``seq`` (from 1) that follows the line whose hash is ``prev``."""
    line = {
        "at": at,
        "author": author,
        "commitment": commitment,
        "kind": kind,
        "prev": prev,
        "reader": reader,
        "seq": seq,
    }
    return hashlib.sha256(_LINK + canonical(line)).hexdigest()

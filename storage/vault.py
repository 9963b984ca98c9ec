"""Keys and encryption: what the case store keeps can be read only with the court's master key."""

from __future__ import annotations

import hmac
import os
import secrets
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY = 32  # bytes: AES-256, and the master key alike
_NONCE = 12
_TAG = 16
_FORMAT = b"\x01"  # stands in front of everything sealed, so that a later format can be told apart
_CACHED = 1024  # ciphers, about 1 kB each


class VaultError(Exception):
    """A key or a sealed value is not what it should be; the text says which and how to mend it."""


class Vault:
    """The master key and everything derived from it.

    A sealed value is one format byte, a random nonce (12 bytes), then the AES-256-GCM ciphertext with its tag
    (16 bytes): 29 bytes more than the plaintext.
    """

    def __init__(self, master: bytes) -> None:
        """``master`` has exactly 32 bytes; raises VaultError otherwise."""
        if len(master) != KEY:
            raise VaultError(f"The master key must have {KEY} bytes, this one has {len(master)}.")
        self._master = bytes(master)
        self._wrapping = self._derive("wrap")
        self._lookup = self._derive("lookup")
        self._cipher = lru_cache(maxsize=_CACHED)(_cipher)
        self.key_id: str = self._derive("key id")[:8].hex()
        """Sixteen hex digits that tell master keys apart and reveal nothing about them."""

    def __repr__(self) -> str:
        return f"<Vault {self.key_id}>"

    @classmethod
    def open(cls, path: Path) -> Vault:
        """The vault of the key file at ``path`` (32 raw bytes, mode 0600), made on first use.

        Raises VaultError when the file has another length, can be read by others, or cannot be opened.
        """
        try:
            if not path.exists():
                _create(path)
            return cls(_read(path))
        except OSError as error:
            raise VaultError(f"The key file {path} cannot be opened: {error.strerror}.") from error

    def new_key(self) -> bytes:
        """A fresh random data key, 32 bytes."""
        return secrets.token_bytes(KEY)

    def wrap(self, key: bytes, owner: str) -> bytes:
        """A data key sealed under the master key for ``owner`` (61 bytes); of no use to any other owner."""
        if len(key) != KEY:
            raise VaultError(f"A data key must have {KEY} bytes, this one has {len(key)}.")
        return self.seal(self._wrapping, key, _text(owner))

    def unwrap(self, blob: bytes, owner: str) -> bytes:
        """The data key that :meth:`wrap` sealed; VaultError if owner, master key or blob differ."""
        return self.unseal(self._wrapping, blob, _text(owner))

    def seal(self, key: bytes, plain: bytes, aad: bytes) -> bytes:
        """``plain`` encrypted under a data key and bound to ``aad``, which is not stored in it.

        Raises VaultError for a key that has not 32 bytes.
        """
        nonce = os.urandom(_NONCE)
        return _FORMAT + nonce + self._cipher(key).encrypt(nonce, plain, aad)

    def unseal(self, key: bytes, blob: bytes, aad: bytes) -> bytes:
        """What :meth:`seal` encrypted; raises VaultError if key, blob or ``aad`` differ in any way."""
        if len(blob) < 1 + _NONCE + _TAG:
            raise VaultError("A sealed value is cut short: restore it from a backup.")
        if blob[:1] != _FORMAT:
            raise VaultError("A sealed value has a format this version cannot read: a newer one wrote it?")
        try:
            return self._cipher(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], aad)
        except InvalidTag:
            raise VaultError(
                "A sealed value was changed, moved, or sealed under another key: check the key file."
            ) from None

    def lookup(self, kind: str, value: str) -> str:
        """A keyed hash (64 hex digits) by which a code or an address is found without being stored."""
        name = _text(kind)
        return hmac.digest(
            self._lookup, b"".join((len(name).to_bytes(4), name, _text(value))), "sha256"
        ).hex()

    def sub(self, purpose: str) -> bytes:
        """A secret of 32 bytes of its own for ``purpose``, always the same under the same master key."""
        return self._derive("sub/" + purpose)

    def forget(self) -> None:
        """Let go of the ciphers kept for speed: call it after destroying a data key."""
        self._cipher.cache_clear()

    def _derive(self, purpose: str) -> bytes:
        return HKDF(SHA256(), KEY, salt=None, info=b"hejie/1/" + _text(purpose)).derive(self._master)


def _cipher(key: bytes) -> AESGCM:
    if len(key) != KEY:  # AESGCM would also take 16 or 24 bytes, and be weaker
        raise VaultError(f"A data key must have {KEY} bytes, this one has {len(key)}.")
    return AESGCM(key)


def _text(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")  # platforms do deliver half characters


def _create(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written whole under another name and then linked: of two programs that start at once one wins, and
    # neither ever reads half a key.
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(secrets.token_bytes(KEY))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(draft, path)
    finally:
        draft.unlink()
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        about = os.fstat(file.fileno())
        if about.st_mode & 0o077:
            raise VaultError(f"The key file {path} can be read by others: run chmod 600 {path}.")
        key = file.read(KEY + 1)
    if len(key) != KEY:
        raise VaultError(
            f"The key file {path} must have exactly {KEY} bytes and has {about.st_size}: "
            "restore it from your backup; a new key would not open what is stored."
        )
    return key

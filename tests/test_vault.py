"""Keys and encryption: nothing opens but what was sealed, by whom it was sealed, where it was sealed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.vault import Vault, VaultError

MASTER = bytes(range(32))
KEY = b"k" * 32


@pytest.fixture
def vault() -> Vault:
    return Vault(MASTER)


def test_a_first_start_makes_a_key_that_only_its_owner_can_read(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "master.key"
    Vault.open(path)
    assert len(path.read_bytes()) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_a_second_start_finds_the_same_key(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    assert Vault.open(path).key_id == Vault.open(path).key_id


def test_programs_that_start_at_once_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "secrets" / "master.key"
    with ThreadPoolExecutor(8) as pool:
        assert len({vault.key_id for vault in pool.map(Vault.open, [path] * 8)}) == 1


def test_a_key_file_that_others_can_read_is_refused_with_the_mend(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    Vault.open(path)
    path.chmod(0o640)
    with pytest.raises(VaultError, match=f"chmod 600 {path}"):
        Vault.open(path)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_key_file_of_another_length_is_refused_and_left_alone(tmp_path: Path, length: int) -> None:
    path = tmp_path / "master.key"
    path.write_bytes(b"x" * length)
    path.chmod(0o600)
    with pytest.raises(VaultError, match=f"{path} must have exactly 32 bytes and has {length}"):
        Vault.open(path)
    assert path.read_bytes() == b"x" * length


def test_a_folder_in_place_of_the_key_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match=str(tmp_path)):
        Vault.open(tmp_path)


def test_a_master_key_of_another_length_is_refused() -> None:
    with pytest.raises(VaultError):
        Vault(b"short")


def test_another_master_key_has_another_fingerprint(vault: Vault) -> None:
    assert vault.key_id == Vault(MASTER).key_id != Vault(KEY).key_id


def test_what_is_printed_of_a_vault_tells_no_key(vault: Vault) -> None:
    assert repr(vault) == f"<Vault {vault.key_id}>"
    assert vault.key_id not in MASTER.hex()


def test_every_data_key_is_new(vault: Vault) -> None:
    assert len(vault.new_key()) == 32
    assert vault.new_key() != vault.new_key()


def test_a_wrapped_key_comes_back_to_its_owner(vault: Vault) -> None:
    assert Vault(MASTER).unwrap(vault.wrap(KEY, "person 1"), "person 1") == KEY


def test_a_wrapped_key_moved_to_another_owner_does_not_open(vault: Vault) -> None:
    with pytest.raises(VaultError):
        vault.unwrap(vault.wrap(KEY, "person 1"), "person 2")


def test_a_wrapped_key_does_not_open_under_another_master_key(vault: Vault) -> None:
    with pytest.raises(VaultError):
        Vault(KEY).unwrap(vault.wrap(KEY, "person 1"), "person 1")


def test_a_short_data_key_is_refused_rather_than_weakly_used(vault: Vault) -> None:
    with pytest.raises(VaultError):
        vault.seal(b"k" * 16, b"words", b"")
    with pytest.raises(VaultError):
        vault.wrap(b"k" * 16, "person 1")


@given(plain=st.binary(max_size=300), aad=st.binary(max_size=40))
def test_whatever_is_sealed_opens_again(plain: bytes, aad: bytes) -> None:
    vault = Vault(MASTER)
    blob = vault.seal(KEY, plain, aad)
    assert len(blob) == len(plain) + 29
    assert vault.unseal(KEY, blob, aad) == plain


def test_sealing_twice_shows_nothing_of_their_being_the_same(vault: Vault) -> None:
    assert vault.seal(KEY, b"words", b"") != vault.seal(KEY, b"words", b"")


@given(at=st.integers(0, 33), flip=st.integers(1, 255))
def test_no_byte_of_a_sealed_value_can_be_changed(at: int, flip: int) -> None:
    vault = Vault(MASTER)
    blob = bytearray(vault.seal(KEY, b"words", b"place"))
    blob[at] ^= flip
    with pytest.raises(VaultError):
        vault.unseal(KEY, bytes(blob), b"place")


@pytest.mark.parametrize("length", range(34))
def test_a_sealed_value_cut_short_does_not_open(vault: Vault, length: int) -> None:
    with pytest.raises(VaultError):
        vault.unseal(KEY, vault.seal(KEY, b"words", b"")[:length], b"")


def test_a_sealed_value_moved_to_another_place_does_not_open(vault: Vault) -> None:
    with pytest.raises(VaultError):
        vault.unseal(KEY, vault.seal(KEY, b"words", b"case 1"), b"case 2")


def test_a_sealed_value_does_not_open_under_another_data_key(vault: Vault) -> None:
    with pytest.raises(VaultError):
        vault.unseal(b"l" * 32, vault.seal(KEY, b"words", b""), b"")


def test_a_vault_that_forgot_its_ciphers_still_opens(vault: Vault) -> None:
    blob = vault.seal(KEY, b"words", b"")
    vault.forget()
    assert vault.unseal(KEY, blob, b"") == b"words"


def test_an_address_is_found_by_the_same_keyed_hash_every_time(vault: Vault) -> None:
    assert vault.lookup("telegram", "42") == Vault(MASTER).lookup("telegram", "42")
    assert len(vault.lookup("telegram", "42")) == 64


def test_lookups_of_another_kind_value_or_master_key_share_nothing(vault: Vault) -> None:
    found = [
        vault.lookup("a", "bc"),
        vault.lookup("ab", "c"),
        vault.lookup("a", "b"),
        Vault(KEY).lookup("a", "bc"),
    ]
    assert len(set(found)) == 4


def test_half_a_character_can_be_looked_up(vault: Vault) -> None:
    assert len(vault.lookup("web", "\ud83d")) == 64


def test_each_purpose_has_a_secret_of_its_own(vault: Vault) -> None:
    assert vault.sub("csrf") == Vault(MASTER).sub("csrf")
    assert len(vault.sub("csrf")) == 32
    assert len({vault.sub("csrf"), vault.sub("cookie"), Vault(KEY).sub("csrf"), MASTER}) == 4

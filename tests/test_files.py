"""Files: what they are by content, and that they come back as they were sent or not at all."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from storage.files import MAX_FILE, FileStore, FileStoreError, Sniffed, sniff
from storage.vault import Vault

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
PICTURE = b"\xff\xd8\xff\xe0 a receipt"
DIGEST = hashlib.sha256(PICTURE).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", Vault(bytes(32)))


def kept(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "files").rglob("*") if path.is_file())


def test_a_file_comes_back_as_it_was_sent(store: FileStore) -> None:
    assert store.put(PICTURE, key=KEY, owner="1") == DIGEST
    assert store.get(DIGEST, key=KEY, owner="1") == PICTURE


def test_an_empty_file_can_be_kept_too(store: FileStore) -> None:
    assert store.get(store.put(b"", key=KEY, owner="1"), key=KEY, owner="1") == b""


def test_a_file_lies_encrypted_under_a_name_that_reveals_nothing(store: FileStore, tmp_path: Path) -> None:
    store.put(PICTURE, key=KEY, owner="zhang")
    (path,) = kept(tmp_path)
    assert PICTURE not in path.read_bytes()
    assert DIGEST not in str(path)
    assert "zhang" not in str(path)
    assert path.parent == tmp_path / "files" / path.name[:2] / path.name[2:4]


def test_a_kept_file_can_be_read_only_by_the_programs_own_user(store: FileStore, tmp_path: Path) -> None:
    store.put(PICTURE, key=KEY, owner="1")
    (path,) = kept(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_the_same_picture_of_two_owners_is_two_files(store: FileStore, tmp_path: Path) -> None:
    assert store.put(PICTURE, key=KEY, owner="1") == store.put(PICTURE, key=OTHER_KEY, owner="2")
    assert len(kept(tmp_path)) == 2
    assert store.get(DIGEST, key=OTHER_KEY, owner="2") == PICTURE


def test_keeping_a_file_twice_changes_nothing(store: FileStore, tmp_path: Path) -> None:
    store.put(PICTURE, key=KEY, owner="1")
    before = [(path, path.read_bytes()) for path in kept(tmp_path)]
    store.put(PICTURE, key=KEY, owner="1")
    assert [(path, path.read_bytes()) for path in kept(tmp_path)] == before


def test_sending_a_file_again_mends_a_damaged_copy(store: FileStore, tmp_path: Path) -> None:
    store.put(PICTURE, key=KEY, owner="1")
    kept(tmp_path)[0].write_bytes(b"")
    store.put(PICTURE, key=KEY, owner="1")
    assert store.get(DIGEST, key=KEY, owner="1") == PICTURE


@pytest.mark.parametrize("at", [0, 1, 20, -1])
def test_a_changed_file_does_not_come_back(store: FileStore, tmp_path: Path, at: int) -> None:
    store.put(PICTURE, key=KEY, owner="1")
    (path,) = kept(tmp_path)
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)
    with pytest.raises(FileStoreError, match=DIGEST):
        store.get(DIGEST, key=KEY, owner="1")


def test_two_files_that_changed_places_do_not_come_back(store: FileStore, tmp_path: Path) -> None:
    for data in (PICTURE, PICTURE + b"2"):
        store.put(data, key=KEY, owner="1")
    one, two = kept(tmp_path)
    swap = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(swap)
    with pytest.raises(FileStoreError):
        store.get(DIGEST, key=KEY, owner="1")


def test_a_file_does_not_open_under_another_persons_key(store: FileStore) -> None:
    store.put(PICTURE, key=KEY, owner="1")
    with pytest.raises(FileStoreError):
        store.get(DIGEST, key=OTHER_KEY, owner="1")


def test_a_file_of_one_owner_is_not_there_for_another(store: FileStore) -> None:
    store.put(PICTURE, key=KEY, owner="1")
    assert store.has(DIGEST, owner="1")
    assert not store.has(DIGEST, owner="2")
    with pytest.raises(FileStoreError):
        store.get(DIGEST, key=KEY, owner="2")


def test_a_digest_that_is_a_path_leads_nowhere(store: FileStore) -> None:
    assert not store.has("../../../etc/passwd", owner="1")
    with pytest.raises(FileStoreError):
        store.get("../../../etc/passwd", key=KEY, owner="1")


def test_a_disk_that_refuses_is_reported_and_leaves_no_draft(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file stands where the folder should be")
    with pytest.raises(FileStoreError, match="cannot be written"):
        FileStore(tmp_path / "files", Vault(bytes(32))).put(PICTURE, key=KEY, owner="1")
    assert list(tmp_path.iterdir()) == [tmp_path / "files"]


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(out, form)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name in names:
            file.writestr(name, "<x/>" * 50)
    return out.getvalue()


def box(name: bytes, content: bytes) -> bytes:
    return (len(content) + 8).to_bytes(4) + name + content


def film(brand: bytes, *tracks: bytes, also: bytes = b"") -> bytes:
    handlers = b"".join(box(b"hdlr", bytes(8) + track + bytes(12)) for track in tracks)
    return box(b"ftyp", brand + bytes(4) + also) + box(b"mdat", bytes(64)) + box(b"moov", handlers)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + bytes(40)
OGG = b"OggS\0\2" + bytes(20) + b"\x01\x13"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj"
OOXML = "application/vnd.openxmlformats-officedocument"

ACCEPTED = {
    "jpeg": (picture("JPEG"), "photo", "image/jpeg"),
    "png": (picture("PNG"), "photo", "image/png"),
    "webp": (picture("WEBP"), "photo", "image/webp"),
    "gif": (picture("GIF"), "photo", "image/gif"),
    "bmp": (picture("BMP"), "photo", "image/bmp"),
    "heic of a telephone": (film(b"heic", also=b"mif1heic"), "photo", "image/heic"),
    "heic under the general brand": (film(b"mif1", also=b"mif1heic"), "photo", "image/heic"),
    "heif": (film(b"mif1", also=b"mif1miaf"), "photo", "image/heif"),
    "opus": (OGG + b"OpusHead\x01\x01" + bytes(40), "voice", "audio/ogg"),
    "mp3 with a title": (b"ID3\x04\0\0\0\0\0\x21" + bytes(40), "voice", "audio/mpeg"),
    "mp3": (b"\xff\xfb\x90\x64" + bytes(413), "voice", "audio/mpeg"),
    "m4a": (film(b"M4A ", b"soun"), "voice", "audio/mp4"),
    "mp4 with sound alone": (film(b"mp42", b"soun"), "voice", "audio/mp4"),
    "amr": (b"#!AMR\n\x3c" + bytes(31), "voice", "audio/amr"),
    "wav": (b"RIFF\x24\0\0\0WAVEfmt " + bytes(28), "voice", "audio/wav"),
    "webm with sound alone": (WEBM + b"\x86\x86A_OPUS", "voice", "audio/webm"),
    "webm": (WEBM + b"\x86\x85V_VP8\x86\x86A_OPUS", "video", "video/webm"),
    "mp4": (film(b"isom", b"soun", b"vide"), "video", "video/mp4"),
    "mov": (film(b"qt  ", b"vide"), "video", "video/quicktime"),
    "pdf": (PDF, "document", "application/pdf"),
    "docx": (
        archive("[Content_Types].xml", "word/document.xml"),
        "document",
        f"{OOXML}.wordprocessingml.document",
    ),
    "xlsx": (archive("[Content_Types].xml", "xl/workbook.xml"), "document", f"{OOXML}.spreadsheetml.sheet"),
    "doc": (OLE + "WordDocument".encode("utf-16-le"), "document", "application/msword"),
    "xls": (OLE + "Workbook".encode("utf-16-le") + bytes(8), "document", "application/vnd.ms-excel"),
}


@pytest.mark.parametrize("declared", ["photo", "voice", "document", "video", "sticker"])
@pytest.mark.parametrize("name", ACCEPTED)
def test_a_file_is_what_its_content_is_whatever_it_was_called(name: str, declared: str) -> None:
    data, kind, mime = ACCEPTED[name]
    found = sniff(data, declared)
    assert (found.kind, found.mime, found.trouble) == (kind, mime, "")


REFUSED = {
    "page": HTML,
    "page after blanks": b"\n\n  " + HTML,
    "page with a byte order mark": b"\xef\xbb\xbf" + HTML,
    "svg": SVG,
    "windows program": b"MZ\x90\0\x03" + bytes(60),
    "linux program": b"\x7fELF\x02\x01\x01" + bytes(60),
    "shell script": b"#!/bin/sh\nrm -rf /\n",
    "registry file": b"Windows Registry Editor Version 5.00\r\n",
    "archive": archive("a.exe"),
    "word file with macros": archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
    "installer": OLE + bytes(600),
    "avif": film(b"avif", also=b"mif1avif"),
    "matroska": WEBM.replace(b"webm", b"matr"),
    "picture cut after its first byte": b"\xff",
    "noise": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_we_do_not_accept_is_not_a_picture_when_sent_as_one(name: str) -> None:
    assert sniff(REFUSED[name], "photo") == Sniffed("photo", "", "not_a_picture")


@pytest.mark.parametrize("name", REFUSED)
def test_what_we_do_not_accept_is_unsupported_when_sent_as_a_document(name: str) -> None:
    assert sniff(REFUSED[name], "document") == Sniffed("document", "", "unsupported")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_a_document_in_every_encoding_in_use(encoding: str) -> None:
    text = "BM公司欠我货款三万五千元。\r\n二〇二六年三月".encode(encoding)
    assert sniff(text, "document") == Sniffed("document", "text/plain")


def test_text_sent_as_a_photo_is_not_a_picture() -> None:
    assert sniff("不是照片".encode(), "photo").trouble == "not_a_picture"


def test_a_film_that_lists_no_tracks_is_believed_to_be_what_it_was_sent_as() -> None:
    assert sniff(film(b"isom"), "voice").kind == "voice"
    assert sniff(film(b"isom"), "video").kind == "video"


def test_an_empty_file_says_so() -> None:
    assert sniff(b"", "photo") == Sniffed("photo", "", "empty_file")


def test_a_file_of_exactly_the_limit_is_accepted_and_one_byte_more_is_too_big() -> None:
    assert sniff(PICTURE.ljust(MAX_FILE), "photo").trouble == ""
    assert sniff(PICTURE.ljust(MAX_FILE + 1), "photo").trouble == "too_big"


STARTS = st.sampled_from([b"", *(data[:40] for data, _, _ in ACCEPTED.values()), *(REFUSED.values())])


@given(start=STARTS, rest=st.binary(max_size=400), declared=st.sampled_from(["photo", "document", "?"]))
def test_no_bytes_are_too_strange_to_look_at(start: bytes, rest: bytes, declared: str) -> None:
    found = sniff(start + rest, declared)
    assert found.kind in {"photo", "voice", "document", "video"}
    assert bool(found.mime) != bool(found.trouble)


@given(junk=st.binary(max_size=200))
def test_a_page_or_drawing_is_never_a_photo(junk: bytes) -> None:
    assert sniff(HTML + junk, "photo").trouble == "not_a_picture"
    assert sniff(SVG + junk, "photo").trouble == "not_a_picture"

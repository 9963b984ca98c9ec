"""The chain and the exported folder: whoever changes anything is found out, first things first."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.chain import GENESIS, canonical, commit, link
from storage.verify import ExportError, verify, write_export

SALT = bytes(range(16))
PAGE = b"\xff\xd8\xff page one"
PAGE_DIGEST = hashlib.sha256(PAGE).hexdigest()
LINES = 10
PRIVATE = (3, 6)  # lines this reader sees only as commitments
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


def test_canonical_json_is_sorted_without_space_and_in_plain_characters() -> None:
    assert canonical({"元": 35000, "a": ["喆", True, None]}) == '{"a":["喆",true,null],"元":35000}'.encode()


def test_canonical_json_escapes_only_what_json_demands() -> None:
    assert canonical('"\\\n\x01/\x7f') == b'"\\"\\\\\\n\\u0001/\x7f"'


def test_half_a_character_is_written_as_an_escape_and_two_halves_as_one_character() -> None:
    assert canonical("\ud83d") == b'"\\ud83d"'
    assert canonical("\ud83d\ude00") == '"😀"'.encode()


def test_what_json_has_no_form_for_is_refused() -> None:
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
    with pytest.raises(TypeError):
        canonical({"when": object()})


@given(value=JSON)
def test_canonical_json_reads_back_and_is_written_the_same_again(value: Any) -> None:
    once = canonical(value)
    assert json.loads(once) == value
    assert canonical(json.loads(once)) == once


def test_a_commitment_can_be_computed_by_another_program_from_the_description() -> None:
    written = b"hejie/commit/1" + b"\0" + b"\0\0\0\x10" + SALT + b'{"text":"yes"}'
    assert commit(SALT, b'{"text":"yes"}') == hashlib.sha256(written).hexdigest()


def test_a_link_can_be_computed_by_another_program_from_the_description() -> None:
    written = (
        'hejie/link/1\0{"at":"2026-11-24T08:00:00+00:00","author":"张三","commitment":"c0","kind":"said",'
        f'"prev":"{GENESIS}","reader":"mediator","seq":1}}'
    ).encode()
    made = link(GENESIS, 1, "2026-11-24T08:00:00+00:00", "said", "张三", "mediator", "c0")
    assert made == hashlib.sha256(written).hexdigest()


def test_the_same_words_under_another_salt_look_different() -> None:
    assert commit(SALT, b"yes") != commit(SALT[::-1], b"yes")


def test_moving_a_byte_between_salt_and_words_changes_the_commitment() -> None:
    assert commit(SALT, b"yes") != commit(SALT + b"y", b"es")


def test_a_salt_too_short_to_hide_a_short_answer_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 16 bytes"):
        commit(b"salt", b"yes")


@pytest.mark.parametrize("place", range(7))
def test_every_part_of_a_line_goes_into_its_hash(place: int) -> None:
    parts: list[Any] = [GENESIS, 1, "at", "kind", "author", "reader", "c0"]
    before = link(*parts)
    parts[place] = 2 if place == 1 else "other"
    assert link(*parts) != before


def journal(upto: int = LINES, changed: Mapping[int, str] | None = None) -> list[dict[str, Any]]:
    """A chain that is whole; ``changed`` gives some lines other words from the start."""
    lines: list[dict[str, Any]] = []
    prev = GENESIS
    for seq in range(1, upto + 1):
        body: Any = {"text": (changed or {}).get(seq, f"第{seq}句话")}
        if seq == 9:
            body = {"confirmed": {"digest": DIGEST}}
        salt = hashlib.sha256(bytes([seq])).digest()
        line: dict[str, Any] = {
            "seq": seq,
            "at": f"2026-11-24T08:00:{seq:02}+00:00",
            "kind": "said",
            "author": "p1",
            "reader": "all",
            "commitment": commit(salt, canonical(body)),
        }
        prev_hash, prev = prev, link(prev, *(line[key] for key in LINKED))
        line |= {"prev": prev_hash, "hash": prev}
        lines.append(line if seq in PRIVATE else line | {"salt": salt.hex(), "body": body})
    return lines


LINKED = ("seq", "at", "kind", "author", "reader", "commitment")
MANIFEST = {"version": 2, "pages": [PAGE_DIGEST], "text": "双方同意如下", "points": [{"pay": 35000}]}
DIGEST = hashlib.sha256(canonical(MANIFEST)).hexdigest()


def record(**other: Any) -> dict[str, Any]:
    confirmation = {"name": "张三", "role": "applicant", "at": "2026-11-24", "digest": DIGEST, "line": 9}
    return {
        "version": 2,
        "digest": DIGEST,
        "sealed": True,
        "confirmations": [confirmation],
        "manifest": MANIFEST,
    } | other


def export(folder: Path, **other: Any) -> Path:
    lines = other.pop("journal", journal())
    case = {
        "number": "2026-1",
        "exported_at": "2026-11-24",
        "for": "张三",
        "chain": {"head": journal()[-1]["hash"], "length": LINES},
    }
    given = {"case": case, "records": [record()], "files": {PAGE_DIGEST: ("jpg", PAGE)}} | other
    write_export(folder, journal=lines, **given)
    return folder


def said(folder: Path, **known: str) -> list[str]:
    return [str(finding) for finding in verify(folder, **known)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "export"


def test_an_export_with_private_lines_verifies(folder: Path) -> None:
    assert verify(export(folder)) == []


def test_an_export_of_a_case_in_which_nothing_happened_verifies(folder: Path) -> None:
    case = {"number": "1", "exported_at": "", "for": "", "chain": {"head": GENESIS, "length": 0}}
    assert verify(export(folder, case=case, journal=[], records=[], files={})) == []


def test_private_lines_show_no_words(folder: Path) -> None:
    lines = (export(folder) / "journal.jsonl").read_text().splitlines()
    assert not {"body", "salt"} & json.loads(lines[PRIVATE[0] - 1]).keys()
    assert "第3句话" not in "".join(lines)


def test_a_record_file_hashes_to_the_digest_that_was_confirmed(folder: Path) -> None:
    assert hashlib.sha256((export(folder) / "records" / "2.json").read_bytes()).hexdigest() == DIGEST


def test_only_the_owner_can_read_an_export(folder: Path) -> None:
    export(folder)
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *folder.rglob("*")))


def test_a_folder_that_holds_something_is_not_written_over(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    with pytest.raises(ExportError, match="holds something already"):
        export(folder)
    assert [path.name for path in folder.parent.rglob("*")] == ["export", "notes.txt"]


def test_an_empty_folder_is_filled(folder: Path) -> None:
    folder.mkdir()
    assert verify(export(folder)) == []


def test_a_name_that_would_leave_the_folder_is_refused(folder: Path) -> None:
    with pytest.raises(ExportError):
        export(folder, files={"../../etc/passwd": ("jpg", b"")})
    with pytest.raises(ExportError):
        export(folder, records=[record(version="../2")])
    assert list(folder.parent.iterdir()) == []


def test_changed_words_are_found_at_their_line(folder: Path) -> None:
    lines = journal()
    lines[6]["body"] = {"text": "something else"}
    assert said(export(folder, journal=lines)) == [
        "journal.jsonl 第7行 / line 7: 文字与其承诺值不符 / the words do not match their commitment"
    ]


def test_a_changed_line_whose_hash_was_made_anew_breaks_the_next_line(folder: Path) -> None:
    lines = journal()
    lines[6] = journal(changed={7: "something else"})[6]
    assert "line 8: 与上一行不相接" in said(export(folder, journal=lines))[0]


def test_a_whole_chain_made_anew_differs_from_the_head_in_the_case(folder: Path) -> None:
    assert "head differs" in said(export(folder, journal=journal(changed={7: "something else"})))[0]


def test_an_export_rewritten_whole_differs_from_the_head_on_the_signed_paper(folder: Path) -> None:
    lines = journal(changed={7: "something else"})
    case = {
        "number": "1",
        "exported_at": "",
        "for": "",
        "chain": {"head": lines[-1]["hash"], "length": LINES},
    }
    export(folder, case=case, journal=lines)
    assert said(folder) == []
    assert "head differs from the one that was given" in said(folder, head=journal()[-1]["hash"])[0]


def test_the_right_head_from_elsewhere_is_accepted(folder: Path) -> None:
    assert said(export(folder), head=journal()[-1]["hash"]) == []


def test_a_missing_line_is_named_and_the_others_still_verify(folder: Path) -> None:
    lines = journal()
    del lines[7]
    assert said(export(folder, journal=lines)) == ["journal.jsonl 第8行 / line 8: 缺失 / is missing"]


def test_several_missing_lines_are_named_once(folder: Path) -> None:
    lines = journal()
    del lines[3:6]
    assert said(export(folder, journal=lines)) == [
        "journal.jsonl 第4至6行 / lines 4 to 6: 缺失 / are missing"
    ]


def test_lines_cut_off_at_the_end_are_missed(folder: Path) -> None:
    found = said(export(folder, journal=journal(upto=8), records=[]))
    assert found == ["journal.jsonl: 链头不符：末尾的行被删去 / head differs: lines cut off at the end"]


def test_lines_added_at_the_end_are_found(folder: Path) -> None:
    assert "lines added at the end" in said(export(folder, journal=journal(upto=11)))[0]


def test_two_lines_that_changed_places_are_found(folder: Path) -> None:
    lines = journal()
    lines[4], lines[5] = lines[5], lines[4]
    found = said(export(folder, journal=lines))
    assert "line 5: 缺失" in found[0]
    assert "line 5: 重复或位置不对" in found[1]


def test_a_line_that_stands_twice_is_found(folder: Path) -> None:
    lines = journal()
    lines.insert(5, lines[4])
    assert "line 5: 重复或位置不对" in said(export(folder, journal=lines))[0]


def test_words_without_their_salt_are_found(folder: Path) -> None:
    lines = journal()
    del lines[1]["salt"]
    assert "line 2: 文字与盐值只有其一" in said(export(folder, journal=lines))[0]


def test_a_key_that_stands_twice_in_a_line_is_found(folder: Path) -> None:
    path = export(folder) / "journal.jsonl"
    path.write_bytes(path.read_bytes().replace(b'{"at":"', b'{"at":"2020","at":"', 1))
    assert "line 1: 不是规范写法" in said(folder)[0]


def test_the_first_change_comes_first(folder: Path) -> None:
    lines = journal()
    for seq in (8, 2, 5):
        lines[seq - 1]["body"] = "changed"
    export(folder, journal=lines)
    (folder / "files" / f"{PAGE_DIGEST}.jpg").write_bytes(b"changed")
    where = [finding.where for finding in verify(folder)]
    assert [name.rpartition(" ")[2] for name in where[:3]] == ["2", "5", "8"]
    assert where[3].startswith("files/")


def test_a_changed_file_is_found_by_its_name(folder: Path) -> None:
    (export(folder) / "files" / f"{PAGE_DIGEST}.jpg").write_bytes(b"another page")
    assert said(folder)[0].startswith(f"files/{PAGE_DIGEST}.jpg: 被改动 / changed")


def test_a_record_other_than_the_confirmed_one_is_found(folder: Path) -> None:
    other = {**MANIFEST, "text": "双方同意别的"}
    found = said(export(folder, records=[record(manifest=other)]))
    assert found == ["records/2.json: 摘要与经确认的不符 / digest differs from what was confirmed"]


def test_a_confirmation_of_another_text_is_found(folder: Path) -> None:
    confirmation = {"name": "李四", "role": "respondent", "at": "", "digest": "0" * 64}
    found = said(export(folder, records=[record(confirmations=[confirmation])]))
    assert "confirmation 1 is of another text" in found[0]


def test_a_confirmation_that_the_journal_does_not_tell_of_is_found(folder: Path) -> None:
    confirmation = {"name": "李四", "role": "respondent", "at": "", "digest": DIGEST, "line": 4}
    found = said(export(folder, records=[record(confirmations=[confirmation])]))
    assert "confirmation 1 is not in the line it names" in found[0]


def test_a_sealed_record_that_nobody_confirmed_is_found(folder: Path) -> None:
    assert "has no confirmations" in said(export(folder, records=[record(confirmations=[])]))[0]


def test_a_page_that_is_not_there_is_missed(folder: Path) -> None:
    assert "the file of page 1 is missing" in said(export(folder, files={}))[0]


def test_a_file_put_in_afterwards_is_found(folder: Path) -> None:
    (export(folder) / "note.txt").write_text("by the way")
    assert said(folder) == ["note.txt: 文件不在清单中 / file not listed"]


def test_a_record_put_in_afterwards_is_found(folder: Path) -> None:
    (export(folder) / "records" / "3.json").write_bytes(canonical({"version": 3}))
    assert said(folder)[0] == "records/3.json: 不在 case.json 的清单中 / is not listed in case.json"


@pytest.mark.parametrize("name", ["case.json", "journal.jsonl", "records/2.json", "MANIFEST.json"])
def test_a_file_taken_away_is_missed(folder: Path, name: str) -> None:
    (export(folder) / name).unlink()
    assert any(finding.where == name for finding in verify(folder))


def test_a_link_or_pipe_in_place_of_a_file_is_found_and_not_followed(folder: Path) -> None:
    for number, name in enumerate(["case.json", "journal.jsonl"]):
        path = export(folder.with_name(str(number))) / name
        path.rename(folder.with_name(f"aside{number}"))
        if number:
            os.mkfifo(path)
        else:
            path.symlink_to(folder.with_name("aside0"))
        assert said(path.parent)[0] == f"{name}: 缺失或无法读取 / is missing or cannot be read"


def test_what_is_no_folder_says_so(folder: Path) -> None:
    assert "is not a folder" in said(folder)[0]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export(tmp_path_factory.mktemp("whole") / "export")


def contents(folder: Path) -> Iterator[Path]:
    yield from sorted(path for path in folder.rglob("*") if path.is_file())


@settings(deadline=None)  # a busy disk is no failure
@given(data=st.data())
def test_no_byte_of_any_file_can_be_changed_unseen(whole: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(contents(whole))))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    after = bytearray(before)
    after[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(after)
    try:
        assert verify(whole)
    finally:
        path.write_bytes(before)
    assert verify(whole) == []


GARBAGE = (
    st.binary(max_size=100)
    | JSON.map(canonical)
    | st.sampled_from([b"[" * 100_000, b'{"a":' * 400, b"9" * 9000])
)


@settings(deadline=None)  # a busy disk is no failure
@given(data=st.data())
def test_garbage_in_any_file_is_found_and_crashes_nothing(whole: Path, data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(list(contents(whole))))
    before = path.read_bytes()
    path.write_bytes(data.draw(GARBAGE))
    try:
        assert verify(whole)
    finally:
        path.write_bytes(before)


@settings(deadline=None)  # a busy disk is no failure
@given(data=st.data())
def test_values_of_any_shape_are_found_and_crash_nothing(whole: Path, data: st.DataObject) -> None:
    """Deeper than garbage: a file that is JSON as it should be, with one value inside exchanged."""
    path = data.draw(st.sampled_from([p for p in contents(whole) if p.suffix.startswith(".json")]))
    before = path.read_bytes()
    lines = before.splitlines() if path.suffix == ".jsonl" else [before]
    at = data.draw(st.integers(0, len(lines) - 1))
    value = json.loads(lines[at])
    inner = value
    while True:
        key = data.draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
        if not isinstance(inner[key], dict | list) or not inner[key] or data.draw(st.booleans()):
            break
        inner = inner[key]
    old = canonical(inner[key])
    inner[key] = data.draw(JSON.filter(lambda new: canonical(new) != old))
    lines[at] = canonical(value)
    path.write_bytes(b"\n".join(lines) + b"\n" * (path.suffix == ".jsonl"))
    try:
        assert verify(whole)
    finally:
        path.write_bytes(before)

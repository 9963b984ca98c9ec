"""The command line as a court's one IT person meets it."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.house import House

HEJIE = (sys.executable, "-m", "bot.cli")


def hejie(folder: Path, *words: str, says: str = "") -> subprocess.CompletedProcess[str]:
    """Run one command in a folder."""
    return subprocess.run(
        [*HEJIE, *words], cwd=folder, input=says, capture_output=True, text=True, timeout=120, check=False
    )


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@contextmanager
def running(folder: Path) -> Iterator[tuple[str, str]]:
    """`hejie run` until the block ends: (address of the page, everything it printed at its start)."""
    port = free_port()
    (folder / "config.toml").write_text(f"[web]\nport = {port}\n")
    house = subprocess.Popen([*HEJIE, "run"], cwd=folder, stdout=subprocess.PIPE, text=True)
    try:
        assert house.stdout is not None
        printed = ""
        while "Ctrl+C" not in printed:
            line = house.stdout.readline()
            assert line, printed
            printed += line
        yield f"http://127.0.0.1:{port}/", printed
    finally:
        house.send_signal(signal.SIGTERM)
        house.communicate(timeout=20)


def test_a_first_start_needs_nothing_and_prints_the_page_and_a_code_for_judge_and_clerk(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as (page, printed):
        assert page in printed
        assert len(re.findall(r"\d{4} \d{4} \d{4}", printed)) == 2
        with urllib.request.urlopen(page, timeout=10) as answer:
            assert "调解" in answer.read().decode()


def test_a_second_start_makes_the_codes_of_the_first_one_void_instead_of_leaving_them_about(
    tmp_path: Path,
) -> None:
    with running(tmp_path) as (_, first):
        old = re.findall(r"\d{4} \d{4} \d{4}", first)
    with running(tmp_path) as (_, second):
        new = re.findall(r"\d{4} \d{4} \d{4}", second)
    assert not set(old) & set(new)
    spoken = hejie(tmp_path, "chat", "--as", "x", says=f"你好\n我有邀请码\n{old[0]}\n{new[0]}\n").stdout
    assert "没有找到这个号码" in spoken
    assert "法官甲" in spoken


def test_a_conversation_in_the_terminal_goes_on_where_it_was_left(tmp_path: Path) -> None:
    first = hejie(tmp_path, "chat", "--as", "li", says="你好\n我有纠纷，想请人调解\n同意\n")
    assert "请您用自己的话" in first.stdout
    again = hejie(tmp_path, "chat", "--as", "li", says="你好\n")
    assert "请您用自己的话" in again.stdout
    assert "同意开始调解" not in again.stdout


def test_a_staff_code_is_twelve_digits_in_groups_of_four(tmp_path: Path) -> None:
    made = hejie(tmp_path, "staff", "mediator", "调解员乙")
    assert made.returncode == 0
    assert re.search(r"调解员乙\(mediator\): \d{4} \d{4} \d{4}$", made.stdout.strip())


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ("[court]\nnmae = 'x'\n", "nmae"),
        ("[web]\nport = 'eighty'\n", "port"),
        ("[telegram]\nlibrary = 'telethon'\n", "library"),
        ("[court\n", "config.toml"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_file_and_key(tmp_path: Path, settings: str, named: str) -> None:
    (tmp_path / "config.toml").write_text(settings)
    stopped = hejie(tmp_path, "run")
    assert stopped.returncode == 2
    assert "config.toml" in stopped.stderr and named in stopped.stderr
    assert "Traceback" not in stopped.stderr


def test_a_key_file_of_another_house_stops_the_start_with_a_plain_sentence(tmp_path: Path) -> None:
    hejie(tmp_path, "staff", "clerk", "书记员乙")
    key = tmp_path / "data" / "master.key"
    key.write_bytes(os.urandom(32))
    stopped = hejie(tmp_path, "staff", "clerk", "书记员乙")
    assert stopped.returncode == 2
    assert "master key does not belong to this database" in stopped.stderr


def test_check_finds_nothing_in_the_scripts_as_they_are(tmp_path: Path) -> None:
    checked = hejie(tmp_path, "check")
    assert checked.returncode == 0, checked.stdout
    assert "没有发现问题" in checked.stdout


def test_draw_writes_diagrams_and_reading_copies(tmp_path: Path) -> None:
    assert hejie(tmp_path, "draw", "drawn").returncode == 0
    assert (tmp_path / "drawn" / "intake.mmd").read_text().startswith("flowchart")
    assert "您同意开始调解吗" in (tmp_path / "drawn" / "zh" / "intake.md").read_text()


async def filed(folder: Path) -> Path:
    """A house with one filed case, closed again; its configuration."""
    async with House(folder, channel="terminal") as house:
        li = house.person("李某")
        for words in ("你好", "我有纠纷，想请人调解", "同意", "房东不退押金，我只跟调解员说这一句"):
            await li.say(words)
        await li.press("说完了")
        for words in ("李某", "13800138000", "张某", "13900139000", "退押金三千元", "2025年3月"):
            await li.say(words)
        await li.press("就在这个聊天里")
        await li.press("对")
        config = house.app.config
    settings = folder / "court.toml"
    store = config.store
    settings.write_text(
        f'[store]\nurl = "{store.url}"\nfiles = "{store.files}"\nkey_file = "{store.key_file}"\n'
    )
    return settings


async def test_an_exported_case_verifies_and_a_changed_word_is_named(tmp_path: Path) -> None:
    settings = await filed(tmp_path)
    exported = hejie(tmp_path, "--config", str(settings), "export", "2026-1", "out")
    assert exported.returncode == 0, exported.stderr
    head = exported.stdout.split()[-1]
    assert hejie(tmp_path, "verify", "out", "--head", head).returncode == 0
    journal = tmp_path / "out" / "journal.jsonl"
    journal.write_text(journal.read_text().replace("退押金三千元", "退押金三万元", 1))
    found = hejie(tmp_path, "verify", "out", "--head", head)
    assert found.returncode == 1
    assert found.stdout.startswith("journal.jsonl")


async def test_an_export_for_one_side_holds_what_that_side_may_read_and_still_verifies(
    tmp_path: Path,
) -> None:
    settings = await filed(tmp_path)
    exported = hejie(tmp_path, "--config", str(settings), "export", "2026-1", "mine", "--for", "applicant")
    assert exported.returncode == 0, exported.stderr
    lines = [json.loads(line) for line in (tmp_path / "mine" / "journal.jsonl").read_text().splitlines()]
    assert any("房东不退押金" in json.dumps(line, ensure_ascii=False) for line in lines)
    assert hejie(tmp_path, "verify", "mine").returncode == 0


def test_a_case_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    missing = hejie(tmp_path, "export", "2026-99", "out")
    assert missing.returncode == 2
    assert "no such case" in missing.stderr


async def test_somebody_at_the_counter_gets_a_number_that_leads_back(tmp_path: Path) -> None:
    settings = str(await filed(tmp_path))
    given = hejie(tmp_path, "--config", settings, "return-code", "2026-1", "李某")
    assert given.returncode == 0, given.stderr
    code = re.findall(r"\d{4} \d{4} \d{4} \d{4}", given.stdout)[0]
    spoken = hejie(tmp_path, "--config", settings, "chat", "--as", "新手机", says=f"你好\n{code}\n").stdout
    assert "您回来了" in spoken
    assert "和解1号" in spoken


async def test_there_is_no_number_for_a_case_or_a_name_that_is_not_there(tmp_path: Path) -> None:
    settings = str(await filed(tmp_path))
    for case, name in (("2026-9", "李某"), ("2026-1", "张某")):
        refused = hejie(tmp_path, "--config", settings, "return-code", case, name)
        assert refused.returncode == 2
        assert "no such party" in refused.stderr
        assert not re.search(r"\d{4} \d{4}", refused.stdout)


def test_a_code_in_an_address_stands_in_no_log(tmp_path: Path) -> None:
    port = free_port()
    (tmp_path / "config.toml").write_text(f"[web]\nport = {port}\n")
    with (tmp_path / "log").open("w") as log:
        house = subprocess.Popen([*HEJIE, "run"], cwd=tmp_path, stdout=log, stderr=log)
        try:
            for path in ("i/48271935", "r/4827193548271935", "r/4827193548271935/nowhere"):
                opened(f"http://127.0.0.1:{port}/{path}")
        finally:
            house.send_signal(signal.SIGTERM)
            house.wait(timeout=20)
    printed = (tmp_path / "log").read_text()
    assert "Ctrl+C" in printed
    assert "48271935" not in printed


def opened(address: str) -> None:
    """Open a page as soon as somebody is there to show it."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(address, timeout=10):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            select.select([], [], [], 0.1)  # not started yet
    raise AssertionError(f"{address} is not answered")

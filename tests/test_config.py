"""The settings file: its defaults, its example, and a helpful word for every mistake."""

from __future__ import annotations

import re
import tomllib
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from bot.config import CHECKS, TOKEN_VARIABLE, Config, ConfigError, load
from handlers.days import Calendar

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
TOKEN = "123456:AAH-secret_secret"  # noqa: S105 - invented


@pytest.fixture(autouse=True)
def no_token_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        load(written(tmp_path, text))
    return str(caught.value)


def test_without_a_file_everything_has_its_default() -> None:
    config = load(None)
    assert (config.court, config.web, config.telegram, config.rules) == (
        Config().court,
        Config().web,
        Config().telegram,
        Config().rules,
    )


def test_without_a_file_places_are_in_the_current_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert load(None).store.files == tmp_path / "data/files"


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    assert load(written(tmp_path, "")).rules == Config().rules


def test_a_file_changes_only_what_it_names(tmp_path: Path) -> None:
    config = load(written(tmp_path, '[court]\nname = "衡阳市珠晖区人民法院"\n'))
    assert (config.court.name, config.court.phone) == ("衡阳市珠晖区人民法院", "12368")


def test_relative_places_are_in_the_folder_of_the_file(tmp_path: Path) -> None:
    store = load(written(tmp_path, "")).store
    assert (store.url, store.files, store.key_file) == (
        f"sqlite:///{tmp_path}/data/hejie.db",
        tmp_path / "data/files",
        tmp_path / "data/master.key",
    )


@pytest.mark.parametrize(
    "url",
    [
        "sqlite:////srv/hejie.db",
    ],
)
def test_a_database_that_is_no_relative_file_is_left_as_it_is(tmp_path: Path, url: str) -> None:
    assert load(written(tmp_path, f'[store]\nurl = "{url}"\n')).store.url == url


def test_the_courts_own_days_reach_its_calendar(tmp_path: Path) -> None:
    text = '[court]\nholidays_off = ["2027-02-11"]\nholidays_on = ["2027-01-30"]\n'
    calendar = load(written(tmp_path, text)).court.calendar
    assert calendar == Calendar(frozenset({date(2027, 2, 11)}), frozenset({date(2027, 1, 30)}))


def test_a_slash_at_the_end_of_an_address_is_dropped(tmp_path: Path) -> None:
    text = '[web]\npublic_url = "https://tiaojie.example.cn/"\n'
    assert load(written(tmp_path, text)).web.public_url == "https://tiaojie.example.cn"


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert load(written(tmp_path, "\ufeff[web]\nport = 8081\n")).web.port == 8081


def test_the_token_of_the_environment_goes_before_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, TOKEN)
    assert load(written(tmp_path, '[telegram]\ntoken = "1:a"\n')).telegram.token == TOKEN


def test_an_empty_token_in_the_environment_changes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "")
    text = f'[telegram]\ntoken = "{TOKEN}"\n'
    assert load(written(tmp_path, text)).telegram.token == TOKEN


def test_a_wrong_token_in_the_environment_is_named_by_its_variable_and_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(TOKEN_VARIABLE, "my secret")
    with pytest.raises(ConfigError, match=TOKEN_VARIABLE) as caught:
        load(None)
    assert "my secret" not in str(caught.value)


def test_nothing_secret_stands_in_the_repr(tmp_path: Path) -> None:
    text = f'[telegram]\ntoken = "{TOKEN}"\n'
    shown = repr(load(written(tmp_path, text)))
    assert TOKEN not in shown


WRONG = [
    ('[store]\nurl = "postgresql://hejie@db/hejie"', "[store] url", "SQLite 文件", "one SQLite file"),
    ('[store]\nurl = "sqlite:///:memory:"', "[store] url", "SQLite 文件", "one SQLite file"),
    ("[web]\nport = 0", "[web] port", "1 到 65535", "from 1 to 65535"),
    ("[web]\nport = 65536", "[web] port", "1 到 65535", "from 1 to 65535"),
    ('[web]\nport = "8080"', "[web] port", "整数", "a whole number"),
    ("[web]\nport = 8080.0", "[web] port", "整数", "a whole number"),
    ("[web]\nport = true", "[web] port", "整数", "a whole number"),
    ('[web]\nhost = ""', "[web] host", "主机名", "a host"),
    ('[web]\npublic_url = "tiaojie.example.cn"', "[web] public_url", "网址", "https://"),
    ('[web]\npublic_url = "http://a:b"', "[web] public_url", "网址", "https://"),
    ('[web]\npublic_url = "https://court.example/static"', "[web] public_url", "/static", "none of our own"),
    ('[web]\npublic_url = "https://court.example/a b"', "[web] public_url", "子路径", "sub-path"),
    ('[web]\npublic_url = "https://court.example//a"', "[web] public_url", "子路径", "sub-path"),
    ('[web]\npublic_url = "https://me:pass@court.example"', "[web] public_url", "网址", "sub-path"),
    ('[court]\nname = ""', "[court] name", "文字", "one line"),
    ("[court]\nname = 12", "[court] name", "文字", "one line"),
    ("[court]\nphone = 12368", "[court] phone", "加引号", "in quotes"),
    ('[court]\nhours = """a\nb"""', "[court] hours", "一行文字", "one line"),
    ('[court]\nzone = "Asia/Beijing"', "[court] zone", "时区", "time zone"),
    ('[court]\nzone = "../etc/passwd"', "[court] zone", "时区", "time zone"),
    ('[court]\nzone = "Asia"', "[court] zone", "时区", "time zone"),
    ("[court]\nzone = 8", "[court] zone", "时区", "time zone"),
    ("[court]\nquiet_from = 25", "[court] quiet_from", "1 到 24", "from 1 to 24"),
    ("[court]\nquiet_to = 20", "[court] quiet_to", "早于 quiet_from", "earlier in the day"),
    ('[court]\nholidays_off = ["2027-02-30"]', "[court] holidays_off", "日期", "a list of days"),
    ('[court]\nholidays_off = "2027-02-05"', "[court] holidays_off", "日期", "a list of days"),
    ("[court]\nholidays_off = [2027-02-05]", "[court] holidays_off", "日期", "a list of days"),
    ('[court]\nholidays_on = ["20270205"]', "[court] holidays_on", "日期", "a list of days"),
    (
        '[court]\nholidays_on = ["2027-02-05"]\nholidays_off = ["2027-02-05"]',
        "[court] holidays_on",
        "2027-02-05",
        "share no day",
    ),
    ('[store]\nurl = "mysql://x"', "[store] url", "SQLite 文件", "one SQLite file"),
    ('[store]\nfiles = ""', "[store] files", "路径", "the path"),
    ('[store]\nkey_file = "~nobody-of-that-name/k"', "[store] key_file", "路径", "the path"),
    ('[telegram]\ntoken = "no colon"', "[telegram] token", "BotFather", "BotFather"),
    ('[telegram]\nlibrary = "telethon"', "[telegram] library", "aiogram", "python-telegram-bot"),
    ('[telegram]\napi_base = ""', "[telegram] api_base", "网址", "https://"),
    ("[rules]\ninvite_days = 0", "[rules] invite_days", "1 到 90", "from 1 to 90"),
    ("[rules]\nterm_days_before = -30", "[rules] term_days_before", "1 到 365", "from 1 to 365"),
]


@pytest.mark.parametrize(("text", "where", "zh", "en"), WRONG)
def test_a_wrong_value_is_named_with_what_was_expected(
    tmp_path: Path, text: str, where: str, zh: str, en: str
) -> None:
    chinese, english = refused(tmp_path, text).splitlines()
    assert all("config.toml" in line and where in line for line in (chinese, english))
    assert zh in chinese
    assert en in english


@pytest.mark.parametrize(
    ("text", "where", "near"),
    [
        ("[web]\nprot = 1", "[web] prot", "port"),
        ("[curt]\nname = 'x'", "[curt]", "court"),
        ("[rules]\nsilence_day = 2", "[rules] silence_day", "silence_days"),
        ("[web]\nzzzzz = 1", "[web] zzzzz", "public_url"),
        ("port = 8080", "[port]", "court"),
    ],
)
def test_an_unknown_setting_is_named_with_the_nearest_known_one(
    tmp_path: Path, text: str, where: str, near: str
) -> None:
    for line in refused(tmp_path, text).splitlines():
        assert where in line
        assert near in line


def test_a_section_that_is_a_value_is_refused(tmp_path: Path) -> None:
    assert "must be a section" in refused(tmp_path, "web = 8080")


def test_malformed_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    chinese, english = refused(tmp_path, '[court]\nname = "x\n').splitlines()
    assert "第 2 行" in chinese
    assert "line 2" in english


def test_a_wrong_token_is_not_repeated_in_the_message(tmp_path: Path) -> None:
    assert "hush" not in refused(tmp_path, '[telegram]\ntoken = "hush hush"')


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path / "none.toml")


def test_a_folder_in_place_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path)


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes('[court]\nname = "法院"\n'.encode("gbk"))
    with pytest.raises(ConfigError, match="UTF-8"):
        load(path)


def test_every_setting_has_exactly_one_check() -> None:
    declared = {s.name: [f.name for f in fields(getattr(Config(), s.name))] for s in fields(Config)}
    assert {section: list(checks) for section, checks in CHECKS.items()} == declared


def test_the_example_has_exactly_the_known_keys() -> None:
    example = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert {s: set(keys) for s, keys in example.items()} == {s: set(keys) for s, keys in CHECKS.items()}


def test_the_example_holds_the_default_values(tmp_path: Path) -> None:
    copy = written(tmp_path, EXAMPLE.read_text(encoding="utf-8"))
    assert load(copy) == load(written(tmp_path, ""))


def test_every_key_of_the_example_is_explained_in_chinese_and_english() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines):
        if re.match(r"\w+ = ", line):
            assert re.match("# .*[\u4e00-\u9fff]", lines[number - 2]), line
            assert re.match("# [A-Z]", lines[number - 1]), line

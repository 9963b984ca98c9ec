"""Both Telegram channels, against a Bot API server on this machine."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio

from bot.channels import telegram as shared
from bot.channels.contract import (
    MAX_FILE,
    Blob,
    Button,
    Channel,
    Gone,
    Heard,
    Message,
    Picture,
    TryLater,
    Unsayable,
)
from tests import telegram_schema
from tests.botapi import TOKEN, BotApi

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.filterwarnings("ignore:.*retry_after.*"),  # python-telegram-bot, about itself
]

PERSON = 5_000_000_001
NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0 a photo of a receipt \xff\xd9"
NASTY = '<b>欠条</b> & _三万五_ *not markup* [x](http://x.cn) `c` 👨‍👩‍👧 \\ "q"'


def make(library: str, url: str) -> Channel:
    if library == "aiogram":
        from bot.channels.telegram_aiogram import AiogramChannel

        return AiogramChannel(TOKEN, url, poll_seconds=5)
    from bot.channels.telegram_ptb import PtbChannel

    return PtbChannel(TOKEN, url, poll_seconds=5)


@pytest_asyncio.fixture(loop_scope="module")
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def closing() -> AsyncIterator[list[asyncio.Task[None]]]:
    """aiogram takes a quarter of a second to close: channels close beside the tests that follow."""
    tasks: list[asyncio.Task[None]] = []
    yield tasks
    await asyncio.gather(*tasks)


@pytest_asyncio.fixture(params=["aiogram", "ptb"], loop_scope="module")
async def channel(
    request: pytest.FixtureRequest, api: BotApi, closing: list[asyncio.Task[None]]
) -> AsyncIterator[Channel]:
    channel = make(request.param, api.url)
    yield channel
    closing.append(asyncio.create_task(channel.close()))
    assert api.violations == []


class Ear:
    """Hears for a test; may be told to refuse, or to hold what it hears until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[Heard]] = []
        self.refusals = 0
        self.holding: asyncio.Event | None = None
        self._came = asyncio.Condition()

    async def __call__(self, heard: Sequence[Heard]) -> None:
        async with self._came:
            self.batches.append(list(heard))
            self._came.notify_all()
        if self.holding:
            await self.holding.wait()
        if self.refusals:
            self.refusals -= 1
            raise OSError("the disk is full")

    async def hears(self, count: int = 1) -> list[Heard]:
        async with asyncio.timeout(5), self._came:
            await self._came.wait_for(lambda: len(self.all) >= count)
            return self.all

    @property
    def all(self) -> list[Heard]:
        return [heard for batch in self.batches for heard in batch]


@asynccontextmanager
async def listening(channel: Channel) -> AsyncIterator[Ear]:
    ear = Ear()
    task = asyncio.create_task(channel.run(ear))
    try:
        yield ear
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def first(channel: Channel) -> Heard:
    async with listening(channel) as ear:
        return (await ear.hears())[0]


def picture(data: bytes = JPEG, mime: str = "image/jpeg", name: str = "收据.jpg") -> Picture:
    return Picture(data, mime, name, "digest")


PDF = picture(b"%PDF-1.7 agreement", "application/pdf", "调解协议.pdf")


# What is heard


async def test_words_arrive_with_address_name_and_time(api: BotApi, channel: Channel) -> None:
    api.say(PERSON, NASTY, name="王 小明")
    heard = await first(channel)
    assert (heard.channel, heard.address, heard.text, heard.name) == (
        "telegram",
        str(PERSON),
        NASTY,
        "王 小明",
    )
    assert heard.id == str(api.updates[0]["update_id"])
    assert heard.at.tzinfo is not None
    assert abs(heard.at - datetime.now(UTC)) < timedelta(seconds=30)


async def test_the_offset_moves_only_after_hear_has_returned(api: BotApi, channel: Channel) -> None:
    async with listening(channel) as ear:
        ear.holding = asyncio.Event()
        api.say(PERSON, "我要调解")
        await ear.hears()
        assert len(api.pending) == 1
        assert api.polls == 1
        ear.holding.set()
        await api.until(lambda: not api.pending)


async def test_what_could_not_be_stored_is_fetched_again(api: BotApi, channel: Channel) -> None:
    async with listening(channel) as ear:
        ear.refusals = 1
        api.say(PERSON, "我要调解")
        once, again = await ear.hears(2)
        assert (once.id, once.text) == (again.id, again.text)
        await api.until(lambda: not api.pending)


async def test_a_stop_before_the_acknowledgement_loses_nothing(api: BotApi, channel: Channel) -> None:
    api.say(PERSON, "一")
    async with listening(channel) as ear:
        ear.holding = asyncio.Event()
        await ear.hears()
    assert (await first(channel)).text == "一"


async def test_a_repeated_update_has_the_same_id(api: BotApi, channel: Channel) -> None:
    async with listening(channel) as ear:
        api.say(PERSON, "一")
        await ear.hears(1)
        api.repeat_last()
        once, again = await ear.hears(2)
        assert once.id == again.id


async def test_numbers_that_begin_anew_after_a_silent_week_stop_nothing(
    api: BotApi, channel: Channel
) -> None:
    async with listening(channel) as ear:
        api.say(PERSON, "一")
        await ear.hears(1)
        await api.until(lambda: not api.pending)
        api.quiet_week()
        api.say(PERSON, "二")
        await ear.hears(2)
        await api.until(lambda: not api.pending)
        assert [heard.text for heard in ear.all] == ["一", "二"]


async def test_a_photo_comes_as_the_original_bytes_of_its_largest_size(api: BotApi, channel: Channel) -> None:
    api.photos(PERSON, [JPEG], caption="借条")
    heard = await first(channel)
    assert heard.blobs == (Blob("photo", JPEG, "image/jpeg"),)
    assert heard.text == "借条"
    assert heard.group == ""


async def test_the_photos_of_an_album_share_their_group_and_keep_their_order(
    api: BotApi, channel: Channel
) -> None:
    pages = [JPEG + bytes([page]) for page in range(10)]
    api.photos(PERSON, pages, caption="十页")
    async with listening(channel) as ear:
        heard = await ear.hears(10)
    assert [one.blobs[0].data for one in heard] == pages
    assert len({one.group for one in heard}) == 1
    assert heard[0].group != ""
    assert [one.text for one in heard] == ["十页", *[""] * 9]


async def test_voice_video_and_documents_keep_kind_type_and_name(api: BotApi, channel: Channel) -> None:
    api.voice(PERSON, b"OggS voice")
    api.video(PERSON, b"mp4 video", caption="现场")
    api.document(PERSON, b"%PDF", "合同.pdf", "application/pdf")
    async with listening(channel) as ear:
        heard = await ear.hears(3)
    assert [one.blobs[0] for one in heard] == [
        Blob("voice", b"OggS voice", "audio/ogg"),
        Blob("video", b"mp4 video", "video/mp4"),
        Blob("document", b"%PDF", "application/pdf", "合同.pdf"),
    ]


async def test_a_file_that_is_too_big_is_named_and_not_fetched(api: BotApi, channel: Channel) -> None:
    api.document(PERSON, b"", "录像.mp4", "video/mp4", size=MAX_FILE + 1)
    (blob,) = (await first(channel)).blobs
    assert (blob.trouble, blob.data, blob.name) == ("too_big", b"", "录像.mp4")
    assert blob.ref != ""
    assert "getFile" not in [method for method, _ in api.calls]


async def test_a_download_that_fails_once_is_tried_again(api: BotApi, channel: Channel) -> None:
    api.fail_next("file", 502)
    api.photos(PERSON, [JPEG])
    assert (await first(channel)).blobs[0].data == JPEG


async def test_a_file_that_is_lost_does_not_take_its_words_with_it(api: BotApi, channel: Channel) -> None:
    api.fail_next("file", 404, "Not Found", times=2)
    api.photos(PERSON, [JPEG], caption="借条")
    heard = await first(channel)
    assert (heard.text, heard.blobs[0].trouble, heard.blobs[0].data) == ("借条", "media_lost", b"")
    assert heard.blobs[0].ref != ""


async def test_a_pressed_button_is_heard_now_and_answered_after_it(api: BotApi, channel: Channel) -> None:
    await channel.say(str(PERSON), Message(1, "同意吗？", (Button("同意", "offer:7:1"),)))
    async with listening(channel) as ear:
        ear.holding = asyncio.Event()
        query = api.press(PERSON, "offer:7:1")
        (heard,) = await ear.hears()
        assert (heard.address, heard.button, heard.text) == (str(PERSON), "offer:7:1", "")
        assert abs(heard.at - datetime.now(UTC)) < timedelta(seconds=30)
        assert api.answered == []
        ear.holding.set()
        await api.until(lambda: api.answered == [query])


async def test_an_old_query_that_cannot_be_answered_is_harmless(api: BotApi, channel: Channel) -> None:
    async with listening(channel) as ear:
        api.fail_next("answerCallbackQuery", 400, "Bad Request: query is too old")
        api.press(PERSON, "old")
        api.say(PERSON, "还在")
        assert [heard.button or heard.text for heard in await ear.hears(2)] == ["old", "还在"]
        await api.until(lambda: not api.pending)


@pytest.mark.parametrize(
    ("typed", "text", "code"),
    [
        ("/start inv-Ab_9", "", "inv-Ab_9"),
        ("/start", "/start", ""),
        ("/start 张三 李四", "/start 张三 李四", ""),
    ],
)
async def test_a_deep_link_brings_its_code(
    api: BotApi, channel: Channel, typed: str, text: str, code: str
) -> None:
    api.say(PERSON, typed)
    heard = await first(channel)
    assert (heard.text, heard.code) == (text, code)


async def test_an_edit_names_the_message_that_it_replaces(api: BotApi, channel: Channel) -> None:
    message = api.say(PERSON, "欠我三万")
    api.edit(PERSON, message, "欠我三万五")
    async with listening(channel) as ear:
        before, after = await ear.hears(2)
    assert (before.edit_of, after.edit_of) == ("", str(message))
    assert after.text == "欠我三万五"
    assert before.id != after.id


async def test_blocking_and_unblocking_are_noted(api: BotApi, channel: Channel) -> None:
    api.block(PERSON)
    api.unblock(PERSON)
    async with listening(channel) as ear:
        assert [heard.note for heard in await ear.hears(2)] == ["blocked", "unblocked"]


async def test_what_we_cannot_use_is_noted_and_not_lost(api: BotApi, channel: Channel) -> None:
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    api.message(PERSON, sticker={**sticker, "is_animated": False, "is_video": False})
    api.message(PERSON, location={"latitude": 39.9, "longitude": 116.4})
    api.message(PERSON, contact={"phone_number": "13800000000", "first_name": "王"})
    async with listening(channel) as ear:
        assert [heard.note for heard in await ear.hears(3)] == ["unsupported"] * 3


async def test_a_bad_update_in_the_middle_does_not_lose_its_neighbours(
    api: BotApi, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    chat = {"id": PERSON, "type": "private", "first_name": "小明"}
    api.say(PERSON, "一")
    api.push({"message": {"message_id": "x", "date": "yesterday", "chat": chat, "text": 7}})
    nameless = api.push({"message": [1, 2, 3]})
    api.say(PERSON, "二")
    async with listening(channel) as ear:
        heard = await ear.hears(3)
        await api.until(lambda: not api.pending)
    assert [one.text or one.note for one in heard] == ["一", "unsupported", "二"]
    assert f"update {nameless} is passed over" in caplog.text


async def test_groups_are_not_conversed_with(
    api: BotApi, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    group = {
        "message_id": 1,
        "date": 1,
        "chat": {"id": -100, "type": "supergroup", "title": "村"},
        "text": "大家好",
    }
    api.push({"message": group})
    api.push({"message": group})
    api.say(PERSON, "一")
    async with listening(channel) as ear:
        assert [heard.text for heard in await ear.hears()] == ["一"]
    assert caplog.text.count("comes from a group") == 1


@pytest.mark.parametrize("status", [500, 502])
async def test_a_broken_gateway_while_polling_is_survived(api: BotApi, channel: Channel, status: int) -> None:
    api.fail_next("getUpdates", status)
    api.say(PERSON, "一")
    assert (await first(channel)).text == "一"


async def test_another_poller_is_named_in_the_log_and_survived(
    api: BotApi, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("getUpdates", 409, "Conflict: terminated by other getUpdates request")
    api.say(PERSON, "一")
    assert (await first(channel)).text == "一"
    assert "another program polls" in caplog.text


async def test_a_request_to_wait_while_polling_is_obeyed(
    api: BotApi, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    api.fail_next("getUpdates", 429, "Too Many Requests: retry after 1", retry_after=1)
    api.say(PERSON, "一")
    assert (await first(channel)).text == "一"
    assert "Telegram asks to wait; once more in 1.0 s" in caplog.text


async def test_neither_words_nor_the_token_reach_the_log(
    api: BotApi, channel: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    api.fail_next("getUpdates", 502)
    api.push({"message": {"chat": {"id": PERSON}, "text": "秘密"}})
    api.photos(PERSON, [JPEG], caption="秘密")
    async with listening(channel) as ear:
        ear.refusals = 1
        await ear.hears(4)
        await channel.say(str(PERSON), Message(1, "秘密", (Button("秘密", "x"),)))
        api.fail_next("sendMessage", 502)
        with pytest.raises(TryLater):
            await channel.say(str(PERSON), Message(2, "秘密"))
    ours = [r.getMessage() for r in caplog.records if not r.name.startswith(("python_multipart", "asyncio"))]
    assert not [line for line in ours if "秘密" in line or TOKEN in line]


async def test_pauses_grow_to_half_a_minute_and_never_undercut_what_telegram_asks() -> None:
    assert 0.1 <= shared.backoff(1) <= 0.2
    assert all(15 <= shared.backoff(failures) <= 30 for failures in (9, 20, 5000))
    assert shared.backoff(1, 45) == 45


# What is said


async def test_words_are_said_literally_and_show_no_previews(api: BotApi, channel: Channel) -> None:
    said = await channel.say(str(PERSON), Message(1, NASTY))
    (sent,) = api.sent(PERSON)
    assert (sent.text, str(sent.message_id)) == (NASTY, said)
    assert {"parse_mode", "entities"}.isdisjoint(sent.params)
    assert json.loads(sent.params["link_preview_options"]) == {"is_disabled": True}


async def test_buttons_stand_one_a_row_below_the_words(api: BotApi, channel: Channel) -> None:
    buttons = (Button("同意 & 签字", "a" * 64), Button("再想想", "o:2"))
    await channel.say(str(PERSON), Message(1, "请选", buttons))
    (sent,) = api.sent(PERSON)
    assert sent.buttons == [(button.label, button.data) for button in buttons]
    assert [len(row) for row in json.loads(sent.params["reply_markup"])["inline_keyboard"]] == [1, 1]


async def test_the_longest_words_of_the_contract_arrive_whole(api: BotApi, channel: Channel) -> None:
    await channel.say(str(PERSON), Message(1, "😀" * 1750))
    assert api.sent(PERSON)[0].text == "😀" * 1750


async def test_words_over_telegrams_limit_cannot_be_said(api: BotApi, channel: Channel) -> None:
    with pytest.raises(Unsayable):
        await channel.say(str(PERSON), Message(1, "😀" * 2049))


async def test_one_photo_carries_its_words_as_caption(api: BotApi, channel: Channel) -> None:
    await channel.say(str(PERSON), Message(1, NASTY, files=(picture(),)))
    (sent,) = api.sent(PERSON)
    assert (sent.method, sent.text, sent.files) == ("sendPhoto", NASTY, [JPEG])
    assert "parse_mode" not in sent.params


async def test_several_photos_go_as_one_album(api: BotApi, channel: Channel) -> None:
    pages = [JPEG + bytes([page]) for page in range(10)]
    said = await channel.say(str(PERSON), Message(1, NASTY, files=tuple(picture(page) for page in pages)))
    (sent,) = api.sent(PERSON)
    assert (sent.method, sent.text, sent.files) == ("sendMediaGroup", NASTY, pages)
    assert said == str(sent.message_id)


async def test_papers_and_sounds_go_as_documents_with_their_names(api: BotApi, channel: Channel) -> None:
    odd = picture(b"OggS", "audio/ogg", 'a"b\r\nX: y.ogg')
    await channel.say(str(PERSON), Message(1, "", files=(PDF, odd, picture())))
    assert [sent.method for sent in api.sent(PERSON)] == ["sendPhoto", "sendDocument", "sendDocument"]
    assert [sent.files for sent in api.sent(PERSON)] == [[JPEG], [PDF.data], [b"OggS"]]
    assert [sent.names[0] for sent in api.sent(PERSON)][1:] == ["调解协议.pdf", "a_b__X: y.ogg"]


@pytest.mark.parametrize(("length", "methods"), [(512, ["sendPhoto"]), (513, ["sendPhoto", "sendMessage"])])
async def test_words_too_long_for_a_caption_follow_the_file(
    api: BotApi, channel: Channel, length: int, methods: list[str]
) -> None:
    said = await channel.say(str(PERSON), Message(1, "😀" * length, files=(picture(),)))
    assert [sent.method for sent in api.sent(PERSON)] == methods
    assert api.sent(PERSON)[-1].text == "😀" * length
    assert said == str(api.sent(PERSON)[-1].message_id)


@pytest.mark.parametrize("refusal", ["PHOTO_INVALID_DIMENSIONS", "IMAGE_PROCESS_FAILED"])
async def test_a_photo_that_telegram_refuses_goes_as_a_document(
    api: BotApi, channel: Channel, refusal: str
) -> None:
    api.fail_next("sendPhoto", 400, f"Bad Request: {refusal}")
    await channel.say(str(PERSON), Message(1, "长截图", files=(picture(),)))
    (sent,) = api.sent(PERSON)
    assert (sent.method, sent.text, sent.files) == ("sendDocument", "长截图", [JPEG])


async def test_an_album_that_telegram_refuses_goes_as_documents(api: BotApi, channel: Channel) -> None:
    api.fail_next("sendMediaGroup", 400, "Bad Request: group send failed")
    await channel.say(str(PERSON), Message(1, "两页", files=(picture(b"1"), picture(b"2"))))
    assert [(sent.method, sent.files, sent.text) for sent in api.sent(PERSON)] == [
        ("sendDocument", [b"1"], ""),
        ("sendDocument", [b"2"], "两页"),
    ]


async def test_a_message_that_stopped_halfway_goes_on_where_it_stopped(api: BotApi, channel: Channel) -> None:
    message = Message(1, "协议", files=(picture(), PDF))
    api.fail_next("sendDocument", 429, "Too Many Requests: retry after 3", retry_after=3)
    with pytest.raises(TryLater):
        await channel.say(str(PERSON), message)
    await channel.say(str(PERSON), message)
    assert [sent.method for sent in api.sent(PERSON)] == ["sendPhoto", "sendDocument"]


# How it fails


@pytest.mark.parametrize(
    ("status", "description", "failure"),
    [
        (403, "Forbidden: user is deactivated", Gone),
        (400, "Bad Request: chat not found", Gone),
        (400, "Bad Request: user is deactivated", Gone),
        (400, "Bad Request: something else", Unsayable),
        (413, "Request Entity Too Large", Unsayable),
        (401, "Unauthorized", TryLater),
        (500, "Internal Server Error", TryLater),
        (502, "", TryLater),
        (200, "", TryLater),
    ],
)
async def test_failures_are_named_by_their_remedy(
    api: BotApi, channel: Channel, status: int, description: str, failure: type[Exception]
) -> None:
    api.fail_next("sendMessage", status, description)
    with pytest.raises(failure):
        await channel.say(str(PERSON), Message(1, "你好"))


async def test_a_request_to_wait_says_for_how_long(api: BotApi, channel: Channel) -> None:
    api.fail_next("sendMessage", 429, "Too Many Requests: retry after 17", retry_after=17)
    with pytest.raises(TryLater) as failure:
        await channel.say(str(PERSON), Message(1, "你好"))
    assert failure.value.after == 17


async def test_who_has_blocked_the_bot_is_gone_and_may_come_back(api: BotApi, channel: Channel) -> None:
    api.block(PERSON)
    with pytest.raises(Gone):
        await channel.say(str(PERSON), Message(1, "你好"))
    api.unblock(PERSON)
    await channel.say(str(PERSON), Message(1, "你好"))


async def test_an_address_that_is_no_chat_is_gone(channel: Channel) -> None:
    with pytest.raises(Gone):
        await channel.say("no such chat", Message(1, "你好"))


@pytest.mark.parametrize("library", ["aiogram", "ptb"])
async def test_where_nobody_answers_we_try_later(library: str) -> None:
    channel = make(library, "http://127.0.0.1:9")
    with pytest.raises(TryLater) as failure:
        await channel.say(str(PERSON), Message(1, "你好"))
    assert failure.value.after is None
    await channel.close()


# What Telegram really sends


async def test_no_real_update_stops_the_channel_or_is_lost(api: BotApi, channel: Channel) -> None:
    path = telegram_schema.shared(telegram_schema.UPDATES)
    if path is None:
        pytest.skip(
            f"{telegram_schema.UPDATES} is not here: no folder shared/data beside the project, no HEJIE_DATA"
        )
    numbers = set()
    for number, example in enumerate(json.loads(path.read_text("utf-8")), 800_000_000):
        raw = example["json"] if example["kind"] == "update" else {"message": example["json"]}
        numbers.add(str(api.push({**raw, "update_id": number})))
    expected = {u["update_id"]: shared.heard_of(u, NOW) for u in api.updates}
    private = {str(number) for number, heard in expected.items() if isinstance(heard, Heard)}
    async with listening(channel) as ear:
        await api.until(lambda: not api.pending)
    assert {heard.id for heard in ear.all} == private
    assert [n for n, h in expected.items() if h is shared.Passed.UNREADABLE] == [
        800_000_006
    ]  # it names nobody
    assert len(expected) == len(numbers) == 45


async def test_every_kind_of_message_that_telegram_knows_is_heard_or_noted() -> None:
    schema = telegram_schema.load()
    if schema is None:
        pytest.skip(
            f"{telegram_schema.SCHEMA} is not here: no folder shared/data beside the project, no HEJIE_DATA"
        )
    chat = {"id": PERSON, "type": "private", "first_name": "小明"}
    for kind in schema.fields("Message"):
        update = {"update_id": 1, "message": {kind: {}, "message_id": 1, "date": 1, "chat": chat}}
        heard = shared.heard_of(update, NOW)
        assert isinstance(heard, Heard), kind
        assert heard.address == str(PERSON)
        assert heard.note == "unsupported", kind

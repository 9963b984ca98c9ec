"""A small Bot API server that behaves as Telegram does, with tests acting as the people who write."""

from __future__ import annotations

import asyncio
import json
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any, Self

import uvicorn
from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests import telegram_schema
from tests.telegram_schema import Upload

TOKEN = "42:TEST-TOKEN"  # noqa: S105 - opens nothing but this server
BOT = {"id": 42, "is_bot": True, "first_name": "和解", "username": "hejie_test_bot"}
MAX_DOWNLOAD = 20 * 1024 * 1024
BAD_GATEWAY = "<html><head><title>502 Bad Gateway</title></head></html>"


@dataclass(frozen=True)
class Sent:
    """One call by which the bot said something; an album is one call with several files."""

    method: str
    chat_id: int
    message_id: int
    text: str
    buttons: list[tuple[str, str]]
    files: list[bytes]
    names: list[str]
    params: dict[str, Any]


class Refused(Exception):
    """An error as the Bot API reports it."""

    def __init__(self, status: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.status = status
        self.retry_after = retry_after

    def response(self) -> Response:
        if not str(self):
            return Response(BAD_GATEWAY, self.status, media_type="text/html")
        body = {"ok": False, "error_code": self.status, "description": str(self)}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return JSONResponse(body, self.status)


@dataclass
class _Queued:
    update: dict[str, Any]
    wanted: bool = False  # also where the bot did not ask for its kind
    again: bool = False  # also where the offset has passed it


@dataclass
class _Failing:
    refusal: Refused
    times: int


@dataclass
class _File:
    path: str
    data: bytes
    size: int


@dataclass
class _Chat:
    name: str = "小明"
    sent: list[Sent] = field(default_factory=list)
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    blocked: bool = False


def units(text: str) -> int:
    """UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le")) // 2


class BotApi:
    """``async with BotApi() as api``: give the bot ``api.url`` and ``api.token``."""

    def __init__(self, token: str = TOKEN) -> None:
        self.token = token
        self.url = ""
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.updates: list[dict[str, Any]] = []  # all that was ever delivered
        self.answered: list[str] = []  # ids of callback queries
        self.violations: list[str] = []
        self.polls = 0
        self._schema = telegram_schema.load()
        self._chats: dict[int, _Chat] = {}
        self._files: dict[str, _File] = {}
        self._queue: list[_Queued] = []
        self._failing: dict[str, list[_Failing]] = {}
        self._queries: set[str] = set()
        self._next_update = 700_000_001
        self._message_ids = count(1)
        self._numbers = count(1)
        self._changed = asyncio.Event()
        self._closing = False

    # Starting and stopping

    async def __aenter__(self) -> Self:
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        routes = [
            Route("/file/bot{token}/{path:path}", self._download),
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
        ]
        config = uvicorn.Config(Starlette(routes=routes), lifespan="off", log_config=None, access_log=False)
        config.load()
        # Without serve(): that takes over the signals of the test run and ticks for a tenth of a second.
        self._server = uvicorn.Server(config)
        self._server.lifespan = config.lifespan_class(config)
        await self._server.startup(sockets=[listener])
        return self

    async def __aexit__(self, *exception: object) -> None:
        self._closing = True
        self._stir()
        for server in self._server.servers:
            server.close()
        tasks = list(self._server.server_state.tasks)
        for connection in list(self._server.server_state.connections):
            connection.shutdown()
        if tasks:
            await asyncio.wait(tasks, timeout=2)

    # Acting as a person

    def say(self, chat_id: int, text: str, *, name: str = "") -> int:
        """A person writes; returns the message id."""
        fields: dict[str, Any] = {"text": text}
        if text.startswith("/"):
            fields["entities"] = [{"type": "bot_command", "offset": 0, "length": units(text.split()[0])}]
        return self.message(chat_id, name=name, **fields)

    def message(self, chat_id: int, *, name: str = "", **fields: Any) -> int:
        """A person sends any message, e.g. ``sticker={...}``; returns the message id."""
        message = self._message(chat_id, self._person(chat_id, name), **fields)
        self._deliver("message", message)
        return int(message["message_id"])

    def photos(
        self, chat_id: int, photos: list[bytes], *, caption: str = "", album: bool = True, name: str = ""
    ) -> list[int]:
        """A person sends photos, together or one by one; each is a message of its own, as with Telegram."""
        together = (
            {"media_group_id": f"{13_000_000_000 + next(self._numbers)}"} if album and len(photos) > 1 else {}
        )
        ids = []
        for number, data in enumerate(photos):
            sizes = [
                self._size(b"thumbnail", 90, 67),
                self._size(b"middling", 800, 598),
                self._size(data, 1280, 957),
            ]
            words = {"caption": caption} if caption and not number else {}
            ids.append(self.message(chat_id, name=name, photo=sizes, **together, **words))
        return ids

    def voice(self, chat_id: int, data: bytes, *, mime: str = "audio/ogg", size: int | None = None) -> int:
        voice = {**self._file("voice", data, size), "duration": 3, "mime_type": mime}
        return self.message(chat_id, voice=voice)

    def video(self, chat_id: int, data: bytes, *, caption: str = "", size: int | None = None) -> int:
        video = {**self._file("videos", data, size), "width": 320, "height": 240, "duration": 3}
        words = {"caption": caption} if caption else {}
        return self.message(chat_id, video={**video, "mime_type": "video/mp4"}, **words)

    def document(
        self, chat_id: int, data: bytes, name: str, mime: str, *, caption: str = "", size: int | None = None
    ) -> int:
        """``size`` is what Telegram declares, where that is not the size of ``data``."""
        document = {**self._file("documents", data, size), "file_name": name, "mime_type": mime}
        return self.message(chat_id, document=document, **({"caption": caption} if caption else {}))

    def press(self, chat_id: int, data: str) -> str:
        """A person presses a button of the newest message that has it; returns the query's id."""
        sent = next((s for s in reversed(self.sent(chat_id)) if data in [d for _, d in s.buttons]), None)
        query = f"{4_000_000_000_000 + next(self._numbers)}"
        self._queries.add(query)
        message = (
            self._chat(chat_id).messages[sent.message_id] if sent else self._message(chat_id, BOT, text="?")
        )
        body = {"id": query, "from": self._person(chat_id), "chat_instance": str(chat_id), "data": data}
        self._deliver("callback_query", {**body, "message": message})
        return query

    def edit(self, chat_id: int, message_id: int, text: str) -> None:
        message = {**self._chat(chat_id).messages[message_id], "text": text, "edit_date": int(time.time())}
        self._chat(chat_id).messages[message_id] = message
        self._deliver("edited_message", message)

    def block(self, chat_id: int) -> None:
        self._member(chat_id, blocked=True)

    def unblock(self, chat_id: int) -> None:
        self._member(chat_id, blocked=False)

    def push(self, update: dict[str, Any]) -> int:
        """Deliver a raw update as it is, only given a number where it has none."""
        update = {**update, "update_id": update.get("update_id", self._number())}
        self._next_update = max(self._next_update, update["update_id"] + 1)
        self._enqueue(_Queued(update, wanted=True))
        return int(update["update_id"])

    def repeat_last(self) -> None:
        """Deliver the last update once more, as after an acknowledgement that got lost."""
        self._enqueue(_Queued(self.updates[-1], wanted=True, again=True))

    def quiet_week(self) -> None:
        """After a week without updates Telegram numbers them anew, here lower."""
        self._next_update = 1_000

    # Looking at what the bot did

    def sent(self, chat_id: int) -> list[Sent]:
        return self._chat(chat_id).sent

    async def wait(self, chat_id: int, count: int = 1, timeout: float = 5) -> list[Sent]:  # noqa: ASYNC109
        """All that was said to this chat, as soon as it is so much."""
        await self.until(lambda: len(self.sent(chat_id)) >= count, timeout)
        return self.sent(chat_id)

    async def until(self, condition: Callable[[], bool], timeout: float = 5) -> None:  # noqa: ASYNC109
        """Wait until the condition holds, looking again whenever anything happens here."""
        async with asyncio.timeout(timeout):
            while not condition():
                await self._changed.wait()

    @property
    def pending(self) -> list[int]:
        """Numbers of the updates that the bot has not acknowledged."""
        return [queued.update["update_id"] for queued in self._queue]

    # Misbehaving

    def fail_next(
        self, method: str, status: int, description: str = "", retry_after: int | None = None, times: int = 1
    ) -> None:
        """Fail the next calls of a method (``"file"``: downloads); without description as a gateway would."""
        refusal = Refused(status, description, retry_after)
        self._failing.setdefault(method.lower(), []).append(_Failing(refusal, times))

    def _fail(self, method: str) -> None:
        for failing in self._failing.get(method.lower(), []):
            if failing.times > 0:
                failing.times -= 1
                raise failing.refusal

    # Serving

    async def _call(self, request: Request) -> Response:
        name = request.path_params["method"]
        try:
            if request.path_params["token"] != self.token:
                raise Refused(401, "Unauthorized")
            params = await _params(request)
            method = next((known for known in self._methods() if known.lower() == name.lower()), "")
            asked = {key: value for key, value in params.items() if not _attached(key, params)}
            self.calls.append((method or name, asked))
            if self._schema:
                self.violations += self._schema.call(method or name, asked)
            if not method:
                raise Refused(404, "Not Found")
            self._fail(method)
            return JSONResponse({"ok": True, "result": await self._methods()[method](params)})
        except Refused as refusal:
            return refusal.response()
        finally:
            self._stir()

    def _methods(self) -> dict[str, Callable[[dict[str, Any]], Awaitable[Any]]]:
        return {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "deleteWebhook": self._nod,
            "sendChatAction": self._nod,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_photo,
            "sendDocument": self._send_document,
            "sendMediaGroup": self._send_media_group,
            "answerCallbackQuery": self._answer_callback_query,
            "getFile": self._get_file,
        }

    async def _get_me(self, params: dict[str, Any]) -> Any:
        return BOT

    async def _nod(self, params: dict[str, Any]) -> Any:
        return True

    async def _get_updates(self, params: dict[str, Any]) -> Any:
        self.polls += 1
        mine = self.polls
        offset, limit = int(params.get("offset", 0)), int(params.get("limit", 100))
        allowed = json.loads(params["allowed_updates"]) if "allowed_updates" in params else []
        if offset <= self._next_update:  # a higher one is from before the numbers began anew
            self._queue = [q for q in self._queue if q.again or q.update["update_id"] >= offset]
        if allowed:
            self._queue = [q for q in self._queue if q.wanted or set(allowed) & q.update.keys()]
        self._stir()
        deadline = time.monotonic() + float(params.get("timeout", 0))
        while not self._queue and not self._closing and (left := deadline - time.monotonic()) > 0:
            try:
                await asyncio.wait_for(self._changed.wait(), left)
            except TimeoutError:
                break
            if self.polls != mine:
                raise Refused(409, "Conflict: terminated by other getUpdates request")
        ready = self._queue[:limit]
        self._queue = [queued for queued in self._queue if not (queued.again and queued in ready)]
        return [queued.update for queued in ready]

    async def _send_message(self, params: dict[str, Any]) -> Any:
        chat_id, text = self._reachable(params), params.get("text", "")
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if units(text) > 4096:
            raise Refused(400, "Bad Request: message is too long")
        return self._record("sendMessage", chat_id, params, text, [], {"text": text})[-1]

    async def _send_photo(self, params: dict[str, Any]) -> Any:
        chat_id, upload = self._reachable(params), _upload(params.get("photo"), params)
        sizes = [self._size(upload.data, 1280, 957)]
        return self._record("sendPhoto", chat_id, params, _caption(params), [upload], {"photo": sizes})[-1]

    async def _send_document(self, params: dict[str, Any]) -> Any:
        chat_id, upload = self._reachable(params), _upload(params.get("document"), params)
        document = {**self._file("documents", upload.data), "file_name": upload.name}
        return self._record(
            "sendDocument", chat_id, params, _caption(params), [upload], {"document": document}
        )[-1]

    async def _send_media_group(self, params: dict[str, Any]) -> Any:
        chat_id, media = self._reachable(params), _structured(params, "media") or []
        if not 2 <= len(media) <= 10:
            raise Refused(400, "Bad Request: media must include 2-10 items")
        uploads = [_upload(item.get("media"), params) for item in media]
        captions = [_caption(item) for item in media]
        bodies = [{"photo": [self._size(upload.data, 1280, 957)]} for upload in uploads]
        return self._record("sendMediaGroup", chat_id, params, "".join(captions), uploads, *bodies)

    async def _answer_callback_query(self, params: dict[str, Any]) -> Any:
        query = params.get("callback_query_id", "")
        if query not in self._queries:
            raise Refused(
                400, "Bad Request: query is too old and response timeout expired or query ID is invalid"
            )
        self._queries.remove(query)
        self.answered.append(query)
        return True

    async def _get_file(self, params: dict[str, Any]) -> Any:
        file_id = params.get("file_id", "")
        if file_id not in self._files:
            raise Refused(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        file = self._files[file_id]
        if file.size > MAX_DOWNLOAD:
            raise Refused(400, "Bad Request: file is too big")
        return {**_named(file_id), "file_size": file.size, "file_path": file.path}

    async def _download(self, request: Request) -> Response:
        try:
            self._fail("file")
        except Refused as refusal:
            return refusal.response()
        path = request.path_params["path"]
        file = next((file for file in self._files.values() if file.path == path), None)
        if file is None or request.path_params["token"] != self.token:
            return Refused(404, "Not Found").response()
        return Response(file.data, media_type="application/octet-stream")

    # Keeping track

    def _chat(self, chat_id: int) -> _Chat:
        return self._chats.setdefault(chat_id, _Chat())

    def _reachable(self, params: dict[str, Any]) -> int:
        try:
            chat_id = int(params.get("chat_id", ""))
        except ValueError:
            raise Refused(400, "Bad Request: chat not found") from None
        if self._chat(chat_id).blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat_id

    def _record(
        self,
        method: str,
        chat_id: int,
        params: dict[str, Any],
        text: str,
        uploads: list[Upload],
        *bodies: dict[str, Any],
    ) -> list[dict[str, Any]]:
        buttons = _buttons(params)
        caption = {"caption": text} if uploads and text else {}
        group = {"media_group_id": str(next(self._numbers))} if len(bodies) > 1 else {}
        messages = []
        for body in bodies:
            messages.append(self._message(chat_id, BOT, **body, **caption, **group))
            caption = {}
        record = Sent(
            method,
            chat_id,
            messages[-1]["message_id"],
            text,
            buttons,
            [upload.data for upload in uploads],
            [upload.name for upload in uploads],
            {name: value for name, value in params.items() if not isinstance(value, Upload)},
        )
        self._chat(chat_id).sent.append(record)
        return messages

    def _person(self, chat_id: int, name: str = "") -> dict[str, Any]:
        self._chat(chat_id).name = name or self._chat(chat_id).name
        first, _, last = self._chat(chat_id).name.partition(" ")
        return {"id": chat_id, "is_bot": False, "first_name": first, **({"last_name": last} if last else {})}

    def _private(self, chat_id: int) -> dict[str, Any]:
        return {"id": chat_id, "type": "private", "first_name": self._chat(chat_id).name}

    def _message(self, chat_id: int, sender: dict[str, Any], **fields: Any) -> dict[str, Any]:
        number = next(self._message_ids)
        message = {
            "message_id": number,
            "from": sender,
            "chat": self._private(chat_id),
            "date": int(time.time()),
        }
        self._chat(chat_id).messages[number] = {**message, **fields}
        return {**message, **fields}

    def _member(self, chat_id: int, *, blocked: bool) -> None:
        self._chat(chat_id).blocked = blocked
        kicked, member = {"user": BOT, "status": "kicked", "until_date": 0}, {"user": BOT, "status": "member"}
        body = {"chat": self._private(chat_id), "from": self._person(chat_id), "date": int(time.time())}
        old, new = (member, kicked) if blocked else (kicked, member)
        self._deliver("my_chat_member", {**body, "old_chat_member": old, "new_chat_member": new})

    def _file(self, folder: str, data: bytes, size: int | None = None) -> dict[str, Any]:
        number = next(self._numbers)
        file_id = f"AgACAgUAAxkBAAI{number:06}"
        declared = len(data) if size is None else size
        self._files[file_id] = _File(f"{folder}/file_{number}", data, declared)
        return {**_named(file_id), "file_size": declared}

    def _size(self, data: bytes, width: int, height: int) -> dict[str, Any]:
        return {**self._file("photos", data), "width": width, "height": height}

    def _number(self) -> int:
        self._next_update += 1
        return self._next_update - 1

    def _deliver(self, kind: str, body: dict[str, Any]) -> None:
        update = {"update_id": self._number(), kind: body}
        if self._schema:
            self.violations += self._schema.value(update, ["Update"], "update")
        self._enqueue(_Queued(update))

    def _enqueue(self, queued: _Queued) -> None:
        self.updates.append(queued.update)
        self._queue.append(queued)
        self._stir()

    def _stir(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()


async def _params(request: Request) -> dict[str, Any]:
    """Bot API parameters come in the address, as a form, multipart or JSON."""
    params: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        params.update(await request.json())
        return params
    async with request.form(max_part_size=64 * 1024 * 1024) as form:
        for name, value in form.items():
            if isinstance(value, UploadFile):
                params[name] = Upload(value.filename or "", await value.read())
            else:
                params[name] = value
    return params


def _attached(name: str, params: dict[str, Any]) -> bool:
    """A file that another parameter points at is no parameter itself."""
    pointer = f"attach://{name}"
    return isinstance(params[name], Upload) and any(
        pointer in v for v in params.values() if isinstance(v, str)
    )


def _named(file_id: str) -> dict[str, str]:
    return {"file_id": file_id, "file_unique_id": file_id[-6:]}


def _structured(params: dict[str, Any], name: str) -> Any:
    value = params.get(name)
    try:
        return json.loads(value) if isinstance(value, str) else value
    except ValueError:
        raise Refused(400, f"Bad Request: can't parse {name} JSON object") from None


def _caption(params: dict[str, Any]) -> str:
    caption = str(params.get("caption") or "")
    if units(caption) > 1024:
        raise Refused(400, "Bad Request: message caption is too long")
    return caption


def _buttons(params: dict[str, Any]) -> list[tuple[str, str]]:
    rows = (_structured(params, "reply_markup") or {}).get("inline_keyboard", [])
    buttons = [(str(button["text"]), str(button.get("callback_data", ""))) for row in rows for button in row]
    if any(not 1 <= len(data.encode()) <= 64 for _, data in buttons):
        raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
    return buttons


def _upload(value: Any, params: dict[str, Any]) -> Upload:
    if isinstance(value, str) and value.startswith("attach://"):
        value = params.get(value.removeprefix("attach://"))
    if not isinstance(value, Upload):
        raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
    if not value.data:
        raise Refused(400, "Bad Request: file must be non-empty")
    return value

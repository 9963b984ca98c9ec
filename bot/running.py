"""`hejie run` and `hejie chat`: the house with its pages, or one conversation in a terminal."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from pathlib import Path
from uuid import uuid4

from bot.app import App, add_channels, build, serve
from bot.channels.contract import Heard
from bot.channels.terminal import TerminalChannel, stdin_lines
from bot.cli import spaced
from bot.config import Config

FIRST = {"judge": "法官(调解员) judge, mediator", "clerk": "书记员 clerk"}
NAMES = {"judge": "法官甲", "clerk": "书记员甲"}


def run_house(config: Config) -> int:
    """Start everything, print where it is, and stay."""
    app = build(config)
    web = add_channels(app)
    asyncio.run(serve(app, web, lambda: print(welcome(app), flush=True)))
    return 0


def welcome(app: App) -> str:
    """What the person who started it needs to know: the page, and codes for the first people of the court."""
    config = app.config
    lines = [
        f"{config.court.name} · 和解 hejie",
        f"当事人网页 / page for parties:  {app.road.seeing.url}/",
    ]
    if missing := app.missing_staff():
        lines += [
            "下面的码每个只用一次,七天内有效。打开上面的网页(每人用自己的浏览器),点“我有邀请码”,输入即可。",
            "Each code works once, within seven days: each person opens the page and enters it.",
            *(f"  {FIRST[role]}:  {spaced(app.new_staff_code(role, NAMES[role]))}" for role in missing),
            "  以后用 hejie staff 再发码 / later codes: hejie staff judge|mediator|clerk NAME",
        ]
    if not config.web.public_url:
        lines += [
            "邀请链接现在只有本机打得开;给外面的人用,请在设置里写 [web] public_url。",
            "Invitation links open on this machine only until [web] public_url is set.",
        ]
    if config.telegram.token:
        lines += [
            f"Telegram 已打开({config.telegram.library})。注意:消息会经过境外服务器;国家机关处理的个人信息",
            "应当存储在境内(个人信息保护法第36条),请确认已经评估。",
            "Telegram is on: what people say passes through servers abroad.",
        ]
    lines.append("停止:Ctrl+C / stop with Ctrl+C")
    return "\n".join(lines)


async def run_terminal(config: Config, user: str) -> int:
    """One conversation here; it is the same house, so a running `hejie run` may go on beside it."""
    app, typed = build(config), await stdin_lines()

    async def read() -> str | None:
        if not sys.stdin.isatty():
            await app.quiet()  # lines from a file: nobody answers a question before it was put
        return await typed()

    app.channels["terminal"] = channel = TerminalChannel(
        app.threads, user=user, read=read, write=print, files=Path("received")
    )
    await app.start()
    talking = next(task for task in app.tasks if task.get_name() == channel.name)
    if sys.stdin.isatty():
        print("(/help 看命令;直接打字就是说话)")
        hello = Heard(channel.name, user, uuid4().hex, app.clock.now(), text="/start")
        await app.road.hear([hello])
    with contextlib.suppress(asyncio.CancelledError):
        await talking
    await app.quiet()
    await app.stop()
    return 0

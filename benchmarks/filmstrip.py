"""`python -m benchmarks filmstrip FOLDER`: the report's case as pictures, as each of four people saw it."""

from __future__ import annotations

import asyncio
import html
import tempfile
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.report_case import whole_case
from benchmarks.screens import Screen, browsing, listening, screen, standing

PEOPLE = ("申请人", "对方", "法官", "书记员")
NAMES = {"申请人": "applicant", "对方": "respondent", "法官": "judge", "书记员": "clerk"}
HEIGHT = 740
DRAWN = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
FURTHER = 6  # pictures at most of one message that is longer than the screen
SHEET = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:18px/1.5 sans-serif;margin:24px;background:#eee;color:#111}}
main{{display:flex;flex-wrap:wrap;gap:20px}}figure{{margin:0;width:{width}px}}
img{{width:100%;border:1px solid #555}}figcaption{{overflow-wrap:anywhere}}</style></head>
<body><h1>{title}</h1><main>
{figures}
</main></body></html>
"""


@dataclass
class Film:
    """Numbered pictures in the order in which things happened, and what each of them shows."""

    folder: Path
    shown: list[tuple[str, str]] = field(default_factory=list)

    async def look(self, who: Screen, what: str) -> None:
        """What is on the screen now; then onward by the page's own button to the end of what was said."""
        await self._shoot(who, what)
        below = who.page.locator("#below")
        for _ in range(FURTHER):
            if not await below.is_visible():
                return
            await below.click()
            await who.page.evaluate(DRAWN)
            await self._shoot(who, f"{what}（往下看）")

    async def _shoot(self, who: Screen, what: str) -> None:
        name = f"{len(self.shown) + 1:03d}-{NAMES[who.name]}.png"
        await who.page.screenshot(path=self.folder / name)
        self.shown.append((name, f"{who.name}：{what}"))

    def sheet(self, width: int) -> None:
        figures = "\n".join(
            f'<figure><img src="{name}" alt="{html.escape(what)}"><figcaption>{name[:3]} {html.escape(what)}'
            "</figcaption></figure>"
            for name, what in self.shown
        )
        page = SHEET.format(title=f"一个案子，四个人，{width} px", width=width, figures=figures)
        (self.folder / "index.html").write_text(page, "utf-8")


def filmstrip(folder: str, width: int = 360, *, large: bool = False) -> None:
    """Take the pictures into ``folder`` with one contact sheet, ``index.html``."""
    aim = Path(folder)
    aim.mkdir(parents=True, exist_ok=True)
    for old in aim.glob("[0-9][0-9][0-9]-*.png"):
        old.unlink()
    film = Film(aim)
    asyncio.run(_take(film, width, large))
    film.sheet(width)
    print(f"{len(film.shown)} pictures, {aim / 'index.html'}")


async def _take(film: Film, width: int, large: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="hejie-film-") as kept, listening() as listener:
        async with AsyncExitStack() as stack:
            app = await stack.enter_async_context(standing(Path(kept), listener))
            browser = await stack.enter_async_context(browsing())
            people = [
                await stack.enter_async_context(screen(browser, name, width, HEIGHT, film.look))
                for name in PEOPLE
            ]
            if large:
                for who in people:
                    await who.page.goto(f"http://127.0.0.1:{app.config.web.port}/size/large")
            await whole_case(app, people[0], people[1], people[2], people[3])

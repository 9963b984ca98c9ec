"""A party is shown four answers at most, whatever stands behind the question; the court's people nine."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.words import book
from handlers.asides import HELP
from handlers.asks.answers import ANSWERS
from handlers.engine import advance
from handlers.events import Pressed, Said
from handlers.place import beginning
from handlers.speaking import WINDOW, WINDOW_STAFF, Speaking
from handlers.values import Turn
from handlers.view import View
from tests.house import House

BOOK = book()
RECEPTION = beginning("reception", 1, "welcome")
COURT = {"court": "示例人民法院", "phone": "0762-12368", "hours": "工作日"}


def view(role: str = "applicant") -> View:
    return View(1, "zh", COURT, date(2026, 11, 24), role, now="1")


@pytest.mark.parametrize(("role", "most"), [("applicant", WINDOW), ("judge", WINDOW_STAFF)])
@pytest.mark.parametrize("count", [1, 4, 5, 9, 10, 40])
@pytest.mark.parametrize("extra", [0, 1, 2])
def test_every_answer_can_be_reached_and_never_more_are_shown_than_one_takes_in(
    role: str, most: int, count: int, extra: int
) -> None:
    options = [(f"v{n}", f"第{n}个") for n in range(count)]
    added = [("keep", "不改，照旧"), ("done", "说完了")][:extra]
    talk = Speaking(BOOK, RECEPTION, view(role), lambda deed: view(role))
    found: set[str] = set()
    for _ in range(count + 1):
        shown = talk.on_screen(options, added)
        assert len(shown) <= most
        assert {value for value, _ in added} <= {value for value, _ in shown}
        found |= {value for value, _ in shown}
        talk.place = replace(talk.place, page=talk.place.page + 1)
    assert {value for value, _ in options} <= found


@pytest.mark.parametrize("typed", ["帮助", "问问我的事"])
def test_the_lists_of_help_are_leafed_through_and_nothing_of_them_is_lost(typed: str) -> None:
    def take(place: object, event: object) -> Turn:
        return advance(BOOK, place, event, view(), lambda deed: view())  # type: ignore[arg-type]

    turn = take(RECEPTION, Said("你好"))
    turn = take(turn.place, Said("帮助"))
    if typed != "帮助":
        turn = take(turn.place, Said("更多"))
        assert "~asks" in dict(turn.place.offer)
        turn = take(turn.place, Pressed("~asks", turn.place.question))
    found: set[str] = set()
    for _ in range(5):
        assert len(turn.place.offer) <= WINDOW
        found |= {value.removeprefix("~") for value, _ in turn.place.offer}
        turn = take(turn.place, Said("更多"))
    assert found >= set(HELP if typed == "帮助" else ANSWERS)
    assert turn.place.question == 1


async def test_help_of_a_party_shows_four_things_and_more_of_them_on_request(court: House) -> None:
    aunt = court.person("李婶")
    await aunt.say("你好")
    await aunt.say("帮助")
    assert (await aunt.buttons())[:4] == ["返回上一步", "换个简单说法", "找工作人员", "更多…"]
    await aunt.say("4")
    assert "问问我的事" in await aunt.buttons()
    await aunt.press("English")
    assert "What" in (await aunt.heard())[-1]

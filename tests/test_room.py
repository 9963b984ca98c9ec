"""What a party in their room hears: news without the sign of the room, which is explained once."""

from __future__ import annotations

from pathlib import Path

from tests.filing import invited
from tests.house import House

SIGN = "有话随时写在这里"


async def test_news_comes_without_the_sign_of_the_room_and_with_its_buttons(quick_path: Path) -> None:
    async with House(quick_path, channel="terminal") as house:
        judge, applicant, _ = await invited(house)
        await applicant.say("我补充一句")
        assert any(SIGN in text for text in await applicant.heard())
        await judge.say("请把收据找出来")
        await judge.press("只给申请人")
        news = (await applicant.heard())[-1]
        assert "请把收据找出来" in news
        assert SIGN not in news
        assert "帮助" in await applicant.buttons()


async def test_the_room_is_explained_in_full_once_and_then_in_few_words(quick_path: Path) -> None:
    async with House(quick_path, channel="terminal") as house:
        _, applicant, _ = await invited(house)
        await applicant.say("我补充一句")
        await applicant.say("再补充一句")
        heard = await applicant.heard_ever()
        assert sum("您可以随时把话写在这里" in text for text in heard) == 1
        assert "已经交给办案人员了" in heard[-1]
        assert SIGN in heard[-1]

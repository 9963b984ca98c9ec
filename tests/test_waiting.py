"""Whoever waits for a person sees on the page who comes and when, for as long as they wait."""

from __future__ import annotations

from pathlib import Path

from tests.house import House, Person, WebPerson, folded


async def page(person: Person) -> str:
    """The page as it stands, as its reader's browser shows it."""
    assert isinstance(person, WebPerson)
    answer = await person.client.get(f"{person.base}/")
    return folded(answer.text)


async def test_the_page_says_who_comes_and_when_until_somebody_has_come(quick_path: Path) -> None:
    async with House(quick_path, channel="web") as house:
        clerk = await house.staff("clerk", "刘某")
        teller, other = house.person("李某"), house.person("张某")
        for person in (teller, other):
            await person.say("你好")
            await person.press("我有纠纷")
            assert "正在等人" not in await page(person)
        await teller.say("找人")
        assert "正在等人:" in await page(teller)
        assert "今天17点以前联系您" in (await page(teller)).split("正在等人")[1]
        assert "正在等人" not in await page(other)
        await clerk.press("刷新")
        await clerk.press("我来跟他聊")
        await clerk.press("有一位来访的人")
        assert "正在等人" not in await page(teller)


async def test_a_time_that_has_passed_is_not_promised_any_longer(quick_path: Path) -> None:
    async with House(quick_path, channel="web") as house:
        teller = house.person("李某")
        await teller.say("你好")
        await teller.say("找人")
        assert "正在等人" in await page(teller)
        await house.forward(days=1)
        assert "正在等人" not in await page(teller)

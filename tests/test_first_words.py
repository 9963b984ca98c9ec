"""What happens to the first words of somebody nobody knows yet, and to a code wherever it is typed."""

from __future__ import annotations

from pathlib import Path

from tests.house import House

STORY = "我租房,房东不退押金"


async def test_a_newcomer_who_begins_with_the_story_first_hears_who_is_speaking(tmp_path: Path) -> None:
    async with House(tmp_path, channel="terminal") as house:
        li = house.person("李某")
        await li.say(STORY)
        heard = "\n".join(await li.heard())
        assert "您说的我先记下了" in heard and "想核实我是不是真的" in heard
        assert "同意开始调解" not in heard


async def test_what_a_newcomer_said_first_need_not_be_said_again(tmp_path: Path) -> None:
    async with House(tmp_path, channel="terminal") as house:
        li = house.person("李某")
        await li.say(STORY)
        await li.press("我有纠纷")
        await li.press("同意")
        assert "记下了。还有要说的" in "\n".join(await li.heard())
        await li.press("说完了")
        for words in ("李某", "13800138000", "张某", "13900139000", "退押金三千元", "2025年3月"):
            await li.say(words)
        await li.press("就在这个聊天里")
        assert STORY in "\n".join(await li.heard())


async def test_a_code_typed_in_the_middle_of_a_new_request_opens_its_own_matter(tmp_path: Path) -> None:
    async with House(tmp_path, channel="terminal") as house:
        code = house.app.new_staff_code("clerk", "刘某")
        liu = house.person("刘某")
        for words in ("你好", "我有纠纷,想请人调解", code):
            await liu.say(words)
        assert "刘某(书记员)" in "\n".join(await liu.heard())


async def test_figures_that_are_no_code_are_an_ordinary_answer(tmp_path: Path) -> None:
    async with House(tmp_path, channel="terminal") as house:
        li = house.person("李某")
        for words in ("你好", "我有纠纷,想请人调解", "同意", "12345678"):
            await li.say(words)
        assert "记下了" in "\n".join(await li.heard())

"""Words written on a page that did not show the open question yet are no answer to it."""

from __future__ import annotations

from tests.filing import tell
from tests.house import House, WebPerson


async def test_a_yes_from_a_page_that_had_not_shown_the_question_consents_to_nothing(court: House) -> None:
    aunt = court.person("李婶")
    assert isinstance(aunt, WebPerson)
    await aunt.say("你好")
    await aunt.look()
    old = dict(aunt.page.composer)
    await aunt.press("我有纠纷")
    await aunt.look()
    assert any("同意" in label for label in await aunt.buttons())
    await aunt._does(aunt._post({**old, "text": "同意"}))
    assert "在我问这个问题之前" in (await aunt.heard())[-1]
    await aunt.say("同意")
    assert "在我问这个问题之前" not in (await aunt.heard())[-1]


async def test_help_has_its_own_place_and_works_from_there(court: House) -> None:
    aunt = court.person("李婶")
    assert isinstance(aunt, WebPerson)
    await aunt.say("你好")
    page = (await aunt.client.get("/")).text
    answers, _, rest = page.partition('id="help"')
    assert ">帮助</button>" not in answers
    assert ">帮助</button>" in rest
    await aunt.press("帮助")
    assert "您可以点下面的按钮" in (await aunt.heard())[-1]


async def test_a_number_from_a_page_means_what_stood_on_that_page(court: House) -> None:
    judge, aunt = await court.staff("judge", "王某"), court.person("李婶")
    assert isinstance(aunt, WebPerson)
    await tell(aunt)
    await aunt.say("我的事情")
    await aunt.press("我有新的纠纷")
    await aunt.look()
    old = dict(aunt.page.composer)
    assert any("同意" in label for label in await aunt.buttons())
    await judge.press("(2026)和解1号")
    await judge.press("受理")
    await judge.press("诉前")
    assert "去办这件事" in await aunt.buttons()  # word from the other matter is newer than the page
    await aunt._does(aunt._post({**old, "text": "1"}))
    assert "说说是怎么回事" in (await aunt.heard())[-1]
    assert not any("和解1号" in text for text in await aunt.heard())

"""Words written on a page that did not show the open question yet are no answer to it."""

from __future__ import annotations

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

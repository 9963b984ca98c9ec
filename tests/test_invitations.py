"""Invitations opened by people who are here already, and opened again."""

from __future__ import annotations

import pytest

from tests.filing import invited, tell
from tests.house import House, Person


@pytest.fixture
async def neighbour(court: House) -> tuple[Person, str]:
    """Somebody with a case of their own who has come in by an invitation to another, and its code."""
    _, _, link = await invited(court)
    other = court.person("被申请人乙")
    await tell(other, "张某", "13900139000")
    code = link.rpartition("/")[2]
    await other.follow(code)
    return other, code


async def test_somebody_with_a_matter_of_their_own_opens_an_invitation_to_another(
    neighbour: tuple[Person, str],
) -> None:
    assert "【(2026)和解1号】" in "".join(await neighbour[0].heard())
    assert "有一件跟您有关的事" in "".join(await neighbour[0].heard())


async def test_the_same_invitation_opened_again_leads_to_the_same_matter(
    neighbour: tuple[Person, str],
) -> None:
    other, code = neighbour
    await other.say("张某")
    await other.say("我的事情")
    await other.press("(2026)和解2号")
    assert "(2026)和解2号" in "".join(await other.heard())
    await other.follow(code)
    heard = "".join(await other.heard())
    assert "【(2026)和解1号】" in heard
    assert "电话" in heard
    assert "已经用过" not in heard


async def test_nobody_else_comes_in_by_an_invitation_that_was_used(
    court: House, neighbour: tuple[Person, str]
) -> None:
    stranger = court.person("外人")
    await stranger.say("你好")
    await stranger.follow(neighbour[1])
    heard = "".join(await stranger.heard_ever())
    assert "已经用过了" in heard
    assert "和解1号" not in heard

"""A case as far as its invitation, for tests that begin there."""

from __future__ import annotations

import re

from tests.house import House, Person, picture

LINK = re.compile(r"https?://\S+/i/\d{8}")
PHONE = "13800138000"


async def tell(applicant: Person, name: str = "李某", phone: str = PHONE) -> None:
    """Somebody new tells a story with a photograph and hands it in."""
    await applicant.say("你好")
    await applicant.press("我有纠纷")
    await applicant.press("同意")
    await applicant.say("我租了房子,房东不退押金。我要求退押金3000元。")
    await applicant.photos([picture(1)])
    await applicant.press("说完了")
    for answer in (name, phone, "张某", "13900139000", "2026年5月"):
        await applicant.say(answer)
    await applicant.press("就在这个聊天里收")
    await applicant.press("对,交上去")


async def invite(judge: Person, case: str = "(2026)和解1号") -> str:
    """The case is accepted and its other side invited; returns the link."""
    await judge.press(case)
    await judge.press("受理")
    await judge.press("诉前")
    await judge.press("邀请对方")
    return LINK.findall("\n".join(await judge.heard()))[0]


async def invited(house: House) -> tuple[Person, Person, str]:
    """A judge, an applicant, and the link that lets the other side in."""
    judge, applicant = await house.staff("judge", "王某"), house.person("申请人甲")
    await tell(applicant)
    return judge, applicant, await invite(judge)

"""Cases told as one story: one a person, each with its own people, who never hear of one another."""

from __future__ import annotations

import re

import pytest

from bot.exporting import export_case
from storage import cases, journal
from storage.people import HOUSE, NotYours, Viewer
from storage.verify import verify
from tests.house import House, Person

OWNERS = ("李某", "王某", "张某")
TOLD = "李某 13900139001 欠1201元;王某 13900139002 欠1302元;张某 13900139003 欠1403元"
PRIVATE = {"李某": "金丝雀甲", "王某": "金丝雀乙", "张某": "金丝雀丙"}
SECRETS = {
    "李某": ("李某", "13900139001", "139 0013 9001", "1201", "和解1号", "金丝雀甲"),
    "王某": ("王某", "13900139002", "139 0013 9002", "1302", "和解2号", "金丝雀乙"),
    "张某": ("张某", "13900139003", "139 0013 9003", "1403", "和解3号", "金丝雀丙"),
}


async def tell(applicant: Person, how: str = "各管各的") -> None:
    """A property company tells of three owners in one story and hands it in."""
    await applicant.say("你好")
    await applicant.press("我有纠纷")
    await applicant.press("同意")
    await applicant.say("三户从2025年1月起都不交物业费。我们要求交清物业费。")
    await applicant.press("说完了")
    for answer in ("示例物业公司", "13800138000", TOLD):
        await applicant.say(answer)
    await applicant.press(how)
    await applicant.press("就在这个聊天里收")
    await applicant.press("对,交上去")


async def take_all(mediator: Person, count: int) -> list[str]:
    """Every related case is accepted and its owner invited; returns the codes."""
    await mediator.press("(2026)和解1号")
    codes = []
    for n in range(count):
        if n:
            await mediator.press("下一件相关案件")
        for label in ("受理", "诉前", "邀请对方"):
            await mediator.press(label)
        codes += re.findall(r"邀请码:(\d{4} \d{4})", "\n".join(await mediator.heard()))
    return codes


async def gathered(court: House) -> tuple[Person, Person, dict[str, Person]]:
    """A mediator, the company, and three owners who have agreed and said something in confidence."""
    mediator, company = await court.staff("mediator", "周某"), court.person("物业")
    await tell(company)
    codes = await take_all(mediator, 3)
    owners = {name: court.person(name) for name in OWNERS}
    for n, (name, code) in enumerate(zip(OWNERS, codes, strict=True), 1):
        await mediator.press("下一件相关案件")
        for words in ("你好", code, name, f"1390013900{n}"):
            await owners[name].say(words)
        for label in ("登记身份核实", name, "视频核对"):
            await mediator.press(label)
        await owners[name].press("愿意调解")
        await owners[name].say(f"{PRIVATE[name]}:其实可以商量")
        await owners[name].press("说完了")
        await owners[name].press("就在这个聊天里收")
    return mediator, company, owners


async def test_three_people_become_three_cases_with_a_chain_each_and_the_story_in_each(court: House) -> None:
    await tell(court.person("物业"))
    found = [court.case(n) for n in (1, 2, 3)]
    assert [c.other_name for c in found] == list(OWNERS)
    assert [c.claim["texts"] for c in found] == [[f"交清物业费（欠{n}元）"] for n in (1201, 1302, 1403)]
    assert len({c.related for c in found}) == 1
    assert len({c.number for c in found}) == 3
    assert all("三户" in c.story["texts"][0] for c in found)
    with court.app.store.read() as tx:
        assert len({cases.row(tx, n).chain_id for n in (1, 2, 3)}) == 3


async def test_people_who_belong_together_are_one_case(court: House) -> None:
    await tell(court.person("物业"), "放在一件事里")
    assert [one.name for one in court.case(1).expected] == list(OWNERS)
    assert court.case(1).related == ""
    with pytest.raises(NotYours):
        court.case(2)


async def test_the_teller_hears_of_all_numbers_once_and_goes_from_one_to_the_next(court: House) -> None:
    company = court.person("物业")
    await tell(company)
    heard = await company.heard()
    assert len([text for text in heard if "案号" in text]) == 1
    assert all(f"和解{n}号" in heard[0] for n in (1, 2, 3))
    seen = []
    for _ in range(3):
        await company.press("下一件相关的事")
        seen.append(re.findall(r"和解(\d)号", (await company.heard())[-1])[0])
    assert seen == ["2", "3", "1"]


async def test_nobody_hears_the_name_words_sums_or_number_of_another_owner(court: House) -> None:
    mediator, _, owners = await gathered(court)
    await mediator.say("请各位想一想")
    await mediator.press("给所有相关案件的每个人")
    for name, owner in owners.items():
        heard = "\n".join(await owner.heard_ever())
        assert "请各位想一想" in heard
        assert SECRETS[name][3] in heard
        others = [secret for other in OWNERS if other != name for secret in SECRETS[other]]
        assert [secret for secret in others if secret in heard] == []


async def test_the_store_gives_an_owner_nothing_of_another_owners_case(court: House) -> None:
    await gathered(court)
    with court.app.store.read() as tx:
        for mine in (1, 2, 3):
            me = next(p for p in court.case(mine).parties if p.side == "respondent")
            viewer = Viewer(me.person)
            seen = repr(cases.load(tx, viewer, mine))
            for other in {1, 2, 3} - {mine}:
                assert court.case(other).related not in seen
                assert [word for word in SECRETS[OWNERS[other - 1]] if word in seen] == []
                with pytest.raises(NotYours):
                    cases.load(tx, viewer, other)
                with pytest.raises(NotYours):
                    journal.lines(tx, viewer, cases.row(tx, other).chain_id, staff=False)


async def test_an_announcement_reaches_the_owners_only_and_stands_in_each_case(court: House) -> None:
    mediator, company, owners = await gathered(court)
    await mediator.say("下个月检修")
    await mediator.press("给所有相关案件的被申请人")
    assert "已经发给相关案件的3位当事人" in "".join(await mediator.heard())
    for owner in owners.values():
        assert "下个月检修" in "".join(await owner.heard_ever())
    assert "下个月检修" not in "".join(await company.heard_ever())
    assert [court.case(n).talk[-1].said["texts"] for n in (1, 2, 3)] == [["下个月检修"]] * 3


async def test_an_identity_is_checked_once_for_all_related_cases(court: House) -> None:
    mediator, company, _ = await gathered(court)
    for label in ("登记身份核实", "示例物业公司", "看了身份证件"):
        await mediator.press(label)
    assert [court.case(n).parties[0].checked for n in (1, 2, 3)] == ["document"] * 3
    assert len([text for text in await company.heard_ever() if "身份已经由" in text]) == 1


async def test_a_related_case_of_another_mediator_hears_nothing(court: House) -> None:
    other, mediator = await court.staff("mediator", "孙某"), await court.staff("mediator", "周某")
    await tell(court.person("物业"))
    for person, number in ((other, 3), (mediator, 1)):
        await person.press("刷新")
        await person.press(f"(2026)和解{number}号")
        for label in ("受理", "诉前"):
            await person.press(label)
    await mediator.say("只在我的案件里")
    await mediator.press("给所有相关案件的每个人")
    assert [len(court.case(n).talk) for n in (1, 2, 3)] == [1, 0, 0]


async def test_a_number_typed_after_another_matter_spoke_answers_nothing_here(court: House) -> None:
    mediator, company = await court.staff("mediator", "周某"), court.person("物业")
    await tell(company)
    await company.press("撤回申请")
    assert "您要撤回调解申请吗" in "".join(await company.heard())
    await mediator.press("(2026)和解2号")
    for label in ("受理", "诉前"):
        await mediator.press(label)
    await company.say("1")
    assert court.case(1).state == "filed"
    assert "和解2号" in (await company.heard())[-1]


async def test_an_export_for_one_of_several_names_whom_and_tells_an_outsider_nothing(court: House) -> None:
    mediator, company = await court.staff("mediator", "周某"), court.person("物业")
    await tell(company, "放在一件事里")
    await mediator.press("(2026)和解1号")
    for label in ("受理", "诉前", "邀请对方", "李某"):
        await mediator.press(label)
    code = re.findall(r"邀请码:(\d{4} \d{4})", "\n".join(await mediator.heard()))[0]
    owner = court.person("李某")
    for words in ("你好", code, "李某", "13900139001"):
        await owner.say(words)
    out = court.folder / "out"
    assert export_case(court.config, "2026-1", "respondent", out, "王某") == 2
    assert export_case(court.config, "2026-1", "respondent", out, "李某") == 0
    assert verify(out) == []
    assert "周某" not in (out / "journal.jsonl").read_text("utf-8")


async def test_cases_that_were_told_alone_have_nothing_in_common(court: House) -> None:
    with court.app.store.read() as tx:
        assert cases.related(tx, HOUSE, "") == []

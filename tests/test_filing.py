"""What goes on to filing: claims, papers and undisputed facts, and never a concession."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.filing import file_case, filing
from handlers.canonical import canonical
from handlers.case import Case, Member, Party, Record, Utterance
from handlers.parts import Claim, Fact, Note, Plan, Vote, Wanted
from storage.verify import verify
from tests.house import House
from tests.test_transcripts import Player

AT = "2026-11-24T10:00:00+08:00"


def said(text: str, *digests: str) -> dict[str, object]:
    return {"texts": [text], "media": [{"digest": one, "owner": 1, "mime": "image/png"} for one in digests]}


def failed() -> Case:
    """A failed case; whatever may not go on carries the word 金丝雀."""
    bird = "金丝雀"
    return Case(
        id=1,
        number="(2026)和解1号",
        state="failed",
        stage="before_filing",
        kind="loan",
        claim=said("还钱两万元"),
        since="2026年1月",
        story=said("借条在这里", "a" * 64),
        filed_at=AT,
        parties=(
            Party(1, "applicant", "张某", "+8613800138000", "chat", checked="document"),
            Party(2, "respondent", "李某", answer=said(bird, bird), checked="video"),
        ),
        lead=Member(3, "mediator", "王某"),
        reason="too_far",
        talk=(
            Utterance(1, 1, "mediator", said(bird), AT),
            Utterance(2, 2, "mediator", said(bird, bird), AT, released=True),
            Utterance(3, 3, "both", said(bird), AT),
            Utterance(4, 1, "mediator", said(bird, "b" * 64), AT, paper="转账凭证"),
            Utterance(5, 2, "mediator", said(bird, "c" * 64), AT, released=True, paper="还过五百元"),
            Utterance(6, 2, "mediator", said(bird, bird), AT, paper=bird),
        ),
        record=Record(1, bird, (), bird, ({"no": 1, "kind": "other", "what": bird},), 3, AT, "void", bird),
        claims=(
            Claim(7, 2, said("另外要求退押金"), AT),
            Claim(8, 2, said(bird), AT, "withdrawn"),
        ),
        plans=tuple(
            Plan(n, n % 3 + 1, "x", ({"no": 1, "kind": "other", "what": bird},), AT, bird, state=state)
            for n, state in enumerate(("open", "agreed", "refused", "withdrawn", "replaced"), 10)
        ),
        facts=(
            Fact(20, 3, "双方2026年1月1日写了借条。", AT, "agreed"),
            Fact(21, 3, bird, AT, "refused"),
            Fact(22, 3, bird, AT, "open", ((1, "yes"),)),
        ),
        votes=(Vote(23, 3, "extend", {"why": bird}, AT),),
        wanted=(Wanted(24, 3, 2, bird, AT),),
        notes=(Note(25, 3, bird, AT),),
    )


def test_no_plan_no_talk_no_note_and_no_disputed_fact_goes_on_to_filing() -> None:
    assert "金丝雀" not in canonical(filing(failed(), AT)).decode()


def test_what_goes_on_is_the_claims_the_story_the_papers_and_what_all_accept() -> None:
    material = filing(failed(), AT)
    assert material["claim"] == "还钱两万元"
    assert material["further_claims"] == [{"name": "李某", "text": "另外要求退押金"}]
    assert material["story"] == {"text": "借条在这里", "files": ["a" * 64]}
    assert material["papers"] == [
        {"name": "张某", "shows": "转账凭证", "files": ["b" * 64]},
        {"name": "李某", "shows": "还过五百元", "files": ["c" * 64]},
    ]
    assert material["undisputed"] == ["双方2026年1月1日写了借条。"]
    assert material["ended"] == {"state": "failed", "reason": "too_far"}


MEDIATED = """
@ 调解员 = mediator 王某
张某: 你好
张某 [我有纠纷]
张某 [同意]
张某: 他借我两万元不还。我要求还钱20000元。
张某 (照片 1)
张某 [说完了]
张某: 张某
张某: 13800138000
张某: 李某
张某: 13900139000
张某: 2026年1月
张某 [就在这个聊天里收]
张某 [对,交上去]
调解员 [(2026)和解1号]
调解员 [受理]
调解员 [诉前]
调解员 [邀请对方]
李某: 你好
李某 [我有邀请码]
李某 = 邀请码 调解员
李某: 李某
李某: 13900139000
调解员 [登记身份核实]
调解员 [张某]
调解员 [当面核对]
调解员 [登记身份核实]
调解员 [李某]
调解员 [当面核对]
李某 [愿意调解]
李某: 金丝雀一:其实我欠他。
李某 [说完了]
李某 [就在这个聊天里收]
张某: 金丝雀二:少一点也行。
李某: 金丝雀三:给一半行不行。
李某 [把刚才的话也给对方看]
李某 [给对方看]
李某 [看方案、提方案]
李某 [提一个新方案]
李某 [其他约定]
李某: 金丝雀四:我认这个账。
李某 [没有了]
李某 [可以了]
李某 [发出去]
张某 [不同意]
调解员 [请各方确认事实]
调解员: 双方2026年1月写了借条。
张某 [是这样]
李某 [是这样]
调解员: 金丝雀五,李某还过钱。
李某 [不是这样]
调解员 [写完了]
调解员 [结束调解]
调解员 [双方意见相差太大]
调解员 [结束]
张某 < 为了谈和作的让步,不会交给法庭
李某 < 为了谈和作的让步,不会交给法庭
"""


async def test_a_failed_mediation_is_written_out_for_filing_without_a_word_of_what_was_offered(
    court: House, tmp_path: Path
) -> None:
    talked, ending, over = MEDIATED.partition("调解员 [结束调解]")
    folder = tmp_path / "filing"
    await Player(court, "filing", talked).play()
    assert file_case(court.config, "2026-1", folder) == 2  # it goes on, so there is nothing to file yet
    assert not folder.exists()
    await Player(court, "filing", ending + over).play()
    assert file_case(court.config, "2026-1", folder) == 0
    everything = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert not [name for name, data in everything.items() if "金丝雀".encode() in data]
    assert json.loads(everything["filing.json"])["undisputed"] == ["双方2026年1月写了借条。"]
    read = everything["filing.txt"].decode()
    assert "各方都承认的事实：\n  1. 双方2026年1月写了借条。" in read
    assert "调解结束的原因：双方意见相差太大" in read
    assert sum(name.startswith("files/") for name in everything) == 1
    assert verify(folder) == []
    (folder / "filing.txt").write_text(read.replace("两万", "三万"))
    assert [one.where for one in verify(folder)] == ["filing.txt"]
    assert file_case(court.config, "2026-1", folder) == 2  # nothing is written over


def test_an_unknown_case_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["export", "2026-9", str(tmp_path / "filing"), "--for", "filing"]) == 2

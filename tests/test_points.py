"""Points of a settlement: entered one by one, checked at the door, counted to the fen, written in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words import words
from handlers.acts.promises import promises_of
from handlers.case import Case, Env, Member, Party, Record, Rules
from handlers.days import Calendar
from handlers.events import Moment
from handlers.life import Refused
from handlers.points import add_point, remove_point, totals
from handlers.reading.clauses import court_decides
from handlers.record import checked_points, digest, manifest
from handlers.view import View
from storage.chain import GENESIS
from storage.verify import verify, write_export
from tests.house import START

TODAY = date(2026, 11, 24)
ZHANG, LI = 1, 2
CASE = Case(
    id=1,
    number="1",
    state="mediating",
    stage="before_filing",
    kind="loan",
    claim={},
    since="",
    story={},
    filed_at="",
    parties=(Party(ZHANG, "applicant", "张某"), Party(LI, "respondent", "李某")),
    lead=Member(3, "mediator", "王某"),
)
VIEW = View(me=3, lang="zh", court={}, today=TODAY, role="mediator", case=CASE)


def entered(facts: dict[str, Any], **answers: Any) -> dict[str, Any]:
    """The facts after one more point has been entered."""
    return {**facts, **add_point({**facts, **answers}, VIEW)[1]}


def taken_out(facts: dict[str, Any], number: int) -> dict[str, Any]:
    return {**facts, **remove_point({**facts, "fix": str(number)}, VIEW)[1]}


def pay(fen: int, due: str = "2026-12-15") -> dict[str, Any]:
    return {"p_kind": "pay", "p_who": str(LI), "p_whom": str(ZHANG), "p_sum": fen, "p_due": due}


def penalty(of: int, fen: int = 50_000) -> dict[str, Any]:
    return {"p_kind": "penalty", "p_of": str(of), "p_sum": fen}


APOLOGY = {"p_kind": "apology", "p_who": "2", "p_whom": "1", "p_way": "face", "p_due": "2026-12-01"}
GUARANTOR = {"p_kind": "guarantor", "p_who": "2", "p_whom": "1", "p_backer": "刘某", "p_sum": 200_000}


def every_kind() -> list[dict[str, Any]]:
    facts: dict[str, Any] = {}
    other = {"p_kind": "other", "p_what": "其余的不再要了。"}
    act = {"p_kind": "act", "p_who": "2", "p_whom": "1", "p_what": "搬走柜子", "p_due": "2026-12-03"}
    for one in (pay(300_000), penalty(1), APOLOGY, GUARANTOR, other, act):
        facts = entered(facts, **one)
    points: list[dict[str, Any]] = facts["points"]
    return points


def said(point: dict[str, Any], lang: str = "zh") -> str:
    return words().show(lang, "point", point)


def refusal(points: list[dict[str, Any]]) -> str:
    with pytest.raises(Refused) as caught:
        checked_points(CASE, points, TODAY)
    return f"{caught.value.reason} {caught.value.values.get('no')}"


def test_every_kind_of_point_is_taken_at_the_door_as_it_was_entered() -> None:
    points = every_kind()
    checked = checked_points(CASE, points, TODAY)
    assert [words().show("zh", "point", p) for p in checked] == [said(p) for p in points]


def test_an_apology_says_who_to_whom_how_and_by_when() -> None:
    assert said(every_kind()[2]) == "第3条：李某在2026年12月1日（星期二）以前（含当天），当面向张某赔礼道歉。"


def test_a_guarantor_is_named_with_the_sum_and_must_sign() -> None:
    text = said(every_kind()[3])
    assert "刘某替李某担保" in text
    assert "最多2,000元（贰仟元整）" in text
    assert "刘某要在担保书上签名" in text


def test_a_penalty_names_the_payment_it_is_about() -> None:
    assert said(every_kind()[1]) == (
        "第2条（违约金）：第1条的钱，只要有一期没有按时付，李某就另外付给张某500元，只付一次。"
    )


def test_only_payments_acts_and_apologies_are_promises() -> None:
    points = checked_points(CASE, every_kind(), TODAY)
    env = Env(Moment(START), Calendar(), Rules())
    found = promises_of(Record(1, "", (), "", points, 3, ""), env)
    assert sorted((p.point, p.kind, p.fen) for p in found) == [
        (1, "pay", 300_000),
        (3, "apology", 0),
        (6, "act", 0),
    ]
    apology = next(p for p in found if p.kind == "apology")
    thing = {"kind": apology.kind, "sum": 0, "what": apology.what, "whom": "张某"}
    assert words().show("zh", "thing", thing) == "当面向张某赔礼道歉"


def test_a_digest_covers_guarantor_penalty_and_the_way_of_an_apology() -> None:
    points = list(checked_points(CASE, every_kind(), TODAY))
    whole = digest(1, [], "", points)
    for n, name, other in ((1, "of", 4), (2, "way", "group"), (3, "backer", "赵某"), (3, "sum", 1)):
        changed = [{**p, name: other} if i == n else p for i, p in enumerate(points)]
        assert digest(1, [], "", changed) != whole


@pytest.mark.parametrize(
    ("n", "change", "why"),
    [
        (0, {"sum": 299_999}, "sums_differ 1"),
        (1, {"of": 3}, "bad_penalty 2"),
        (1, {"of": 0}, "bad_penalty 2"),
        (1, {"who": ZHANG, "whom": LI}, "bad_penalty 2"),
        (1, {"sum": 0}, "sums_differ 2"),
        (3, {"backer": "李某"}, "bad_backer 4"),
        (3, {"backer": " "}, "bad_backer 4"),
        (3, {"sum": -1}, "sums_differ 4"),
        (2, {"parts": [{"due": "2026-11-23", "sum": 0}]}, "date_passed 3"),
        (4, {"what": "如果不履行，就由法院判决。"}, "court_decides 5"),
        (5, {"what": "到时没有做到，请法官来判。"}, "court_decides 6"),
    ],
)
def test_a_point_that_cannot_stand_is_refused_with_its_number(
    n: int, change: dict[str, Any], why: str
) -> None:
    points = every_kind()
    points[n] = {**points[n], **change}
    assert refusal(points) == why


@pytest.mark.parametrize(
    "clause",
    [
        "李某不履行的，由法院依法判决。",
        "如果我反悔，让法院判",
        "到时不给，就请法官说了算",
        "逾期未付清，双方同意由人民法院直接裁判",
        "由法院判决，如果一方违约",
        "If he does not pay, the court shall decide.",
        "on default, judgment is to be given by the court: the judge will rule",
    ],
)
def test_leaving_a_default_to_the_court_is_noticed(clause: str) -> None:
    assert court_decides(clause)


@pytest.mark.parametrize(
    "clause",
    [
        "其余的钱不再要了。",
        "不履行的，可以向法院申请强制执行。",
        "李某没有付清(2025)某法院判决书上的钱，这次一并付清。",
        "其余请求由法院另行判决。",
        "不再住在那里。案件由法院审理时的费用各付一半。",
        "到期前付到法院指定的账户。",
        "If the court needs it, he sends a copy.",
    ],
)
def test_other_words_about_courts_and_defaults_stand(clause: str) -> None:
    assert not court_decides(clause)


def test_totals_are_told_to_the_fen_in_figures_and_in_words() -> None:
    facts = entered(entered({}, **pay(1_05)), **pay(70_000_00))
    assert words().show("zh", "sums", totals(facts["points"])) == (
        "李某一共要付给张某：70,001.05元（柒万零壹元零伍分）"
    )


def test_a_small_sum_is_told_in_words_too() -> None:
    assert "（贰元整）" in words().show("zh", "sums", totals(entered({}, **pay(200))["points"]))


def test_a_payment_entered_anew_keeps_its_penalty() -> None:
    facts = entered(entered(entered({}, **APOLOGY), **pay(300_000)), **penalty(2))
    facts = entered(taken_out(facts, 2), **pay(400_000))
    assert [p["kind"] for p in facts["points"]] == ["apology", "pay", "penalty"]
    assert facts["points"][2]["of"] == 2


def test_a_penalty_without_its_payment_says_so_and_does_not_stand() -> None:
    facts = entered(entered({}, **pay(300_000)), **penalty(1))
    facts = entered(taken_out(facts, 1), **APOLOGY)
    assert "还没有选" in said(facts["points"][1])
    assert refusal(facts["points"]) == "bad_penalty 2"


def test_a_penalty_entered_anew_before_its_payment_is_about_that_payment() -> None:
    facts = entered(entered(entered({}, **pay(100)), **penalty(1)), **pay(200))
    facts = entered(taken_out(facts, 2), **penalty(2))  # the second of the two payments now on the screen
    assert facts["points"][1]["of"] == 3


@given(st.lists(st.tuples(st.sampled_from(["pay", "penalty", "apology"]), st.integers(0, 9)), max_size=12))
def test_a_penalty_follows_its_payment_wherever_points_are_taken_out(steps: list[tuple[str, int]]) -> None:
    facts: dict[str, Any] = entered({}, **pay(1))
    about: dict[int, int] = {}  # the sum that marks a penalty → the sum that marks its payment
    for mark, (kind, at) in enumerate(steps, 2):
        points = facts["points"]
        if at % 2 and len(points) > 1:  # another point of the same kind and sum is entered in its place
            old = points[at % len(points)]
            facts = taken_out(facts, old["no"])
            again = {"pay": pay(old["sum"]), "apology": APOLOGY}.get(old["kind"])
            if again is None:
                paid = next(
                    p for p in facts["points"] if p["kind"] == "pay" and p["sum"] == about[old["sum"]]
                )
                again = penalty(paid["no"], old["sum"])
            facts = entered(facts, **again)
        elif kind == "penalty":
            paid = [p for p in points if p["kind"] == "pay"][at % sum(p["kind"] == "pay" for p in points)]
            about[mark] = paid["sum"]
            facts = entered(facts, **penalty(paid["no"], mark))
        else:
            facts = entered(facts, **(pay(mark) if kind == "pay" else APOLOGY))
    by_number = {p["no"]: p for p in facts["points"]}
    for point in facts["points"]:
        if point["kind"] == "penalty":
            assert by_number[point["of"]]["sum"] == about[point["sum"]]
    checked_points(CASE, facts["points"], TODAY)


def test_an_export_verifies_every_kind_of_point_and_notices_a_changed_one(tmp_path: Path) -> None:
    points = checked_points(CASE, every_kind(), TODAY)
    made = manifest(1, [], "写好的", points)
    record = {"version": 1, "digest": digest(1, [], "写好的", points), "sealed": True, "manifest": made}
    record["confirmations"] = [{"name": "张某", "role": "applicant", "at": "", "digest": record["digest"]}]
    about = {"number": "1", "exported_at": "", "for": "court", "chain": {"head": GENESIS, "length": 0}}
    folder = tmp_path / "export"
    write_export(folder, case=about, journal=[], records=[record], files={})
    assert verify(folder) == []
    kept = folder / "records" / "1.json"
    kept.write_text(kept.read_text().replace("刘某", "赵某"))
    assert "records/1.json" in {one.where for one in verify(folder)}

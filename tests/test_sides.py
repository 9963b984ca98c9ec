"""Several people on a side: told of in one story, invited, heard and left out one by one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from handlers.readers import Misread
from handlers.sides.telling import MOST, claims, expected, matters, others, people, reaches, several
from handlers.view import View

VIEW = View(1, "zh", {}, date(2026, 11, 24))
THREE = "李某 13900139001 欠1200元\n王某 欠800元\n张某"


def read(text: str) -> Any:
    return others(text, {}, VIEW)


def told(**facts: Any) -> dict[str, Any]:
    """Facts as they stand after the fork that follows the question."""
    return facts | dict(several(facts, VIEW)[1])


@pytest.mark.parametrize(
    "text",
    ["张某", "示例物业有限公司", "Zhang San", "幸福 物业公司", "我不知道,他姓王", "李某和王某"],
)
def test_one_name_stays_one_name_as_it_was_written(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    "text", ["李某、王某、张某", "李某\n王某\n张某", "1. 李某\n2、王某\n3)张某", "李某;王某;张某"]
)
def test_several_people_are_read_one_a_line_or_by_the_enumeration_comma(text: str) -> None:
    assert [one["name"] for one in read(text)] == ["李某", "王某", "张某"]


def test_each_may_come_with_a_telephone_and_a_claim() -> None:
    assert read(THREE) == [
        {"name": "李某", "reach": "13900139001", "claim": "欠1200元"},
        {"name": "王某", "reach": "", "claim": "欠800元"},
        {"name": "张某", "reach": "", "claim": ""},
    ]


@pytest.mark.parametrize("text", ["李某 139001390", "13900139001\n王某", "李某\n——\n12345678901234"])
def test_a_line_that_is_not_certain_is_asked_for_again(text: str) -> None:
    assert isinstance(read(text), Misread)


def test_two_people_of_one_name_must_be_told_apart() -> None:
    again = read("李某\n李某")
    assert isinstance(again, Misread)
    assert again.reason == "same_name"


def test_no_more_people_are_taken_than_the_house_can_look_after() -> None:
    assert len(read("\n".join(f"业主甲{n}" for n in range(MOST)))) == MOST
    again = read("\n".join(f"业主甲{n}" for n in range(MOST + 1)))
    assert isinstance(again, Misread)
    assert again.reason == "too_many"


def test_one_person_with_a_telephone_leaves_nothing_more_to_ask() -> None:
    facts = told(other_name=read("李某 13900139001 欠1200元"))
    assert (facts["other_name"], facts["other_reach"], facts["claim"]) == ("李某", "13900139001", "欠1200元")


def test_how_to_reach_the_others_is_asked_only_of_those_without_a_telephone() -> None:
    facts = told(other_name=read(THREE))
    assert facts["other_reach"] is None
    assert reaches("住3栋\n住4栋", facts, VIEW) == ["13900139001", "住3栋", "住4栋"]
    assert reaches("张某:住4栋\n王某:住3栋", facts, VIEW) == ["13900139001", "住3栋", "住4栋"]
    assert reaches("都住示例小区", facts, VIEW) == ["13900139001", "都住示例小区", "都住示例小区"]
    assert isinstance(reaches("住3栋\n住4栋\n住5栋\n住6栋", facts, VIEW), Misread)


def test_one_claim_is_for_all_and_the_own_sum_stands_beside_it() -> None:
    facts = told(other_name=read(THREE), claim="交物业费", other_reach=["a", "b", "c"])
    assert [one["claim"] for one in people(facts)] == [
        "交物业费（欠1200元）",
        "交物业费（欠800元）",
        "交物业费",
    ]


def test_claims_are_taken_line_by_line_only_where_every_line_speaks_of_its_person() -> None:
    facts = told(other_name=read("李某\n王某"))
    assert claims("李某:1200元\n王某:800元", facts, VIEW) == ["1200元", "800元"]
    assert claims("王某:800元\n李某:1200元", facts, VIEW) == ["1200元", "800元"]
    assert claims("李某:1200元\n都要快点交", facts, VIEW) == "李某:1200元\n都要快点交"
    assert claims("1200元\n800元", facts, VIEW) == ["1200元", "800元"]
    assert claims("交清物业费。\n以后按时交。", facts, VIEW) == "交清物业费。\n以后按时交。"


def test_answers_for_three_people_do_not_stay_for_two() -> None:
    facts = told(other_name=read("李某\n王某"), other_reach=["a", "b", "c"], claim=["1元", "2元", "3元"])
    assert facts["other_reach"] is None
    assert facts["claim"] is None


def test_separate_people_are_a_matter_each_with_their_own_claim_and_nobody_elses_name() -> None:
    facts = told(
        other_name=read("李某 13900139001\n王某 13900139002"), claim=["1200元", "800元"], together="apart"
    )
    first, second = matters(facts)
    assert (first["claim"], second["claim"]) == ("1200元", "800元")
    assert [[one.name for one in expected(m, 1)] for m in (first, second)] == [["李某"], ["王某"]]


def test_people_who_belong_together_are_one_matter_with_everybody_in_it() -> None:
    facts = told(other_name=read("李某 13900139001\n王某 13900139002"), claim="退钱", together="together")
    (only,) = matters(facts)
    assert [(one.n, one.name, one.reach) for one in expected(only, 1)] == [
        (1, "李某", "13900139001"),
        (2, "王某", "13900139002"),
    ]
    assert only["claim"] == "退钱"

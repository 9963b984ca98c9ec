"""Words of danger are heard at any step, and everyday sayings are not taken for them."""

from __future__ import annotations

import pytest

from handlers.reading.choices import asked
from handlers.reading.danger import danger

ONESELF = (
    "我不想活了",
    "活着没意思",
    "再不给钱我就从楼上跳楼",
    "他要是不还我就喝农药",
    "想死的心都有，真的想死",
    "我 想 自 杀",
    "死给他们看",
    "I want to die",
)
VIOLENCE = (
    "他说要打死我",
    "救命",
    "他拿着刀在我家门口",
    "老公又打我了",
    "房东叫人来打我们",
    "我要砍死他",
    "家暴好几年了",
    "He has a knife",
    "he is hitting me now",
)
HARMLESS = (
    "气死我了",
    "打死我也不信他没钱",
    "累死人了",
    "我不会自杀的，你放心",
    "死活不还钱",
    "他打电话给我",
    "我要求退押金3000元",
    "这房子的水管坏死了",
    "他杀价杀得厉害",
    "我们没有打人",
    "dead line is tomorrow",
)


@pytest.mark.parametrize("text", ONESELF)
def test_words_of_harming_oneself_are_heard(text: str) -> None:
    assert danger(text) == "oneself"


@pytest.mark.parametrize("text", VIOLENCE)
def test_words_of_violence_are_heard(text: str) -> None:
    assert danger(text) == "violence"


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_sayings_are_no_alarm(text: str) -> None:
    assert danger(text) == ""


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("请问一下，我的案子怎么样了呀？", "我的案子怎么样了"),
        ("我想知道谁能看到我说的话呢", "谁能看到我说的话"),
        ("我还欠多少", "我还欠多少"),
        ("请他还钱", "他还钱"),
    ],
)
def test_a_question_is_understood_without_its_polite_words(text: str, question: str) -> None:
    assert asked(text) == question

"""Words of violence or of harming oneself: what is said then comes before everything else."""

from __future__ import annotations

import re

from handlers.reading.choices import clean

_ONESELF = re.compile(
    "(?:不想|没法|不要)(?:再)?活(?:了|下去)|活不下去|活着(?:没|真没|还有什么|有什么)(?:有)?(?:意思|意义|劲)|没有活路"
    "|活够了|寻短见|想不开|轻生|自杀|自尽|自残|割腕|上吊|喝农药|(?:喝|吃)药(?:死|自)|吃(?:一瓶|好多)安眠药"
    "|跳(?:楼|河|江|桥|井)|一了百了|想死|去死了|死了算了|死给(?:你|他|她|他们|你们)看|同归于尽|了结(?:自己|生命)"
)
_VIOLENCE = re.compile(
    "救命|(?:要|想|去|敢|就|会|来|扬言)(?:打|砍|捅|杀|弄|整|搞|烧|炸)死?(?:了)?(?:我|他|她|你|他们|她们|全家|人)"
    "|(?:打|砍|捅|杀|弄|整|烧|掐)死(?:我|他|她|你|他们|全家)(?!也)|杀了(?:我|他|她|你|他们)|(?:砍|捅|杀|打)人"
    "|(?:正在|在|又|天天|经常|老是|一直)(?:打|殴打)(?:我|她|他|孩子|小孩|人)|(?:他|她|老公|丈夫|老板)打了?我"
    "|家暴|家庭暴力|(?:拿|带|提|举)(?:着)?(?:刀|菜刀|棍子|斧头|汽油)|泼汽油|放火|点火烧|绑架|非法拘禁|关(?:着|起来)不让(?:走|出)"
    "|堵(?:着|住)门不让|要(?:我|他|她)的命|血债血偿|叫人(?:来)?(?:打|砍|收拾)"
)
_HARMLESS = re.compile(
    "(?:不会|没有|没|从来不|绝不|不可能|不敢|不|别|不要)(?:想|去|要)?(?:自杀|轻生|寻短见|想不开|跳楼|打人|杀人|家暴|放火)"
    "|打死我也(?:不|没)|(?:气|累|急|烦|热|冷|笑|忙|愁|饿|吓|羞)死(?:我|人)|死活不|打人家电话|杀人(?:不过|诛心)"
    "|(?:小品|电视|新闻|电影)里"
)
_ENGLISH_ONESELF = re.compile(
    r"\b(?:kill(?:ing)? myself|suicide|end my life|want to die|(?:do not|don't) want to live|hurt myself)\b",
    re.IGNORECASE,
)
_ENGLISH_VIOLENCE = re.compile(
    r"\b(?:(?:going to|will|gonna|threatens? to|wants? to) (?:kill|stab|beat|hurt) (?:me|him|her|them|you)"
    r"|(?:is|was|keeps) (?:beating|hitting|hurting) (?:me|him|her|us)|domestic violence|has a knife)\b",
    re.IGNORECASE,
)


def danger(text: str) -> str:
    """``"oneself"``, ``"violence"`` or ``""``: whether somebody may be in danger; rather once too often.

    Plain sayings ("气死我了", "打死我也不信") and denials ("我不会自杀") are left out before looking.
    """
    said = _HARMLESS.sub("，", clean(text).replace(" ", ""))
    spaced = clean(text)
    if _ONESELF.search(said) or _ENGLISH_ONESELF.search(spaced):
        return "oneself"
    if _VIOLENCE.search(said) or _ENGLISH_VIOLENCE.search(spaced):
        return "violence"
    return ""

"""What a first story tells for certain, so that the question about it can be passed over and only shown."""

from __future__ import annotations

import re
from datetime import date

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberMatcher

from handlers.reading.choices import clean
from handlers.reading.dates import read_date
from handlers.reading.phones import REGION

KIND_WORDS: dict[str, tuple[str, ...]] = {
    "tenancy": (
        *("房租", "租房", "租金", "退租", "押金", "房东", "租客", "租户", "承租", "续租", "租期", "出租屋"),
        *("房屋租赁", "租赁合同", "租的房", "租了房", "房子租", "房子出租"),
    ),
    "property_fee": ("物业费", "物业管理", "物业服务", "物业公司", "物业合同", "物业催"),
    "loan": (
        *(
            "借条",
            "借钱",
            "借款",
            "借据",
            "欠钱不还",
            "欠款不还",
            "借给",
            "借我",
            "借了我",
            "民间借贷",
            "出借",
        ),
        *("高利贷", "网贷", "网络贷款", "砍头息"),
    ),
    "wages": ("工资", "欠薪", "工钱", "讨薪", "薪水", "加班费", "劳动报酬", "血汗钱"),
    "sale": ("货款", "买卖合同", "供货", "货到付款", "欠货"),
    "service": ("装修", "工程款", "施工", "承揽", "包工", "工程队", "做工程", "完工", "加工费", "瓷砖"),
    "neighbours": ("邻居", "隔壁", "楼上漏水", "楼下漏水", "相邻", "采光", "噪音", "扰民", "楼上住户"),
    "family": (
        *("离婚", "复婚", "抚养权", "彩礼", "夫妻", "婚姻", "结婚", "婚后"),
        *("婚前", "前夫", "前妻", "探望权"),
    ),
    "support": ("抚养费", "赡养", "扶养费", "扶养人", "抚育费"),
    "inheritance": ("遗产", "遗嘱", "继承", "遗赠", "遗书", "遗言"),
    "traffic": ("交通事故", "车祸", "追尾", "交强险", "肇事", "撞车", "车撞", "撞了我", "酒驾", "醉驾"),
    "injury": (
        *("打伤", "打人", "打架", "轻伤", "骨折", "医药费", "医疗费", "受伤", "咬伤", "摔伤", "摔下", "致残"),
        *("医疗事故", "医疗损害", "医疗过错", "患者", "人身损害", "精神损害", "伤残", "打破", "杀"),
    ),
    "consumer": (
        "退款",
        "退货",
        "网购",
        "假货",
        "消费者",
        "虚假广告",
        "健身卡",
        "预付卡",
        "会员卡",
        "以次充好",
    ),
}
"""The words that speak for a kind of dispute; a kind counts only if no other kind's words stand there too."""

MENTIONS: dict[str, tuple[str, ...]] = {
    "property_fee": ("物业",),
    "wages": ("上班", "工地", "工人", "农民工", "入职", "辞职", "离职", "用人单位", "工伤"),
    "service": ("工程",),
    "sale": ("卖方", "买方", "二手房"),
}
"""Words that do not give a kind by themselves but make every other kind doubtful."""

UNSURE_WORDS = (
    *("赠与", "拆迁", "征收", "征地", "土地承包", "承包地", "宅基地", "劳动合同", "劳动关系", "产品", "保险"),
    *("诈骗", "被骗", "判刑", "拘留", "报警", "警察", "担保", "保证人", "抵押", "信用卡", "开发商"),
    *("学校", "学生", "同学", "自杀", "恋爱", "男朋友", "女朋友", "买房", "购房"),
)
"""Words of disputes whose kind people and courts see differently: with one of them no kind is given."""

_SPACE = r"[\s:：,，]*"
_CLAIM = re.compile(
    "(?:^|(?<=[。！？!?；;，,\n\\s]))(?:现在|现|所以|因此|故)?"
    f"(?:我的(?:要求|诉求|请求)是|我(?:现在|就|只|们)?(?:要求|请求|希望|想要[他她它])|诉求是"
    f"|请求(?=[:：]|法院|法庭|判令|依法|对方|调解)){_SPACE}"
    "([^。！？!?；;\n]{2,200})([。！？!?；;\n]|$)"
)
_ASKING = re.compile("吗|么$|怎么|如何|能不能|是否|^(?:咨询|问|知道|了解|律师|大家|您|你)")

_FIGURE = "(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_YEAR = "(?:(?:19|20)[0-9]{2}年|[一二][零〇○一二三四五六七八九]{3}年|[今去前]年)"
_WHEN = f"(?:{_YEAR}{_FIGURE}月(?:{_FIGURE}[日号])?(?![0-9一二三四五六七八九十])|上个月)"
_SINCE = re.compile(
    f"(?:(?<![来亲独各])(?:自从|打从|从|自)(?P<after>{_WHEN})"
    f"|(?P<before>{_WHEN})份?(?:就?开始|起|以来|至今|到现在))"
)

_WHOSE = (
    "(?:对方|(?<!其)[他她]们?|房东|房客|租客|老板|邻居|物业|被告|欠款人|借款人|包工头|店家|商家|卖家|公司)"
)
_NUMBER_OF = "(?:电话|手机|号码|联系方式|联系电话)"
_THEIRS = re.compile(
    f"(?P<who>{_WHOSE})(?:本人)?的?(?:{_NUMBER_OF}){{1,2}}号?码?(?:是|为)?{_SPACE}$"
    f"|(?:^|[,，。;；\\s]|可以|请)联系(?:[他她]们?|对方|房东|老板)(?:的)?(?:{_NUMBER_OF})?(?:是)?{_SPACE}$"
)


def fills(text: str, today: date) -> dict[str, str]:
    """The facts a first story states without doubt; a fact that is only likely is left out.

    ``kind`` is a key of ``KIND_WORDS``; ``claim`` and ``since`` are the person's own words; ``other_reach``
    is the other side's telephone number in E.164, never a number that may be the person's own.
    """
    found = {
        "kind": _kind(clean(text)),
        "claim": _claim(text),
        "since": _since(text, today),
        "other_reach": _other_reach(clean(text)),
    }
    return {key: value for key, value in found.items() if value}


def _kind(said: str) -> str | None:
    kinds = _named(KIND_WORDS, said)
    certain = len(kinds) == 1 and _named(MENTIONS, said) <= kinds
    return kinds.pop() if certain and not any(word in said for word in UNSURE_WORDS) else None


def _named(table: dict[str, tuple[str, ...]], said: str) -> set[str]:
    return {kind for kind, words in table.items() if any(word in said for word in words)}


def _claim(text: str) -> str | None:
    """What follows the one explicit cue, up to the end of its sentence; a question is not a claim."""
    claims = list(_CLAIM.finditer(text))
    if len(claims) != 1 or claims[0][2] in ("?", "？"):
        return None
    claim = claims[0][1].strip()
    return None if _ASKING.search(claim) else claim


def _since(text: str, today: date) -> str | None:
    phrases = {match["after"] or match["before"] for match in _SINCE.finditer(text)}
    if len(phrases) != 1:
        return None
    phrase = phrases.pop()
    day = read_date(phrase if phrase[-1] in "日号" else f"{phrase}1日", today)
    return None if day and day > today else phrase


def _other_reach(said: str) -> str | None:
    numbers = set()
    for match in PhoneNumberMatcher(said, REGION):
        before = said[: match.start]
        cue = _THEIRS.search(before)
        if cue and not _own(cue, before):
            numbers.add(phonenumbers.format_number(match.number, PhoneNumberFormat.E164))
    return numbers.pop() if len(numbers) == 1 else None


def _own(cue: re.Match[str], before: str) -> bool:
    """Whether the cue may point at the speaker: denied, "我是房东", or "我…的" just before it."""
    lead = before[: cue.start()]
    who = cue["who"]
    return bool(re.search("(?:不是|没有|我是|本人是)$", lead)) or bool(
        who and re.search(f"(?:我|本人)(?:就是|是)(?:[^,，。]{{0,6}})?{who}", before)
    )


def likely_kinds(text: str) -> list[str]:
    """Kinds of dispute of which a story speaks, the most often named first; only a guess."""
    said = clean(text)
    tables = (KIND_WORDS, MENTIONS)
    counts = {
        kind: sum(said.count(word) for table in tables for word in table.get(kind, ())) for kind in KIND_WORDS
    }
    return sorted((kind for kind in counts if counts[kind]), key=lambda kind: -counts[kind])

"""Places in the world as people name them, and the time zone (IANA) that each of them lives by."""

from __future__ import annotations

import re
from collections.abc import Mapping

from handlers.reading.choices import clean

WIDE = "wide"
"""A country with several time zones: the city must be named."""

PLACES: Mapping[str, tuple[str, ...]] = {
    "Asia/Shanghai": ("北京", "上海", "广州", "深圳", "中国", "国内", "china", "beijing", "shanghai"),
    "Asia/Hong_Kong": ("香港", "hong kong"),
    "Asia/Macau": ("澳门", "澳門", "macau", "macao"),
    "Asia/Taipei": ("台北", "臺北", "台湾", "臺灣", "高雄", "taipei", "taiwan"),
    "Asia/Tokyo": ("东京", "大阪", "日本", "tokyo", "osaka", "japan"),
    "Asia/Seoul": ("首尔", "韩国", "釜山", "seoul", "korea", "south korea"),
    "Asia/Singapore": ("新加坡", "singapore"),
    "Asia/Kuala_Lumpur": ("吉隆坡", "马来西亚", "kuala lumpur", "malaysia"),
    "Asia/Bangkok": ("曼谷", "泰国", "bangkok", "thailand"),
    "Asia/Ho_Chi_Minh": ("胡志明市", "胡志明", "河内", "越南", "hanoi", "ho chi minh city", "vietnam"),
    "Asia/Phnom_Penh": ("金边", "柬埔寨", "phnom penh", "cambodia"),
    "Asia/Yangon": ("仰光", "缅甸", "yangon", "myanmar"),
    "Asia/Manila": ("马尼拉", "菲律宾", "manila", "philippines"),
    "Asia/Jakarta": ("雅加达", "jakarta"),
    "Asia/Kolkata": ("新德里", "孟买", "印度", "delhi", "new delhi", "mumbai", "india"),
    "Asia/Karachi": ("卡拉奇", "巴基斯坦", "karachi", "pakistan"),
    "Asia/Dubai": ("迪拜", "阿联酋", "dubai", "uae"),
    "Asia/Riyadh": ("利雅得", "沙特", "riyadh", "saudi arabia"),
    "Europe/Istanbul": ("伊斯坦布尔", "土耳其", "istanbul", "turkey"),
    "Europe/Moscow": ("莫斯科", "圣彼得堡", "moscow"),
    "Asia/Vladivostok": ("海参崴", "符拉迪沃斯托克", "vladivostok"),
    "Europe/London": ("伦敦", "曼彻斯特", "爱丁堡", "英国", "london", "manchester", "uk", "england"),
    "Europe/Dublin": ("都柏林", "爱尔兰", "dublin", "ireland"),
    "Europe/Paris": ("巴黎", "法国", "paris", "france"),
    "Europe/Berlin": ("柏林", "慕尼黑", "法兰克福", "德国", "berlin", "munich", "frankfurt", "germany"),
    "Europe/Rome": ("罗马", "米兰", "意大利", "rome", "milan", "italy"),
    "Europe/Madrid": ("马德里", "巴塞罗那", "西班牙", "madrid", "barcelona", "spain"),
    "Europe/Amsterdam": ("阿姆斯特丹", "荷兰", "amsterdam", "netherlands"),
    "Europe/Brussels": ("布鲁塞尔", "比利时", "brussels", "belgium"),
    "Europe/Zurich": ("苏黎世", "日内瓦", "瑞士", "zurich", "geneva", "switzerland"),
    "Europe/Stockholm": ("斯德哥尔摩", "瑞典", "stockholm", "sweden"),
    "Africa/Cairo": ("开罗", "埃及", "cairo", "egypt"),
    "Africa/Lagos": ("拉各斯", "尼日利亚", "lagos", "nigeria"),
    "Africa/Nairobi": ("内罗毕", "肯尼亚", "nairobi", "kenya"),
    "Africa/Johannesburg": ("约翰内斯堡", "开普敦", "南非", "johannesburg", "cape town", "south africa"),
    "Africa/Luanda": ("罗安达", "安哥拉", "luanda", "angola"),
    "America/New_York": (
        *("纽约", "波士顿", "华盛顿", "费城", "迈阿密", "亚特兰大", "new york", "boston"),
        *("washington", "philadelphia", "miami", "atlanta"),
    ),
    "America/Chicago": ("芝加哥", "休斯敦", "休斯顿", "达拉斯", "chicago", "houston", "dallas"),
    "America/Denver": ("丹佛", "盐湖城", "denver", "salt lake city"),
    "America/Phoenix": ("凤凰城", "phoenix"),
    "America/Los_Angeles": (
        *("洛杉矶", "旧金山", "西雅图", "拉斯维加斯", "los angeles"),
        *("san francisco", "seattle", "san diego", "las vegas"),
    ),
    "Pacific/Honolulu": ("檀香山", "夏威夷", "honolulu", "hawaii"),
    "America/Toronto": ("多伦多", "渥太华", "蒙特利尔", "toronto", "ottawa", "montreal"),
    "America/Vancouver": ("温哥华", "vancouver"),
    "America/Mexico_City": ("墨西哥城", "mexico city"),
    "America/Sao_Paulo": ("圣保罗", "里约热内卢", "sao paulo", "são paulo", "rio de janeiro"),
    "America/Argentina/Buenos_Aires": ("布宜诺斯艾利斯", "阿根廷", "buenos aires", "argentina"),
    "America/Santiago": ("智利", "智利圣地亚哥", "santiago", "chile"),
    "America/Lima": ("利马", "秘鲁", "lima", "peru"),
    "Australia/Sydney": ("悉尼", "墨尔本", "堪培拉", "sydney", "melbourne", "canberra"),
    "Australia/Brisbane": ("布里斯班", "brisbane"),
    "Australia/Adelaide": ("阿德莱德", "adelaide"),
    "Australia/Perth": ("珀斯", "perth"),
    "Pacific/Auckland": ("奥克兰", "惠灵顿", "新西兰", "auckland", "wellington", "new zealand"),
}
_WIDE: tuple[str, ...] = (
    "美国",
    "加拿大",
    "澳大利亚",
    "澳洲",
    "俄罗斯",
    "巴西",
    "墨西哥",
    "印度尼西亚",
    "印尼",
    "美洲",
    "欧洲",
    "非洲",
)
_WIDE += (
    "usa",
    "us",
    "america",
    "united states",
    "canada",
    "australia",
    "russia",
    "brazil",
    "mexico",
    "indonesia",
)
_BY_NAME = {name: zone for zone, names in PLACES.items() for name in names}
_AROUND = re.compile("^(?:我?们?现?在?在|我?住在?|我们?这里是|i am in|i'm in|i live in|in) ?|[市。.!,，]+$")
_COUNTRY = re.compile(f"^(?:{'|'.join(_WIDE[:12])}|日本|英国|法国|德国|意大利|西班牙)的?(?=.)")


def read_place(text: str) -> str:
    """The time zone of the place that a text names, ``wide``, or "" for a place that is not known."""
    said = _AROUND.sub("", _AROUND.sub("", clean(text).casefold())).strip()
    said = re.sub(" ?(?:时间|time)$", "", said)
    if said in _WIDE:
        return WIDE
    return _BY_NAME.get(said) or _BY_NAME.get(_COUNTRY.sub("", said)) or _BY_NAME.get(said.split(",")[0], "")

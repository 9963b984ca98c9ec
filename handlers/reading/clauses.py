"""Clauses that no settlement may hold (民事调解规定 8)."""

from __future__ import annotations

import re

from handlers.reading.choices import clean

_FAILS = "(?:不|没|未|逾期|违约|违反|反悔|拒绝|拒不|到期|食言|赖账)"
_COURT = "(?:法院|法庭|法官|审判员)"
# 判决书 and 裁定书 are papers, not something that is still to be decided.
_DECIDES = "(?:判(?!决书|决生效)|裁(?!定书|决书)|审理|说了算|来定|决定)"
_APART = "[^。；;!?\\n]"
_HANDED = f"{_COURT}{_APART}{{0,12}}?{_DECIDES}"
_DEFAULT_FIRST = re.compile(f"{_FAILS}{_APART}{{0,24}}?{_HANDED}")
_COURT_FIRST = re.compile(
    f"(?:由|请|让|叫|交|找){_APART}{{0,4}}?{_HANDED}{_APART}{{0,6}}?(?:如果?|若|假如|要是|一旦|只要){_APART}{{0,12}}?{_FAILS}"
)
_ENGLISH = re.compile(
    r"\b(?:default\w*|breach\w*|fail\w*|not (?:pay|perform|do|keep)\w*|n't (?:pay|perform|do|keep)\w*)\b"
    r"[^.;\n]{0,60}?\b(?:court|judge)\b[^.;\n]{0,30}?\b(?:decide|judge|judg?ment|rule|ruling)",
)


def court_decides(text: str) -> bool:
    """Whether a clause leaves it to a court to decide should a party default (民事调解规定 8)."""
    said = clean(text).casefold()
    joined = said.replace(" ", "")
    return any(
        found is not None
        for found in (_DEFAULT_FIRST.search(joined), _COURT_FIRST.search(joined), _ENGLISH.search(said))
    )

"""Conversations about several people on a side."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.leaving import REASONS
from handlers.script import Act, End, Script, choose, offer

LEAVING = Script(
    "leaving",
    version=1,
    steps=(
        offer("whom", "respondents", then="left_why", choices={"none": "end"}),
        choose("left_why", dict.fromkeys(REASONS, "sure"), always=True),
        choose("sure", {"yes": "do", "no": "end"}, always=True, shows=("leaver", "leaving")),
        Act("do", does="leave_out", then="end", hush=True),
        End("end"),
    ),
)

NEXT = Script(
    "next_related",
    version=1,
    steps=(Act("go", does="next_related", then="end", hush=True), End("end")),
)

SCRIPTS: tuple[Script, ...] = (LEAVING, NEXT)
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {"next_one": "next_related"}
OFFICE_VISITS: Mapping[str, str] = {"leave_out": "leaving", "next_case": "next_related"}
DESK_VISITS: Mapping[str, str] = {}
PARTY_ON: Mapping[str, str] = {
    "filed_all": "",
    "left_out": "close:check,offered,plan,plans,fact",
    "other_left": "",
    "said_some": "",
}
OFFICE_ON: Mapping[str, str] = {"other_left": "", "said_related": ""}
DESK_ON: Mapping[str, str] = {"new_cases": ""}

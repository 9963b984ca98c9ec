"""Conversations about several people on a side."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.leaving import REASONS
from handlers.script import ANYTHING, Act, End, Script, Tell, choose, hear, offer

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

COUNTER = Script(
    "counter",
    version=1,
    scope="settle",
    steps=(
        hear("what", takes=ANYTHING, many=True, fact="answer", then="sure", always=True),
        choose("sure", {"yes": "do", "add": "what", "no": "end"}, always=True, shows=("answer",)),
        Act("do", does="claim", then="sent"),
        Tell("sent", then="end"),
        End("end"),
    ),
)

UNCLAIM = Script(
    "unclaim",
    version=1,
    scope="settle",
    steps=(
        offer("which", "my_claims", then="do", fact="n", choices={"none": "end"}),
        Act("do", does="withdraw_claim", then="gone"),
        Tell("gone", then="end"),
        End("end"),
    ),
)

SCRIPTS: tuple[Script, ...] = (LEAVING, NEXT, COUNTER, UNCLAIM)
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {"claim": "counter", "unclaim": "unclaim", "next_one": "next_related"}
OFFICE_VISITS: Mapping[str, str] = {"leave_out": "leaving", "next_case": "next_related"}
DESK_VISITS: Mapping[str, str] = {}
CLAIMS = {"claim_heard": "", "claim_gone": ""}
PARTY_ON: Mapping[str, str] = {
    "filed_all": "ask",
    "left_out": "close:check,offered,plan,plans,fact",
    "other_left": "",
    "said_some": "",
} | CLAIMS
OFFICE_ON: Mapping[str, str] = {"other_left": "", "said_related": "", **CLAIMS}
DESK_ON: Mapping[str, str] = {"new_cases": ""}

"""Conversations about papers and reminders."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.script import ANYTHING, Act, Decide, End, Script, Tell, choose, hear, offer

PAPER = Script(
    "paper",
    version=1,
    scope="speak",
    steps=(
        Decide("begin", by="paper_asked_for", outcomes={"wanted": "wanted", "own": "files"}),
        choose(
            "wanted",
            {"now": "files", "none": "no_paper", "later": "later"},
            always=True,
            shows=("by", "text"),
        ),
        hear("files", takes=ANYTHING, many=True, then="shows", always=True),
        hear("shows", reads="line", then="share"),
        Decide("share", by="paper_may_cross", outcomes={"yes": "share_it", "no": "give"}),
        choose("share_it", {"yes": "give", "no": "give"}, always=True, fact="share", shows=("others_see",)),
        Act("give", does="give_paper", then="given"),
        Tell("given", then="end", shows=("shared",)),
        Act("no_paper", does="no_paper", then="noted"),
        Tell("noted", then="end"),
        Tell("later", then="end"),
        End("end"),
    ),
)

PAPERS = Script(
    "papers",
    version=1,
    steps=(
        Tell("list", then="end", shows=("papers_seen",), files="paper_files"),
        End("end"),
    ),
)

ASK_PAPER = Script(
    "ask_paper",
    version=1,
    steps=(
        offer("of", "people_checked", then="what", choices={"none": "end"}),
        hear("what", reads="line", then="ask", always=True),
        Act("ask", does="ask_paper", then="end", hush=True),
        End("end"),
    ),
)

DROP_PAPER = Script(
    "drop_paper",
    version=1,
    steps=(
        offer("drop", "wanted_papers", then="do", choices={"none": "end"}),
        Act("do", does="drop_paper", then="end", hush=True),
        End("end"),
    ),
)

CONFIRMING = Script(
    "confirming",
    version=1,
    scope="settle",
    steps=(
        choose(
            "confirming",
            {"together": "do", "applied": "do", "no": "do", "later": "later"},
            always=True,
            shows=("confirm_until",),
        ),
        Act("do", does="confirming", then="thanks"),
        Tell("thanks", then="end"),
        Tell("later", then="end", shows=("confirm_until",)),
        End("end"),
    ),
)

COURT_RESULT = Script(
    "court_result",
    version=1,
    steps=(
        offer("result", "court_results", then="sure", choices={"none": "end"}),
        choose("sure", {"yes": "do", "no": "end"}, always=True, shows=("result",)),
        Act("do", does="court_result", then="end", hush=True),
        End("end"),
    ),
)

SCRIPTS: tuple[Script, ...] = (PAPER, PAPERS, ASK_PAPER, DROP_PAPER, CONFIRMING, COURT_RESULT)
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {"paper": "paper", "papers": "papers", "confirming": "confirming"}
OFFICE_VISITS: Mapping[str, str] = {
    "ask_paper": "ask_paper",
    "papers": "papers",
    "drop_paper": "drop_paper",
    "court_result": "court_result",
}
DESK_VISITS: Mapping[str, str] = {}
PARTY_ON: Mapping[str, str] = {
    "paper_wanted": "visit:paper",
    "paper_dropped": "",
    "paper_crossed": "",
    "record_waiting": "",
    "confirm_soon": "visit:confirming",
    "applied": "",
    "confirm_missed": "close:confirming",
    "court_result": "close:confirming",
    "late_remedy": "",
    "still_inviting": "",
}
OFFICE_ON: Mapping[str, str] = dict.fromkeys(
    (
        "paper_given",
        "paper_asked",
        "paper_missing",
        "paper_none",
        "paper_let_go",
        "invite_ring",
        "record_stuck",
        "confirming",
        "decision_soon",
        "court_result",
    ),
    "",
)
DESK_ON: Mapping[str, str] = {}

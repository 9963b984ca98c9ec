"""Conversations about the court's people at their desk."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.script import ANYTHING, Act, Ask, Decide, End, Script, Tell, choose, hear, offer

ANSWER = 10  # minutes after which somebody who was not answered is told so, and others are asked
SILENT = 30  # minutes of silence after which the assistant comes back by itself
TIMED = frozenset({"waiting", "speaking"})
"""Questions whose silence counts in minutes, by day and by night."""

HUMAN = Script(
    "human",
    version=1,
    leaves="bye",
    steps=(
        Tell("hello", then="talk", shows=("speaker",)),
        Ask(
            "talk",
            choices={"enough": "bye"},
            takes=ANYTHING,
            fact="said",
            then="count",
            idle=True,
            verbatim=True,
            shows=("speaker",),
        ),
        Decide("count", by="unheard_since", outcomes={"counted": "send"}),
        Act("send", does="pass_on", then="waiting"),
        Ask(
            "waiting",
            choices={"enough": "bye"},
            takes=ANYTHING,
            fact="said",
            then="count",
            always=True,
            verbatim=True,
            minutes=ANSWER,
            since="since",
            lapses="unheard",
            shows=("speaker",),
        ),
        Act("unheard", does="call_others", then="sorry"),
        Tell("sorry", then="talk", shows=("speaker",)),
        Act("bye", does="end_talk", then="over"),
        Tell("over", then="end"),
        End("end"),
    ),
)

ATTEND = Script(
    "attend",
    version=1,
    on={"attending": "step:hello", "wrote": "", "left": "step:over"},
    steps=(
        Tell("hello", then="speaking", shows=("caller",)),
        Ask(
            "speaking",
            choices={"hand_back": "hand_back"},
            takes=ANYTHING,
            fact="said",
            then="send",
            always=True,
            verbatim=True,
            minutes=SILENT,
            lapses="quiet",
            shows=("caller",),
        ),
        Act("send", does="reply", then="sent"),
        Tell("sent", then="speaking", shows=("caller",)),
        Act("hand_back", does="hand_back", then="back"),
        Act("back", does="leave", then="over", hush=True),
        Decide("quiet", by="gone_quiet", outcomes={"noted": "quiet_back"}),
        Act("quiet_back", does="hand_back", then="lapsed"),
        Tell("lapsed", then="over", shows=("caller",)),
        choose("over", {"desk": "back"}, idle=True, shows=("caller",)),
    ),
)

CALLERS = Script(
    "callers",
    version=1,
    steps=(
        offer("whom", "whom", then="attend", choices={"rang": "rang", "none": "end"}, always=True),
        Act("attend", does="attend", then="end", hush=True),
        offer("rang", "whom", then="note", fact="whom", choices={"none": "end"}, always=True),
        Act("note", does="rang", then="noted"),
        Tell("noted", then="end"),
        End("end"),
    ),
)

TODAY = Script("today", version=1, steps=(Act("today", does="today", then="end", hush=True), End("end")))
NEXT = Script("next", version=1, steps=(Act("next", does="next_case", then="end", hush=True), End("end")))

SEARCH = Script(
    "search",
    version=1,
    steps=(
        Decide("begin", by="has_query", outcomes={"yes": "find", "no": "query"}),
        hear("query", then="find", reads="query", fact="case", choices={"none": "end"}, verbatim=True),
        Act("find", does="find", then="end", hush=True),
        End("end"),
    ),
)

FOUND = Script(
    "found",
    version=1,
    steps=(
        Decide("begin", by="found_any", outcomes={"some": "which", "none": "nothing"}),
        offer(
            "which",
            "found_rows",
            then="go",
            fact="case",
            choices={"none": "end"},
            always=True,
            shows=("query", "hit_count"),
        ),
        Act("go", does="enter", then="end", hush=True),
        Tell("nothing", then="end", shows=("query",)),
        End("end"),
    ),
)

NOTE = Script(
    "note",
    version=1,
    steps=(
        hear("note", then="keep", reads="line", always=True),
        Act("keep", does="note", then="kept"),
        Tell("kept", then="end"),
        End("end"),
    ),
)

SCRIPTS: tuple[Script, ...] = (HUMAN, ATTEND, CALLERS, TODAY, NEXT, SEARCH, FOUND, NOTE)
BASES: tuple[str, ...] = ("attend",)
PARTY_VISITS: Mapping[str, str] = {}
OFFICE_VISITS: Mapping[str, str] = {"callers": "callers", "note": "note"}
DESK_VISITS: Mapping[str, str] = {"callers": "callers", "today": "today", "next": "next", "search": "search"}
PARTY_ON: Mapping[str, str] = {}
OFFICE_ON: Mapping[str, str] = {}
DESK_ON: Mapping[str, str] = {"digest": "", "agenda": "", "unheard": "", "found": "visit:found"}
HOUSE: tuple[str, ...] = (
    "called",
    "rang",
    "attend",
    "pass_on",
    "reply",
    "hand_back",
    "end_talk",
    "call_others",
    "replay",
    "today",
    "find",
    "next_case",
)
"""Acts on the house that these conversations ask for."""

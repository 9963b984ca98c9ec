"""Conversations about who mediates, and the term."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.script import TEXT, Act, Ask, Decide, End, Script, Tell, choose, hear, offer

ANSWERS = {"yes": "give", "no": "give", "later": "later"}
ASKED = ("m_by", "m_name", "m_text", "m_days", "m_old", "m_end", "m_until")

VOTE = Script(
    "vote",
    version=1,
    scope="settle",
    steps=(
        Decide(
            "which",
            by="open_question",
            outcomes={"extend": "extend", "disclose": "disclose", "mediator": "mediator", "none": "over"},
        ),
        choose("extend", ANSWERS, fact="vote", always=True, shows=ASKED),
        choose("disclose", ANSWERS, fact="vote", always=True, shows=ASKED),
        choose("mediator", ANSWERS, fact="vote", always=True, shows=ASKED),
        Decide("give", by="still_asked", outcomes={"yes": "vote", "no": "over"}),
        Act("vote", does="vote", then="given"),
        Tell("given", then="end"),
        Tell("later", then="end", shows=("m_until",)),
        Tell("over", then="end"),
        End("end"),
    ),
)

CHOOSE = Script(
    "choose",
    version=1,
    steps=(
        choose("begin", {"list": "pick", "no": "end"}, always=True, shows=("lead",)),
        offer("pick", "choose_rows", then="named", fact="to", choices={"none": "end"}),
        Decide("named", by="named_mediator", outcomes={"named": "sure", "gone": "gone"}),
        Tell("gone", then="end"),
        choose("sure", {"yes": "propose", "no": "end"}, always=True, shows=("m_chosen",)),
        Act("propose", does="propose_mediator", then="sent"),
        Tell("sent", then="end", shows=("m_chosen",)),
        End("end"),
    ),
)

OTHER = Script(
    "other",
    version=1,
    steps=(
        Decide("before", by="asked_before", outcomes={"first": "why", "again": "sure"}),
        hear("why", reads="line", fact="m_reason", then="ask", always=True, shows=("lead",)),
        Act("ask", does="ask_other", then="kept"),
        Tell("kept", then="end"),
        choose("sure", {"yes": "end_it", "no": "stays"}, fact="m_sure", always=True, shows=("quitting",)),
        Act("end_it", does="ask_other", then="end", hush=True),
        Tell("stays", then="end", shows=("lead",)),
        End("end"),
    ),
)

UNWANTED = Script(
    "unwanted",
    version=1,
    steps=(
        hear("why", reads="line", fact="m_reason", then="object", always=True, shows=("m_seconds",)),
        Act("object", does="object_second", then="kept"),
        Tell("kept", then="end", shows=("lead",)),
        End("end"),
    ),
)

HAND = Script(
    "hand",
    version=1,
    steps=(
        hear("note", reads="line", then="pick", always=True),
        offer("pick", "hand_rows", then="named", fact="to", choices={"none": "end"}),
        Decide("named", by="named_mediator", outcomes={"named": "sure", "gone": "gone"}),
        Tell("gone", then="end"),
        choose("sure", {"yes": "hand", "no": "end"}, always=True, shows=("m_chosen", "m_note")),
        Act("hand", does="hand_over", then="end", hush=True),
        End("end"),
    ),
)

CONFLICT = Script(
    "conflict",
    version=1,
    steps=(
        hear("relation", reads="line", then="sure", always=True),
        choose("sure", {"yes": "disclose", "no": "end"}, always=True, shows=("m_relation",)),
        Act("disclose", does="disclose", then="end", hush=True),
        End("end"),
    ),
)

SECOND = Script(
    "second",
    version=1,
    steps=(
        choose(
            "how", {"list": "pick", "code": "guest", "drop": "gone", "no": "end"}, fact="m_how", always=True
        ),
        offer("pick", "second_rows", then="named", fact="to", choices={"none": "end"}),
        Decide("named", by="named_mediator", outcomes={"named": "add", "gone": "not_there"}),
        Tell("not_there", then="end"),
        Act("add", does="add_second", then="end", hush=True),
        hear("guest", reads="name", then="code", always=True),
        Act("code", does="second_code", then="end", hush=True),
        offer("gone", "there_rows", then="drop", choices={"none": "end"}),
        Act("drop", does="drop_second", then="end", hush=True),
        End("end"),
    ),
)

LONGER = {"d7": "put", "d15": "put", "d30": "put"}
LATE = {**LONGER, "expire": "expire", "no": "end"}
TERM = Script(
    "term",
    version=1,
    steps=(
        Decide("over", by="term_state", outcomes={"runs": "ask", "over": "late", "none": "end"}),
        choose("ask", {**LONGER, "no": "end"}, fact="days", always=True, shows=("term_text",)),
        choose("late", LATE, fact="days", always=True, shows=("term_text",)),
        Act("put", does="ask_extend", then="end", hush=True),
        Act("expire", does="expire", then="end", hush=True),
        End("end"),
    ),
)

APPRAISAL = Script(
    "appraisal",
    version=1,
    steps=(
        Decide("state", by="appraisal_state", outcomes={"runs": "begin", "rests": "done"}),
        choose("begin", {"yes": "begin_it", "no": "end"}, fact="m_sure", always=True, shows=("term_text",)),
        choose("done", {"yes": "end_it", "no": "end"}, fact="m_sure", always=True),
        Act("begin_it", does="appraisal_begin", then="end", hush=True),
        Act("end_it", does="appraisal_end", then="end", hush=True),
        End("end"),
    ),
)

SEAT = Script(
    "seat",
    version=1,
    steps=(
        choose(
            "ask",
            {"yes": "take", "no": "leave"},
            fact="seat",
            always=True,
            shows=("m_number", "m_names", "m_case_kind", "m_asker", "m_seat", "m_seat_until"),
        ),
        Act("take", does="take_seat", then="end", hush=True),
        Act("leave", does="leave_seat", then="left"),
        Tell("left", then="end"),
        End("end"),
    ),
)

STAND = Script(
    "stand",
    version=1,
    steps=(
        choose(
            "ask",
            {"yes": "answer", "no": "answer"},
            fact="seat",
            always=True,
            shows=("m_asker", "m_away_until", "m_count"),
        ),
        Act("answer", does="stand_in", then="done"),
        Tell("done", then="end"),
        End("end"),
    ),
)

AWAY = Script(
    "away",
    version=1,
    steps=(
        hear("until", takes=(TEXT,), reads="date", fact="away_until", then="pick", always=True),
        offer("pick", "stand_rows", then="named", fact="to", choices={"none": "end"}),
        Decide("named", by="named_mediator", outcomes={"named": "sure", "gone": "gone"}),
        Tell("gone", then="end"),
        choose("sure", {"yes": "ask", "no": "end"}, always=True, shows=("m_chosen", "m_away_until")),
        Act("ask", does="ask_stand_in", then="asked"),
        Tell("asked", then="end", shows=("m_chosen",)),
        End("end"),
    ),
)

LEFT = Script(
    "left",
    version=1,
    on={"here": "step:room", "seated": "step:back"},
    steps=(
        Ask("room", choices={"desk": "desk"}, idle=True),
        Act("desk", does="leave", then="room", hush=True),
        End("back", next="office"),
    ),
)
"""Where somebody of the court stands in a case that is not theirs any more: nothing of it is seen here."""

SCRIPTS: tuple[Script, ...] = (
    VOTE,
    CHOOSE,
    OTHER,
    UNWANTED,
    HAND,
    CONFLICT,
    SECOND,
    TERM,
    APPRAISAL,
    SEAT,
    STAND,
    AWAY,
    LEFT,
)
BASES: tuple[str, ...] = ("left",)
PARTY_VISITS: Mapping[str, str] = {
    "vote": "vote",
    "choose": "choose",
    "other": "other",
    "unwanted": "unwanted",
}
OFFICE_VISITS: Mapping[str, str] = {
    "extend": "term",
    "hand": "hand",
    "conflict": "conflict",
    "second": "second",
    "appraisal": "appraisal",
}
DESK_VISITS: Mapping[str, str] = {"away": "away"}

_TOLD = (
    "extended",
    "term_stays",
    "term_stays_over",
    "term_soon",
    "term_over",
    "appraisal_begun",
    "appraisal_done",
    "conflict_stays",
    "chosen_asked",
    "choice_stays",
    "lead_changed",
    "second_joined",
    "second_left",
    "stand_in",
)
PARTY_ON: Mapping[str, str] = {
    **dict.fromkeys((*_TOLD, "conflict_leaves", "unaccepted"), ""),
    "vote_asked": "visit:vote",
    "vote_over": "close:vote",
}
OFFICE_ON: Mapping[str, str] = {
    **dict.fromkeys(_TOLD, ""),
    **dict.fromkeys(
        (
            "vote_sent",
            "voted",
            "vote_lapsed",
            "mediator_proposed",
            "must_hand_over",
            "other_asked",
            "hand_asked",
            "seat_refused",
            "seat_lapsed",
            "seated",
            "second_code",
            "second_unwanted",
        ),
        "",
    ),
    "term_ask": "visit:term",
    "unseated": "step:unseated",
}
DESK_ON: Mapping[str, str] = {
    **dict.fromkeys(
        (
            "unaccepted",
            "unaccepted_long",
            "other_asked",
            "must_replace",
            "term_left",
            "second_added",
            "stand_yes",
            "stand_no",
            "not_stood_for",
        ),
        "",
    ),
    "seat_asked": "visit:seat",
    "seat_over": "close:seat",
    "stand_asked": "visit:stand",
}

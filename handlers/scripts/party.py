"""A party's room: talk with the mediator for as long as the case lives; and how the other side comes in."""

from __future__ import annotations

from handlers.script import ANYTHING, TEXT, Act, Ask, Decide, End, Script, Tell, Visit, choose, hear
from handlers.scripts import topics

OVER = "close:check,offered,plan,plans,fact"  # what cannot be done any more when mediation is over
ON = {
    "filed": "",
    "accepted": "",
    "inviting": "",
    "turned_away": "",
    "other_agreed": "",
    "said": "",
    "said_both": "",
    "crossed": "",
    "checked": "",
    "release_asked": "visit:release",
    "record_ready": "visit:check",
    "record_void": "close:check",
    "record_again": "",
    "other_confirmed": "",
    "taken_back": "",
    "took_back": "",
    "sealed_before": OVER,
    "sealed_trial": OVER,
    "ended": OVER,
    "due_soon": "",
    "due_today": "",
    "late": "",
    "kept": "",
    "kept_late": "",
    "came": "visit:came",
    "performed": "",
    "visit": "visit:visit",
    "closed": "close:visit",
    **topics.PARTY_ON,
}

PARTY = Script(
    "party",
    version=1,
    on=ON,
    steps=(
        Ask(
            "room",
            takes=ANYTHING,
            fact="said",
            then="speak",
            offers="party_moves",
            routes=(
                *("record", "share", "came", "status", "take_back", "withdraw", "quit"),
                *topics.PARTY_VISITS,
            ),
            idle=True,
        ),
        *(Visit(move, script, then="room") for move, script in topics.PARTY_VISITS.items()),
        Act("speak", does="speak", then="spoken"),
        Tell("spoken", then="room"),
        Tell(
            "status",
            then="room",
            shows=("number", "state", "stage", "lead", "term_text", "agreed_facts", "following"),
        ),
        Decide("share", by="last_words", outcomes={"some": "share_sure", "none": "share_none"}),
        choose("share_sure", {"yes": "release", "no": "room"}, always=True, shows=("words", "other")),
        Act("release", does="release", then="released"),
        Tell("released", then="room", shows=("other",)),
        Tell("share_none", then="room"),
        Act("record", does="open_record", then="room", hush=True),
        Act("came", does="ask_paid", then="room", hush=True),
        choose("take_back", {"yes": "take_back_do", "no": "room"}, always=True),
        Act("take_back_do", does="take_back", then="room", hush=True),
        choose("withdraw", {"yes": "withdraw_do", "no": "room"}, always=True),
        Act("withdraw_do", does="withdraw", then="room", hush=True),
        choose("quit", {"yes": "quit_do", "no": "room"}, always=True, shows=("quitting",)),
        Act("quit_do", does="decline", then="room", hush=True),
    ),
)

JOIN = Script(
    "join",
    version=1,
    voice="party",
    on={**ON, "checked": "step:claim", "ended": "step:over", "left_out": "step:over"},
    steps=(
        hear("name", reads="name", then="phone"),
        hear("phone", reads="phone", then="come"),
        Act("come", does="come", then="wait"),
        Ask("wait", takes=ANYTHING, fact="said", then="speak", choices={"quit": "quit"}, idle=True),
        Act("speak", does="speak", then="spoken"),
        Tell("spoken", then="wait"),
        choose("quit", {"yes": "unwilling", "no": "wait"}, always=True),
        Act("unwilling", does="unwilling", then="unwilling_kept"),
        Tell("unwilling_kept", then="wait"),
        Tell("claim", then="consent", shows=("applicant", "kind", "claim", "since")),
        choose("consent", {"yes": "agree", "no": "sure"}, always=True, shows=("applicant", "quitting")),
        choose("sure", {"yes": "decline", "no": "consent"}, always=True, shows=("quitting",)),
        Act("decline", does="decline", then="over", hush=True),
        Act("agree", does="agree", then="answer"),
        hear("answer", takes=ANYTHING, many=True, then="service"),
        hear("service", takes=(TEXT,), reads="line", choices={"chat": "send"}, then="send"),
        Act("send", does="answer", then="sent"),
        Tell("sent", then="over"),
        End("over", next="party"),
    ),
)

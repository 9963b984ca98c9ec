"""Conversations about those who act for a party."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.script import PHOTO, Act, Decide, End, Script, Tell, choose, hear, offer

FAR = ("read", "speak", "settle")
RELATIONS = ("relative", "community", "lawyer", "other")

GET_HELP = Script(
    "get_help",
    version=1,
    steps=(
        hear("h_name", reads="name", then="relation"),
        choose("relation", dict.fromkeys(RELATIONS, "how_far")),
        choose("how_far", dict.fromkeys(FAR, "grant"), shows=("helper",)),
        Act("grant", does="grant", then="end", hush=True),
        End("end"),
    ),
)

WHO_CAME = Script(
    "who_came",
    version=1,
    scope="settle",
    steps=(
        choose("ask", {"yes": "kind", "no": "no"}, always=True, shows=("helper", "helper_phone", "relation")),
        Decide("kind", by="how_came", outcomes={"told": "how_far", "invited": "yes"}),
        choose("how_far", dict.fromkeys(FAR, "yes"), always=True, says="get_help.how_far", shows=("helper",)),
        Act("yes", does="helper_yes", then="end", hush=True),
        Act("no", does="helper_no", then="end", hush=True),
        End("end"),
    ),
)

DROP_HELP = Script(
    "drop_help",
    version=1,
    steps=(
        offer("which", "my_helpers", then="sure", fact="n", choices={"none": "end"}),
        choose("sure", {"yes": "ungrant", "no": "end"}, always=True, shows=("helper",)),
        Act("ungrant", does="ungrant", then="end", hush=True),
        End("end"),
    ),
)

PAPER = Script(
    "authority",
    version=1,
    steps=(
        Decide("whose", by="whose_paper", outcomes={"one": "pages", "several": "which"}),
        offer("which", "my_papers", then="pages", fact="paper_of", choices={"none": "end"}),
        hear("pages", takes=(PHOTO,), many=True, fact="paper", then="send", shows=("paper_text",)),
        Act("send", does="send_authority", then="end", hush=True),
        End("end"),
    ),
)

CHANGE_BY = Script(
    "change_by",
    version=1,
    steps=(
        hear("u_by", reads="name", then="u_post", says="intake.u_by"),
        hear("u_post", reads="line", then="change", says="intake.u_post"),
        Act("change", does="change_by", then="end", hush=True),
        End("end"),
    ),
)

CHECK_HELPER = Script(
    "check_helper",
    version=1,
    steps=(
        offer("who", "helpers_unchecked", then="how", fact="n", choices={"none": "end"}),
        choose("how", dict.fromkeys(("document", "video", "visit"), "check"), says="office.check_how"),
        Act("check", does="helper_check", then="end", hush=True),
        End("end"),
    ),
)

ASK_PARTY = Script(
    "ask_party",
    version=1,
    steps=(
        offer("who", "helpers_unasked", then="asked", fact="n", choices={"none": "end"}),
        choose(
            "asked", dict.fromkeys(("phone", "visit", "paper"), "how_far"), shows=("helper", "principal_of")
        ),
        choose("how_far", dict.fromkeys(FAR, "confirm"), shows=("helper", "principal_of")),
        Act("confirm", does="asked_party", then="end", hush=True),
        End("end"),
    ),
)

SEE_PAPER = Script(
    "see_paper",
    version=1,
    steps=(
        offer("which", "papers_sent", then="look", fact="paper_of", choices={"none": "end"}),
        Tell("look", then="kind", shows=("paper_whose",), files="authority_files"),
        Decide("kind", by="paper_kind", outcomes={"helper": "good", "org": "sealed"}),
        choose("good", {"yes": "check", "no": "why"}, fact="verdict", shows=("paper_whose",)),
        choose("sealed", {"yes": "check", "no": "why"}, fact="verdict", shows=("paper_whose",)),
        hear("why", reads="line", then="check", always=True),
        Act("check", does="check_authority", then="end", hush=True),
        End("end"),
    ),
)

SCRIPTS: tuple[Script, ...] = (
    GET_HELP,
    WHO_CAME,
    DROP_HELP,
    PAPER,
    CHANGE_BY,
    CHECK_HELPER,
    ASK_PARTY,
    SEE_PAPER,
)
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {
    "get_help": "get_help",
    "drop_help": "drop_help",
    "authority": "authority",
    "change_by": "change_by",
}
OFFICE_VISITS: Mapping[str, str] = {
    "check_helper": "check_helper",
    "ask_party": "ask_party",
    "see_paper": "see_paper",
}
DESK_VISITS: Mapping[str, str] = {}
PARTY_ON: Mapping[str, str] = {
    "helper_code": "",
    "helper_came": "visit:who_came",
    "helper_kept": "close:who_came",
    "helper_shut": "",
    "helper_left": "",
    "other_helper_left": "",
    "helper_checked": "",
    "helper_of_other": "",
    "helper_said": "",
    "helper_did": "",
    "helper_confirmed": "close:check",
    "hand_void": "",
    "authority_void": "",
    "authority_kept": "",
    "authority_done": "",
    "authority_bad": "",
    "org_authority_done": "",
    "by_kept": "",
    "by_changed": "",
    "granted": "",
    "grant_over": "",
    "filed_for": "",
    "seat_code": "",
    "seat_taken": "",
    "record_seen": "",
}
OFFICE_ON: Mapping[str, str] = dict.fromkeys(
    (
        "helper_named",
        "helper_wrong",
        "helper_left",
        "helper_check_kept",
        "hand_void",
        "authority_void",
        "authority_sent",
        "org_authority_sent",
        "authority_seen",
        "by_changed",
        "seat_taken",
        "no_chat",
        "no_chat_yet",
        "no_chat_at_all",
    ),
    "",
)
DESK_ON: Mapping[str, str] = {}

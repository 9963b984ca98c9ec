"""Every word told, refusal and sentence about those who act for a party, with its values."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.passing import DEEDS

_N = frozenset({"name"})


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "helper_code": _holes("helper code link due files"),
        "helper_came": _holes("n helper helper_phone relation told"),
        "helper_kept": _holes("n helper how_far relation checked"),
        "helper_shut": _holes("helper"),
        "helper_left": _holes("name helper why_over"),
        "other_helper_left": _holes("name helper"),
        "helper_checked": _holes("helper principal how_far"),
        "helper_of_other": _holes("name helper relation how_far"),
        "helper_said": _holes("helper principal answer files"),
        "helper_did": _holes("helper principal deed"),
        "helper_confirmed": _holes("helper principal version"),
        "hand_void": _holes("name helper version"),
        "authority_void": _holes("name version"),
        "authority_kept": _holes(),
        "authority_done": _holes("helper principal"),
        "authority_bad": _holes("text"),
        "org_authority_done": _holes(),
        "by_kept": _holes("name by_name by_post"),
        "by_changed": _holes("name by_name"),
        "granted": _holes("principal how_far"),
        "grant_over": _holes("principal why_over"),
        "filed_for": _holes("principal"),
        "seat_code": _holes("principal code link due files"),
        "seat_taken": _holes("principal"),
        "record_seen": _holes("version digest pages record points i stage principal files"),
    },
    "office": {
        "helper_named": _holes("name helper helper_phone how_far relation checked"),
        "helper_wrong": _holes("name helper helper_phone"),
        "helper_left": _holes("name helper why_over"),
        "helper_check_kept": _holes("helper principal how"),
        "hand_void": _holes("name helper version"),
        "authority_void": _holes("name version"),
        "authority_sent": _holes("helper principal files"),
        "org_authority_sent": _holes("name by_name files"),
        "authority_seen": _holes("name verdict"),
        "by_changed": _holes("name by_name by_post"),
        "seat_taken": _holes("principal"),
        "no_chat": _holes("name helper helper_phone relation"),
        "no_chat_yet": _holes("name helper helper_phone relation"),
        "no_chat_at_all": _holes("name phone"),
    },
}
REFUSALS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("only_yourself", "helper_unchecked", "principal_unchecked"), _N),
    **dict.fromkeys(("authority_waits", "org_no_authority", "org_authority_waits"), _N),
    "authority_again": _holes("name text"),
    "org_authority_again": _holes("text"),
    "paper_changed": _holes(),
    "party_said": _N,
    **dict.fromkeys(("not_named", "helper_over", "in_it_already", "no_paper", "how_far_unknown"), _holes()),
    "two_helpers": _holes("names"),
}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "common": {"acting_for": _holes("number name")},
}
NAMES: Mapping[str, frozenset[str]] = {
    "relation": _holes("relative community lawyer other"),
    "how_far": _holes("tell read speak settle"),
    "why_over": _holes("wrong withdrawn stopped"),
    "checked": _holes("checked unchecked"),
    "verdict": _holes("yes no"),
    "still": _holes("nothing confirm check paper paper_sent paper_bad"),
    "paper_text": _holes("helper org"),
    "deed": DEEDS,
}
RELEASED: tuple[tuple[str, str], ...] = (
    *(("intake", name) for name in ("p_name", "p_phone", "relation", "h_name", "h_phone")),
    *(("intake", name) for name in ("u_name", "u_by", "u_post", "u_phone")),
    *(("intake", name) for name in ("summary_other", "change_other", "summary_unit", "change_unit")),
    *(("aide", name) for name in ("name", "phone", "wait", "room", "stop", "over")),
    *(("aide", name) for name in ("share_sure", "take_back", "withdraw", "quit")),
    *(("join", name) for name in ("u_name", "u_by", "u_post", "u_phone")),
    *(("get_help", name) for name in ("h_name", "relation", "how_far")),
    *(("who_came", name) for name in ("ask", "how_far")),
    *(("drop_help", name) for name in ("which", "sure")),
    *(("authority", name) for name in ("which", "pages")),
    *(("change_by", name) for name in ("u_by", "u_post")),
    *(("check_helper", name) for name in ("who", "how")),
    *(("ask_party", name) for name in ("who", "asked", "how_far")),
    *(("see_paper", name) for name in ("which", "good", "sealed", "why")),
)

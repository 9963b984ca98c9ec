"""Every word told, refusal and sentence about who mediates, and the term, with its values."""

from __future__ import annotations

from collections.abc import Mapping


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


_BOTH: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        ("extended", "term_stays", "term_stays_over", "term_soon", "term_over", "appraisal_done"),
        _holes("term_end"),
    ),
    "appraisal_begun": _holes(),
    **dict.fromkeys(("conflict_stays", "choice_stays", "second_joined", "second_left"), _holes("name")),
    "chosen_asked": _holes("name until"),
    "stand_in": _holes("name m_name until"),
}
"""What parties and staff both hear."""

NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        **_BOTH,
        "lead_changed": _holes("name role m_change"),
        "conflict_leaves": _holes("name"),
        "unaccepted": _holes(),
        **dict.fromkeys(("vote_asked", "vote_over"), _holes("n")),
    },
    "office": {
        **_BOTH,
        "lead_changed": _holes("name"),
        "term_ask": _holes(),
        "vote_sent": _holes("until"),
        "voted": _holes("name m_kind m_vote"),
        "vote_lapsed": _holes("m_kind names"),
        "mediator_proposed": _holes("name m_name"),
        "must_hand_over": _holes("name"),
        "other_asked": _holes("name text"),
        "second_unwanted": _holes("name text"),
        "hand_asked": _holes("name until"),
        **dict.fromkeys(("seat_refused", "seat_lapsed", "unseated"), _holes("name")),
        "seated": _holes("m_by m_note"),
        "second_code": _holes("code m_name due"),
    },
    "desk": {
        **dict.fromkeys(("unaccepted", "unaccepted_long"), _holes("number name kind claim")),
        "other_asked": _holes("number name text"),
        "must_replace": _holes("number name"),
        "term_left": _holes("number name term_end"),
        "second_added": _holes("number m_by"),
        "seat_asked": _holes("case n number names kind m_by m_seat until"),
        "seat_over": _holes("case n number"),
        "stand_asked": _holes("person m_by away_until m_count"),
        **dict.fromkeys(("stand_yes", "stand_no"), _holes("name")),
        "not_stood_for": _holes("names"),
    },
    "left": {"seated": _holes("m_by m_note")},
}
REFUSALS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "vote_open",
            "vote_gone",
            "vote_given",
            "asked_once",
            "must_hand_over",
            "seat_gone",
            "too_late_to_choose",
            "stands_in_already",
            "term_rests",
            "no_term",
            "no_appraisal",
            "no_cases",
        ),
        _holes(),
    ),
    **dict.fromkeys(("cannot_lead", "leads_already", "in_already", "seat_open"), _holes("name")),
    "too_short": _holes("due"),
    "term_is_over": _holes("term_end"),
}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {}
NAMES: Mapping[str, frozenset[str]] = {
    "reason": frozenset({"refuses_mediator"}),
    "role": frozenset({"community"}),
    "seat": frozenset({"hand_over", "chosen"}),
    "change": frozenset({"hand_over", "chosen", "conflict"}),
    "question": frozenset({"extend", "disclose", "mediator"}),
    "vote": frozenset({"yes", "no"}),
}
RELEASED: tuple[tuple[str, str], ...] = (
    ("vote", "extend"),
    ("vote", "disclose"),
    ("vote", "mediator"),
    ("choose", "begin"),
    ("choose", "pick"),
    ("choose", "sure"),
    ("other", "why"),
    ("other", "sure"),
    ("unwanted", "why"),
    ("hand", "note"),
    ("hand", "pick"),
    ("hand", "sure"),
    ("conflict", "relation"),
    ("conflict", "sure"),
    ("second", "how"),
    ("second", "pick"),
    ("second", "guest"),
    ("second", "gone"),
    ("term", "ask"),
    ("term", "late"),
    ("appraisal", "begin"),
    ("appraisal", "done"),
    ("seat", "ask"),
    ("stand", "ask"),
    ("away", "until"),
    ("away", "pick"),
    ("away", "sure"),
    ("left", "room"),
)

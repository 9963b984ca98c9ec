"""Every word told, refusal and sentence about several people on a side, with its values."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.claiming import DISPOSALS
from handlers.acts.leaving import REASONS


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


_CLAIM = _holes("name side answer files")
COURT = _holes("court phone hours")
NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "claim_heard": _CLAIM,
        "claim_gone": _CLAIM,
        "filed_all": _holes("numbers count"),
        "left_out": _holes("leaving"),
        "other_left": _holes("name leaving"),
        "said_some": _holes("name role answer files names"),
    },
    "office": {
        "claim_heard": _CLAIM,
        "claim_gone": _CLAIM,
        "other_left": _holes("name leaving"),
        "said_related": _holes("count"),
    },
    "desk": {"new_cases": _holes("numbers count name kind")},
}
REFUSALS: Mapping[str, frozenset[str]] = {
    "left_out": _holes(),
    "last_one": _holes(),
    "not_all_here": _holes("names"),
    "claims_open": _holes("names"),
    "no_claim": _holes(),
}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "common": {
        "related": _holes(),
        "and_others": _holes("name count"),
        "see_people": _holes(),
        "told_person": _holes("no person contact demand"),
        "told_together": _holes("count"),
        "told_apart": _holes("count"),
        "still_unreached": _holes("names"),
        "claim_each": _holes("count"),
        "claims_head": _holes(),
        "claim_row": _holes("name claim fate"),
        **dict.fromkeys([f"point_claim_{how}" for how in DISPOSALS], _holes("no who what")),
    },
    "misread": {
        "names": COURT,
        "too_many": COURT | {"most"},
        "same_name": COURT | {"name"},
        "rows": COURT | {"count", "names"},
    },
    "audiences": {
        **dict.fromkeys(
            (
                *("applicant", "respondent", "respondents", "both", "some", "nobody"),
                *("owners", "everybody", "mend_together"),
            ),
            _holes(),
        ),
        **dict.fromkeys(("one", "person", "chosen"), _holes("name")),
    },
}
NAMES: Mapping[str, frozenset[str]] = {
    "leaving": frozenset({*REASONS, "declined"}),
    "following": frozenset({"left_out"}),
    "next": frozenset({"before_claims", "trial_claims"}),
    "fate": frozenset({"open", *DISPOSALS.values()}),
}
RELEASED: tuple[tuple[str, str], ...] = (
    ("intake", "together"),
    ("office", "invite_whom"),
    ("office", "some"),
    ("record", "claim"),
    ("counter", "what"),
    ("counter", "sure"),
    ("unclaim", "which"),
    ("leaving", "whom"),
    ("leaving", "left_why"),
    ("leaving", "sure"),
)

"""Every word told, refusal and sentence about several people on a side, with its values."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.leaving import REASONS


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


COURT = _holes("court phone hours")
NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "filed_all": _holes("numbers count"),
        "left_out": _holes("leaving"),
        "other_left": _holes("name leaving"),
        "said_some": _holes("name role answer files names"),
    },
    "office": {"other_left": _holes("name leaving"), "said_related": _holes("count")},
    "desk": {"new_cases": _holes("numbers count name kind")},
}
REFUSALS: Mapping[str, frozenset[str]] = {
    "left_out": _holes(),
    "last_one": _holes(),
    "not_all_here": _holes("names"),
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
}
RELEASED: tuple[tuple[str, str], ...] = (
    ("intake", "together"),
    ("office", "invite_whom"),
    ("office", "some"),
    ("leaving", "whom"),
    ("leaving", "left_why"),
    ("leaving", "sure"),
)

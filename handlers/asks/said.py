"""Every word told, refusal and sentence about what may be asked at any time, with its values."""

from __future__ import annotations

from collections.abc import Mapping

COURT = frozenset({"court", "phone", "hours"})


def _holes(names: str = "") -> frozenset[str]:
    return COURT | frozenset(names.split())


NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {}
REFUSALS: Mapping[str, frozenset[str]] = {}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "labels": dict.fromkeys(("stand", "next", "agreed", "owe", "mine", "sees", "mute"), COURT),
    "asks": {
        "which": COURT,
        "no_case": COURT,
        "stand": _holes("number state stage lead term_text following"),
        "next": _holes("dates"),
        "agreed": _holes("settled points"),
        "owe": _holes("owing left coming"),
        "mine": _holes("story own_words"),
        "sees": _holes("seen_by helping others crossed"),
        "muted": COURT,
        "unmuted": COURT,
        **dict.fromkeys(
            ("no_date", "owe_nothing", "nothing_coming", "said_nothing", "kept", "crossed"), frozenset[str]()
        ),
        **dict.fromkeys(("nobody_yet", "nobody"), frozenset[str]()),
        **dict.fromkeys(("date_pay", "date_get", "row_mine"), frozenset({"due", "thing"})),
        "row_theirs": frozenset({"due", "thing", "who"}),
        "date_meeting": frozenset({"meet_when"}),
        "date_term": frozenset({"due"}),
    },
    "danger": {"oneself": COURT, "violence": COURT},
}
NAMES: Mapping[str, frozenset[str]] = {
    "why": frozenset({"oneself", "violence"}),
    "settled": frozenset({"sealed", "open", "plan", "none"}),
}
RELEASED: tuple[tuple[str, str], ...] = ()

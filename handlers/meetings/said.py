"""Every word told, refusal and sentence about meetings, with its values."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.meetings.offers import LIKELY
from handlers.meetings.plan import LIVE, WAYS
from handlers.reading.places import PLACES

COURT = frozenset({"court", "phone", "hours"})


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


_MEETING = _holes("n meet_when meet_way meet_spot meet_bring meet_together")
_STAFF = _MEETING | {"meet_guests"}

NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "meeting_offered": _MEETING,
        "meeting_set": _MEETING | {"files"},
        "meeting_fixed": _MEETING | {"files"},
        "meeting_moved": _MEETING | {"meet_old", "files"},
        "meeting_cancelled": _MEETING | {"meet_why", "files"},
        "meeting_day": _MEETING | {"meet_muted"},
        "meeting_hour": _MEETING | {"meet_muted"},
        "meeting_missed": _MEETING,
    },
    "office": {
        "meeting_sent": _STAFF | {"meet_slots"},
        "meeting_answered": _STAFF | {"name", "meet_answer", "answer", "files"},
        "meeting_nobody": _STAFF | {"meet_answers"},
        "meeting_fixed": _STAFF | {"files"},
        "meeting_moved": _STAFF | {"meet_old", "files"},
        "meeting_cancelled": _STAFF | {"meet_why", "files"},
        "meeting_cannot": _STAFF | {"name", "answer", "files"},
        "meeting_day": _STAFF | {"meet_muted"},
        "meeting_hour": _STAFF | {"meet_muted"},
        "meeting_over": _STAFF,
        "meeting_held": _STAFF | {"names", "meet_note"},
        "meeting_excuse": _STAFF | {"name", "answer", "files", "meet_again"},
    },
}
REFUSALS: Mapping[str, frozenset[str]] = dict.fromkeys(
    ("meeting_gone", "meeting_passed", "meeting_same", "meeting_not_yet"), _holes()
)
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "meetings": {
        "both_times": _holes("time city own_time own_city"),
        **dict.fromkeys(("everybody", "some", "colon", "muted"), _holes()),
        "one_side": _holes("side"),
        "wish": _holes("text"),
        "why": _holes("text"),
        "note": _holes("text"),
        **dict.fromkeys(
            ("do_time", "do_way", "do_came", "do_fix", "do_again", "do_off"),
            _holes(),
        ),
        **dict.fromkeys(("warn_day_off", "warn_quiet", "warn_clash", "warn_night"), _holes("meet_when name")),
        "file_title": _holes("number"),
        "file_words": _holes("number meet_way meet_spot meet_bring court phone"),
        "file_off": _holes("number"),
        "file_remind": _holes("number"),
    },
    "misread": dict.fromkeys(
        ("moment", "moment_half", "moment_passed", "moments_many", "city", "city_wide"), COURT
    ),
}
NAMES: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(("meet_way", "meet_bring", "meet_ask_spot"), frozenset(WAYS)),
    "meet_together": frozenset({"together", "alone"}),
    "meet_state": frozenset(LIVE),
    "meet_said": frozenset({"any", "none", "nothing"}),
    "meet_again": frozenset({"yes", "no"}),
    "city": frozenset({*PLACES, *LIKELY}),
}
RELEASED: tuple[tuple[str, str], ...] = (
    ("meet", "again"),
    ("meet", "who"),
    ("meet", "some"),
    ("meet", "way"),
    ("meet", "spot"),
    ("meet", "time"),
    ("meet", "more"),
    ("meet", "look"),
    ("meets", "which"),
    ("meets", "what"),
    ("meets", "time"),
    ("meets", "way"),
    ("meets", "spot"),
    ("meets", "sure"),
    ("meets", "fix"),
    ("meets", "off"),
    ("attended", "came"),
    ("attended", "note"),
    ("meeting", "pick"),
    ("meeting", "which"),
    ("meeting", "wish"),
    ("meeting", "fixed"),
    ("meeting", "why"),
    ("zone", "city"),
    ("missed", "why"),
)

"""Every word told, refusal and sentence about the court's people at their desk, with its values."""

from __future__ import annotations

from collections.abc import Mapping

COURT = frozenset({"court", "phone", "hours"})


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "desk": {
        "digest": _holes("agenda"),
        "agenda": _holes("agenda"),
        "unheard": _holes("name matter speaker"),
        "found": _holes("query hits"),
    },
    "attend": {
        "attending": _holes("caller talk person role name"),
        "wrote": _holes("name answer files"),
        "left": _holes("caller parted"),
    },
}
EVERYBODY: Mapping[str, frozenset[str]] = {
    "taken": _holes("role name attend"),
    "spoke_to": _holes("role name answer files"),
    "handed_back": _holes("role name why_ended"),
}
"""Word that every conversation hears, when a person of the court speaks in it."""
REFUSALS: Mapping[str, frozenset[str]] = {
    "somebody_speaks": _holes("name"),
    "nobody_to_talk": _holes(),
    "nothing_free": _holes(),
    "no_longer_waits": _holes(),
}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "told.all": {
        "spoke_to": COURT | EVERYBODY["spoke_to"],
        "handed_back": COURT | EVERYBODY["handed_back"],
        "later": COURT,
    },
    "common": {"attend_matter": _holes("name"), "now_reads": COURT},
    "duty": {
        "who": _holes("post name"),
        "anybody": _holes(),
        "blank": _holes(),
        "tomorrow": _holes("date"),
        "same_day": _holes(),
        **dict.fromkeys(("today", "closing", "later"), _holes("comer date begin end")),
    },
    "agenda": {
        "line": _holes("title item besides"),
        "besides": _holes("count"),
        "more": _holes("count"),
        "callers": _holes("count"),
        "free": _holes("count"),
        "nothing": _holes(),
        "notes": _holes("rows"),
        **dict.fromkeys(("accept", "confirm", "term_today"), _holes()),
        **dict.fromkeys(("words", "check", "authority", "record_late"), _holes("names")),
        **dict.fromkeys(("promise_late", "promise_today"), _holes("who promised_thing due")),
        "term_over": _holes("term_end"),
        "invite_late": _holes("other"),
        "meeting_today": _holes("time"),
    },
}
NAMES: Mapping[str, frozenset[str]] = {
    "waits": _holes(
        "meeting_today confirm words check authority accept promise_late term_over record_late invite_late "
        "promise_today term_today"
    ),
    "why_ended": _holes("done silent"),
    "parted": _holes("enough other"),
}
RELEASED: tuple[tuple[str, str], ...] = (
    ("human", "talk"),
    ("human", "waiting"),
    ("attend", "speaking"),
    ("attend", "over"),
    ("callers", "whom"),
    ("callers", "rang"),
    ("search", "query"),
    ("found", "which"),
    ("note", "note"),
    ("office", "phrase"),
    ("office", "phrase_sure"),
)

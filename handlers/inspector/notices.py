"""What the code says of its own accord: every word told, refusal and sentence, with the values it carries."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.opening import CHECKS, FAILURES
from handlers.acts.talk import AUDIENCES
from handlers.asides import HELP
from handlers.asks import said as asks
from handlers.desk import said as desk
from handlers.entering import KINDS
from handlers.helpers import said as helpers
from handlers.kinds import joined
from handlers.life import PARTIES, STAFF, STAGES, STATES
from handlers.mediators import said as mediators
from handlers.meetings import said as meetings
from handlers.offers import ENDINGS
from handlers.papers import said as papers
from handlers.plans import said as plans
from handlers.points import WAYS
from handlers.reading.story import KIND_WORDS
from handlers.scripts.office import WHERE
from handlers.sides import said as sides

TOPICS = (sides, helpers, plans, meetings, mediators, papers, desk, asks)
COURT = frozenset({"court", "phone", "hours"})


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


_SAID = _holes("name role answer files")
_RECORD = _holes("version digest pages record points i stage")
_SEALED = _holes("version code record points force files")
_PROMISE = _holes("point part which thing due moved who whom last left consequence")

_LOST = _holes("name known phone matter code due")

_NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "filed": _holes("number"),
        "accepted": _holes("lead role stage"),
        "inviting": _holes("other"),
        "turned_away": _holes("text where"),
        "other_agreed": _holes("name"),
        "said": _SAID,
        "said_both": _SAID,
        "crossed": _holes("name side answer files"),
        "checked": _holes("by how"),
        "release_asked": _holes("n answer name"),
        "record_ready": _RECORD,
        "record_void": _holes("version"),
        "record_again": _SEALED,
        "other_confirmed": _holes("name version"),
        "taken_back": _holes("version"),
        "took_back": _holes("name version"),
        "sealed_before": _SEALED | {"until"},
        "sealed_trial": _SEALED,
        "ended": _holes("reason next"),
        "due_soon": _PROMISE,
        "due_today": _PROMISE,
        "late": _PROMISE,
        "kept": _PROMISE,
        "kept_late": _PROMISE,
        "came": _PROMISE,
        "performed": _holes(),
        "visit": _holes(),
        "closed": _holes(),
    },
    "office": {
        "accepted": _holes("lead role stage"),
        "turned_away": _holes("text where"),
        "clerk_joined": _holes("name"),
        "invited": _holes("code link other reach due files"),
        "invite_old": _holes("other reach"),
        "came": _holes("name phone"),
        "second_came": _holes("name phone"),
        "unwilling": _holes("name phone"),
        "agreed": _holes("name"),
        "answered": _holes("name answer files"),
        "check_kept": _holes("name how"),
        "heard": _holes("name side answer files"),
        "said_kept": _holes("names"),
        "said_colleague": _SAID | {"to"},
        "released": _holes("name n"),
        "release_sent": _holes("name"),
        "edited": _holes("name text"),
        "wants_person": _holes("name why phone"),
        "gone": _holes("name phone text"),
        "lost_phone": _LOST,
        "trouble": _holes("name phone"),
        "draft": _holes(),
        "published": _holes("version"),
        "record_ready": _RECORD,
        "record_again": _SEALED,
        "objected": _holes("name version no text"),
        "confirmed": _holes("name version"),
        "took_back": _holes("name version"),
        "sealed": _holes("version code"),
        "ended": _holes("reason next"),
        "late": _PROMISE | {"text"},
        "kept_late": _PROMISE,
        "performed": _holes(),
        "visit_trouble": _holes("name answer files"),
        "closed": _holes(),
    },
    "desk": {
        "new_case": _holes("number name kind claim case"),
        "wants_person": _holes("name why phone matter"),
        "lost_phone": _LOST,
        "trouble": _holes("name phone"),
        "joined": _holes(),
    },
}
NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    voice: joined(*(table.get(voice, {}) for table in (_NOTICES, *(topic.NOTICES for topic in TOPICS))))
    for voice in dict.fromkeys(v for table in (_NOTICES, *(t.NOTICES for t in TOPICS)) for v in table)
}
"""What each kind of base script is told, and the values that always come with it; the walk proves both."""

HOUSE_NOTICES: Mapping[str, frozenset[str]] = {
    "here": _holes(),
    "matters": _holes("rows"),
    "return_code": _holes("code due page files"),
    "returned": _holes("others"),
    **desk.EVERYBODY,
}
"""Word from the house itself, which every base script hears."""

REFUSALS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "not_yours",
            "judge_only",
            "already_come",
            "not_checked",
            "not_checked_yet",
            "nobody_there",
            "too_old",
            "already_released",
            "no_points",
            "empty_record",
            "no_record",
            "record_changed",
            "already_confirmed",
            "not_all_points",
            "nothing_to_take_back",
            "no_promise",
            "already_kept",
            "needs_clerk",
            "own_matter",
            "staff_codes",
            "asked_too_often",
        ),
        _holes(),
    ),
    **dict.fromkeys(("not_now", "ended"), _holes("state")),
    **dict.fromkeys(("has_lead", "has_clerk", "clerk_first"), _holes("name")),
    "not_due_yet": _holes("due"),
    **dict.fromkeys(
        ("bad_people", "date_passed", "sums_differ", "court_decides", "bad_backer", "bad_penalty"),
        _holes("no"),
    ),
    "parties_first": _holes("names"),
    "term_runs": _holes("term_end"),
    **dict.fromkeys(("no_grant", "lead_alone"), _holes()),
    **dict.fromkeys(("not_granted", "no_authority"), _holes("name")),
    **joined(*(topic.REFUSALS for topic in TOPICS)),
}

_POINT = _holes("no who whom what sum due way backer of")
_SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "labels": dict.fromkeys(
        ("help", "here", "go_on", "keep", "afresh", "done", *HELP, "english", "chinese", "more"), COURT
    ),
    "common": {
        "comma": _holes(),
        "shortened": _holes("length"),
        **dict.fromkeys(
            ("count_photo", "count_voice", "count_document", "count_video"),
            _holes("count"),
        ),
        **dict.fromkeys([f"point_{kind}" for kind in (*KINDS, "loose")], _POINT),
        "in_all": _holes("who whom sum_twice big"),
        "nothing_to_pay": _holes(),
        "point_instalments": _holes("no who whom sum rows"),
        "instalment": _holes("no due sum"),
        "which_part": _holes("part of"),
        "files": _holes("count"),
        **dict.fromkeys(("no_term", "no_phone", "provisional"), _holes()),
        "thing_pay": _holes("whom sum"),
        "thing_act": _holes("whom what"),
        "thing_apology": _holes("whom way"),
        "moved": _holes("due"),
        "before": COURT | {"old"},
        **dict.fromkeys(
            ("noted", "first", "help", "stop", "silent", "silent_person", "apology", "edited"),
            COURT,
        ),
        "person": COURT | {"arrival"},
        "awaited": COURT | {"arrival"},
        "somebody": _holes(),
        "more": COURT,
        "not_yours_to_answer": COURT | {"principal"},
        "header": _holes("matter"),
        **dict.fromkeys(("intake_matter", "reception_matter", "desk_matter"), COURT),
    },
    "unread": dict.fromkeys(
        (
            "empty",
            "empty_file",
            "too_big",
            "not_a_picture",
            "unsupported",
            "media_lost",
            "too_long",
            "choose",
            "kept_but_words",
            "kept_but_photo",
            "nothing_yet",
            "early",
            "part",
        ),
        COURT,
    ),
    "misread": {
        **dict.fromkeys(
            (
                *(
                    "name",
                    "phone",
                    "long",
                    "sum",
                    "date",
                    "unreadable",
                    "not_in_order",
                    "part_passed",
                    "code",
                ),
                "court_decides",
            ),
            COURT,
        ),
        "date_passed": COURT | {"due"},
        "sums_differ": COURT | {"sum", "total"},
    },
    "codes": dict.fromkeys(("unknown", "used", "expired", "too_often", "over", "own", "mine", "busy"), COURT),
    "buttons": {
        **dict.fromkeys(("old", "unknown", "foreign"), COURT),
        "elsewhere": COURT | {"matter"},
    },
    "refusals": {reason: COURT | holes for reason, holes in REFUSALS.items()},
}
_ALL_SENTENCES = (_SENTENCES, *(topic.SENTENCES for topic in TOPICS))
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    section: joined(*(table.get(section, {}) for table in _ALL_SENTENCES))
    for section in dict.fromkeys(one for table in _ALL_SENTENCES for one in table)
}
"""Sentences outside the scripts, by section and name, with every value that the code puts into them."""

_NAMES: Mapping[str, frozenset[str]] = {
    "kind": frozenset({*KIND_WORDS, "other"}),
    "stage": frozenset({"none", *STAGES}),
    "state": frozenset(STATES),
    "following": frozenset({*STATES, "record", "others"}),
    "role": frozenset({*STAFF, *PARTIES}),
    "side": frozenset(PARTIES),
    "how": frozenset({"none", *CHECKS}),
    "service": frozenset({"chat"}),
    "reason": frozenset({*ENDINGS, *FAILURES, "declined", "withdrawn", "performed"}),
    "next": frozenset({"before", "trial"}),
    "force": frozenset({"before", "trial"}),
    "consequence": frozenset({"before", "trial"}),
    "last": frozenset({"last", "more"}),
    "effect": frozenset({"party", "clerk", "lead"}),
    "quitting": frozenset({"before", "trial"}),
    "where": frozenset(WHERE),
    "why": frozenset({"asked", "silent"}),
    "to": frozenset(AUDIENCES),
    "point": frozenset(KINDS),
    "way": frozenset(WAYS),
}
_ALL_NAMES = (_NAMES, *(topic.NAMES for topic in TOPICS))
NAMES: Mapping[str, frozenset[str]] = {
    table: frozenset[str]().union(*(names.get(table, frozenset()) for names in _ALL_NAMES))
    for table in dict.fromkeys(one for names in _ALL_NAMES for one in names)
}
"""Every table of names and the values that are looked up in it."""

ALWAYS = ("done", "keep", "afresh")
"""Answers that the engine itself adds to a question."""

SURE_OFFERS = frozenset({"people", "people_but", "pay_points", "audiences"})
"""Offers that always hold something: points are entered only when both sides are there, and a penalty only
when there is a payment."""

"""Every word told, refusal and sentence about papers and reminders, with its values."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.papers.following import RESULTS


def _holes(names: str = "") -> frozenset[str]:
    return frozenset(names.split())


NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "party": {
        "paper_wanted": _holes("n text name"),
        "paper_dropped": _holes("text"),
        "paper_crossed": _holes("name side answer files shows"),
        "record_waiting": _holes("version"),
        "confirm_soon": _holes("until"),
        "applied": _holes("name"),
        "still_inviting": _holes("other"),
        "confirm_missed": _holes("until"),
        "court_result": _holes("result"),
        "late_remedy": _holes("who thing which due remedy last_day"),
    },
    "office": {
        "paper_given": _holes("name side shows answer files"),
        "paper_asked": _holes("name text"),
        "paper_missing": _holes("name text phone"),
        "paper_none": _holes("name text"),
        "paper_let_go": _holes("text"),
        "invite_ring": _holes("other reach"),
        "record_stuck": _holes("version names"),
        "confirming": _holes("name confirming until"),
        "decision_soon": _holes("court_asks"),
        "court_result": _holes("result"),
    },
}
REFUSALS: Mapping[str, frozenset[str]] = {"no_paper_open": _holes()}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {
    "paper_list": {
        "row": _holes("no name shows answer"),
        "crossed": _holes(),
        "kept": _holes(),
        "nothing": _holes(),
    },
}
NAMES: Mapping[str, frozenset[str]] = {
    "shared": frozenset({"yes", "no"}),
    "result": frozenset({*RESULTS["before"], *RESULTS["trial"]}),
    "outcome": frozenset({*RESULTS["before"], *RESULTS["trial"]}),
    "confirming": frozenset({"applied", "together", "no"}),
    "consequence": frozenset({"before_open", "confirmed", "served", "withdrawn"}),
    "remedy": frozenset({"before", "before_open", "confirmed", "trial", "served", "withdrawn"}),
    "court_asks": frozenset({"before", "trial"}),
}
RELEASED: tuple[tuple[str, str], ...] = (
    ("paper", "wanted"),
    ("paper", "files"),
    ("paper", "shows"),
    ("paper", "share_it"),
    ("ask_paper", "of"),
    ("ask_paper", "what"),
    ("drop_paper", "drop"),
    ("confirming", "confirming"),
    ("court_result", "result"),
    ("court_result", "sure"),
)

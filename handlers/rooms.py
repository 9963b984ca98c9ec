"""What the three rooms offer: a party's, the office of a case, and the desk; only what may happen now."""

from __future__ import annotations

from handlers.acts.hands import scope_of
from handlers.asks import offers as asks
from handlers.case import Case
from handlers.desk import offers as desk
from handlers.helpers import offers as helpers
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown, joined
from handlers.life import may
from handlers.mediators import offers as mediators
from handlers.meetings import offers as meetings
from handlers.offers import open_endings, private_rows, short, unchecked_parties
from handlers.papers import offers as papers
from handlers.plans import offers as plans
from handlers.sides import offers as sides
from handlers.sight import uncrossed
from handlers.view import DeskRow, View, within
from handlers.words import Words

TOPICS = (sides, helpers, plans, meetings, mediators, papers, desk, asks)


def _party(act: str) -> Shown:
    def shown(case: Case, view: View) -> bool:
        return may(act, view.role, case.state, case.stage) and within(view.scope, scope_of(act))

    return shown


def _office(act: str) -> Shown:
    return lambda case, view: may(act, view.role, case.state, case.stage)


def _record(case: Case, view: View) -> bool:
    record, live = case.record, case.state == "recording"
    return record is not None and record.status != "void" and not (live and record.confirmed_by(view.me))


def _share(case: Case, view: View) -> bool:
    mine = [u for u in case.talk if u.person == view.me and u.to == "mediator"]
    may_cross = within(view.scope, "speak") and may("publish", "clerk", case.state, "")
    return bool(mine) and bool(uncrossed(case, mine[-1])) and may_cross


def _came(case: Case, view: View) -> bool:
    promised = any(p.whom == view.me and p.state != "kept" for p in case.promises)
    return promised and _party("ask_paid")(case, view)


def _take_back(case: Case, view: View) -> bool:
    record = case.record
    confirmed = record is not None and record.confirmed_by(view.me)
    return case.state == "recording" and confirmed and _party("take_back")(case, view)


def _stands(case: Case, view: View) -> bool:
    there = case.record is not None and case.record.status != "void"
    return there and _office("open_record")(case, view)


LIKELY = (  # what a party most likely wants comes first; *more* shows the others
    *("record", "came", "take_back", "vote", "meeting", "authority", "share", "plans", "paper", "status"),
    *("confirming", "claim", "get_help", "papers", "next_one", "drop_help", "change_by", "unclaim"),
    *("choose", "other", "unwanted", "zone", "withdraw", "quit"),
)
LIKELY_OFFICE = (
    *("accept", "turn_away", "invite", "check", "see_paper", "check_helper", "ask_party", "record", "draft"),
    *("plans", "look", "desk", "ask", "meet", "meets", "facts", "phrase", "callers", "ask_paper", "note"),
    *("papers", "drop_paper", "leave_out", "extend", "court_result", "next_case", "end", "conflict"),
    *("appraisal", "second", "hand"),
)


def ordered(moves: dict[str, Shown], likely: tuple[str, ...]) -> dict[str, Shown]:
    """The moves in that order; ValueError where the order and the moves are not the same."""
    if odd := set(moves) ^ set(likely):
        raise ValueError(f"without a place in the order, or unknown: {', '.join(sorted(odd))}")
    return {move: moves[move] for move in likely}


_PARTY: dict[str, Shown] = joined(
    {"record": _record, "came": _came},
    *(topic.PARTY for topic in TOPICS),
    {
        "share": _share,
        "status": lambda case, view: True,
        "zone": meetings.abroad,
        "take_back": _take_back,
        "withdraw": _party("withdraw"),
        "quit": _party("decline"),
    },
)
PARTY_MOVES = ordered(_PARTY, LIKELY)
"""Every move of a party's room, the likeliest first, and when it is offered."""

_OFFICE: dict[str, Shown] = joined(
    {
        "accept": _office("accept"),
        "turn_away": _office("turn_away"),
        "invite": lambda case, view: _office("invite")(case, view) and bool(case.missing),
        "check": lambda case, view: _office("check")(case, view) and bool(unchecked_parties(case)),
        "draft": _office("draft"),
        "record": _stands,
        "ask": lambda case, view: _office("ask_release")(case, view) and bool(private_rows(case)),
        "look": lambda case, view: True,
    },
    *(topic.OFFICE for topic in TOPICS),
    {"end": lambda case, view: bool(open_endings(view)), "desk": lambda case, view: True},
)
OFFICE_MOVES = ordered(_OFFICE, LIKELY_OFFICE)
"""Every move of the office, the likeliest first, and when it is offered."""

DESK_MOVES: dict[str, DeskShown] = joined(*(topic.DESK for topic in TOPICS))
"""Every move of the desk, and when it is offered."""


def party_moves(words: Words, facts: Facts, view: View) -> Options:
    """What a party may do now; somebody who was left out may still ask how the matter stands."""
    me = view.case.party(view.me) if view.case is not None else None
    left = me is not None and bool(me.left)
    moves = {"status": PARTY_MOVES["status"]} if left else PARTY_MOVES
    return _moves(words, view, "party_moves", moves)


def office_moves(words: Words, facts: Facts, view: View) -> Options:
    """What somebody of the court may do in this case now."""
    return _moves(words, view, "office_moves", OFFICE_MOVES)


def _moves(words: Words, view: View, table: str, moves: dict[str, Shown]) -> Options:
    case = view.case
    if case is None:
        return []
    open_ = [move for move, shown in moves.items() if shown(case, view)]
    return [(move, words.text(view.lang, f"{table}.{move}")) for move in open_]


def desk_rows(words: Words, facts: Facts, view: View) -> Options:
    """The cases on somebody's desk, and what else they may do there."""
    rows = [(str(row.case), short(f"{row.title} · {_waiting(words, view.lang, row)}")) for row in view.desk]
    open_ = [move for move, shown in DESK_MOVES.items() if shown(view)]
    return [*((move, words.text(view.lang, f"desk_rows.{move}")) for move in open_), *rows]


def aide_moves(words: Words, facts: Facts, view: View) -> Options:
    """What somebody who acts for a party may do now: of the party's moves those that the grant reaches."""
    case = view.case
    if case is None:
        return []
    theirs = [
        move
        for move, shown in PARTY_MOVES.items()
        if move not in helpers.PARTY
        and within(view.scope, helpers.MOVE_SCOPE.get(move, "settle"))
        and shown(case, view)
    ]
    own = [move for move, shown in helpers.AIDE.items() if shown(case, view)]
    return [
        *((move, words.text(view.lang, f"party_moves.{move}")) for move in theirs),
        *((move, words.text(view.lang, f"aide_moves.{move}")) for move in own),
    ]


def _waiting(words: Words, lang: str, row: DeskRow) -> str:
    """What waits in a case, or where it stands where nothing does."""
    return words.name(lang, "waits", row.waits) if row.waits else words.name(lang, "state", row.state)


OFFERS: dict[str, Offer] = {
    "party_moves": party_moves,
    "aide_moves": aide_moves,
    "office_moves": office_moves,
    "desk_rows": desk_rows,
}

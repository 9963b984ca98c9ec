"""The life of a case: one table of states and moves, who may make them, and in which stage."""

from __future__ import annotations

from dataclasses import dataclass

# Stages (程序阶段): everything a person is told about force and next steps depends on them.
BEFORE = "before_filing"  # 诉前
ORDINARY = "trial_ordinary"  # 诉中, 普通程序
SUMMARY = "trial_summary"  # 诉中, 简易程序
STAGES = (BEFORE, ORDINARY, SUMMARY)
TRIAL = (ORDINARY, SUMMARY)

OPEN = ("accepted", "invited", "mediating", "recording")
ENDED = ("turned_away", "declined", "unreachable", "withdrawn", "failed", "expired", "closed")
STATES = ("filed", *OPEN, "performing", "performed", *ENDED)
MEETABLE = (*OPEN, "performing")  # while people may be asked to meet

KEPT = ("performing", "performed", "closed")  # after the seal

LEADS = ("mediator", "judge")
STAFF = (*LEADS, "clerk")
PARTIES = ("applicant", "respondent")
SAME = ""


@dataclass(frozen=True, slots=True)
class Move:
    """One act: from which states, to which (``SAME``: none), by whom, in which stages, and why (article)."""

    act: str
    frm: tuple[str, ...]
    to: tuple[str, ...]
    by: tuple[str, ...]
    stages: tuple[str, ...] = STAGES
    source: str = ""


R = "在线调解规则"
_ROAD: tuple[Move, ...] = (
    Move("accept", ("filed",), ("accepted",), LEADS, source=f"{R} 12"),
    Move("turn_away", ("filed",), ("turned_away",), LEADS, source=f"{R} 9"),
    Move("join_clerk", ("filed", *OPEN, "performing", "performed"), (SAME,), ("clerk",)),
    Move("invite", ("accepted", "invited", "mediating"), ("invited", SAME), STAFF, source=f"{R} 15"),
    Move("come", OPEN, ("invited", SAME), ("respondent",), source=f"{R} 15"),
    Move("check", OPEN, (SAME,), STAFF, source=f"{R} 17"),
    Move("agree", ("invited", "mediating"), ("mediating",), ("respondent",), source=f"{R} 4, 7"),
    Move("answer", OPEN, (SAME,), ("respondent",)),
    Move(
        "decline",
        ("invited", "mediating", "recording"),
        ("declined", SAME, "mediating", "invited"),
        ("respondent",),
        source=f"{R} 15, 25",
    ),
    Move("unwilling", OPEN, (SAME,), ("respondent",), source=f"{R} 17"),
    Move("withdraw", ("filed", *OPEN), ("withdrawn",), ("applicant",), source=f"{R} 25"),
    Move("unreachable", ("accepted", "invited"), ("unreachable",), LEADS, source=f"{R} 15"),
    Move("fail", ("mediating", "recording"), ("failed",), LEADS, source=f"{R} 21, 25"),
    Move("expire", OPEN, ("expired",), LEADS, source=f"{R} 24, 25"),
    Move("speak", STATES, (SAME,), PARTIES, source=f"{R} 18"),
    Move("release", STATES, (SAME,), PARTIES, source=f"{R} 16, 18"),
    Move("say", ("accepted", *OPEN[1:], "performing", "performed", *ENDED), (SAME,), STAFF),
    Move("ask_release", OPEN, (SAME,), LEADS, source=f"{R} 16"),
    Move("draft", ("mediating", "recording"), (SAME,), STAFF, source=f"{R} 22"),
    Move("publish", ("mediating", "recording"), ("recording",), STAFF, source=f"{R} 22"),
    Move("open_record", ("recording", "performing", "performed", "closed"), (SAME,), (*PARTIES, *STAFF)),
    Move("object", ("recording",), ("mediating",), (*PARTIES, *STAFF), source=f"{R} 22"),
    Move(
        "confirm", ("recording",), (SAME, "performing", "performed"), (*PARTIES, *STAFF), source=f"{R} 19, 22"
    ),
    Move("take_back", ("recording",), (SAME,), PARTIES, source=f"{R} 19"),
    Move("paid", ("performing",), (SAME, "performed"), PARTIES),
    Move("unpaid", ("performing",), (SAME,), PARTIES),
    Move("ask_paid", ("performing",), (SAME,), PARTIES),
    Move("visited", ("performed",), (SAME, "closed"), PARTIES),
    Move("edited", STATES, (SAME,), (*PARTIES, *STAFF)),
    Move("remind_before", ("performing",), (SAME,), ("system",)),
    Move("remind_day", ("performing",), (SAME,), ("system",)),
    Move("ask_payee", ("performing",), (SAME,), ("system",)),
    Move("return_visit", ("performed",), (SAME,), ("system",), source="回访"),
    Move("close", ("performed",), ("closed",), ("system",)),
    Move("invite_old", ("invited", "mediating"), (SAME,), ("system",), source=f"{R} 15"),
    Move("term_soon", OPEN, (SAME,), ("system",), source=f"{R} 24"),
    Move("term_over", OPEN, (SAME,), ("system",), source=f"{R} 24"),
    Move("gone", STATES, (SAME,), ("system",)),
    Move("wants_person", STATES, (SAME,), (*PARTIES, *STAFF, "system")),
    Move("trouble", STATES, (SAME,), ("system",)),
)
_SIDES: tuple[Move, ...] = (
    Move("leave_out", OPEN, (SAME, "mediating", "invited"), LEADS, source=f"{R} 15"),
    Move("claim", ("accepted", "invited", "mediating"), (SAME,), PARTIES, source="民诉法 54, 143"),
    Move("withdraw_claim", OPEN, (SAME,), PARTIES, source="民诉法 54"),
)
_GRANTED = ("filed", *OPEN, "performing", "performed")
_P = "民诉法"
_HELPERS: tuple[Move, ...] = (
    Move("grant", _GRANTED, (SAME,), PARTIES, source=f"{_P} 61"),
    Move("help_come", _GRANTED, (SAME,), ("helper",), source=f"{_P} 61"),
    Move("helper_yes", _GRANTED, (SAME,), PARTIES, source=f"{_P} 61"),
    Move("helper_no", STATES, (SAME,), PARTIES),
    Move("ungrant", STATES, (SAME,), PARTIES, source=f"{_P} 63"),
    Move("stop_helping", STATES, (SAME,), ("helper",), source=f"{_P} 63"),
    Move("helper_check", _GRANTED, (SAME,), STAFF, source=f"{R} 17"),
    Move("asked_party", _GRANTED, (SAME,), STAFF, source=f"{R} 8"),
    Move("send_authority", _GRANTED, (SAME,), (*PARTIES, "helper"), source=f"{_P} 62"),
    Move("check_authority", _GRANTED, (SAME,), STAFF, source=f"{_P} 62"),
    Move("change_by", _GRANTED, (SAME,), PARTIES),
    Move("seated", STATES, (SAME,), PARTIES),
)
_TALKING = ("mediating", "recording")
_PLANS: tuple[Move, ...] = (
    Move("put_plan", _TALKING, (SAME,), (*PARTIES, *STAFF), source=f"{R} 18"),
    Move("agree_plan", _TALKING, (SAME,), PARTIES, source=f"{R} 18"),
    Move("refuse_plan", _TALKING, (SAME,), PARTIES, source=f"{R} 18"),
    Move("think_plan", _TALKING, (SAME,), PARTIES),
    Move("withdraw_plan", _TALKING, (SAME,), (*PARTIES, *STAFF), source=f"{R} 18"),
    Move("remind_plan", _TALKING, (SAME,), ("system",)),
    Move("put_fact", _TALKING, (SAME,), STAFF, source=f"{R} 18, 22"),
    Move("confirm_fact", _TALKING, (SAME,), PARTIES, source=f"{R} 18, 22"),
    Move("dispute_fact", _TALKING, (SAME,), PARTIES, source=f"{R} 18, 22"),
)
_MEETINGS: tuple[Move, ...] = (
    Move("offer_meeting", MEETABLE, (SAME,), STAFF, source=f"{R} 16"),
    Move("set_meeting", MEETABLE, (SAME,), STAFF, source=f"{R} 16"),
    Move("fix_meeting", MEETABLE, (SAME,), STAFF, source=f"{R} 16"),
    Move("ask_again", MEETABLE, (SAME,), STAFF),
    Move("ask_came", MEETABLE, (SAME,), STAFF),
    Move("move_meeting", MEETABLE, (SAME,), STAFF),
    Move("cancel_meeting", MEETABLE, (SAME,), STAFF),
    Move("meeting_held", MEETABLE, (SAME,), STAFF),
    Move("answer_meeting", MEETABLE, (SAME,), PARTIES, source=f"{R} 16"),
    Move("come_meeting", MEETABLE, (SAME,), PARTIES),
    Move("ask_move", MEETABLE, (SAME,), PARTIES),
    Move("meeting_excuse", MEETABLE, (SAME,), PARTIES),
    Move("set_zone", STATES, (SAME,), (*PARTIES, "helper")),
    Move("meeting_day", MEETABLE, (SAME,), ("system",)),
    Move("meeting_hour", MEETABLE, (SAME,), ("system",)),
    Move("meeting_over", MEETABLE, (SAME,), ("system",)),
    Move("meeting_lapse", MEETABLE, (SAME,), ("system",)),
)
_LIVE = (*OPEN, "performing", "performed")
_MEDIATORS: tuple[Move, ...] = (
    Move("unaccepted", ("filed",), (SAME,), ("system",), source=f"{R} 12"),
    Move("propose_mediator", ("mediating",), (SAME,), PARTIES, (BEFORE,), f"{R} 10"),
    Move("disclose", ("mediating", "recording"), (SAME,), LEADS, source=f"{R} 13"),
    Move("ask_extend", ("mediating", "recording"), (SAME,), LEADS, source=f"{R} 24"),
    Move("vote", OPEN, (SAME,), PARTIES, source=f"{R} 10, 13, 24"),
    Move("vote_lapsed", OPEN, (SAME,), ("system",)),
    Move("ask_other", ("mediating", "recording"), (SAME, "failed"), PARTIES, source=f"{R} 14, 25"),
    Move("replace_late", OPEN, (SAME,), ("system",), source=f"{R} 10"),
    Move("hand_over", _LIVE, (SAME,), LEADS, source=f"{R} 12"),
    Move("mediator_accept", _LIVE, (SAME,), LEADS, source=f"{R} 12"),
    Move("mediator_decline", _LIVE, (SAME,), LEADS, source=f"{R} 12"),
    Move("seat_lapsed", _LIVE, (SAME,), ("system",), source=f"{R} 12"),
    Move("add_second", _LIVE, (SAME,), LEADS),
    Move("second_code", _LIVE, (SAME,), LEADS),
    Move("second_come", _LIVE, (SAME,), ("mediator",)),
    Move("drop_second", _LIVE, (SAME,), LEADS),
    Move("object_second", OPEN, (SAME,), PARTIES),
    Move("go_away", _LIVE, (SAME,), LEADS),
    Move("stand_in_over", STATES, (SAME,), ("system",)),
    Move("term_late", OPEN, (SAME,), ("system",), source=f"{R} 24"),
    Move("term_left", OPEN, (SAME,), ("system",), source=f"{R} 24"),
    Move("appraisal_begin", ("mediating", "recording"), (SAME,), LEADS, source=f"{R} 24"),
    Move("appraisal_end", ("mediating", "recording"), (SAME,), LEADS, source=f"{R} 24"),
)
_PAPERS: tuple[Move, ...] = (
    Move("give_paper", ("filed", *OPEN), (SAME,), PARTIES, source="在线诉讼规则 11; 民诉法 67"),
    Move("ask_paper", OPEN, (SAME,), STAFF),
    Move("paper_chase", OPEN, (SAME,), ("system",)),
    Move("no_paper", OPEN, (SAME,), PARTIES),
    Move("drop_paper", OPEN, (SAME,), STAFF),
    Move("invite_ring", ("invited", "mediating"), (SAME,), ("system",), source=f"{R} 15"),
    Move("record_wait", ("recording",), (SAME,), ("system",), source=f"{R} 22"),
    Move("record_stuck", ("recording",), (SAME,), ("system",)),
    Move("confirm_soon", KEPT, (SAME,), ("system",), (BEFORE,), "民诉法 205"),
    Move("confirm_last", KEPT, (SAME,), ("system",), (BEFORE,), "民诉法 205"),
    Move("confirm_missed", KEPT, (SAME,), ("system",), (BEFORE,), "民诉法 205"),
    Move("confirming", KEPT, (SAME,), PARTIES, (BEFORE,), "民诉法 205, 206"),
    Move("decision_soon", KEPT, (SAME,), ("system",), source="民诉法 100, 101, 206"),
    Move("court_result", KEPT, (SAME,), STAFF, source="民诉法 100, 101, 206"),
)
_DESK: tuple[Move, ...] = (
    Move("note", STATES, (SAME,), STAFF),
    Move("in_person", STATES, (SAME,), STAFF),
)
_ASKS: tuple[Move, ...] = (Move("mute", STATES, (SAME,), PARTIES),)
MOVES: tuple[Move, ...] = (
    *_ROAD,
    *_SIDES,
    *_HELPERS,
    *_PLANS,
    *_MEETINGS,
    *_MEDIATORS,
    *_PAPERS,
    *_DESK,
    *_ASKS,
)
"""Every act that may ever be done to a case."""
BY_ACT = {move.act: move for move in MOVES}


class Refused(Exception):
    """An act that may not happen now; ``reason`` names a sentence in the words files."""

    def __init__(self, reason: str, **values: object) -> None:
        super().__init__(reason)
        self.reason, self.values = reason, values


def permit(act: str, role: str, state: str, stage: str) -> Move:
    """The move behind an act, or Refused: ``not_yours``, ``ended`` or ``not_now``."""
    move = BY_ACT[act]
    if role not in move.by:
        raise Refused("not_yours")
    if state not in move.frm:
        raise Refused("ended" if state in ENDED else "not_now", state=state)
    if stage and stage not in move.stages:
        raise Refused("not_now", state=state)
    return move


def may(act: str, role: str, state: str, stage: str) -> bool:
    """Whether that role may do that act in that state and stage."""
    try:
        permit(act, role, state, stage)
    except Refused:
        return False
    return True

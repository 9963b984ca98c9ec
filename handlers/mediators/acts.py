"""Acts on who mediates, and the term."""

from __future__ import annotations

from handlers.kinds import Doing
from handlers.mediators import absence, acceptance, conflict, seats, seconds, term, votes

ACTS: dict[str, Doing] = {
    "unaccepted": acceptance.unaccepted,
    "vote": votes.vote,
    "vote_lapsed": votes.vote_lapsed,
    "propose_mediator": votes.propose_mediator,
    "disclose": votes.disclose,
    "ask_other": conflict.ask_other,
    "replace_late": conflict.replace_late,
    "hand_over": seats.hand_over,
    "mediator_accept": seats.mediator_accept,
    "mediator_decline": seats.mediator_decline,
    "seat_lapsed": seats.seat_lapsed,
    "add_second": seconds.add_second,
    "second_code": seconds.second_code,
    "second_come": seconds.second_come,
    "drop_second": seconds.drop_second,
    "object_second": seconds.object_second,
    "go_away": absence.go_away,
    "stand_in_over": absence.stand_in_over,
    "ask_extend": votes.ask_extend,
    "term_soon": term.term_soon,
    "term_over": term.term_over,
    "term_late": term.term_late,
    "term_left": term.term_left,
    "appraisal_begin": term.appraisal_begin,
    "appraisal_end": term.appraisal_end,
}

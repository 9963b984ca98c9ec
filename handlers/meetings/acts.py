"""Acts on meetings."""

from __future__ import annotations

from handlers.kinds import Doing
from handlers.meetings import changing, holding, offering

ACTS: dict[str, Doing] = {
    "offer_meeting": offering.offer,
    "set_meeting": offering.set_,
    "fix_meeting": offering.fix,
    "answer_meeting": offering.answer,
    "come_meeting": offering.will_come,
    "ask_move": offering.ask_move,
    "meeting_lapse": offering.lapse,
    "ask_again": offering.again,
    "ask_came": holding.ask_came,
    "move_meeting": changing.move,
    "cancel_meeting": changing.cancel,
    "meeting_day": holding.day_before,
    "meeting_hour": holding.hour_before,
    "meeting_over": holding.over,
    "meeting_held": holding.held,
    "meeting_excuse": holding.excuse,
    "set_zone": holding.set_zone,
}

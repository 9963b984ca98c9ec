"""Every question that has been released: people may stand at it for months, so none may go without a trace.

A new question is added here when it is released; a line is never taken away. A question that goes leaves a
forwarding address in its script (``Script.forwards``).
"""

from __future__ import annotations

from handlers.asks import said as asks
from handlers.desk import said as desk
from handlers.helpers import said as helpers
from handlers.mediators import said as mediators
from handlers.meetings import said as meetings
from handlers.papers import said as papers
from handlers.plans import said as plans
from handlers.sides import said as sides

_ROAD: tuple[tuple[str, str], ...] = (
    ("reception", "welcome"),
    ("reception", "code"),
    ("intake", "consent"),
    ("intake", "story"),
    ("intake", "name"),
    ("intake", "phone"),
    ("intake", "kind"),
    ("intake", "other_name"),
    ("intake", "other_reach"),
    ("intake", "claim"),
    ("intake", "since"),
    ("intake", "service"),
    ("intake", "summary"),
    ("intake", "change"),
    ("join", "name"),
    ("join", "phone"),
    ("join", "wait"),
    ("join", "quit"),
    ("join", "consent"),
    ("join", "sure"),
    ("join", "answer"),
    ("join", "service"),
    ("party", "room"),
    ("party", "share_sure"),
    ("party", "take_back"),
    ("party", "withdraw"),
    ("party", "quit"),
    ("desk", "desk"),
    ("office", "room"),
    ("office", "to"),
    ("office", "accept"),
    ("office", "turn_away"),
    ("office", "where"),
    ("office", "check"),
    ("office", "check_how"),
    ("office", "ask"),
    ("office", "end"),
    ("office", "end_sure"),
    ("record", "how"),
    ("record", "pages"),
    ("record", "also"),
    ("record", "text"),
    ("record", "point"),
    ("record", "who"),
    ("record", "whom"),
    ("record", "sum"),
    ("record", "split"),
    ("record", "due"),
    ("record", "parts"),
    ("record", "what"),
    ("record", "more"),
    ("record", "review"),
    ("record", "fix"),
    ("record", "way"),
    ("record", "late"),
    ("record", "extra"),
    ("record", "backer"),
    ("record", "debtor"),
    ("record", "creditor"),
    ("record", "backed"),
    ("check", "point"),
    ("check", "wrong"),
    ("check", "whole"),
    ("release", "ask"),
    ("came", "came"),
    ("came", "how_much"),
    ("visit", "well"),
    ("visit", "more"),
    ("matters", "which"),
    ("reception", "back"),
    ("reception", "lost_name"),
    ("reception", "lost_phone"),
    ("returned", "others"),
)
TOPICS = (sides, helpers, plans, meetings, mediators, papers, desk, asks)
RELEASED = (*_ROAD, *(one for topic in TOPICS for one in topic.RELEASED))

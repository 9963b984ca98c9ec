"""What every part of the house brings to the rooms: scripts, ways into them, and word that they hear."""

from __future__ import annotations

from handlers.asks import scripts as asks
from handlers.desk import scripts as desk
from handlers.helpers import scripts as helpers
from handlers.kinds import joined
from handlers.mediators import scripts as mediators
from handlers.meetings import scripts as meetings
from handlers.papers import scripts as papers
from handlers.plans import scripts as plans
from handlers.sides import scripts as sides

TOPICS = (sides, helpers, plans, meetings, mediators, papers, desk, asks)

SCRIPTS = tuple(script for topic in TOPICS for script in topic.SCRIPTS)
BASES = tuple(name for topic in TOPICS for name in topic.BASES)
PARTY_VISITS = joined(*(topic.PARTY_VISITS for topic in TOPICS))
OFFICE_VISITS = joined(*(topic.OFFICE_VISITS for topic in TOPICS))
DESK_VISITS = joined(*(topic.DESK_VISITS for topic in TOPICS))
PARTY_ON = joined(*(topic.PARTY_ON for topic in TOPICS))
OFFICE_ON = joined(*(topic.OFFICE_ON for topic in TOPICS))
DESK_ON = joined(*(topic.DESK_ON for topic in TOPICS))

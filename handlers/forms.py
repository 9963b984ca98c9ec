"""How every value is written, joined from what every part of the house brings; imports no words."""

from __future__ import annotations

from handlers import formats
from handlers.asks import shows as asks
from handlers.desk import shows as desk
from handlers.helpers import shows as helpers
from handlers.kinds import joined
from handlers.mediators import shows as mediators
from handlers.meetings import shows as meetings
from handlers.papers import shows as papers
from handlers.plans import shows as plans
from handlers.sides import shows as sides

TOPICS = (sides, helpers, plans, meetings, mediators, papers, desk, asks)
FORMATS = joined(formats.FORMATS, *(topic.FORMATS for topic in TOPICS))

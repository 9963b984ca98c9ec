"""The house's tables, each joined from what every part of the house brings."""

from __future__ import annotations

from handlers import decisions, offers, readers, rooms, shows
from handlers.asks import decisions as asks_forks
from handlers.asks import offers as asks_offers
from handlers.asks import shows as asks_shows
from handlers.desk import decisions as desk_forks
from handlers.desk import offers as desk_offers
from handlers.desk import shows as desk_shows
from handlers.helpers import decisions as helpers_forks
from handlers.helpers import offers as helpers_offers
from handlers.helpers import shows as helpers_shows
from handlers.kinds import joined
from handlers.mediators import decisions as mediators_forks
from handlers.mediators import offers as mediators_offers
from handlers.mediators import shows as mediators_shows
from handlers.meetings import decisions as meetings_forks
from handlers.meetings import offers as meetings_offers
from handlers.meetings import shows as meetings_shows
from handlers.papers import decisions as papers_forks
from handlers.papers import offers as papers_offers
from handlers.papers import shows as papers_shows
from handlers.plans import decisions as plans_forks
from handlers.plans import offers as plans_offers
from handlers.plans import shows as plans_shows
from handlers.sides import decisions as sides_forks
from handlers.sides import offers as sides_offers
from handlers.sides import shows as sides_shows

_OFFERS = (
    sides_offers,
    helpers_offers,
    plans_offers,
    meetings_offers,
    mediators_offers,
    papers_offers,
    desk_offers,
    asks_offers,
)
_SHOWS = (
    sides_shows,
    helpers_shows,
    plans_shows,
    meetings_shows,
    mediators_shows,
    papers_shows,
    desk_shows,
    asks_shows,
)
_FORKS = (
    sides_forks,
    helpers_forks,
    plans_forks,
    meetings_forks,
    mediators_forks,
    papers_forks,
    desk_forks,
    asks_forks,
)

OFFERS = joined(offers.OFFERS, rooms.OFFERS, *(one.OFFERS for one in _OFFERS))
SHOWS = joined(shows.SHOWS, *(one.SHOWS for one in _SHOWS))
FILES = joined(shows.FILES, *(one.FILES for one in _SHOWS))
DECISIONS = joined(decisions.DECISIONS, *(one.DECISIONS for one in _FORKS))
READERS = joined(readers.READERS, *(one.READERS for one in _FORKS))

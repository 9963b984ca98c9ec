"""The walk: the real engine driven through whole mediations by everything that people may send."""

from __future__ import annotations

from handlers.walk.aims import missed
from handlers.walk.explorer import Report, explore, walk

__all__ = ["Report", "explore", "missed", "walk"]

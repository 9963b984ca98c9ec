"""The walk: the real engine driven through whole mediations by everything that people may send."""

from __future__ import annotations

from handlers.walk.explorer import Report, missed, walk

__all__ = ["Report", "missed", "walk"]

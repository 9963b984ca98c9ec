"""Answers about what may be asked at any time, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import DeskShown, Offer, Shown

OFFERS: Mapping[str, Offer] = {}
PARTY: Mapping[str, Shown] = {}
OFFICE: Mapping[str, Shown] = {}
DESK: Mapping[str, DeskShown] = {}

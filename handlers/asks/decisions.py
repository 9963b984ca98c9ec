"""Forks and readers about what may be asked at any time."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Reader

DECISIONS: Mapping[str, Decision] = {}
READERS: Mapping[str, Reader] = {}

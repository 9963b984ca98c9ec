"""Forks and readers about who mediates, and the term."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Reader

DECISIONS: Mapping[str, Decision] = {}
READERS: Mapping[str, Reader] = {}

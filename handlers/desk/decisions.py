"""Forks and readers about the court's people at their desk."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Reader

DECISIONS: Mapping[str, Decision] = {}
READERS: Mapping[str, Reader] = {}

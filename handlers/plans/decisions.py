"""Forks and readers about plans and undisputed facts."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Decision, Reader

DECISIONS: Mapping[str, Decision] = {}
READERS: Mapping[str, Reader] = {}

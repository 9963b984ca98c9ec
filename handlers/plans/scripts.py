"""Conversations about plans and undisputed facts."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.script import Script

SCRIPTS: tuple[Script, ...] = ()
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {}
OFFICE_VISITS: Mapping[str, str] = {}
DESK_VISITS: Mapping[str, str] = {}
PARTY_ON: Mapping[str, str] = {}
OFFICE_ON: Mapping[str, str] = {}
DESK_ON: Mapping[str, str] = {}

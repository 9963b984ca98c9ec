"""What may be shown about the court's people at their desk, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.kinds import Files, Format, Show

SHOWS: Mapping[str, Show] = {}
FILES: Mapping[str, Files] = {}
FORMATS: Mapping[str, Format] = {}

"""Every word told, refusal and sentence about what may be asked at any time, with its values."""

from __future__ import annotations

from collections.abc import Mapping

NOTICES: Mapping[str, Mapping[str, frozenset[str]]] = {}
REFUSALS: Mapping[str, frozenset[str]] = {}
SENTENCES: Mapping[str, Mapping[str, frozenset[str]]] = {}
NAMES: Mapping[str, frozenset[str]] = {}
RELEASED: tuple[tuple[str, str], ...] = ()

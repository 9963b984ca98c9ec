"""A case that nobody has accepted: who may is reminded, the applicant told so (在线调解规则 12)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.acts.done import Done, Tell, tell
from handlers.case import Actor, Case, Env
from handlers.events import Told
from handlers.life import LEADS


def unaccepted(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """Nobody has accepted the case yet."""
    applicant = case.parties[0]
    word = {"number": case.number, "name": applicant.name, "kind": case.kind, "claim": case.claim}
    if data.get("judges"):
        return Done(case, (Tell(0, Told("unaccepted_long", word), ("judge",)),))
    return Done(case, (tell(applicant.person, "unaccepted"), Tell(0, Told("unaccepted", word), LEADS)))

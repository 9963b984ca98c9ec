"""Who sees what of a case: one pure function cuts a case down to what one person may see."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case, Party, Utterance
from handlers.life import STAFF


def seen(case: Case, person: int, role: str) -> Case:
    """The case as that person may see it (在线调解规则 16, 29).

    Staff of the case see everything. A party sees their own private words, what was said to them and what
    has been released; never the other side's story or answer. The other side sees the claim only after
    their identity was checked.
    """
    if role in STAFF and (case.role(person) == role or _vacant(case, role)):
        return case
    me = case.party(person)
    cut = replace(
        case,
        talk=tuple(u for u in case.talk if hears(case, u, person)),
        parties=tuple(p if p.person == person else _outside(p) for p in case.parties),
    )
    if role == "applicant" and me is not None:
        return cut
    cut = replace(cut, story={}, other_name="", other_reach="")
    if me is None or not me.checked:
        return replace(cut, claim={}, since="", kind="other", record=None, promises=())
    return cut


def _vacant(case: Case, role: str) -> bool:
    """Whether the seat of that role is still free, so that its people may look before they take it."""
    return case.clerk is None if role == "clerk" else case.lead is None


def _outside(party: Party) -> Party:
    return replace(party, phone="", service="", answer={}, visited="", checked_by=0)


def hears(case: Case, words: Utterance, person: int) -> bool:
    """Whether these words were said by, to or released to that party."""
    me = case.party(person)
    if words.person == person:
        return True
    if me is None or (me.side == "respondent" and not me.checked):
        return False
    return words.released or words.to in ("both", me.side)

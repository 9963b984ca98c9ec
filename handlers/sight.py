"""Who sees what of a case: one pure function cuts a case down to what one person may see."""

from __future__ import annotations

from dataclasses import replace

from handlers.case import Case, Party, Record, Utterance
from handlers.life import STAFF
from handlers.parts import Claim, Helper, Meeting, Vote
from handlers.plans.state import without_answers
from handlers.view import within


def seen(case: Case, person: int, role: str) -> Case:
    """The case as that person may see it (在线调解规则 16, 29).

    Staff of the case see everything but each other's notes. A party sees their own private words, what was
    said to them and what has been released; never another party's story, answer, papers, wishes or votes,
    and no meeting that is not theirs.
    The other side sees the claim only after their identity was checked. A helper sees what their party sees
    once the party has said that they asked for it; until then no more than what they told themselves.
    """
    case = replace(case, notes=tuple(one for one in case.notes if one.by == person))
    if works_on(case, person, role):
        return case
    helper = case.helper(person)
    if helper is None:
        cut = _of_party(case, person)
        return replace(cut, parties=()) if role == "helper" else cut
    if helper.confirmed:
        return _of_party(case, helper.by)
    return _of_teller(case, helper)


def works_on(case: Case, person: int, role: str) -> bool:
    """Whether this is somebody of the court in this case, or one who may look before taking a free seat."""
    mine = case.role(person)
    return role in STAFF and (mine == role or (not mine and _vacant(case, role)))


def _of_party(case: Case, person: int) -> Case:
    me = case.party(person)
    cut = replace(
        case,
        talk=tuple(u for u in case.talk if hears(case, u, person)),
        parties=tuple(p if p.person == person else _outside(p) for p in case.parties),
        notes=(),
        wanted=tuple(one for one in case.wanted if one.person == person),
        helpers=tuple(h if h.by == person else _proxy(h) for h in case.helpers if _shown(h, person)),
        meetings=tuple(_without_answers(one, person) for one in case.meetings if person in one.who),
        votes=tuple(_without_votes(one, person) for one in case.votes if person in one.data.get("of", ())),
        facts=tuple(without_answers(one, person) for one in case.facts),
        refusals=tuple(one for one in case.refusals if one == person),
        claims=tuple(one for one in case.claims if _claims(case, one, person)),
        record=_without_why(case.record),
    )
    if me is not None and me.side != "applicant":
        cut = replace(cut, related="")  # other people's cases
    if me is not None and me.side == "applicant":
        return cut
    cut = replace(cut, story={}, expected=())
    if me is None or not me.checked or me.left:
        return replace(
            cut,
            claim={},
            since="",
            kind="other",
            record=None,
            promises=(),
            related="",
            claims=(),
            plans=(),
            facts=(),
            helpers=tuple(h for h in cut.helpers if h.by == person),
        )
    return cut


def _without_why(record: Record | None) -> Record | None:
    """A record without what one party said against it."""
    return replace(record, why="") if record is not None else None


def _of_teller(case: Case, helper: Helper) -> Case:
    """What somebody sees whom the party has not confirmed: what they told themselves, if anything."""
    cut = _of_party(case, helper.person)
    cut = replace(cut, helpers=tuple(h for h in case.helpers if h.n == helper.n))
    if not helper.told:
        return replace(cut, parties=(), talk=())
    return replace(
        cut,
        talk=tuple(u for u in case.talk if u.hand == helper.person),
        parties=tuple(_outside(p) for p in case.parties if p.person == helper.by),
        claim=case.claim,
        since=case.since,
        kind=case.kind,
        story=case.story,
        expected=case.expected,
    )


def _claims(case: Case, claim: Claim, person: int) -> bool:
    """Whether a further claim is one's own, or told by the other side to somebody who takes part."""
    me, by = case.party(person), case.party(claim.by)
    told = me is not None and by is not None and me.side != by.side and me in case.joined
    return claim.by == person or told


def _vacant(case: Case, role: str) -> bool:
    """Whether the seat of that role is still free, so that its people may look before they take it."""
    return case.clerk is None if role == "clerk" else case.lead is None


def _outside(party: Party) -> Party:
    return replace(
        party,
        phone="",
        service="",
        answer={},
        visited="",
        checked_by=0,
        by_post="",
        paper={},
        refused="",
        zone="",
        muted=False,
        confirming="",
    )


def _shown(helper: Helper, person: int) -> bool:
    """Another side's helper is shown once they may speak for it (民诉法 61, 62)."""
    return helper.by == person or (bool(helper.person) and within(helper.reach, "speak"))


def _proxy(helper: Helper) -> Helper:
    return replace(helper, phone="", paper={}, refused="", asked="", checked_by=0, authority_by=0, zone="")


def _without_answers(meeting: Meeting, person: int) -> Meeting:
    return replace(
        meeting,
        answers=tuple(one for one in meeting.answers if one[0] == person),
        wishes=tuple(one for one in meeting.wishes if one[0] == person),
        note="",
    )


def _without_votes(vote: Vote, person: int) -> Vote:
    return replace(vote, answers=tuple(one for one in vote.answers if one[0] == person))


def uncrossed(case: Case, words: Utterance) -> tuple[Party, ...]:
    """Those to whom these words would cross if they were released: who takes part and has not had them."""
    if words.released and not words.hearers:
        return ()  # released to everybody, before it was kept to whom
    return tuple(p for p in case.others(words.person) if p.person not in words.hearers)


def hears(case: Case, words: Utterance, person: int) -> bool:
    """Whether these words were said by, to or released to that party."""
    me = case.party(person)
    if words.person == person:
        return True
    if me is None or me.left or (me.side == "respondent" and not me.checked):
        return False
    if words.hearers:  # whoever came later was not among them
        return person in words.hearers
    return words.released or words.to in ("both", me.side)

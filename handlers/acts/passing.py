"""Who else hears of an act: those who act for a party, and the party for whom it was done."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Tell, tell
from handlers.case import Actor, Case, Party
from handlers.events import Told
from handlers.life import STAFF
from handlers.parts import Helper
from handlers.view import within

ANSWERS = frozenset({"open_record", "ask_paid"})
"""Acts whose word only answers whoever did them."""
PARTY_ALONE = frozenset(
    {"helper_code", "helper_came", "helper_kept", "helper_shut", "helper_left", "helper_checked"}
    | {"helper_said", "helper_did", "helper_confirmed", "authority_kept", "authority_done", "authority_bad"}
)
"""Word for a party that those who act for them do not hear (they have word of their own)."""
BEFORE_CONFIRMED = frozenset({"filed", "accepted", "turned_away", "inviting", "ended"})
"""What whoever told the dispute may hear before the party has said that they asked for it."""
DEEDS = frozenset(
    {"release", "answer", "agree", "decline", "unwilling", "withdraw", "object", "take_back"}
    | {"paid", "unpaid", "visited", "put_plan", "agree_plan", "refuse_plan", "confirm_fact", "dispute_fact"}
    | {"give_paper", "answer_meeting", "come_meeting", "ask_move", "other"}
)
"""Acts by a helper's hand that the party hears of by name; any other is a step that was done."""


def passed_on(name: str, actor: Actor, done: Done) -> Done:
    """The same outcome, heard by everybody whom it concerns."""
    tells = list(done.tells)
    if name in ANSWERS:
        hearer = actor.hand or actor.person
        helper = done.case.helper(actor.hand)
        tells = [replace(_read_only(done.case, helper, one), to=hearer) for one in tells]
    else:
        told = {(one.to, one.told.kind) for one in tells}  # some have been told in their own way already
        tells = [
            word
            for one in tells
            for word in (one, *(c for c in _copies(done.case, one) if (c.to, c.told.kind) not in told))
        ]
    if actor.hand:
        tells += _to_the_party(name, actor, done)
        done = replace(done, entries=tuple(_signed(one, actor) for one in done.entries))
    if name == "check":
        tells += _late_word(done)
    if actor.role in STAFF:
        tells += _nobody_to_hear(name, actor, done)
    return replace(done, tells=tuple(tells))


def _copies(case: Case, one: Tell) -> list[Tell]:
    """Word for a party goes to those who act for them too, as far as they may hear it."""
    if not one.to or one.told.kind in PARTY_ALONE:
        return []
    found = []
    for helper in case.helpers_of(one.to):
        if within(helper.reach, "read") or (helper.reach == "tell" and one.told.kind in BEFORE_CONFIRMED):
            found.append(replace(_read_only(case, helper, one), to=helper.person))
    return found


def _read_only(case: Case, helper: Helper | None, one: Tell) -> Tell:
    """A record that somebody may read but not confirm comes as a text without questions."""
    if helper is None or one.told.kind != "record_ready" or within(helper.reach, "settle"):
        return one
    data = {**one.told.data, "principal": case.name(helper.by), "files": one.told.data["pages"]}
    return replace(one, told=Told("record_seen", data))


def _signed(entry: Any, actor: Actor) -> Any:
    """A line of the journal names the party and the helper."""
    return replace(entry, body={**entry.body, "by": actor.name, "hand": actor.hand})


def _to_the_party(name: str, actor: Actor, done: Done) -> list[Tell]:
    """The party hears at once what was done for them, and by whom."""
    case, shared = (
        done.case,
        {"helper": done.case.name(actor.hand), "principal": done.case.name(actor.person)},
    )
    if name == "speak":
        said = case.talk[-1].said
        return [tell(actor.person, "helper_said", **shared, answer=said, files=list(said.get("media", ())))]
    if name == "confirm" and case.record is not None:
        return [tell(actor.person, "helper_confirmed", **shared, version=str(case.record.version))]
    if name in ANSWERS or name in ("edited", "wants_person"):
        return []
    return [tell(actor.person, "helper_did", **shared, deed=name if name in DEEDS else "other")]


def beside(case: Case, person: int) -> tuple[Party, ...]:
    """Every other party of whom it is known who they are."""
    return tuple(p for p in case.staying if p.person != person and (p.side == "applicant" or p.checked))


def _late_word(done: Done) -> list[Tell]:
    """A party whose identity has just been checked hears who speaks for the others already."""
    checked = next((t.to for t in done.tells if t.told.kind == "checked"), 0)
    if not checked:
        return []
    others = [h for h in done.case.helpers if h.passed and not h.ended and h.by != checked]
    return [tell(checked, "helper_of_other", **of_other(done.case, h)) for h in others]


def of_other(case: Case, helper: Helper) -> dict[str, Any]:
    """A helper as the other side hears of them."""
    return {
        "name": case.name(helper.by),
        "helper": helper.name,
        "relation": helper.relation,
        "how_far": helper.passed,
    }


def tell_others(case: Case, helper: Helper) -> tuple[Case, tuple[Tell, ...]]:
    """The other parties hear when somebody gets so far that they speak or settle, once for each."""
    if helper.reach not in ("speak", "settle") or helper.reach == helper.passed:
        return case, ()
    helper = replace(helper, passed=helper.reach)
    told = tuple(tell(p.person, "helper_of_other", **of_other(case, helper)) for p in beside(case, helper.by))
    return case.with_part("helpers", helper), told


def _nobody_to_hear(name: str, actor: Actor, done: Done) -> list[Tell]:
    """Staff hear through whom a party is reached who has no chat of their own."""
    spoken_to = {one.to for one in done.tells}
    found = []
    for party in done.case.parties:
        if not party.absent or name not in ("accept", "say", "publish"):
            continue
        helper = next(iter(done.case.helpers_of(party.person)), None)
        if helper is None:
            found.append(tell(actor.person, "no_chat_at_all", name=party.name, phone=party.phone))
        elif party.person in spoken_to:
            shared = {"name": party.name, "helper": helper.name, "helper_phone": helper.phone}
            kind = "no_chat" if helper.confirmed else "no_chat_yet"
            found.append(tell(actor.person, kind, **shared, relation=helper.relation))
    return found

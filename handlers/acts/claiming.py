"""Further claims of either side (反请求): told, withdrawn, and disposed of in the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Entry, Tell, tell, tell_staff
from handlers.case import Actor, Case, Env, Party
from handlers.life import Refused
from handlers.parts import Claim

DISPOSALS = {"settled": "settled", "dropped": "withdrawn", "apart": "left"}
"""What a record may do with a claim (一并解决, 放弃, 另行解决), and the state that follows from it."""


def open_claims(case: Case) -> tuple[Claim, ...]:
    """The further claims that are neither withdrawn nor settled."""
    return tuple(one for one in case.claims if one.state == "open")


def opposite(case: Case, person: int) -> tuple[Party, ...]:
    """Those of the other side who take part: whoever must answer that person's claim."""
    me = case.party(person)
    return tuple(p for p in case.joined if me is not None and p.side != me.side)


def claim(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """A party asks for something too; the court's people and the other side hear it."""
    if case.party(actor.person) not in case.joined:
        raise Refused("nobody_there")
    case, n = case.numbered()
    one = Claim(n, actor.person, data["answer"], env.stamp)
    case = case.with_part("claims", one)
    heard = opposite(case, actor.person)
    shared = words(case, one)
    told = (
        *tell_staff(case, "claim_heard", **shared),
        *(tell(p.person, "claim_heard", **shared) for p in heard),
    )
    body = {"n": n, "by": actor.name, "claim": one.text}
    readers = (actor.person, *(p.person for p in heard))
    return Done(case, told, entries=tuple(Entry("claim", body, reader) for reader in readers))


def words(case: Case, one: Claim) -> dict[str, Any]:
    """A claim as it is put before those who hear of it."""
    party = case.party(one.by)
    return {
        "name": case.name(one.by),
        "side": party.side if party is not None else "respondent",
        "answer": one.text,
        "files": list(one.text.get("media", ())),
    }


def told_to(case: Case, person: int) -> tuple[Tell, ...]:
    """The open claims of the other side, for somebody who has just agreed to mediation."""
    against = {p.person for p in opposite(case, person)}
    return tuple(
        tell(person, "claim_heard", **words(case, one)) for one in open_claims(case) if one.by in against
    )


def withdraw_claim(case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """Whoever made a claim takes it back."""
    one = case.part("claims", int(data["n"]))
    if one is None or one.by != actor.person or one.state != "open":
        raise Refused("no_claim")
    case = case.with_part("claims", replace(one, state="withdrawn"))
    shared = words(case, one) | {"files": []}
    told = (
        *tell_staff(case, "claim_gone", **shared),
        *(tell(p.person, "claim_gone", **shared) for p in opposite(case, actor.person)),
    )
    return Done(case, told, entries=(Entry("claim_withdrawn", {"n": one.n, "by": actor.name}),))


def undisposed(case: Case, points: Iterable[Mapping[str, Any]]) -> list[str]:
    """Whose claims a record says nothing about."""
    named = {int(p["claim"]) for p in points if p["kind"] == "claim"}
    return [case.name(one.by) for one in open_claims(case) if one.n not in named]


def disposed(case: Case, points: Iterable[Mapping[str, Any]]) -> Case:
    """The case after the seal: every claim is what the record has made of it."""
    for point in points:
        one = case.part("claims", int(point["claim"])) if point["kind"] == "claim" else None
        if one is not None and one.state == "open":
            case = case.with_part("claims", replace(one, state=DISPOSALS[str(point["how"])]))
    return case

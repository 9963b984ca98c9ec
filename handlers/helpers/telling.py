"""Who tells a dispute: a party themselves, somebody for a party, or somebody for an organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Tell, tell
from handlers.case import Case, Env, Party
from handlers.parts import Helper

Facts = Mapping[str, Any]
FOR_OTHER, FOR_UNIT = "for_other", "for_unit"
"""Answers to the question for one's name that say that one speaks for somebody else."""


def teller(facts: Facts) -> tuple[str, str]:
    """Name and telephone of whoever tells, as far as they have said."""
    names = {FOR_OTHER: ("h_name", "h_phone"), FOR_UNIT: ("u_by", "u_phone")}
    name, phone = names.get(str(facts.get("name") or FOR_OTHER), ("name", "phone"))
    return str(facts.get(name) or ""), str(facts.get(phone) or "")


def party_of(person: int, side: str, facts: Facts, agreed_at: str = "") -> Party:
    """The party of a told story: who tells it, whom they tell it for, or their organisation."""
    service = str(facts.get("service") or "")
    if facts["name"] == FOR_UNIT:
        by, post = str(facts["u_by"]), str(facts["u_post"])
        party = Party(person, side, str(facts["u_name"]), str(facts["u_phone"]), service, agreed_at=agreed_at)
        return replace(party, org=True, by_name=by, by_post=post)
    if facts["name"] == FOR_OTHER:
        phone = str(facts["p_phone"])
        return Party(
            person, side, str(facts["p_name"]), "" if phone == "none" else phone, service, absent=True
        )
    return Party(person, side, str(facts["name"]), str(facts["phone"]), service, agreed_at=agreed_at)


def with_teller(case: Case, person: int, facts: Facts, env: Env) -> Case:
    """The case; somebody who told it for its applicant may go on telling until the party has been asked."""
    if not case.parties[0].absent:
        return case
    case, n = case.numbered()
    helper = Helper(
        n,
        case.parties[0].person,
        str(facts["h_name"]),
        "speak",
        str(facts["relation"]),
        str(facts["h_phone"]),
        person,
        env.stamp,
        told=True,
    )
    return case.with_part("helpers", helper)


def asks(helper: Helper) -> Tell:
    """The question to the party whether this is whom they asked."""
    return tell(
        helper.by,
        "helper_came",
        n=helper.n,
        helper=helper.name,
        helper_phone=helper.phone,
        relation=helper.relation,
        told=helper.told,
    )


def filed_for(case: Case, done: Done) -> Done:
    """The party of whom somebody told is asked whether they want it, as soon as they come in themselves."""
    if not case.helpers:
        return done
    helper = case.helpers[0]
    told = (asks(helper), tell(helper.person, "filed_for", principal=case.name(helper.by)))
    copy = tuple(replace(one, to=helper.person) for one in done.tells if one.to == helper.by)
    return replace(done, tells=(*done.tells, *copy, *told))

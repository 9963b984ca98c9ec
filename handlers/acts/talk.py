"""Acts of the talk: who says what to whom, and what crosses from one side to the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Entry, Tell, tell, tell_staff
from handlers.acts.opening import media
from handlers.case import Actor, Case, Env, Party, Utterance
from handlers.desk.duty import comes
from handlers.desk.phrases import addressed
from handlers.events import Told
from handlers.life import LEADS, Refused
from handlers.sight import uncrossed

Data = Mapping[str, Any]
AUDIENCES = ("applicant", "respondent", "both", "people")


def _keep(
    case: Case, actor: Actor, to: str, said: Mapping[str, Any], env: Env, heard: Sequence[Party] = ()
) -> tuple[Case, Utterance]:
    hearers = tuple(p.person for p in heard)
    one = Utterance(case.said + 1, actor.person, to, said, env.stamp, hand=actor.hand, hearers=hearers)
    return replace(case, said=one.n, talk=(*case.talk, one)), one


def speak(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party speaks to the mediator; nobody else hears it (在线调解规则 16, 18)."""
    case, one = _keep(case, actor, "mediator", data["said"], env)
    shared = {"name": actor.name, "side": actor.role, "answer": one.said, "files": media(one.said)}
    told = tuple(tell(m.person, "heard", **shared) for m in (case.lead, *case.seconds) if m is not None)
    return Done(case, told, entries=(Entry("spoke", {"n": one.n, "said": one.said}, actor.person),))


def say(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The court's people speak to everybody, to one side, or to some; the speaker is named."""
    to, heard = str(data["to"]), hearers(case, data)
    words = addressed(data["said"], [p.name for p in heard])
    case, one = _keep(case, actor, to, words, env, heard)
    shared = {"name": actor.name, "role": actor.role, "answer": one.said, "files": media(one.said)}
    names = [p.name for p in heard]
    if to == "both":
        told = tuple(tell(p.person, "said_both", **shared) for p in heard)
        told += tell_staff(case, "said_colleague", but=actor.person, to=to, **shared)
    elif len(heard) == 1:
        told = (tell(heard[0].person, "said", **shared),)
    else:
        told = tuple(tell(p.person, "said_some", names=names, **shared) for p in heard)
    body = {"n": one.n, "to": to, "by": actor.name, "said": one.said}
    entries = tuple(Entry("said", body, p.person) for p in heard)
    return Done(case, (*told, tell(actor.person, "said_kept", names=names)), entries=entries)


def hearers(case: Case, data: Data) -> list[Party]:
    """Who is to hear; Refused when nobody would, or only those of whom nobody knows who they are."""
    to, chosen = str(data["to"]), {int(one) for one in data.get("hearers") or ()}
    if to not in AUDIENCES:
        raise Refused("not_now", state=case.state)
    meant = [p for p in case.staying if to in ("both", p.side) or (to == "people" and p.person in chosen)]
    heard = [p for p in meant if p.side == "applicant" or p.checked]
    if not meant:
        raise Refused("nobody_there")
    if not any(p.side == "respondent" for p in heard) and any(p.side == "respondent" for p in meant):
        raise Refused("not_checked_yet")
    return heard


def find(case: Case, n: int) -> Utterance:
    """The words of that number, or Refused."""
    for one in case.talk:
        if one.n == n:
            return one
    raise Refused("too_old")


def release(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The speaker lets their own words cross to the other side, having seen them (在线调解规则 16).

    They reach those whom the speaker saw named (``crossing``), and nobody who has come in since.
    """
    one = find(case, int(data["n"]))
    seen = data.get("crossing")
    others = [p for p in uncrossed(case, one) if seen is None or p.person in seen]
    if one.person != actor.person or one.to != "mediator":
        raise Refused("not_yours")
    if one.released and not uncrossed(case, one):
        raise Refused("already_released")
    if not others:
        raise Refused("nobody_there")
    crossed = replace(one, released=True, hearers=(*one.hearers, *(p.person for p in others)))
    case = replace(case, talk=tuple(crossed if u.n == one.n else u for u in case.talk))
    shared = {"name": actor.name, "side": actor.role, "answer": one.said, "files": media(one.said)}
    shared |= {"shows": one.paper} if one.paper else {}
    told = (
        *(tell(p.person, "paper_crossed" if one.paper else "crossed", **shared) for p in others),
        *tell_staff(case, "released", name=actor.name, n=str(one.n)),
    )
    body = {"n": one.n, "said": one.said, "by": actor.name}
    readers = (actor.person, *(p.person for p in others))
    return Done(case, told, entries=tuple(Entry("released", body, reader) for reader in readers))


def ask_release(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The mediator asks a speaker whether their words may cross."""
    one = find(case, int(data["n"]))
    speaker = case.party(one.person)
    if speaker is None or speaker.left:
        raise Refused("not_yours")
    if not speaker.agreed_at:
        raise Refused("nobody_there")  # there is no mediation yet in which it could cross
    ask = {"n": one.n, "answer": one.said, "name": actor.name}
    kept = tell(actor.person, "release_sent", name=case.name(one.person))
    entry = Entry("release_asked", {"n": one.n, "by": actor.name}, one.person)
    return Done(case, (tell(one.person, "release_asked", **ask), kept), entries=(entry,))


def edited(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """An earlier message was changed: both versions stay, and the staff hear of it."""
    told = tell_staff(case, "edited", but=actor.person, name=actor.name, text=str(data["text"]))
    return Done(case, told, entries=(Entry("edited", {"text": data["text"]}, actor.person),))


def wants_person(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody asks for a person, or has fallen silent; the case's staff, or every desk, hear of it."""
    party = case.party(actor.person)
    phone = party.phone if party else ""
    if actor.hand:
        phone = next((h.phone for h in case.helpers if h.person == actor.hand), phone)
    shared = {"name": actor.name, "why": str(data.get("why", "asked")), "phone": phone}
    told = tell_staff(case, "wants_person", but=actor.person, **shared)
    shared["matter"] = case.number
    own = {m.person for m in case.staff()} | {actor.person}
    on_duty = [one for one in comes(case.staff(), env).who if one.person not in own]
    told = (*told, *(tell(one.person, "wants_person", **shared) for one in on_duty))
    if case.lead is None and not on_duty:
        told = (*told, Tell(0, Told("wants_person", shared), LEADS))
    reader = actor.person if party is not None else 0
    return Done(case, told, entries=(Entry("wants_person", {"why": shared["why"]}, reader),))


def gone(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A message can never arrive at this person's address: somebody has to ring."""
    person = int(data["person"])
    party = case.party(person)
    told = tell_staff(
        case,
        "gone",
        but=person,
        name=case.name(person),
        phone=party.phone if party else "",
        text=data["text"],
    )
    if not case.staff():
        desk = Told("trouble", {"name": case.name(person), "phone": party.phone if party else ""})
        told = (Tell(0, desk, LEADS),)
    return Done(case, told, entries=(Entry("gone", {"name": case.name(person)}),))


def trouble(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A fault of ours while a person was served: the staff see whom to ring."""
    person = int(data["person"])
    party = case.party(person)
    name, number = case.name(person) or "—", party.phone if party else ""
    told = tell_staff(case, "trouble", but=person, name=name, phone=number)
    return Done(case, told)

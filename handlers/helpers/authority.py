"""Written authority (授权委托书): photographed, seen by staff, accepted or sent back (民诉法 62)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from handlers.acts.done import Done, Entry, tell, tell_staff
from handlers.acts.passing import beside, tell_others
from handlers.case import Actor, Case, Env, Party
from handlers.helpers.ending import unauthorised
from handlers.helpers.looking import ORG, digests, papers
from handlers.kinds import Data
from handlers.life import Refused
from handlers.parts import Helper


def send_authority(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The photographs of a written authority; an earlier one counts no longer."""
    paper: dict[str, Any] = dict(data.get("paper") or {})
    if not any(m["kind"] == "photo" for m in paper.get("media", ())):
        raise Refused("no_paper")
    if str(data.get("paper_of", "")).startswith(ORG) and actor.role != "helper":
        return _org_paper(case, actor, paper)
    helper = case.helper(actor.person) if actor.role == "helper" else _own(case, actor, data)
    if helper is None or helper.ended:
        raise Refused("no_grant")
    if helper.scope != "settle":
        raise Refused("not_granted", name=case.name(helper.by))
    helper = replace(helper, authority="sent", paper=paper, refused="")
    case = case.with_part("helpers", helper)
    shared = {"helper": helper.name, "principal": case.name(helper.by)}
    told = (
        tell(actor.person, "authority_kept"),
        *tell_staff(case, "authority_sent", **shared, files=paper["media"]),
    )
    body = {"n": helper.n, "helper": helper.name, "by": actor.name, "pages": digests(paper)}
    return Done(case, told, entries=(Entry("authority_sent", body, helper.by),))


def _own(case: Case, actor: Actor, data: Data) -> Helper | None:
    helper = case.part("helpers", int(str(data["paper_of"]).removeprefix("h") or 0))
    return helper if isinstance(helper, Helper) and helper.by == actor.person else None


def _org_paper(case: Case, actor: Actor, paper: dict[str, Any]) -> Done:
    party = case.party(actor.person)
    if party is None or not party.org:
        raise Refused("not_yours")
    case = case.with_party(replace(party, authority="sent", paper=paper, refused=""))
    told = (
        tell(actor.person, "authority_kept"),
        *tell_staff(case, "org_authority_sent", name=party.name, by_name=party.by_name, files=paper["media"]),
    )
    body = {"name": party.name, "by_name": party.by_name, "pages": digests(paper)}
    return Done(case, told, entries=(Entry("authority_sent", body, party.person),))


def check_authority(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Staff have looked at a written authority: it counts, or they say why not, and it is sent again."""
    sent = dict(papers(case, "sent"))
    whose = sent.get(str(data.get("paper_of", "")))
    if whose is None:
        raise Refused("no_paper")
    if list(data.get("paper_seen") or ()) != digests(whose.paper):
        raise Refused("paper_changed")  # another one came while they were looking
    good, why = data.get("verdict") == "yes", str(data.get("why") or "")
    state: dict[str, Any] = {
        "authority": "checked" if good else "refused",
        "authority_by": actor.person,
        "refused": "" if good else why,
    }
    if isinstance(whose, Party):
        case = case.with_party(replace(whose, **state))
        told = (
            tell(whose.person, "org_authority_done")
            if good
            else tell(whose.person, "authority_bad", text=why),
        )
        name, reader = case.called(whose.person), whose.person
    else:
        helper = replace(whose, **state)
        case = case.with_part("helpers", helper)
        case, told = _of_helper(case, helper, good)
        name, reader = f"{case.name(helper.by)}（{helper.name}）", helper.by
    void = Done(case)
    if not good:
        by, hand = (whose.person, 0) if isinstance(whose, Party) else (whose.by, whose.person)
        void = unauthorised(case, by, hand)
    kept = tell(actor.person, "authority_seen", name=name, verdict="yes" if good else "no")
    entries = [Entry("authority_checked", {"name": name, "good": good, "by": actor.name})]
    if not good:
        entries.append(Entry("authority_refused", {"name": name, "why": why, "by": actor.name}, reader))
    return Done(void.case, (*told, kept, *void.tells), entries=(*entries, *void.entries))


def _of_helper(case: Case, helper: Helper, good: bool) -> tuple[Case, tuple[Any, ...]]:
    shared = {"helper": helper.name, "principal": case.name(helper.by)}
    heard = bool(helper.reach)  # whom the party has not confirmed hears nothing yet
    to = [helper.by, *([helper.person] if heard else [])]
    if not good:
        return case, tuple(tell(p, "authority_bad", text=helper.refused) for p in to)
    case, passed = tell_others(case, helper)
    return case, (*(tell(p, "authority_done", **shared) for p in to), *passed)


def change_by(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody else acts for an organisation from now on: a new authority is wanted, and is checked again."""
    party = case.party(actor.person)
    if party is None or not party.org:
        raise Refused("not_yours")
    by, post = str(data["u_by"]), str(data["u_post"])
    party = replace(party, by_name=by, by_post=post, authority="", paper={}, refused="", authority_by=0)
    void = unauthorised(case.with_party(party), party.person, 0)
    case = void.case
    shared = {"name": party.name, "by_name": by, "by_post": post}
    told = (
        tell(party.person, "by_kept", **shared),
        *(tell(p.person, "by_changed", name=party.name, by_name=by) for p in beside(case, party.person)),
        *tell_staff(case, "by_changed", **shared),
        *void.tells,
    )
    entry = Entry("by_changed", {"name": party.name, "by_name": by, "by": actor.name})
    return Done(case, told, entries=(entry, *void.entries))

"""Acts on those who act for a party (民诉法 61, 62): asked for, come in, confirmed, checked, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from handlers.acts.done import Done, Entry, NewCode, tell, tell_staff
from handlers.acts.opening import CHECKS
from handlers.acts.passing import tell_others
from handlers.case import Actor, Case, Env
from handlers.helpers.authority import change_by, check_authority, send_authority
from handlers.helpers.ending import left, wrong
from handlers.helpers.looking import MOST, live
from handlers.helpers.telling import asks
from handlers.kinds import Data, Doing
from handlers.life import Refused
from handlers.parts import Helper
from handlers.view import SCOPES

RELATIONS = ("relative", "community", "lawyer", "other")
ASKED = ("phone", "visit", "paper")  # how staff may have asked a party who has no chat of their own


def standing(case: Case, n: int) -> Helper:
    """The grant of that number whose helper has come in; Refused when it is over."""
    helper = case.part("helpers", n)
    if not isinstance(helper, Helper) or helper.ended or not helper.person:
        raise Refused("helper_over")
    return helper


def grant(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party asks somebody to help, and says how far; a single-use code lets them in."""
    there = live(case, actor.person)
    if len(there) >= MOST:
        raise Refused("two_helpers", names=[h.name for h in there])
    case, n = case.numbered()
    helper = Helper(n, actor.person, str(data["h_name"]), _far(data), _relation(data), at=env.stamp)
    code, until = env.tokens[0], env.moment.now + timedelta(days=env.rules.invite_days)
    link = f"{env.url}/i/{code}"
    told = tell(
        actor.person,
        "helper_code",
        helper=helper.name,
        code=f"{code[:4]} {code[4:]}",
        link=link,
        due=until.astimezone(env.local.tzinfo).date().isoformat(),
        files=[{"qr": link, "name": "helper.png"}],
    )
    body = {"n": n, "helper": helper.name, "how_far": helper.scope, "relation": helper.relation}
    entry = Entry("granted", body | {"by": actor.name}, actor.person)
    codes = (NewCode(code, "helper", until, n),)
    return Done(case.with_part("helpers", helper), (told,), entries=(entry,), codes=codes)


def _far(data: Data) -> str:
    far = str(data.get("how_far", ""))
    if far not in SCOPES:
        raise Refused("how_far_unknown")
    return far


def _relation(data: Data) -> str:
    relation = str(data.get("relation", ""))
    return relation if relation in RELATIONS else "other"


def help_come(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody has come in by a party's code and said who they are; the party is asked whether it is they."""
    helper = case.part("helpers", int(data["n"]))
    if not isinstance(helper, Helper) or helper.ended or helper.person not in (0, actor.person):
        raise Refused("helper_over")
    mine = case.helper(actor.person)
    if case.role(actor.person) not in ("", "helper") or (mine is not None and mine.by != helper.by):
        raise Refused("in_it_already")
    helper = replace(helper, person=actor.person, name=str(data["h_name"]), phone=str(data["h_phone"]))
    case = case.with_part("helpers", helper)
    entry = Entry("helper_came", {"n": helper.n, "helper": helper.name}, helper.by)
    return Done(case, (asks(helper),), entries=(entry,))


def _of(case: Case, actor: Actor, data: Data) -> Helper:
    helper = standing(case, int(data["n"]))
    if helper.by != actor.person:
        raise Refused("not_yours")
    return helper


def helper_yes(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The party says that this is whom they asked; of whoever told the dispute they also say how far."""
    helper = _of(case, actor, data)
    scope = _far(data) if helper.told and data.get("how_far") else helper.scope
    return _confirmed(case, replace(helper, confirmed=env.stamp, scope=scope), actor, env)


def _confirmed(case: Case, helper: Helper, actor: Actor, env: Env) -> Done:
    case = case.with_part("helpers", helper)
    party = case.party(helper.by)
    if party is not None and not party.agreed_at and party.side == "applicant":
        case = case.with_party(replace(party, agreed_at=env.stamp))
    name = case.name(helper.by)
    shared = {"helper": helper.name, "how_far": helper.scope, "relation": helper.relation}
    kept = tell(helper.by, "helper_kept", n=helper.n, **shared, checked=_standing(helper))
    staff = shared | {"name": name, "helper_phone": helper.phone}
    case, passed = tell_others(case, helper)
    told = (
        tell(helper.person, "granted", principal=name, how_far=helper.scope),
        kept,
        *tell_staff(case, "helper_named", **staff, checked=_standing(helper)),
        *passed,
    )
    body = {"n": helper.n, "helper": helper.name, "how_far": helper.scope, "asked": helper.asked}
    return Done(case, told, entries=(Entry("helper_confirmed", body | {"by": actor.name}),))


def _standing(helper: Helper) -> str:
    return "checked" if helper.checked else "unchecked"


def helper_no(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Somebody came in whom the party did not ask: they are out at once, and staff hear of it."""
    return wrong(case, _of(case, actor, data), actor)


def ungrant(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The party does not want a helper any more."""
    helper = case.part("helpers", int(data["n"]))
    if not isinstance(helper, Helper) or helper.ended or helper.by != actor.person:
        raise Refused("helper_over")
    return left(case, helper, "withdrawn", actor)


def stop_helping(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A helper does not want to go on."""
    helper = case.helper(actor.person)
    if helper is None:
        raise Refused("no_grant")
    return left(case, helper, "stopped", actor)


def helper_check(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """How staff checked a helper's identity; before that nothing they say or do counts (在线调解规则 17)."""
    helper, how = standing(case, int(data["n"])), str(data["how"])
    if how not in CHECKS:
        raise Refused("not_now", state=case.state)
    helper = replace(helper, checked=how, checked_by=actor.person)
    case, passed = tell_others(case.with_part("helpers", helper), helper)
    shared = {"helper": helper.name, "principal": case.name(helper.by)}
    told = [tell(actor.person, "helper_check_kept", **shared, how=how), *passed]
    if helper.confirmed:
        told += [
            tell(helper.person, "granted", principal=case.name(helper.by), how_far=helper.scope),
            tell(helper.by, "helper_checked", **shared, how_far=helper.reach),
        ]
    body = {"n": helper.n, "helper": helper.name, "how": how, "by": actor.name}
    return Done(case, tuple(told), entries=(Entry("helper_checked", body),))


def asked_party(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Staff have asked a party whether this person may act for them, and how far (在线调解规则 8)."""
    helper, asked = standing(case, int(data["n"])), str(data["asked"])
    if asked not in ASKED:
        raise Refused("not_now", state=case.state)
    if helper.confirmed:
        raise Refused("party_said", name=case.name(helper.by))
    return _confirmed(case, replace(helper, confirmed=env.stamp, asked=asked, scope=_far(data)), actor, env)


def seated(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A party for whom somebody else told the dispute has come in themselves."""
    party = case.party(actor.person)
    if party is None or not party.absent:
        return Done(case)
    case = case.with_party(replace(party, absent=False))
    told = (
        *tell_staff(case, "seat_taken", principal=party.name),
        *(tell(h.person, "seat_taken", principal=party.name) for h in case.helpers_of(party.person)),
    )
    return Done(case, told, entries=(Entry("seated", {"name": party.name}),))


ACTS: dict[str, Doing] = {
    "grant": grant,
    "help_come": help_come,
    "helper_yes": helper_yes,
    "helper_no": helper_no,
    "ungrant": ungrant,
    "stop_helping": stop_helping,
    "helper_check": helper_check,
    "asked_party": asked_party,
    "send_authority": send_authority,
    "check_authority": check_authority,
    "change_by": change_by,
    "seated": seated,
}

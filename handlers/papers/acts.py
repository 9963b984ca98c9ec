"""Acts on papers: what a side gives and what it is to show, and what the mediator still asks for."""

from __future__ import annotations

from dataclasses import replace

from handlers.acts.done import Done, Due, Entry, Tell, tell, tell_staff
from handlers.acts.talk import release
from handlers.case import Actor, Case, Env, Utterance
from handlers.days import add_working, at_local
from handlers.kinds import Data, Doing
from handlers.life import Refused
from handlers.papers import following
from handlers.parts import Wanted

ASKED = 3  # times that a missing paper is asked for; then the mediator is told


def give_paper(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A paper to the case with what it is to show (证据及证明目的); the mediator's own until released."""
    said, shows = data["files"], str(data["shows"])
    one = Utterance(case.said + 1, actor.person, "mediator", said, env.stamp, hand=actor.hand, paper=shows)
    case = replace(case, said=one.n, talk=(*case.talk, one))
    wanted = _wanted(case, data)
    drops: tuple[str, ...] = ()
    if wanted is not None and wanted.state == "open":
        case = case.with_part("wanted", replace(wanted, state="came"))
        drops = (f"paper:{wanted.n}",)
    files = list(said.get("media", ()))
    shared = {"name": actor.name, "side": actor.role, "shows": shows, "answer": said, "files": files}
    entry = Entry("paper", {"n": one.n, "said": said, "shows": shows, "by": actor.name}, actor.person)
    done = Done(case, tell_staff(case, "paper_given", **shared), entries=(entry,), drops=drops)
    if data.get("share") != "yes":
        return done
    more = release(case, actor, {"n": one.n, "crossing": data.get("crossing")}, env)
    return replace(
        done, case=more.case, tells=(*done.tells, *more.tells), entries=(*done.entries, *more.entries)
    )


def _wanted(case: Case, data: Data) -> Wanted | None:
    found: Wanted | None = case.part("wanted", int(data["n"])) if data.get("n") else None
    return found


def ask_paper(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The court's people ask one party for a paper that is missing; it is chased."""
    party = case.party(int(data["of"]))
    if party is None or (party.side == "respondent" and not party.checked):
        raise Refused("not_checked_yet")
    if party.left:
        raise Refused("nobody_there")
    case, n = case.numbered()
    wanted = Wanted(n, actor.person, party.person, str(data["what"]), env.stamp)
    case = case.with_part("wanted", wanted)
    told = (_ask(wanted, actor.name), tell(actor.person, "paper_asked", name=party.name, text=wanted.text))
    entry = Entry("paper_asked", {"n": n, "text": wanted.text, "by": actor.name}, party.person)
    return Done(case, told, (_chase(wanted, env),), (entry,))


def _ask(wanted: Wanted, by: str) -> Tell:
    return tell(wanted.person, "paper_wanted", n=wanted.n, text=wanted.text, name=by)


def _chase(wanted: Wanted, env: Env) -> Due:
    when = at_local(add_working(env.today, 3, env.calendar), 10, env.moment.zone)
    return Due("paper_chase", f"paper:{wanted.n}", when, {"n": wanted.n})


def paper_chase(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """Three working days without the paper: it is asked for again, and at last the mediator hears."""
    wanted: Wanted | None = case.part("wanted", int(data["n"]))
    if wanted is None or wanted.state != "open":
        return Done(case)
    if wanted.asked >= ASKED:
        shared = {"name": case.name(wanted.person), "text": wanted.text, "phone": _phone(case, wanted)}
        return Done(case, tell_staff(case, "paper_missing", **shared))
    wanted = replace(wanted, asked=wanted.asked + 1)
    entry = Entry("paper_chased", {"n": wanted.n}, wanted.person)
    told = (_ask(wanted, case.name(wanted.by)),)
    return Done(case.with_part("wanted", wanted), told, (_chase(wanted, env),), (entry,))


def _phone(case: Case, wanted: Wanted) -> str:
    party = case.party(wanted.person)
    return party.phone if party is not None else ""


def no_paper(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """The party does not have the paper and says so: nobody asks again."""
    wanted = _wanted(case, data)
    if wanted is None or wanted.person != actor.person:
        raise Refused("not_yours")
    case = case.with_part("wanted", replace(wanted, state="dropped"))
    told = tell_staff(case, "paper_none", name=actor.name, text=wanted.text)
    entry = Entry("paper_none", {"n": wanted.n}, actor.person)
    return Done(case, told, entries=(entry,), drops=(f"paper:{wanted.n}",))


def drop_paper(case: Case, actor: Actor, data: Data, env: Env) -> Done:
    """A paper is not needed any more; the party hears it."""
    wanted = _wanted(case, {"n": data["drop"]})
    if wanted is None or wanted.state != "open":
        raise Refused("no_paper_open")
    case = case.with_part("wanted", replace(wanted, state="dropped"))
    told = (
        tell(wanted.person, "paper_dropped", text=wanted.text),
        tell(actor.person, "paper_let_go", text=wanted.text),
    )
    entry = Entry("paper_dropped", {"n": wanted.n, "by": actor.name}, wanted.person)
    return Done(case, told, entries=(entry,), drops=(f"paper:{wanted.n}",))


ACTS: dict[str, Doing] = {
    "give_paper": give_paper,
    "ask_paper": ask_paper,
    "paper_chase": paper_chase,
    "no_paper": no_paper,
    "drop_paper": drop_paper,
    **following.ACTS,
}

"""Acts on a case: one door, where the table of life is asked before anything happens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from handlers.acts import opening, promises, recording, talk
from handlers.acts.done import Done
from handlers.case import Actor, Case, Env
from handlers.life import PARTIES, SAME, Refused, permit

Doing = Callable[[Case, Actor, Mapping[str, Any], Env], Done]

ACTS: dict[str, Doing] = {
    "accept": opening.accept,
    "turn_away": opening.turn_away,
    "join_clerk": opening.join_clerk,
    "invite": opening.invite,
    "invite_old": opening.invite_old,
    "come": opening.come,
    "check": opening.check,
    "agree": opening.agree,
    "answer": opening.answer,
    "decline": opening.decline,
    "unwilling": opening.unwilling,
    "withdraw": opening.withdraw,
    "unreachable": opening.unreachable,
    "fail": opening.fail,
    "expire": opening.expire,
    "term_soon": opening.term_soon,
    "term_over": opening.term_over,
    "speak": talk.speak,
    "say": talk.say,
    "release": talk.release,
    "ask_release": talk.ask_release,
    "edited": talk.edited,
    "wants_person": talk.wants_person,
    "gone": talk.gone,
    "trouble": talk.trouble,
    "draft": recording.draft,
    "publish": recording.publish,
    "open_record": recording.open_record,
    "object": recording.object_,
    "confirm": recording.confirm,
    "take_back": recording.take_back,
    "remind_before": promises.remind_before,
    "remind_day": promises.remind_day,
    "ask_payee": promises.ask_payee,
    "ask_paid": promises.ask_paid,
    "paid": promises.paid,
    "unpaid": promises.unpaid,
    "return_visit": promises.return_visit,
    "visited": promises.visited,
    "close": promises.close,
}


def _belongs(name: str, case: Case, actor: Actor) -> None:
    """Refused unless the case knows the actor in that role; the first of a role comes in by its act."""
    known = {
        "mediator": case.lead and case.lead.person,
        "judge": case.lead and case.lead.person,
        "clerk": case.clerk and case.clerk.person,
    }
    if actor.role in known:
        if case.party(actor.person) is not None:
            raise Refused("not_yours")  # nobody mediates in their own matter
        first = {"accept", "turn_away", "join_clerk", "wants_person", "edited"}
        if known[actor.role] != actor.person and not (known[actor.role] is None and name in first):
            raise Refused("not_yours")
    elif actor.role in PARTIES and case.role(actor.person) != actor.role and name != "come":
        newcomer = case.role(actor.person) == "" and name in {"wants_person", "edited", "speak"}
        if not (newcomer and actor.role == "respondent"):
            raise Refused("not_yours")


def do(name: str, case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """Do one act; Refused when the table, or the act itself, does not allow it.

    A move to a state the table does not give for this act is a fault of ours and raises ValueError.
    """
    move = permit(name, actor.role, case.state, case.stage)
    _belongs(name, case, actor)
    done = ACTS[name](case, actor, data, env)
    moved = done.case.state
    if moved not in move.to and not (SAME in move.to and moved == case.state):
        raise ValueError(f"{name} led from {case.state} to {moved}, which its move does not allow")
    return done

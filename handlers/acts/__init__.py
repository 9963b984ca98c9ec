"""Acts on a case: one door, where the table of life is asked before anything happens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from handlers.acts import opening, promises, recording, talk
from handlers.acts.done import Done
from handlers.acts.hands import concerned, for_party, organised
from handlers.acts.leaving import MAY
from handlers.acts.passing import passed_on
from handlers.asks import acts as asks
from handlers.asks.muting import wanted
from handlers.case import Actor, Case, Env
from handlers.desk import acts as desk
from handlers.helpers import acts as helpers
from handlers.kinds import Doing, joined
from handlers.life import PARTIES, SAME, Refused, permit
from handlers.mediators import acts as mediators
from handlers.mediators.standing import stopped
from handlers.mediators.votes import settled
from handlers.meetings import acts as meetings
from handlers.meetings.changing import called_off
from handlers.papers import acts as papers
from handlers.plans import acts as plans
from handlers.sides import acts as sides

ROAD: dict[str, Doing] = {
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
TOPICS = (sides, helpers, plans, meetings, mediators, papers, desk, asks)
ACTS: dict[str, Doing] = joined(ROAD, *(topic.ACTS for topic in TOPICS))
"""Every act by name."""


COMES = frozenset({"come", "help_come", "mediator_accept", "mediator_decline", "second_come"})
"""Acts by which somebody comes into a case; each of them asks for itself whether they may."""
STANDING = frozenset({"confirm", "fail", "expire", "unreachable", "ask_extend"})
STANDING |= {"appraisal_begin", "appraisal_end", "add_second", "second_code", "drop_second"}
LEAD_ALONE = STANDING | {"turn_away", "hand_over", "disclose", "go_away"}
"""What only the mediator who leads a case may do, and no second one (共同调解员).

Whoever stands in for an absent one may do what is in ``STANDING``.
"""


def _belongs(name: str, case: Case, actor: Actor, today: date) -> None:
    """Refused unless the case knows the actor in that role; the first of a role comes in by its act."""
    seat = {"mediator": case.lead, "judge": case.lead, "clerk": case.clerk}
    if actor.role in seat:
        if concerned(case, actor.person):
            raise Refused("not_yours")  # nobody mediates in their own matter, or for whom they have acted
        if (second := next((m for m in case.seconds if m.person == actor.person), None)) is not None:
            stands_in = second.until >= today.isoformat()  # and no longer, even before they have heard so
            if name in (LEAD_ALONE - STANDING if stands_in else LEAD_ALONE):
                raise Refused("lead_alone")
            return
        first = {"accept", "turn_away", "join_clerk", "wants_person", "edited"}
        held = seat[actor.role]
        if held is None and name in first:
            return
        if name not in COMES and (held is None or held.person != actor.person):
            raise Refused("not_yours")
    elif (party := case.party(actor.person)) is not None and party.left and name not in MAY:
        raise Refused("left_out")
    elif actor.role in PARTIES and case.role(actor.person) != actor.role and name != "come":
        newcomer = case.role(actor.person) == "" and name in {"wants_person", "edited", "speak"}
        if not (newcomer and actor.role == "respondent"):
            raise Refused("not_yours")


def do(name: str, case: Case, actor: Actor, data: Mapping[str, Any], env: Env) -> Done:
    """Do one act; Refused when the table, or the act itself, does not allow it.

    A move to a state the table does not give for this act is a fault of ours and raises ValueError.
    """
    actor = for_party(name, case, actor) if name not in COMES else actor
    move = permit(name, actor.role, case.state, case.stage)
    _belongs(name, case, actor, env.today)
    organised(name, case, actor)
    stopped(name, case, actor.person, env.today)
    done = settled(case, ACTS[name](case, actor, data, env), env)
    done = wanted(passed_on(name, actor, called_off(case, done, env)))
    moved = done.case.state
    if moved not in move.to and not (SAME in move.to and moved == case.state):
        raise ValueError(f"{name} led from {case.state} to {moved}, which its move does not allow")
    return done

"""Conversations about plans and undisputed facts."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.entering import point_steps
from handlers.script import Act, Decide, End, Script, Tell, Visit, choose, hear, offer

PLAN = Script(
    "plan",
    version=1,
    scope="settle",
    steps=(
        Decide("begin", by="has_old", outcomes={"old": "review", "new": "intro"}),
        Tell("intro", then="point"),
        *point_steps("review"),
        choose(
            "review",
            {"send": "sure", "another": "point", "fix": "fix", "drop": "dropped"},
            always=True,
            shows=("points", "sums"),
        ),
        choose(
            "sure", {"yes": "put", "no": "review"}, always=True, shows=("points", "sums", "everybody_else")
        ),
        Act("put", does="put_plan", then="end", hush=True),
        Tell("dropped", then="end"),
        End("end"),
    ),
)
"""A plan is made, and crosses only after it was shown once more."""

PLANS = Script(
    "plans",
    version=1,
    steps=(
        offer(
            "which",
            "plan_rows",
            then="one",
            fact="pick",
            choices={"new": "new", "stay": "end"},
            shows=("compared",),
        ),
        Visit("new", "plan", then="which"),
        Visit("one", "offered", then="which", hands=("pick",)),
        End("end"),
    ),
)
"""All open plans side by side."""

OFFERED = Script(
    "offered",
    version=1,
    scope="settle",
    steps=(
        Decide(
            "stance",
            by="plan_stance",
            outcomes={"answer": "ask", "mine": "mine", "staff": "staff", "over": "over"},
        ),
        Tell("over", then="end"),
        choose(
            "ask",
            {"yes": "agree", "no": "refuse", "counter": "counter", "later": "think"},
            always=True,
            shows=("plan", "by", "by_role", "points", "sums"),
        ),
        Act("agree", does="agree_plan", then="agreed"),
        Tell("agreed", then="end", shows=("plan",)),
        Act("refuse", does="refuse_plan", then="refused"),
        Tell("refused", then="end", shows=("plan",)),
        Visit("counter", "plan", then="ask", hands=("points", "base")),
        Act("think", does="think_plan", then="thought"),
        Tell("thought", then="end", shows=("plan",)),
        choose(
            "mine",
            {"change": "change", "withdraw": "sure", "stay": "end"},
            always=True,
            shows=("plan", "points", "sums", "plan_answers"),
        ),
        Visit("change", "plan", then="mine", hands=("points", "base")),
        choose("sure", {"yes": "withdraw", "no": "mine"}, always=True, shows=("plan",)),
        Act("withdraw", does="withdraw_plan", then="end", hush=True),
        choose(
            "staff",
            {"change": "other", "stay": "end"},
            always=True,
            shows=("plan", "by", "by_role", "points", "sums", "plan_answers"),
        ),
        Visit("other", "plan", then="staff", hands=("points", "base")),
        End("end"),
    ),
)
"""One plan, and what this person may do with it."""

AGREED = Script(
    "agreed",
    version=1,
    steps=(
        choose("draft", {"now": "begin", "later": "end"}, always=True, shows=("plan", "points", "sums")),
        Act("begin", does="draft", then="end", hush=True),
        End("end"),
    ),
)
"""Everybody has accepted a plan: the record can be made from it."""

FACTS = Script(
    "facts",
    version=1,
    steps=(
        hear("fact", then="put", reads="line", fact="statement", choices={"enough": "end"}, always=True),
        Act("put", does="put_fact", then="sent"),
        Tell("sent", then="fact", shows=("statement",)),
        End("end"),
    ),
)
"""The court's people put statements to all parties, one a message."""

FACT = Script(
    "fact",
    version=1,
    scope="settle",
    steps=(
        Decide("stands", by="fact_stands", outcomes={"open": "ask", "over": "over"}),
        Tell("over", then="end"),
        choose("ask", {"yes": "confirm", "no": "dispute", "later": "end"}, always=True, shows=("fact",)),
        Act("confirm", does="confirm_fact", then="confirmed"),
        Tell("confirmed", then="end"),
        Act("dispute", does="dispute_fact", then="disputed"),
        Tell("disputed", then="end"),
        End("end"),
    ),
)
"""One statement, put to one party."""

SCRIPTS: tuple[Script, ...] = (PLAN, PLANS, OFFERED, AGREED, FACTS, FACT)
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {"plans": "plans"}
OFFICE_VISITS: Mapping[str, str] = {"plans": "plans", "facts": "facts"}
DESK_VISITS: Mapping[str, str] = {}
PARTY_ON: Mapping[str, str] = {
    "plan_put": "visit:offered",
    "plan_waits": "visit:offered",
    "plan_answered": "",
    "plan_kept": "close:offered,plans",
    "plan_gone": "close:offered",
    "plan_back": "close:offered,plans",
    "plan_agreed": "close:offered,plans",
    "fact_put": "visit:fact",
    "fact_agreed": "",
    "fact_gone": "close:fact",
}
OFFICE_ON: Mapping[str, str] = {
    "plan_put": "",
    "plan_answered": "",
    "plan_kept": "close:offered,plans",
    "plan_gone": "close:offered,agreed",
    "plan_back": "close:offered,plans",
    "plan_agreed": "visit:agreed",
    "plan_unanswered": "",
    "fact_put": "",
    "fact_confirmed": "",
    "fact_agreed": "",
    "fact_refused": "",
}
DESK_ON: Mapping[str, str] = {}

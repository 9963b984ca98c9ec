"""The record: made by the court's people, confirmed point by point by everybody (在线调解规则 19, 22)."""

from __future__ import annotations

from handlers.acts.claiming import DISPOSALS
from handlers.entering import point_steps
from handlers.script import PHOTO, Act, Decide, End, Script, Tell, choose, hear

RECORD = Script(
    "record",
    version=1,
    steps=(
        Decide("begin", by="has_begun", outcomes={"begun": "begun", "old": "review", "new": "how"}),
        Tell("begun", then="how", shows=("text", "points")),
        choose("how", {"photo": "pages", "type": "text"}, always=True),
        hear("pages", takes=(PHOTO,), many=True, then="pages_done"),
        Decide("pages_done", by="has_points", outcomes={"yes": "review", "no": "also"}),
        choose("also", {"no": "point", "yes": "text"}, always=True),
        hear("text", many=True, then="text_done", always=True),
        Decide("text_done", by="has_points", outcomes={"yes": "review", "no": "point"}),
        *point_steps("claims"),
        Decide("claims", by="next_claim", outcomes={"claim": "claim", "none": "review"}),
        choose(
            "claim",
            dict.fromkeys(DISPOSALS, "claim_noted"),
            fact="c_how",
            always=True,
            shows=("c_who", "c_text"),
        ),
        Decide("claim_noted", by="note_claim", outcomes={"next": "claims"}),
        choose(
            "review",
            {
                "publish": "all_claims",
                "another": "point",
                "fix": "fix",
                "pages": "pages_again",
                "text": "text_again",
                "drop": "dropped",
            },
            always=True,
            shows=("pages", "text", "points", "sums"),
        ),
        Decide("pages_again", by="forget_pages", outcomes={"forgotten": "pages"}),
        Decide("text_again", by="forget_text", outcomes={"forgotten": "text"}),
        Decide("all_claims", by="next_claim", outcomes={"claim": "claim", "none": "compare"}),
        Decide("compare", by="plan_differs", outcomes={"same": "publish", "differs": "differs"}),
        choose("differs", {"yes": "publish", "no": "review"}, always=True, shows=("differences",)),
        Act("publish", does="publish", then="end", hush=True),
        Tell("dropped", then="end"),
        End("end"),
    ),
)

CHECK = Script(
    "check",
    version=1,
    scope="settle",
    steps=(
        Decide("stands", by="record_stands", outcomes={"yes": "intro", "no": "stale"}),
        Tell("stale", then="end"),
        Tell("intro", then="each", shows=("version", "record", "pages", "point_count"), files="record_pages"),
        Decide("each", by="next_point", outcomes={"point": "point", "all": "whole"}),
        choose(
            "point", {"yes": "noted", "wrong": "wrong"}, always=True, loop="i", shows=("point", "point_count")
        ),
        Decide("noted", by="note_point", outcomes={"next": "each"}),
        hear("wrong", reads="line", then="object", always=True),
        Act("object", does="object", then="objected"),
        Tell("objected", then="end"),
        choose(
            "whole",
            {"yes": "confirm", "wrong": "wrong", "later": "later"},
            always=True,
            shows=("version", "point_count", "effect", "force"),
        ),
        Act("confirm", does="confirm", then="confirmed"),
        Tell("confirmed", then="end", shows=("version",)),
        Tell("later", then="end"),
        End("end"),
    ),
)

RELEASE = Script(
    "release",
    version=1,
    scope="speak",
    steps=(
        Decide("whom", by="to_whom", outcomes={"known": "ask"}),
        choose("ask", {"yes": "release", "no": "kept"}, always=True, shows=("answer", "by", "other")),
        Act("release", does="release", then="done"),
        Tell("done", then="end", shows=("other",)),
        Tell("kept", then="end"),
        End("end"),
    ),
)

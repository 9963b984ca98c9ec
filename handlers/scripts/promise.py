"""After the seal: did it come, and the one question when everything is done (回访)."""

from __future__ import annotations

from handlers.script import ANYTHING, Act, End, Script, Tell, choose, hear

CAME = Script(
    "came",
    version=1,
    scope="settle",
    steps=(
        choose(
            "came",
            {"yes": "paid", "no": "unpaid", "part": "how_much"},
            always=True,
            shows=("who", "thing", "due", "which", "moved"),
        ),
        Act("paid", does="paid", then="thanks"),
        Tell("thanks", then="end", shows=("who", "thing")),
        hear("how_much", reads="line", then="unpaid", always=True),
        Act("unpaid", does="unpaid", then="passed_on"),
        Tell("passed_on", then="end"),
        End("end"),
    ),
)

VISIT = Script(
    "visit",
    version=1,
    scope="settle",
    steps=(
        choose("well", {"well": "visited", "trouble": "more"}, always=True),
        hear("more", takes=ANYTHING, then="visited", always=True),
        Act("visited", does="visited", then="thanks"),
        Tell("thanks", then="end"),
        End("end"),
    ),
)

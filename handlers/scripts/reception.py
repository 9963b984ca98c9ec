"""Where somebody new is received, and where a person with several matters chooses one."""

from __future__ import annotations

from handlers.script import ANYTHING, Act, End, Script, choose, hear, offer

RECEPTION = Script(
    "reception",
    version=1,
    steps=(
        choose(
            "welcome",
            {"new": "begin", "code": "code"},
            takes=ANYTHING,
            fact="story",
            fills="story",
            then="begin",
            idle=True,
        ),
        hear("code", then="welcome", reads="code"),
        End("begin", next="intake"),
    ),
)

MATTERS = Script(
    "matters",
    version=1,
    steps=(
        offer("which", "matter_rows", then="go", choices={"fresh": "fresh", "stay": "end"}, always=True),
        Act("go", does="go", then="gone", hush=True),
        Act("fresh", does="fresh", then="gone", hush=True),
        End("gone"),
        End("end"),
    ),
)

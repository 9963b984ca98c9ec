"""Where somebody new is received, and where a person with several matters chooses one."""

from __future__ import annotations

from handlers.script import ANYTHING, Act, End, Script, Tell, choose, hear, offer

RECEPTION = Script(
    "reception",
    version=1,
    steps=(
        choose(
            "welcome",
            {"new": "begin", "code": "code", "back": "back"},
            takes=ANYTHING,
            fact="story",
            fills="story",
            then="begin",
            idle=True,
        ),
        hear("code", then="welcome", reads="code"),
        choose("back", {"have": "code", "lost": "lost_name"}, always=True),
        hear("lost_name", then="lost_phone", reads="name", always=True),
        hear("lost_phone", then="find_me", reads="phone", always=True),
        Act("find_me", does="find_me", then="rung"),
        Tell("rung", then="code"),
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

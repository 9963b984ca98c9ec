"""A number for coming back with another telephone, and what is asked of somebody who has come back."""

from __future__ import annotations

from handlers.script import Act, Decide, End, Script, Tell, choose

RETURN_CODE = Script(
    "return_code",
    version=1,
    steps=(
        Tell("code", then="end", shows=("code", "due", "page"), files="sent_along"),
        End("end"),
    ),
)

RETURNED = Script(
    "returned",
    version=1,
    steps=(
        Tell("welcome", then="elsewhere"),
        Decide("elsewhere", by="signed_in_elsewhere", outcomes={"yes": "others", "no": "end"}),
        choose("others", {"stay": "end", "out": "out"}, always=True),
        Act("out", does="sign_out", then="done"),
        Tell("done", then="end"),
        End("end"),
    ),
)

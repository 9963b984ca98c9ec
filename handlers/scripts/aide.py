"""The room of somebody who acts for a party: only what the grant allows (民诉法 61, 62)."""

from __future__ import annotations

from dataclasses import replace

from handlers.script import ANYTHING, Act, Ask, Decide, Script, Step, Tell, choose, hear
from handlers.scripts import topics
from handlers.scripts.party import PARTY


def _shared(step: Step) -> Step:
    """A step of the party's room, in the same words."""
    return replace(step, says=f"party.{step.name}") if isinstance(step, Ask | Tell) else step


ROUTES = (
    *("record", "share", "came", "status", "take_back", "withdraw", "quit"),
    *topics.PARTY_VISITS,
)

AIDE = Script(
    "aide",
    version=1,
    voice="party",
    on={**PARTY.on, "granted": "step:room", "grant_over": "step:over"},
    steps=(
        hear("name", reads="name", fact="h_name", then="phone"),
        hear("phone", reads="phone", fact="h_phone", then="begin"),
        Decide("begin", by="aide_begins", outcomes={"invited": "come", "told": "room"}),
        Act("come", does="help_come", then="wait"),
        choose("wait", {"stop": "stop"}, idle=True),
        Ask(
            "room",
            takes=ANYTHING,
            fact="said",
            then="speak",
            offers="aide_moves",
            routes=(*ROUTES, "seat_code", "stop"),
            idle=True,
            shows=("principal", "how_far", "still"),
        ),
        *(_shared(step) for step in PARTY.steps if step.name != "room"),
        Act("seat_code", does="seat_code", then="room", hush=True),
        choose("stop", {"yes": "stop_do", "no": "stay"}, always=True),
        Act("stop_do", does="stop_helping", then="over", hush=True),
        Decide("stay", by="stays", outcomes={"room": "room", "wait": "wait"}),
        choose("over", {"fresh": "fresh"}, idle=True),
        Act("fresh", does="fresh", then="over", hush=True),
    ),
)

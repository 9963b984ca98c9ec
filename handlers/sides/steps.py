"""Steps of the office that have to do with several people on a side: whom to invite, and who is to hear."""

from __future__ import annotations

from handlers.script import Act, Decide, Step, offer

INVITING: tuple[Step, ...] = (
    Decide("invite", by="who_is_missing", outcomes={"one": "invite_do", "several": "invite_whom"}),
    offer("invite_whom", "missing", then="invite_do", fact="invitee", choices={"none": "room"}),
    Act("invite_do", does="invite", then="room", hush=True),
)
SAYING: tuple[Step, ...] = (
    offer("to", "audiences", then="to_whom"),
    Decide(
        "to_whom",
        by="audience",
        outcomes={"say": "say", "some": "some", "related": "say_related", "nobody": "room"},
    ),
    offer("some", "hearers", then="toggle", fact="picked", choices={"send": "some_say", "nobody": "room"}),
    Decide("toggle", by="toggle_hearer", outcomes={"next": "some"}),
    Decide("some_say", by="some_chosen", outcomes={"some": "say", "none": "some"}),
    Act("say", does="say", then="room", hush=True),
    Act("say_related", does="say_related", then="room", hush=True),
)

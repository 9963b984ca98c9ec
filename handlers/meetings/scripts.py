"""Conversations about meetings."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.meetings.plan import WAYS
from handlers.script import ANYTHING, TEXT, Act, Ask, Decide, End, Script, Tell, Visit, choose, hear, offer

_DRAWN = ("meet_slots", "meet_way", "meet_spot", "meet_guests", "meet_warning")

MEET = Script(
    "meet",
    version=1,
    steps=(
        Decide("begin", by="meeting_plan", outcomes={"new": "who", "again": "again", "gone": "gone"}),
        choose(
            "again",
            {"again": "time", "off": "off", "later": "end"},
            always=True,
            shows=("meet_answers", "meet_way"),
        ),
        offer("who", "meeting_sides", then="way", routes=("some",), choices={"none": "end"}, offered=True),
        offer(
            "some",
            "meeting_left",
            then="some_add",
            fact="guest",
            choices={"enough": "some_done"},
            offered=True,
        ),
        Decide("some_add", by="meeting_add_guest", outcomes={"more": "some", "full": "way"}),
        Decide("some_done", by="meeting_some_guests", outcomes={"some": "way", "none": "some"}),
        choose("way", dict.fromkeys(WAYS, "spot"), always=True),
        hear("spot", reads="line", then="time", always=True, shows=("meet_ask_spot",)),
        hear("time", reads="meeting_times", fact="moments", then="time_add", always=True),
        Decide("time_add", by="meeting_add_times", outcomes={"more": "more", "full": "look"}),
        hear(
            "more",
            reads="meeting_times",
            fact="moments",
            then="time_add",
            choices={"enough": "look"},
            always=True,
            shows=("meet_slots",),
        ),
        choose(
            "look",
            {"offer": "offer", "fix": "fix", "afresh": "afresh", "drop": "end"},
            always=True,
            shows=_DRAWN,
        ),
        Decide("afresh", by="meeting_no_times", outcomes={"none": "time"}),
        Act("offer", does="offer_meeting", then="end", hush=True),
        Act("fix", does="set_meeting", then="end", hush=True),
        Act("off", does="cancel_meeting", then="end", hush=True),
        Tell("gone", then="end"),
        End("end"),
    ),
)
"""The court's people draw up a meeting, or offer other times for one that has found none."""

MEETS = Script(
    "meets",
    version=1,
    steps=(
        offer("which", "meetings_live", then="what", fact="n", choices={"none": "end"}, offered=True),
        Ask(
            "what",
            offers="meeting_doings",
            routes=("time", "way", "came", "fix", "again", "off"),
            choices={"none": "end"},
            offered=True,
            shows=("meet_when", "meet_way", "meet_spot", "meet_answers"),
        ),
        hear("time", reads="meeting_time", fact="at", then="keep_place", always=True),
        Decide("keep_place", by="meeting_keep_place", outcomes={"kept": "sure"}),
        choose("way", dict.fromkeys(WAYS, "spot"), always=True, says="meet.way"),
        hear("spot", reads="line", then="keep_time", always=True, shows=("meet_ask_spot",), says="meet.spot"),
        Decide("keep_time", by="meeting_keep_time", outcomes={"kept": "sure"}),
        choose(
            "sure",
            {"yes": "move", "no": "end"},
            always=True,
            shows=("meet_when", "meet_new", "meet_way", "meet_spot", "meet_guests", "meet_warning"),
        ),
        Act("move", does="move_meeting", then="end", hush=True),
        offer("fix", "meeting_slots", then="fix_do", fact="slot", choices={"none": "end"}, offered=True),
        Act("fix_do", does="fix_meeting", then="end", hush=True),
        Act("came", does="ask_came", then="end", hush=True),
        Act("again", does="ask_again", then="end", hush=True),
        hear("off", reads="line", then="off_do", always=True),
        Act("off_do", does="cancel_meeting", then="end", hush=True),
        End("end"),
    ),
)
"""The court's people change a meeting: another time, another way, who came, or none at all."""

ATTENDED = Script(
    "attended",
    version=1,
    steps=(
        Decide("begin", by="meeting_ended", outcomes={"ask": "came", "early": "early", "gone": "gone"}),
        offer(
            "came",
            "meeting_left",
            then="came_add",
            fact="guest",
            choices={"all": "came_all", "enough": "note"},
            offered=True,
            shows=("meet_when", "meet_came"),
        ),
        Decide("came_add", by="meeting_add_comer", outcomes={"more": "came", "full": "note"}),
        Decide("came_all", by="meeting_all_came", outcomes={"all": "note"}),
        hear("note", reads="line", then="held", choices={"skip": "held"}, always=True, shows=("meet_came",)),
        Act("held", does="meeting_held", then="end", hush=True),
        Tell("early", then="end", shows=("meet_when",)),
        Tell("gone", then="end"),
        End("end"),
    ),
)
"""After the time: who came, and a line on what came of it."""

MEETING = Script(
    "meeting",
    version=1,
    scope="speak",
    steps=(
        Decide(
            "begin",
            by="meeting_mine",
            outcomes={"offered": "which", "fixed": "fixed", "several": "pick", "none": "nothing"},
        ),
        offer("pick", "meetings_live", then="begin", fact="n", choices={"none": "end"}, offered=True),
        offer(
            "which",
            "meeting_slots",
            then="still",
            fact="slot",
            choices={"any": "still", "none": "wish", "zone": "abroad"},
            offered=True,
            shows=("meet_way", "meet_spot", "meet_together", "meet_slots"),
        ),
        Visit("abroad", "zone", then="which"),
        hear("wish", takes=ANYTHING, then="still", always=True),
        Decide("still", by="meeting_stands", outcomes={"yes": "answer", "no": "gone"}),
        Act("answer", does="answer_meeting", then="thanks"),
        Tell("thanks", then="end"),
        choose(
            "fixed",
            {"fine": "fine_still", "cannot": "why", "zone": "abroad_fixed"},
            always=True,
            shows=("meet_when", "meet_way", "meet_spot", "meet_bring", "meet_together"),
        ),
        Visit("abroad_fixed", "zone", then="fixed"),
        Decide("fine_still", by="meeting_stands", outcomes={"yes": "fine", "no": "gone"}),
        Act("fine", does="come_meeting", then="good"),
        Tell("good", then="end", shows=("meet_when",)),
        hear("why", takes=ANYTHING, then="why_still", always=True),
        Decide("why_still", by="meeting_stands", outcomes={"yes": "cannot", "no": "gone"}),
        Act("cannot", does="ask_move", then="passed"),
        Tell("passed", then="end", shows=("meet_when",)),
        Tell("gone", then="end"),
        Tell("nothing", then="end"),
        End("end"),
    ),
)
"""A party answers: which time, any of them, none of them; or cannot come to one that is fixed."""

ZONE = Script(
    "zone",
    version=1,
    steps=(
        Ask(
            "city",
            offers="cities",
            takes=(TEXT,),
            reads="city",
            then="set",
            choices={"stay": "end"},
            always=True,
            offered=True,
        ),
        Act("set", does="set_zone", then="kept"),
        Tell("kept", then="end", shows=("meet_now",)),
        End("end"),
    ),
)
"""Where somebody lives, so that they hear every time in their own zone as well."""

MISSED = Script(
    "missed",
    version=1,
    scope="speak",
    steps=(
        hear("why", takes=ANYTHING, then="say", choices={"again": "say", "no": "end"}, always=True),
        Act("say", does="meeting_excuse", then="thanks"),
        Tell("thanks", then="end"),
        End("end"),
    ),
)
"""Somebody who did not come is asked kindly, and may ask for another time."""

SCRIPTS: tuple[Script, ...] = (MEET, MEETS, ATTENDED, MEETING, ZONE, MISSED)
BASES: tuple[str, ...] = ()
PARTY_VISITS: Mapping[str, str] = {"meeting": "meeting", "zone": "zone"}
OFFICE_VISITS: Mapping[str, str] = {"meet": "meet", "meets": "meets"}
DESK_VISITS: Mapping[str, str] = {}
PARTY_ON: Mapping[str, str] = {
    "meeting_offered": "visit:meeting",
    "meeting_set": "visit:meeting",
    "meeting_fixed": "close:meeting",
    "meeting_moved": "visit:meeting",
    "meeting_cancelled": "close:meeting",
    "meeting_day": "",
    "meeting_hour": "",
    "meeting_missed": "visit:missed",
}
OFFICE_ON: Mapping[str, str] = {
    "meeting_sent": "",
    "meeting_answered": "",
    "meeting_nobody": "visit:meet",
    "meeting_fixed": "",
    "meeting_moved": "",
    "meeting_cancelled": "",
    "meeting_cannot": "",
    "meeting_day": "",
    "meeting_hour": "",
    "meeting_over": "visit:attended",
    "meeting_held": "",
    "meeting_excuse": "",
}
DESK_ON: Mapping[str, str] = {}

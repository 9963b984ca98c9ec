"""A party tells the dispute and files it (在线调解规则 4, 7, 8)."""

from __future__ import annotations

from handlers.script import ANYTHING, TEXT, Act, Ask, Decide, End, Script, Tell, choose, hear

KINDS = ("tenancy", "property_fee", "loan", "wages", "neighbours", "family", "consumer", "other")
MENDABLE = (
    "story",
    "name",
    "phone",
    "kind",
    "other_name",
    "other_reach",
    "claim",
    "since",
    "service",
)

INTAKE = Script(
    "intake",
    version=1,
    steps=(
        choose("consent", {"yes": "story", "no": "goodbye"}, always=True),
        hear("story", takes=ANYTHING, many=True, fills="story", then="name", always=True),
        hear("name", reads="name", then="phone"),
        hear("phone", reads="phone", then="kind"),
        choose("kind", dict.fromkeys(KINDS, "other_name"), likely="kinds"),
        hear("other_name", reads="others", then="others"),
        Decide("others", by="several_told", outcomes={"one": "other_reach", "several": "together"}),
        choose(
            "together",
            dict.fromkeys(("together", "apart"), "other_reach"),
            always=True,
            shows=("told_names",),
        ),
        hear("other_reach", reads="reaches", then="claim", shows=("unreached",)),
        hear("claim", reads="claims", then="since", shows=("each",)),
        hear("since", reads="line", then="service"),
        hear("service", takes=(TEXT,), reads="line", choices={"chat": "summary"}, then="summary"),
        choose(
            "summary",
            {"yes": "file", "change": "change"},
            always=True,
            shows=(
                "name",
                "phone_own",
                "kind",
                "other",
                "reach",
                "claim",
                "since",
                "service",
                "story_short",
            ),
        ),
        Ask(
            "change",
            choices={name: name for name in MENDABLE},
            offers="mend_several",
            then="together",
            edits=True,
        ),
        Act("file", does="file_case", then="filed", hush=True),
        End("filed", next="party"),
        Tell("goodbye", then="leave"),
        End("leave", next="reception"),
    ),
)

"""A party tells the dispute and files it (在线调解规则 4, 7, 8)."""

from __future__ import annotations

from handlers.helpers.scripts import RELATIONS
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
OF_OTHER = ("p_name", "p_phone", "relation", "h_name", "h_phone")
OF_UNIT = ("u_name", "u_by", "u_post", "u_phone")
_REST = ("kind", "other", "reach", "claim", "since", "service", "story_short")
_ALL_MENDABLE = tuple(name for name in MENDABLE if name not in ("name", "phone"))

INTAKE = Script(
    "intake",
    version=1,
    steps=(
        choose("consent", {"yes": "story", "no": "goodbye"}, always=True),
        hear("story", takes=ANYTHING, many=True, fills="story", then="name", always=True),
        hear("name", reads="name", choices={"for_other": "p_name", "for_unit": "u_name"}, then="phone"),
        hear("phone", reads="phone", then="kind"),
        hear("p_name", reads="name", then="p_phone"),
        hear("p_phone", reads="phone", choices={"none": "relation"}, then="relation"),
        choose("relation", dict.fromkeys(RELATIONS, "h_name"), says="get_help.relation"),
        hear("h_name", reads="name", then="h_phone"),
        hear("h_phone", reads="phone", then="kind"),
        hear("u_name", reads="name", then="u_by"),
        hear("u_by", reads="name", then="u_post"),
        hear("u_post", reads="line", then="u_phone"),
        hear("u_phone", reads="phone", then="kind"),
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
        hear("service", takes=(TEXT,), reads="line", choices={"chat": "for_whom"}, then="for_whom"),
        Decide(
            "for_whom",
            by="for_whom",
            outcomes={"self": "summary", "other": "summary_other", "unit": "summary_unit"},
        ),
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
        choose(
            "summary_other",
            {"yes": "file", "change": "change_other"},
            always=True,
            shows=(*OF_OTHER, *_REST),
        ),
        Ask(
            "change_other",
            choices={name: name for name in (*OF_OTHER, *_ALL_MENDABLE)},
            offers="mend_several",
            then="together",
            edits=True,
        ),
        choose(
            "summary_unit",
            {"yes": "file", "change": "change_unit"},
            always=True,
            shows=(*OF_UNIT, *_REST),
        ),
        Ask(
            "change_unit",
            choices={name: name for name in (*OF_UNIT, *_ALL_MENDABLE)},
            offers="mend_several",
            then="together",
            edits=True,
        ),
        Act("file", does="file_case", then="whose", hush=True),
        Decide("whose", by="for_whom", outcomes={"self": "filed", "unit": "filed", "other": "filed_other"}),
        End("filed", next="party"),
        End("filed_other", next="aide"),
        Tell("goodbye", then="leave"),
        End("leave", next="reception"),
    ),
)

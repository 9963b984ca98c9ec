"""Every script of the house, by name: one visible dictionary."""

from __future__ import annotations

from handlers.script import Script
from handlers.scripts import topics
from handlers.scripts.aide import AIDE
from handlers.scripts.intake import INTAKE
from handlers.scripts.office import DESK, OFFICE
from handlers.scripts.party import JOIN, PARTY
from handlers.scripts.promise import CAME, VISIT
from handlers.scripts.reception import MATTERS, RECEPTION
from handlers.scripts.record import CHECK, RECORD, RELEASE
from handlers.scripts.returning import RETURN_CODE, RETURNED

SCRIPTS: dict[str, Script] = {
    script.name: script
    for script in (
        RECEPTION,
        INTAKE,
        JOIN,
        PARTY,
        AIDE,
        DESK,
        OFFICE,
        RECORD,
        CHECK,
        RELEASE,
        CAME,
        VISIT,
        MATTERS,
        RETURN_CODE,
        RETURNED,
        *topics.SCRIPTS,
    )
}
BASES = ("reception", "intake", "join", "party", "aide", "desk", "office", *topics.BASES)

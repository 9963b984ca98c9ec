"""Several people told of in one story: reading them, and what becomes of them when the story is filed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from handlers.case import Case
from handlers.kinds import Facts
from handlers.parts import Expected
from handlers.readers import LONGEST_LINE, LONGEST_NAME, Misread
from handlers.readers import line as plain_line
from handlers.reading.choices import clean
from handlers.reading.money import read_sum
from handlers.reading.phones import read_phone
from handlers.view import View

MOST = 50  # people of whom one story may tell
Told = dict[str, Any]  # {name, reach, claim}

_LINES = re.compile(r"[\n;；]+")
_NUMBER = re.compile(
    r"(?<![0-9])(?:(?:\+?[0-9]{2,3}[ -])?1[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{4}"
    r"|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9])"
)
_HALF = re.compile("[0-9]{7,}")
_NAMED = re.compile(r"(?P<name>[^\s,，:：0-9]+)[\s,，:：]+(?P<more>.+)")
_CLAIM = re.compile("[0-9一二三四五六七八九十百千万][^a-z]*[元块]|[欠付还赔退修]|道歉|腾房|搬走|拆")
_PLACE = re.compile("[0-9]|[住村路号栋楼]|微信|小区|单元")
_COUNTED = re.compile(r"^\s*(?:[0-9]{1,2}\s*[.、)）]|[（(][0-9]{1,2}[)）])\s*")


def others(text: str, facts: Facts, view: View) -> Any:
    """One name as it is, or several people: one a line or by 、, each perhaps with telephone and claim."""
    lines = [one for one in (_COUNTED.sub("", raw).strip(" 。") for raw in _LINES.split(text)) if clean(one)]
    parts = [part for raw in lines for part in _apart(raw)]
    if len(parts) > MOST:
        return Misread("too_many", {"most": str(MOST)})
    found = [_person(part) for part in parts]
    known = [one for one in found if one is not None]
    if not known or len(known) != len(found):
        return Misread("name" if len(parts) < 2 else "names")
    names = [one["name"] for one in known]
    if len(set(names)) != len(names):
        return Misread("same_name", {"name": next(n for n in names if names.count(n) > 1)})
    if len(known) == 1 and not known[0]["reach"] and not known[0]["claim"]:
        return names[0]
    return known


def _apart(raw: str) -> list[str]:
    """The people of one line: 、 parts them, where every piece begins with a name."""
    parts = [part.strip() for part in raw.split("、") if part.strip()]
    fit = len(parts) > 1 and all(_person(part) is not None for part in parts)
    return parts if fit else [raw]


def _person(part: str) -> Told | None:
    """Name, telephone and claim of one person; the name stands first and ends at a space or a figure."""
    number = _NUMBER.search(part)
    if number is not None and read_phone(number.group()) is None:
        return None
    reach = number.group() if number is not None else ""
    rest = clean(f"{part[: number.start()]} {part[number.end() :]}" if number is not None else part)
    if _HALF.search(rest):
        return None  # a telephone number with a slip in it
    name, claim, found = rest, "", _NAMED.fullmatch(rest)
    if found is not None and _CLAIM.search(found["more"]):
        name, claim = found["name"], found["more"]
    elif found is not None and _PLACE.search(found["more"]):
        name, reach = found["name"], f"{reach} {found['more']}".strip()
    elif sum(c.isdigit() for c in rest) > 4:
        return None
    fits = len(name) <= LONGEST_NAME and len(claim) <= LONGEST_LINE and any(c.isalpha() for c in name)
    return {"name": name, "reach": reach, "claim": claim} if fits else None


def people(facts: Facts) -> list[Told]:
    """Everybody the story tells of, each with how they may be reached and what is asked of them."""
    told = facts.get("other_name") or ""
    if isinstance(told, str):
        reach, claim = facts.get("other_reach") or "", facts.get("claim") or ""
        return [{"name": told, "reach": str(reach), "claim": str(claim)}]
    return [
        {**one, "reach": _of(facts.get("other_reach"), n) or one["reach"], "claim": _claim(facts, one, n)}
        for n, one in enumerate(told)
    ]


def _of(value: Any, n: int) -> str:
    """What an answer says of the person of that number: one for each, or the same for everybody."""
    if isinstance(value, str) or value is None:
        return value or ""
    return str(value[n]) if n < len(value) else ""


def _claim(facts: Facts, one: Told, n: int) -> str:
    shared, own = _of(facts.get("claim"), n), str(one["claim"])
    return f"{shared}（{own}）" if shared and own and own not in shared else shared or own


def several(facts: Facts, view: View) -> tuple[str, Facts]:
    """Whether one or several people were named; answers that were given for others are forgotten."""
    told, new = facts.get("other_name"), dict[str, Any]()
    if isinstance(told, list) and len(told) == 1:
        one = told[0]
        new = {"other_name": one["name"], "other_reach": one["reach"] or _single(facts, "other_reach")}
        return "one", new | {"claim": one["claim"] or _single(facts, "claim")}
    if not isinstance(told, list):
        return "one", {name: _single(facts, name) for name in ("other_reach", "claim")}
    for name, key in (("other_reach", "reach"), ("claim", "claim")):
        known, own = facts.get(name), [str(one[key]) for one in told]
        if isinstance(known, list) and len(known) != len(told):
            known = None
        new[name] = known or (own if all(own) else None)
    return "several", new


def _single(facts: Facts, name: str) -> str | None:
    value = facts.get(name)
    return value if isinstance(value, str) else None


def reaches(text: str, facts: Facts, view: View) -> Any:
    """How the other side may be reached; of several people a line each, or one line for all of them."""
    told = facts.get("other_name")
    if not isinstance(told, list):
        return plain_line(text, facts, view)
    waiting = [one for one in told if not one["reach"]] or told
    lines = _rows(text, waiting)
    if len(lines) not in (1, len(waiting)):
        return Misread("rows", {"count": str(len(waiting)), "names": [one["name"] for one in waiting]})
    given = dict(
        zip((one["name"] for one in waiting), lines * (len(waiting) if len(lines) == 1 else 1), strict=True)
    )
    return [given.get(one["name"], one["reach"]) for one in told]


def claims(text: str, facts: Facts, view: View) -> Any:
    """What is asked of the other side; of several people one claim for all, or a line each."""
    told = facts.get("other_name")
    if not isinstance(told, list):
        return plain_line(text, facts, view)
    rows = [_COUNTED.sub("", one).strip() for one in text.split("\n") if clean(one)]
    named = {one["name"] for one in told for row in rows if row.startswith(one["name"])}
    each = len(named) == len(told) or all(read_sum(row) is not None for row in rows)
    return _rows(text, told) if each and len(rows) == len(told) else plain_line(text, facts, view)


def _rows(text: str, told: Sequence[Told]) -> list[str]:
    """The lines of an answer, each without the number and the name it begins with; in the people's order."""
    rows = [_COUNTED.sub("", one).strip() for one in text.split("\n") if clean(one)]
    named = {one["name"]: row for one in told for row in rows if row.startswith(one["name"])}
    if len(named) == len(told) == len(rows):
        rows = [named[one["name"]].removeprefix(one["name"]).strip(" :：,，") or "—" for one in told]
    return rows


def matters(facts: Facts) -> list[Facts]:
    """The story as it is filed: one matter with everybody in it, or one for each person."""
    told = people(facts)
    if len(told) == 1 or facts.get("together") != "apart":
        return [{**facts, "others": told, "claim": _joint(told)}]
    return [{**facts, "others": [one], "claim": one["claim"]} for one in told]


def _joint(told: Sequence[Told]) -> str:
    """The claim of a matter with several people: said once where it is the same for all."""
    claims = [str(one["claim"]) for one in told]
    if len(set(claims)) == 1:
        return claims[0]
    return "\n".join(f"{one['name']}：{one['claim']}" for one in told)


def expected(facts: Facts, by: int) -> tuple[Expected, ...]:
    """Who is to come, numbered."""
    return tuple(
        Expected(n, by, str(one["name"]), str(one["reach"]))
        for n, one in enumerate(facts.get("others") or people(facts), 1)
    )


def summary(facts: Facts, view: View) -> Mapping[str, Any] | str:
    """The other side as the summary shows it: one name, or everybody in a line of their own."""
    told = people(facts)
    if len(told) == 1:
        return str(told[0]["name"] or "—")
    return {"people": told, "together": str(facts.get("together") or "together")}


def unreached(facts: Facts, view: View) -> list[str]:
    """Of several people those for whom no telephone was given."""
    told = facts.get("other_name")
    return [one["name"] for one in told if not one["reach"]] if isinstance(told, list) else []


def shown(facts: Facts, name: str) -> Any:
    """An answer about the other side as the summary shows it: of several people in their own lines."""
    told = facts.get("other_name")
    return [] if isinstance(told, list) else facts.get(name) or "—"


def reach(case: Case) -> str | list[str]:
    """How the other side may be reached, as staff see it: of several people with their names."""
    if len(case.expected) < 2:
        return case.other_reach or "—"
    return [f"{one.name} {one.reach}".strip() for one in case.expected if not one.left]

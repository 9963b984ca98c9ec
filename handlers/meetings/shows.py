"""What may be shown about meetings, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from handlers.formats import listed, named
from handlers.kinds import Facts, Files, Format, Show
from handlers.meetings.clocks import moment, when
from handlers.meetings.plan import answer_of, invited, sides, slot_of, warnings
from handlers.meetings.seeing import hearer, now, of
from handlers.parts import Meeting
from handlers.view import View

if TYPE_CHECKING:
    from handlers.words import Words


def _slot(facts: Facts, view: View) -> Mapping[str, Any]:
    """The slot at hand: of a meeting that is being changed or drawn up, else as it stands."""
    meeting = of(facts, view)
    return slot_of(meeting) if meeting is not None else {}


def _way(facts: Facts, view: View) -> str:
    return str(facts.get("way") or _slot(facts, view).get("way") or "video")


def _spot(facts: Facts, view: View) -> str:
    return str(facts.get("spot") or _slot(facts, view).get("where") or "—")


def _when(facts: Facts, view: View) -> Mapping[str, str] | str:
    at = _slot(facts, view).get("at")
    return moment(str(at), hearer(view), view.zone) if at else ""


def _new_when(facts: Facts, view: View) -> Mapping[str, str] | str:
    return moment(str(facts["at"]), hearer(view), view.zone) if facts.get("at") else ""


def _slots(facts: Facts, view: View) -> list[Mapping[str, str]]:
    meeting = of(facts, view)
    drawn = facts.get("times") or ()
    times = drawn or ([slot["at"] for slot in meeting.slots] if meeting is not None else ())
    return [moment(str(at), hearer(view), view.zone) for at in times]


def _who(facts: Facts, view: View) -> list[int]:
    """Who is invited, or is to be."""
    meeting = of(facts, view)
    if view.case is None:
        return []
    if meeting is not None:
        return list(invited(view.case, meeting))
    who = str(facts.get("who") or "all")
    if who == "some":
        return [int(one) for one in facts.get("guests") or ()]
    return [p.person for p in view.case.staying if who in ("all", p.side)]


def _guests(facts: Facts, view: View) -> list[str]:
    return [view.case.name(one) for one in _who(facts, view)] if view.case is not None else []


def _came(facts: Facts, view: View) -> list[str]:
    names = [view.case.name(int(one)) for one in facts.get("guests") or ()] if view.case is not None else []
    return names or ["—"]


def _warning(facts: Facts, view: View) -> list[dict[str, str]]:
    times = [facts["at"]] if facts.get("at") else facts.get("times") or ()
    return warnings(view, [str(at) for at in times], _who(facts, view), int(facts.get("n") or 0))


def _together(facts: Facts, view: View) -> str:
    """Whether the other side comes too. Their side alone tells, for a party sees no other's invitation."""
    meeting = of(facts, view)
    return sides(view.case, meeting) if meeting is not None and view.case is not None else "together"


def _answers(facts: Facts, view: View) -> list[dict[str, Any]]:
    meeting = of(facts, view)
    if meeting is None or view.case is None:
        return []
    return [_reply(view, meeting, person) for person in invited(view.case, meeting)]


def _reply(view: View, meeting: Meeting, person: int) -> dict[str, Any]:
    said = answer_of(meeting, person)
    wish = next((words for who, words in meeting.wishes if who == person), "")
    name = view.case.name(person) if view.case is not None else ""
    found: dict[str, Any] = {"name": name, "said": said or "nothing", "wish": wish}
    if said.isdigit():
        found |= {"said": "slot", "at": moment(str(meeting.slots[int(said)]["at"]), "", view.zone)}
    return found


def _here(facts: Facts, view: View) -> Mapping[str, str]:
    return moment(now(view).isoformat(), hearer(view), view.zone)


SHOWS: Mapping[str, Show] = {
    "meet_when": _when,
    "meet_new": _new_when,
    "meet_way": _way,
    "meet_spot": _spot,
    "meet_bring": _way,
    "meet_ask_spot": _way,
    "meet_slots": _slots,
    "meet_guests": _guests,
    "meet_came": _came,
    "meet_warning": _warning,
    "meet_together": _together,
    "meet_answers": _answers,
    "meet_now": _here,
}
FILES: Mapping[str, Files] = {}


def when_or_none(words: Words, lang: str, value: Any) -> str:
    """A moment, or a dash where there is none any more."""
    return when(words, lang, value) if value else "—"


def slots(words: Words, lang: str, value: Any) -> str:
    """Times on offer, a line each."""
    return "\n".join(f"• {when(words, lang, one)}" for one in value) or "—"


def reply(words: Words, lang: str, value: Mapping[str, Any]) -> str:
    """One person's answer: a time, any, none, or nothing yet; and their own words on when they could."""
    said = value["said"]
    text = when(words, lang, value["at"]) if said == "slot" else words.name(lang, "meet_said", said)
    return f"{text}{words.text(lang, 'meetings.wish', {'text': value['wish']}) if value['wish'] else ''}"


def replies(words: Words, lang: str, value: Any) -> str:
    """Who can when, a line each."""
    sep = words.text(lang, "meetings.colon")
    return "\n".join(f"{one['name']}{sep}{reply(words, lang, one)}" for one in value) or "—"


def cautions(words: Words, lang: str, value: Any) -> str:
    """What speaks against a time, a line each; nothing where nothing does."""
    rows = (
        words.text(lang, f"meetings.warn_{one['why']}", {"meet_when": one, "name": one["who"]})
        for one in value
    )
    return "\n".join(dict.fromkeys(rows))


def why(words: Words, lang: str, value: Any) -> str:
    """The reason given, or nothing."""
    return words.text(lang, "meetings.why", {"text": value}) if value else ""


def note(words: Words, lang: str, value: Any) -> str:
    """What came of it, or nothing."""
    return words.text(lang, "meetings.note", {"text": value}) if value else ""


def muted(words: Words, lang: str, value: Any) -> str:
    """Why an appointment is told to somebody who wants no reminders; nothing to everybody else."""
    return words.text(lang, "meetings.muted") if value == "yes" else ""


FORMATS: Mapping[str, Format] = {
    "meet_when": when_or_none,
    "meet_new": when_or_none,
    "meet_old": when_or_none,
    "meet_now": when_or_none,
    "meet_way": named("meet_way"),
    "meet_bring": named("meet_bring"),
    "meet_ask_spot": named("meet_ask_spot"),
    "meet_slots": slots,
    "meet_guests": listed,
    "meet_came": listed,
    "meet_warning": cautions,
    "meet_together": named("meet_together"),
    "meet_answer": reply,
    "meet_answers": replies,
    "meet_why": why,
    "meet_note": note,
    "meet_muted": muted,
    "meet_again": named("meet_again"),
}

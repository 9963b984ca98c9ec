"""Answers that depend on the case, about several people on a side, and when a room offers the way here."""

from __future__ import annotations

from collections.abc import Mapping

from handlers.acts.claiming import open_claims
from handlers.acts.hands import scope_of
from handlers.acts.leaving import remaining
from handlers.case import Case, Party
from handlers.kinds import DeskShown, Facts, Offer, Options, Shown
from handlers.life import LEADS, may
from handlers.view import View, within
from handlers.words import Words

LABEL = 36


def _short(text: str) -> str:
    return text if len(text) <= LABEL else f"{text[: LABEL - 1]}…"


def missing(words: Words, facts: Facts, view: View) -> Options:
    """Those of the other side who are still to come."""
    found = view.case.missing if view.case is not None else ()
    return [(str(one.n), _short(f"{one.name} {one.reach}")) for one in found]


def respondents(words: Words, facts: Facts, view: View) -> Options:
    """Everybody on the other side with whom the mediation goes on."""
    case = view.case
    if case is None:
        return []
    return [(str(one.n), _short(case.name(one.person) or one.name)) for one in remaining(case)]


def audiences(words: Words, facts: Facts, view: View) -> Options:
    """To whom the court's people may speak: a side, everybody, one person, some, or related cases."""
    case = view.case
    several = [p for p in case.staying if p.side == "respondent"] if case is not None else []
    names = ["applicant", "respondents" if len(several) > 1 else "respondent", "both"]
    found = [(name.removesuffix("s"), words.text(view.lang, f"audiences.{name}")) for name in names]
    if len(several) > 1:
        found += [(f"p{p.person}", _label(words, view, "one", p)) for p in several]
        found.append(("some", words.text(view.lang, "audiences.some")))
    if case is not None and case.related and view.role in LEADS:
        found += [(one, words.text(view.lang, f"audiences.{one}")) for one in ("owners", "everybody")]
    return [*found, ("nobody", words.text(view.lang, "audiences.nobody"))]


def _label(words: Words, view: View, key: str, party: Party) -> str:
    return _short(words.text(view.lang, f"audiences.{key}", {"name": party.name}))


def hearers(words: Words, facts: Facts, view: View) -> Options:
    """Everybody in the case, those marked who have been chosen to hear."""
    chosen = facts.get("hearers") or ()
    return [
        (str(p.person), _label(words, view, "chosen" if p.person in chosen else "person", p))
        for p in (view.case.staying if view.case is not None else ())
    ]


def mend_several(words: Words, facts: Facts, view: View) -> Options:
    """Where several people were told of: whether they belong into one matter can be mended too."""
    told = isinstance(facts.get("other_name"), list)
    return [("together", words.text(view.lang, "audiences.mend_together"))] if told else []


def my_claims(words: Words, facts: Facts, view: View) -> Options:
    """A party's own claims that are still open."""
    mine = [one for one in open_claims(view.case) if one.by == view.me] if view.case is not None else []
    return [(str(one.n), _short(" ".join(one.text.get("texts", ())) or "📎")) for one in mine]


def _claim(case: Case, view: View) -> bool:
    allowed = may("claim", view.role, case.state, case.stage) and within(view.scope, scope_of("claim"))
    return allowed and case.party(view.me) in case.joined


def _unclaim(case: Case, view: View) -> bool:
    allowed = may("withdraw_claim", view.role, case.state, case.stage)
    mine = any(one.by == view.me for one in open_claims(case))
    return allowed and mine and within(view.scope, scope_of("withdraw_claim"))


def _leave_out(case: Case, view: View) -> bool:
    return len(remaining(case)) > 1 and may("leave_out", view.role, case.state, case.stage)


OFFERS: Mapping[str, Offer] = {
    "missing": missing,
    "respondents": respondents,
    "audiences": audiences,
    "hearers": hearers,
    "mend_several": mend_several,
    "my_claims": my_claims,
}
PARTY: Mapping[str, Shown] = {
    "claim": _claim,
    "unclaim": _unclaim,
    "next_one": lambda case, view: bool(case.related) and view.role == "applicant" and not view.hand,
}
OFFICE: Mapping[str, Shown] = {"leave_out": _leave_out, "next_case": lambda case, view: bool(case.related)}
DESK: Mapping[str, DeskShown] = {}

"""Canaries: a mark in every private utterance, and who may ever hear it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal

from handlers.case import Case, Utterance
from handlers.life import PARTIES, STAFF

Kind = Literal[
    "private", "claim", "counter", "talk", "record", "away", "desks", "told", "lent", "own", "meeting"
]
MARK = re.compile(r"cnry[0-9]{6}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Canary:
    """One utterance: whose it is, in which conversation it was said, and what may become of it.

    ``claim`` is for the other side once it is checked, ``counter`` once it takes part, ``talk`` goes as far
    as the case's talk says, ``record`` is for everybody once it stands in a record, a plan or a fact,
    ``away`` is for the applicant, ``private`` never crosses. ``desks`` is for the court's desks, ``told`` is
    put before every party by who says it, ``lent`` is for the one person spoken to, ``own`` is for nobody
    else at all, ``meeting`` for those invited.
    """

    mark: str
    digest: str
    person: int
    talk: int
    kind: Kind
    filed: bool = True  # whether its conversation was about a case already when it was said


@dataclass(slots=True)
class Aviary:
    """All canaries of one walk, by mark and by the digest of the file that carries one."""

    canaries: dict[str, Canary] = field(default_factory=dict)
    lent: set[tuple[int, int]] = field(default_factory=set)  # (conversation, person) of a talk in person
    published: set[tuple[int, str]] = field(default_factory=set)  # case and mark: it stood in a record
    invited: set[tuple[int, int, str]] = field(default_factory=set)  # case, person, mark: of their meeting

    def mark(self, person: int, talk: int, kind: Kind, *, filed: bool = True) -> Canary:
        """A new canary, to be put into an utterance or a file."""
        made = f"cnry{len(self.canaries) // 2 + 1:06d}"
        digest = hashlib.sha256(made.encode()).hexdigest()
        canary = Canary(made, digest, person, talk, kind, filed)
        self.canaries[made] = self.canaries[digest] = canary
        return canary

    def publish(self, case: Case) -> None:
        """Remember what a record, a plan or a fact puts before everybody, a meeting before those invited."""
        put = [[one.points for one in case.plans], [one.text for one in case.facts]]
        record = [case.record.text, case.record.pages, case.record.points] if case.record is not None else []
        self.published |= {(case.id, canary.mark) for canary in self.found(dump([put, record]))}
        for meeting in case.meetings:
            about = dump([meeting.slots, meeting.note if meeting.state == "cancelled" else ""])
            marks = [canary.mark for canary in self.found(about) if canary.kind == "meeting"]
            self.invited |= {(case.id, person, mark) for person in meeting.who for mark in marks}

    def found(self, text: str, files: Iterable[Mapping[str, Any]] = ()) -> list[Canary]:
        """The canaries in a text and in the files that go with it."""
        marks = MARK.findall(text) + [str(file.get("digest")) for file in files]
        return [self.canaries[mark] for mark in dict.fromkeys(marks) if mark in self.canaries]

    def escaped(
        self,
        found: Iterable[Canary],
        person: int,
        case: Case | None,
        home: Mapping[int, int],
        related: Mapping[int, str] = MappingProxyType({}),
    ) -> Iterator[Canary]:
        """Those that this person may not hear in this case; ``home`` is the case of each conversation.

        What was told before filing belongs to all the cases that it became, ``related`` by their mark; and
        a mediator may say the same words in all of them.
        """
        for canary in found:
            if canary.kind == "lent" and (canary.talk, person) in self.lent:
                continue
            at = home.get(canary.talk, 0)
            if case is not None and case.related and related.get(at) == case.related:
                at = case.id if not canary.filed or self._announced(canary, case) else at
            if canary.person != person and not self._may(canary, person, case, at):
                yield canary

    def _announced(self, canary: Canary, case: Case) -> bool:
        """Whether somebody of the court said these words in that case too."""
        said = [words.said for words in case.talk if words.person == canary.person and words.hearers]
        return canary in self.found(dump(said))

    def _may(self, canary: Canary, person: int, case: Case | None, home: int) -> bool:
        if canary.kind in ("lent", "own"):
            return False
        if case is None:
            return canary.kind in ("claim", "desks")  # word to the desks: who asks for what
        if home != case.id:
            return False
        role = case.role(person)
        if role in STAFF or (role == "" and case.lead is None):
            return True
        helper = case.helper(person)
        if helper is not None and helper.confirmed:
            person, role = helper.by, case.role(helper.by)  # a helper sees with their party's eyes
        if canary.person == person or person in {h.by for h in case.helpers if h.person == canary.person}:
            return True
        if helper is not None and helper.told and canary.kind == "away":
            return True  # whoever told the dispute hears why it was turned away
        me = case.party(person)
        if role not in PARTIES or me is None:
            return False
        if (case.id, canary.mark) in self.published:
            return True
        if canary.kind in ("claim", "told"):
            return bool(me.checked) or (canary.kind == "told" and role == "applicant")
        if canary.kind == "meeting":
            return (case.id, person, canary.mark) in self.invited
        if canary.kind == "counter":
            against = {p.person for p in case.parties if p.side != me.side}
            made = [one.text for one in case.claims if one.by in against and me in case.joined]
            return canary in self.found(dump(made))
        if canary.kind == "away":
            return role == "applicant"
        heard = [(words.said, words.paper) for words in case.talk if _meant(words, person, role)]
        asked = [one.text for one in case.wanted if one.person == person]
        return any(canary in self.found(dump(words)) for words in (*heard, asked))


def _meant(words: Utterance, person: int, role: str) -> bool:
    """Whether words were said to that person; whoever comes later was not among those who heard them."""
    return person in words.hearers if words.hearers else words.to in ("both", role)


def dump(value: Any) -> str:
    """Anything plain as one text."""
    return json.dumps(value, ensure_ascii=False, default=dict)

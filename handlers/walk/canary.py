"""Canaries: a mark in every private utterance, and who may ever hear it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from handlers.case import Case
from handlers.life import PARTIES, STAFF

Kind = Literal["private", "claim", "talk", "record", "away"]
MARK = re.compile(r"cnry[0-9]{6}")


@dataclass(frozen=True, slots=True)
class Canary:
    """One utterance: whose it is, in which conversation it was said, and what may become of it."""

    mark: str
    person: int
    talk: int
    kind: Kind


@dataclass(slots=True)
class Aviary:
    """All canaries of one walk, and the digests of the files that carry one."""

    canaries: dict[str, Canary] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    published: dict[str, int] = field(default_factory=dict)  # mark → case whose record it stood in

    def mark(self, person: int, talk: int, kind: Kind) -> str:
        """A new mark to be put into an utterance."""
        made = f"cnry{len(self.canaries) + 1:06d}"
        self.canaries[made] = Canary(made, person, talk, kind)
        return made

    def file(self, person: int, talk: int, kind: Kind) -> str:
        """A digest of a file that carries a mark."""
        made = self.mark(person, talk, kind)
        digest = hashlib.sha256(made.encode()).hexdigest()
        self.files[digest] = made
        return digest

    def publish(self, case: Case) -> None:
        """Remember what a record has put before everybody."""
        if case.record is not None:
            for mark in self.found(_dump([case.record.text, case.record.pages, case.record.points])):
                self.published.setdefault(mark, case.id)

    def found(self, text: str, files: Iterable[Mapping[str, Any]] = ()) -> set[str]:
        """The marks in a text and in the files that go with it."""
        marks = set(MARK.findall(text))
        marks |= (
            {mark for digest, mark in self.files.items() if digest in text} if "digest" in text else set()
        )
        return marks | {self.files[d] for f in files if (d := str(f.get("digest"))) in self.files}

    def escaped(self, marks: Iterable[str], person: int, case: Case | None, home: int) -> Iterator[Canary]:
        """Those marks that this person may not hear; ``home`` is the case the mark belongs to, if known."""
        for mark in sorted(marks):
            canary = self.canaries[mark]
            if canary.person != person and not self._may(canary, person, case):
                yield canary

    def _may(self, canary: Canary, person: int, case: Case | None) -> bool:
        if case is None:
            return canary.kind == "claim"  # word to the desks: who asks for what
        role = case.role(person)
        if role in STAFF or (role == "" and case.lead is None):
            return True
        if role not in PARTIES:
            return False
        if self.published.get(canary.mark) == case.id:
            return True
        me = case.party(person)
        if canary.kind == "claim":
            return me is not None and bool(me.checked)
        if canary.kind == "away":
            return role == "applicant"
        digests = {digest for digest, mark in self.files.items() if mark == canary.mark}
        for words in case.talk:
            said = _dump(words.said)
            if canary.mark in said or any(digest in said for digest in digests):
                return words.released or words.to == "both" or words.to == role
        return False


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=dict)

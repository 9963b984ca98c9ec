"""A case read from the store as one value, as its viewer may see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from handlers.case import Case, Confirmation, Member, Party, Promise, Record, Utterance
from handlers.parts import Expected
from handlers.sight import seen
from storage import schema as s
from storage.parts import load_parts
from storage.people import HOUSE, NotYours, Viewer
from storage.store import Tx

TALK = 60  # the newest utterances that a case carries with it
SHARED: tuple[str, ...] = ("kind", "since", "where", "accepted_at", "term_end", "reason", "said")
SHARED += ("parts", "related", "extended", "confirming", "confirm_until", "paused")  # under the chain's key
PRIVATE = ("claim", "story")  # under the applicant's key, and with them who is expected


def row(tx: Tx, number: int) -> Any:
    """The bare row of a case, for the road: its chain, state and staff."""
    wanted = select(s.case).where(s.case.c.id == number)
    found = tx.one(wanted.with_for_update() if tx.writes else wanted)  # SQLite has one writer anyway
    if found is None:
        raise NotYours
    return found


def load(tx: Tx, viewer: Viewer, number: int) -> Case:
    """The case as this viewer may see it (the house: all of it); NotYours for a stranger."""
    case = _load(tx, row(tx, number))
    if viewer is HOUSE:
        return case
    role = case.role(viewer.person)
    if not role and not (viewer.role in ("mediator", "judge") and case.lead is None):
        raise NotYours
    return seen(case, viewer.person, role or viewer.role)


def _load(tx: Tx, row: Any) -> Case:
    shared = tx.unseal(f"chain:{row.chain_id}", f"case:{row.chain_id}", row.body)
    private = None
    if shared["private"]:
        owner = f"person:{shared['by']}"
        private = tx.unseal(owner, f"case:{row.chain_id}", bytes.fromhex(shared["private"]))
    private = private or {"claim": {}, "story": {}, "expected": []}
    record = _load_record(tx, row)
    parties = _load_parties(tx, row.id)
    expected = _expected(private, parties)
    parts = shared.get("parts", len(expected))
    return Case(
        id=row.id,
        number=row.number,
        state=row.state,
        stage=row.stage,
        filed_at=row.filed_at,
        parties=parties,
        lead=Member(*shared["lead"]) if shared["lead"] else None,
        clerk=Member(*shared["clerk"]) if shared["clerk"] else None,
        record=record,
        promises=_load_promises(tx, row) if record is not None and record.status == "sealed" else (),
        talk=_load_talk(tx, row.id),
        seconds=tuple(Member(*one) for one in shared.get("seconds", ())),
        refusals=tuple(shared.get("refusals", ())),
        expected=expected,
        **load_parts(tx, row, parts - len(expected)),
        **{name: shared[name] for name in SHARED if name in shared} | {"parts": parts},
        **{name: private[name] for name in PRIVATE},
    )


def _expected(private: Mapping[str, Any], parties: Sequence[Party]) -> tuple[Expected, ...]:
    """Who is to come; cases of 0.1 named one."""
    if "expected" in private:
        return tuple(Expected(**one) for one in private["expected"])
    came = next((p.person for p in parties if p.side == "respondent"), 0)
    return (Expected(1, parties[0].person, private["other_name"], private["other_reach"], came),)


def _load_parties(tx: Tx, case: int) -> tuple[Party, ...]:
    rows = tx.all(select(s.party).where(s.party.c.case_id == case).order_by(s.party.c.id))
    found = []
    for row in rows:
        body = tx.unseal(f"person:{row.person_id}", f"party:{case}", row.body)
        found.append(Party(row.person_id, row.side, **(body or {"name": "—"})))
    return tuple(found)


def _load_talk(tx: Tx, case: int) -> tuple[Utterance, ...]:
    newest = (
        select(s.utterance).where(s.utterance.c.case_id == case).order_by(s.utterance.c.n.desc()).limit(TALK)
    )
    found = []
    for row in reversed(tx.all(newest)):
        body = tx.unseal(f"person:{row.person_id}", f"utterance:{case}", row.body)
        if body is not None:
            body["hearers"] = tuple(body.get("hearers", ()))
            found.append(Utterance(row.n, row.person_id, row.hearer, released=bool(row.released), **body))
    return tuple(found)


def _load_record(tx: Tx, case: Any) -> Record | None:
    row = tx.one(
        select(s.record).where(s.record.c.case_id == case.id).order_by(s.record.c.version.desc()).limit(1)
    )
    return None if row is None else _record(tx, case, row)


def _record(tx: Tx, case: Any, row: Any) -> Record:
    body = tx.unseal(f"chain:{case.chain_id}", f"record:{case.id}", row.body)
    rows = tx.all(
        select(s.confirmation)
        .where(
            s.confirmation.c.case_id == case.id,
            s.confirmation.c.version == row.version,
            s.confirmation.c.void == 0,
        )
        .order_by(s.confirmation.c.id)
    )
    given = tuple(Confirmation(r.person_id, r.role, r.digest, r.at, r.hand or 0) for r in rows)
    body |= {"pages": tuple(body["pages"]), "points": tuple(body["points"])}
    return Record(row.version, row.digest, status=row.status, confirmations=given, **body)


def records(tx: Tx, viewer: Viewer, number: int) -> list[Record]:
    """Every version of a case's record, the oldest first."""
    if load(tx, viewer, number).record is None:
        return []
    case = row(tx, number)
    rows = tx.all(select(s.record).where(s.record.c.case_id == number).order_by(s.record.c.version))
    return [_record(tx, case, row) for row in rows]


def _load_promises(tx: Tx, case: Any) -> tuple[Promise, ...]:
    rows = tx.all(
        select(s.promise)
        .where(s.promise.c.case_id == case.id)
        .order_by(s.promise.c.falls, s.promise.c.point, s.promise.c.part)
    )
    found = []
    for row in rows:
        body = tx.unseal(f"chain:{case.chain_id}", f"promise:{case.id}", row.body)
        found.append(Promise(row.point, row.part, falls=row.falls, state=row.state, **body))
    return tuple(found)

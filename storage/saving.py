"""A case written to the store: a new one, or the rows that an act has changed."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import delete, insert, select, update

from handlers.case import Case, Member, Party, Record
from storage import schema as s
from storage.loading import PRIVATE, SHARED
from storage.parts import save_parts
from storage.returns import phone_hash
from storage.store import Tx, bump

COLUMNS = {"person", "side", "n", "to", "released", "version", "digest", "status", "confirmations"}
COLUMNS |= {"point", "part", "falls", "state"}


def _body(value: Any) -> dict[str, Any]:
    """The fields of a part of a case that are sealed."""
    return {f.name: getattr(value, f.name) for f in fields(value) if f.name not in COLUMNS}


def next_number(tx: Tx, year: int) -> str:
    """The next case number of a year; numbers are never used twice."""
    key = f"cases:{year}"
    row = tx.one(select(s.meta.c.value).where(s.meta.c.key == key))
    count = int(row.value) + 1 if row is not None else 1
    if row is None:
        tx.run(s.meta.insert().values(key=key, value="1"))
    else:
        tx.run(update(s.meta).where(s.meta.c.key == key).values(value=str(count)))
    return f"({year})和解{count}号"


def create(tx: Tx, chain: int, case: Case) -> int:
    """A new case with its parties; returns its id."""
    number = tx.add(
        s.case,
        chain_id=chain,
        number=case.number,
        state=case.state,
        stage=case.stage,
        filed_at=case.filed_at,
        related=case.related or None,
        body=_seal_case(tx, chain, case),
        rev=0,
    )
    for party in case.parties:
        _save_party(tx, number, party)
    save_parts(tx, chain, replace(case, helpers=()), replace(case, id=number))
    return number


def save(tx: Tx, old: Case, new: Case) -> None:
    """Write what an act changed; guarded by the revision the case was loaded at."""
    row = tx.one(select(s.case.c.chain_id, s.case.c.rev).where(s.case.c.id == new.id))
    bump(
        tx,
        s.case,
        new.id,
        row.rev,
        state=new.state,
        stage=new.stage,
        lead_id=new.lead.person if new.lead else None,
        clerk_id=new.clerk.person if new.clerk else None,
        body=_seal_case(tx, row.chain_id, new),
    )
    for party in new.parties:
        if old.party(party.person) != party:
            _save_party(tx, new.id, party)
    _save_talk(tx, old, new)
    if new.record is not None and new.record != old.record:
        _save_record(tx, row.chain_id, old.record, new)
    _save_promises(tx, row.chain_id, old, new)
    save_parts(tx, row.chain_id, old, new)
    _save_seats(tx, old, new)


def _seal_case(tx: Tx, chain: int, case: Case) -> bytes:
    staff = {name: _member(getattr(case, name)) for name in ("lead", "clerk")}
    shared = {name: getattr(case, name) for name in SHARED} | staff
    shared |= {"seconds": [_member(one) for one in case.seconds], "refusals": list(case.refusals)}
    private = {name: getattr(case, name) for name in PRIVATE}
    private |= {"expected": [asdict(one) for one in case.expected]}
    applicant = case.parties[0].person
    sealed = tx.seal(f"person:{applicant}", f"case:{chain}", private) if _alive(tx, applicant) else b""
    return tx.seal(f"chain:{chain}", f"case:{chain}", shared | {"by": applicant, "private": sealed.hex()})


def _alive(tx: Tx, person: int) -> bool:
    return tx.key(f"person:{person}") is not None


def _member(member: Member | None) -> list[Any] | None:
    return None if member is None else [member.person, member.role, member.name, member.until]


def _save_party(tx: Tx, case: int, party: Party) -> None:
    if not _alive(tx, party.person):
        return
    sealed = tx.seal(f"person:{party.person}", f"party:{case}", _body(party))
    kept = {"body": sealed, "phone": phone_hash(tx, party.phone)}
    done = tx.run(
        update(s.party).where(s.party.c.case_id == case, s.party.c.person_id == party.person).values(**kept)
    )
    if not done.rowcount:
        tx.add(s.party, case_id=case, person_id=party.person, side=party.side, **kept)


def _save_seats(tx: Tx, old: Case, new: Case) -> None:
    before, after = ({m.person for m in case.seconds} for case in (old, new))
    for person in after - before:
        tx.run(insert(s.seat).values(case_id=new.id, person_id=person))
    for person in before - after:
        tx.run(delete(s.seat).where(s.seat.c.case_id == new.id, s.seat.c.person_id == person))


def _save_talk(tx: Tx, old: Case, new: Case) -> None:
    known = {u.n: u for u in old.talk}
    for one in new.talk:
        before = known.get(one.n)
        if before is None:
            sealed = tx.seal(f"person:{one.person}", f"utterance:{new.id}", _body(one))
            tx.add(
                s.utterance,
                case_id=new.id,
                n=one.n,
                person_id=one.person,
                hearer=one.to,
                released=int(one.released),
                body=sealed,
            )
        elif before != one:  # it has crossed, and it is kept to whom
            sealed = tx.seal(f"person:{one.person}", f"utterance:{new.id}", _body(one))
            tx.run(
                update(s.utterance)
                .where(s.utterance.c.case_id == new.id, s.utterance.c.n == one.n)
                .values(released=int(one.released), body=sealed)
            )


def _save_record(tx: Tx, chain: int, old: Record | None, new: Case) -> None:
    record = new.record
    assert record is not None
    sealed = tx.seal(f"chain:{chain}", f"record:{new.id}", _body(record))
    at = (s.record.c.case_id == new.id) & (s.record.c.version == record.version)
    if old is None or old.version != record.version:
        if old is not None and old.status == "open":
            void = (s.record.c.case_id == new.id) & (s.record.c.version == old.version)
            tx.run(update(s.record).where(void).values(status="void"))
            _void(tx, new.id, old.version, set())
        tx.add(
            s.record,
            case_id=new.id,
            version=record.version,
            digest=record.digest,
            status=record.status,
            body=sealed,
        )
        return
    tx.run(update(s.record).where(at).values(status=record.status, body=sealed))
    given = {c.person for c in record.confirmations}
    _void(tx, new.id, record.version, given)
    for one in record.confirmations:
        if not old.confirmed_by(one.person):
            tx.add(
                s.confirmation,
                case_id=new.id,
                version=record.version,
                person_id=one.person,
                role=one.role,
                digest=one.digest,
                at=one.at,
                hand=one.hand,
                void=0,
            )


def _void(tx: Tx, case: int, version: int, but: set[int]) -> None:
    """Confirmations that no longer stand stay in the store, marked."""
    c = s.confirmation.c
    stands = (c.case_id == case) & (c.version == version) & (c.void == 0)
    tx.run(update(s.confirmation).where(stands, c.person_id.not_in(but)).values(void=1))


def _save_promises(tx: Tx, chain: int, old: Case, new: Case) -> None:
    known = {(p.point, p.part): p for p in old.promises}
    for one in new.promises:
        before = known.get((one.point, one.part))
        if before is None:
            sealed = tx.seal(f"chain:{chain}", f"promise:{new.id}", _body(one))
            tx.add(
                s.promise,
                case_id=new.id,
                point=one.point,
                part=one.part,
                falls=one.falls,
                state=one.state,
                body=sealed,
            )
        elif before.state != one.state:
            at = (
                (s.promise.c.case_id == new.id)
                & (s.promise.c.point == one.point)
                & (s.promise.c.part == one.part)
            )
            tx.run(update(s.promise).where(at).values(state=one.state))

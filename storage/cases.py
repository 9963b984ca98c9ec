"""A case in the store: loaded as one value, saved as the rows that changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, update

from handlers.case import Case, Confirmation, Member, Party, Promise, Record, Utterance
from handlers.life import ENDED
from handlers.parts import Expected
from handlers.sight import seen
from storage import schema as s
from storage.parts import load_parts, save_parts
from storage.people import HOUSE, NotYours, Viewer
from storage.returns import phone_hash
from storage.store import Tx, bump

TALK = 60  # the newest utterances that a case carries with it
DESK = 100  # the newest cases that lie on a desk; older ones are found by searching
SHARED: tuple[str, ...] = ("kind", "since", "where", "accepted_at", "term_end", "reason", "said")
SHARED += ("parts", "related", "extended", "confirming", "confirm_until", "paused")  # under the chain's key
PRIVATE = ("claim", "story")  # under the applicant's key, and with them who is expected
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
        elif before.released != one.released:
            tx.run(
                update(s.utterance)
                .where(s.utterance.c.case_id == new.id, s.utterance.c.n == one.n)
                .values(released=int(one.released))
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


def desk(tx: Tx, viewer: Viewer) -> list[Mapping[str, Any]]:
    """The cases on the desk of somebody of the court: their own that live, and those waiting to be taken."""
    c = s.case.c
    if viewer.role in ("mediator", "judge"):
        seats = select(s.seat.c.case_id).where(s.seat.c.person_id == viewer.person)
        free = (c.lead_id.is_(None)) & (c.state == "filed")
        mine = or_(c.lead_id == viewer.person, c.id.in_(seats), free)
    elif viewer.role == "community":
        mine = c.id.in_(select(s.seat.c.case_id).where(s.seat.c.person_id == viewer.person))
    elif viewer.role == "clerk":
        mine = or_(c.clerk_id == viewer.person, (c.clerk_id.is_(None)) & (c.lead_id.is_not(None)))
    else:
        raise NotYours
    rows = tx.all(select(s.case).where(mine, c.state.not_in(ENDED)).order_by(c.id.desc()).limit(DESK))
    return [{"case": r.id, "number": r.number, "state": r.state, "chain": r.chain_id} for r in rows]


def related(tx: Tx, viewer: Viewer, mark: str) -> list[int]:
    """The cases that were told as one story, the oldest first."""
    if viewer is not HOUSE:
        raise NotYours
    c = s.case.c
    return [row.id for row in tx.all(select(c.id).where(c.related == mark).order_by(c.id))] if mark else []


def led_by(tx: Tx, viewer: Viewer, person: int) -> list[int]:
    """The live cases that this person leads."""
    if viewer is not HOUSE:
        raise NotYours
    c = s.case.c
    rows = tx.all(select(c.id).where(c.lead_id == person, c.state.not_in(ENDED)).order_by(c.id))
    return [int(row.id) for row in rows]


def count(tx: Tx, viewer: Viewer) -> int:
    """How many cases there are."""
    if viewer is not HOUSE:
        raise NotYours
    return int(tx.connection.scalar(select(func.count()).select_from(s.case)) or 0)

"""Conversations, the inbox and the outbox."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, bindparam, case, func, insert, select, update

from handlers.place import Place
from storage import schema as s
from storage.people import HOUSE, NotYours, Viewer
from storage.store import StoreError, Tx

WAITING, DONE, ASIDE = 0, 1, 2
SAID, DEAD = 1, 2
INNER = "inner"  # the channel of word from within


@dataclass(slots=True)
class Conversation:
    """One person's conversation about one matter, as a turn holds it."""

    id: int
    person: int
    chain: int
    case: int | None
    role: str
    place: Place
    rev: int


def open_conversation(tx: Tx, person: int, chain: int, case: int | None, role: str, place: Place) -> int:
    """A new conversation at a place."""
    return tx.add(
        s.conversation,
        person_id=person,
        chain_id=chain,
        case_id=case,
        role=role,
        script=place.frames[0].script,
        step=place.top.step,
        place=_seal_place(tx, person, place),
        rev=0,
    )


def _seal_place(tx: Tx, person: int, place: Place) -> bytes:
    return tx.seal(f"person:{person}", "place", place.to_json())


def conversations(tx: Tx, numbers: Sequence[int]) -> dict[int, Conversation]:
    """Some conversations by id; those of a forgotten person are left out."""
    rows = tx.all(select(s.conversation).where(s.conversation.c.id.in_(numbers)))
    found = {}
    for row in rows:
        raw = tx.unseal(f"person:{row.person_id}", "place", row.place)
        if raw is not None:
            found[row.id] = Conversation(
                row.id, row.person_id, row.chain_id, row.case_id, row.role, Place.from_json(raw), row.rev
            )
    return found


def find_conversation(tx: Tx, person: int, case_id: int | None, script: str = "") -> int | None:
    """The conversation of a person about a case, or (without a case) in a script."""
    c = s.conversation.c
    which = c.case_id == case_id if case_id is not None else and_(c.case_id.is_(None), c.script == script)
    row = tx.one(select(c.id).where(c.person_id == person, which).order_by(c.id.desc()))
    return None if row is None else int(row.id)


def attending(tx: Tx, staff: int, chain: int) -> int | None:
    """The conversation in which a member of staff speaks in somebody's matter, or has spoken before."""
    c = s.conversation.c
    mine = (c.person_id == staff) & (c.chain_id == chain) & (c.script == "attend")
    row = tx.one(select(c.id).where(mine).order_by(c.id.desc()))
    return None if row is None else int(row.id)


def matters(tx: Tx, viewer: Viewer) -> list[Any]:
    """A person's own conversations, the newest first."""
    c = s.conversation.c
    mine = select(c.id, c.case_id, c.script, c.step, c.role).where(c.person_id == viewer.person)
    return list(tx.all(mine.order_by(c.id.desc()).limit(100)))


_MOVE = (
    update(s.conversation)
    .where(s.conversation.c.id == bindparam("b_id"), s.conversation.c.rev == bindparam("b_rev"))
    .values(
        place=bindparam("b_place"),
        script=bindparam("b_script"),
        step=bindparam("b_step"),
        rev=bindparam("b_next"),
        silent_at=bindparam("b_silent"),
    )
)


def move(tx: Tx, talk: Conversation, place: Place, silent_at: int | None) -> None:
    """The conversation stands at a new place; guarded by the revision it was read at."""
    row = {
        "b_id": talk.id,
        "b_rev": talk.rev,
        "b_next": talk.rev + 1,
        "b_place": _seal_place(tx, talk.person, place),
        "b_script": place.frames[0].script,
        "b_step": place.top.step,
        "b_silent": silent_at,
    }
    tx.later("conversation!", _MOVE, row)
    talk.place, talk.rev = place, talk.rev + 1


def set_case(tx: Tx, conversation: int, case_id: int, role: str) -> None:
    """The conversation has become one about a case."""
    tx.run(
        update(s.conversation).where(s.conversation.c.id == conversation).values(case_id=case_id, role=role)
    )


# -- inbox -------------------------------------------------------------------------------------------------

_HEARD = insert(s.inbox)


def known(tx: Tx, keys: Sequence[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the (channel, id) pairs that are in the inbox already."""
    found: set[tuple[str, str]] = set()
    for channel in {channel for channel, _ in keys}:
        ids = [ext for name, ext in keys if name == channel]
        rows = tx.all(select(s.inbox.c.ext).where(s.inbox.c.channel == channel, s.inbox.c.ext.in_(ids)))
        found |= {(channel, row.ext) for row in rows}
    return found


def hear(tx: Tx, channel: str, ext: str, person: int, stamp: int, body: Mapping[str, Any]) -> None:
    """Store one thing heard from a person."""
    _put(tx, channel, ext, stamp, f"person:{person}", body, person_id=person)


def whisper(
    tx: Tx, ext: str, stamp: int, body: Mapping[str, Any], *, talk: int, person: int, state: int = WAITING
) -> None:
    """Word from within for one conversation; under the key of the one who will hear it."""
    to = {"person_id": person, "conversation_id": talk, "state": state}
    _put(tx, INNER, ext, stamp, f"person:{person}", body, **to)


def command(tx: Tx, ext: str, stamp: int, body: Mapping[str, Any], *, case_id: int, chain: int) -> None:
    """Something the system is to do on a case."""
    _put(tx, INNER, ext, stamp, f"chain:{chain}", body, case_id=case_id)


def _put(tx: Tx, channel: str, ext: str, stamp: int, owner: str, body: Mapping[str, Any], **to: Any) -> None:
    row = {"person_id": None, "conversation_id": None, "case_id": None, "state": WAITING} | to
    sealed = tx.seal(owner, f"inbox:{channel}", body)
    row |= {"channel": channel, "ext": ext, "stamp": stamp, "body": sealed, "tries": 0}
    tx.later("inbox", _HEARD, row)


def waiting(tx: Tx, limit: int = 256, only: int | None = None) -> list[Any]:
    """What waits in the inbox with the conversation of each: of everybody the oldest only, so that one
    person's flood keeps nobody else waiting (or one row, if it still waits).
    """
    i = s.inbox.c
    to = case(
        (i.conversation_id.is_not(None), i.conversation_id),
        else_=select(s.person.c.current).where(s.person.c.id == i.person_id).scalar_subquery(),
    )
    rows = select(s.inbox, to.label("talk")).where(i.state == WAITING).order_by(i.id)
    if only is not None:
        return list(tx.all(rows.where(i.id == only)))
    oldest = select(func.min(i.id).label("id")).where(i.state == WAITING).group_by(i.person_id, i.case_id)
    first = oldest.order_by(func.min(i.id)).limit(limit).subquery()
    return list(tx.all(rows.join(first, i.id == first.c.id)))


def is_waiting(tx: Tx) -> bool:
    """Whether anything waits in the inbox."""
    return tx.one(select(s.inbox.c.id).where(s.inbox.c.state == WAITING).limit(1)) is not None


def read(tx: Tx, row: Any) -> Any:
    """What an inbox row holds; None when its person has been forgotten."""
    owner = f"person:{row.person_id}"
    if row.case_id is not None:
        chain = tx.one(select(s.case.c.chain_id).where(s.case.c.id == row.case_id)).chain_id
        owner = f"chain:{chain}"
    return tx.unseal(owner, f"inbox:{row.channel}", row.body)


_HANDLED = update(s.inbox).where(s.inbox.c.id == bindparam("b_id")).values(state=bindparam("b_state"))


def handled(tx: Tx, number: int, state: int = DONE) -> None:
    """An inbox row has had its turn (or is set aside)."""
    tx.later("handled", _HANDLED, {"b_id": number, "b_state": state})


def failed(tx: Tx, number: int) -> int:
    """Count one more failed try of an inbox row and return how many there were."""
    tx.run(update(s.inbox).where(s.inbox.c.id == number).values(tries=s.inbox.c.tries + 1))
    return int(tx.one(select(s.inbox.c.tries).where(s.inbox.c.id == number)).tries)


# -- outbox ------------------------------------------------------------------------------------------------

_SAY = insert(s.outbox)


def say(
    tx: Tx, talk: Conversation, address: tuple[int, str], question: int, stamp: int, body: Mapping[str, Any]
) -> None:
    """Queue one message for a person at an address; ``body`` is {text, options, files}."""
    sealed = tx.seal(f"person:{talk.person}", "outbox", body)
    tx.later(
        "outbox",
        _SAY,
        {
            "person_id": talk.person,
            "conversation_id": talk.id,
            "address_id": address[0],
            "channel": address[1],
            "question": question,
            "stamp": stamp,
            "body": sealed,
            "state": WAITING,
            "next_at": 0,
            "leased_until": 0,
            "fence": 0,
            "tries": 0,
            "ext": "",
        },
    )


def offer(tx: Tx, number: int) -> tuple[Any, Mapping[str, Any] | None]:
    """An outbox row by id with what it said; (None, None) when there is none."""
    row = tx.one(select(s.outbox).where(s.outbox.c.id == number))
    if row is None:
        return None, None
    return row, tx.unseal(f"person:{row.person_id}", "outbox", row.body)


def reroute(tx: Tx, person: int, now: Callable[[], int]) -> None:
    """What waited while a person had no address goes to the one they have now, and is said now."""
    row = tx.row(s.person, person)
    o = s.outbox.c
    waits = select(o.id).where(o.person_id == person, o.channel == "", o.state == WAITING).order_by(o.id)
    channel = tx.row(s.address, row.address).channel
    for one in tx.all(waits):
        tx.change(s.outbox, one.id, address_id=row.address, channel=channel, stamp=now())


_LEASE = (
    update(s.outbox)
    .where(s.outbox.c.id == bindparam("b_id"))
    .values(leased_until=bindparam("b_until"), fence=s.outbox.c.fence + 1)
)


def _oldest(channels: Sequence[str]) -> Any:
    """The oldest waiting message of every recipient: nothing overtakes it."""
    c = s.outbox.c
    return (
        select(func.min(c.id).label("id"))
        .where(c.state == WAITING, c.channel.in_(channels))
        .group_by(c.channel, c.person_id)
        .subquery()
    )


def lease(tx: Tx, channels: Sequence[str], now: int, until: int, limit: int = 200) -> list[Any]:
    """Take messages to say: of every recipient only the oldest, none that is leased or not due yet."""
    c, oldest = s.outbox.c, _oldest(channels)
    ready = (
        select(s.outbox, s.address.c.body.label("address"))
        .join(oldest, c.id == oldest.c.id)
        .join(s.address, s.address.c.id == c.address_id)
        .where(c.next_at <= now, c.leased_until <= now)
        .order_by(c.id)
        .limit(limit)
    )
    rows = tx.all(ready)
    tx.ahead(s.person, [row.person_id for row in rows])
    if rows:
        tx.run(_LEASE, [{"b_id": row.id, "b_until": until} for row in rows])
    return list(rows)


_SETTLE = (
    update(s.outbox)
    .where(s.outbox.c.id == bindparam("b_id"), s.outbox.c.fence == bindparam("b_fence"))
    .values(
        state=bindparam("b_state"),
        next_at=bindparam("b_next"),
        leased_until=0,
        tries=s.outbox.c.tries + 1,
        ext=bindparam("b_ext"),
    )
)


def settle(tx: Tx, number: int, fence: int, state: int, *, next_at: int = 0, ext: str = "") -> None:
    """What became of a leased message: said, to be tried again, or dead. A lost lease changes nothing."""
    row = {"b_id": number, "b_fence": fence, "b_state": state, "b_next": next_at, "b_ext": ext[:80]}
    tx.later("settle", _SETTLE, row)


def unsaid(tx: Tx, persons: Sequence[int]) -> set[tuple[int, int]]:
    """The (conversation, question) pairs of these persons whose words still wait to be said."""
    c = s.outbox.c
    mine = select(c.conversation_id, c.question).where(c.state == WAITING, c.person_id.in_(persons))
    return {(row.conversation_id, row.question) for row in tx.all(mine)}


def next_due(tx: Tx, channels: Sequence[str]) -> int | None:
    """When the next message may be tried (microseconds); None when none waits."""
    c, oldest = s.outbox.c, _oldest(channels)
    row = tx.one(select(func.min(c.next_at).label("at")).join(oldest, c.id == oldest.c.id))
    return None if row is None or row.at is None else int(row.at)


def holds(tx: Tx, number: int, fence: int) -> bool:
    """Whether that lease of a message still stands."""
    c = s.outbox.c
    return tx.one(select(c.id).where(c.id == number, c.fence == fence, c.state == WAITING)) is not None


# -- a person's thread -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line of a person's thread: what they said (``mine``) or what was said to them."""

    stamp: int
    mine: bool
    body: Mapping[str, Any]
    row: int = 0
    talk: int = 0
    question: int = 0


def thread(tx: Tx, viewer: Viewer, after: int, limit: int = 200) -> list[Spoken]:
    """A person's own thread over all their matters, the oldest first."""
    if viewer is HOUSE:
        raise NotYours
    owner = f"person:{viewer.person}"
    i, o = s.inbox.c, s.outbox.c
    heard = select(s.inbox).where(i.person_id == viewer.person, i.stamp > after, i.channel != INNER)
    said = select(s.outbox).where(o.person_id == viewer.person, o.stamp > after)
    found = [
        Spoken(row.stamp, True, tx.unseal(owner, f"inbox:{row.channel}", row.body) or {})
        for row in tx.all(heard.order_by(i.stamp.desc()).limit(limit))
    ]
    found += [
        Spoken(
            row.stamp,
            False,
            tx.unseal(owner, "outbox", row.body) or {},
            row.id,
            row.conversation_id,
            row.question,
        )
        for row in tx.all(said.order_by(o.stamp.desc()).limit(limit))
    ]
    return sorted(found, key=lambda one: one.stamp)[-limit:]


def silent(tx: Tx, now: int, limit: int = 500) -> list[Any]:
    """Conversations whose open question has waited long enough."""
    c = s.conversation.c
    return list(tx.all(select(s.conversation).where(c.silent_at <= now).order_by(c.silent_at).limit(limit)))


def hush(tx: Tx, conversation: int, until: int | None) -> None:
    """When the open question is next asked after; None for not at all."""
    done = tx.run(update(s.conversation).where(s.conversation.c.id == conversation).values(silent_at=until))
    if done.rowcount != 1:
        raise StoreError(f"conversation {conversation} is not there")

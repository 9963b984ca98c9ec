"""The tables of the case store; one row tells the truth about one thing."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import BigInteger

metadata = MetaData()
# SQLite counts row ids only in INTEGER; everywhere else ids are 64 bits wide.
Id = BigInteger().with_variant(Integer(), "sqlite")


def _id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def _ref(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Id, nullable=null)


def _stamp(name: str = "stamp", *, null: bool = False) -> Column[int]:
    return Column(name, BigInteger, nullable=null)  # microseconds since 1970, UTC


def _sealed(name: str = "body") -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)  # AES-256-GCM by storage.vault


person = Table(
    "person",
    metadata,
    _id(),
    Column("lang", String(8), nullable=False),
    Column("role", String(16), nullable=False),  # mediator, judge, clerk; "" for parties
    Column("wrapped", LargeBinary),  # the data key, wrapped; NULL once forgotten
    Column("name", LargeBinary),
    _ref("current", null=True),  # the conversation they are in
    _ref("address", null=True),  # the address used last
    _ref("became", null=True),  # the person whom this one turned out to be (storage.returns)
    _stamp("made"),
)

address = Table(
    "address",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("hash", String(64), nullable=False),
    _ref("person_id"),
    _sealed(),
    Column("blocked", SmallInteger, nullable=False, server_default="0"),
    Column("ended", SmallInteger, nullable=False, server_default="0"),  # signed out: opens nothing any more
    UniqueConstraint("channel", "hash", name="uq_address"),
)

# A matter's chain begins with its first word and goes on when it becomes a case.
chain = Table(
    "chain",
    metadata,
    _id(),
    Column("head", String(64), nullable=False),
    Column("length", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)

journal = Table(
    "journal",
    metadata,
    _id(),
    _ref("chain_id"),
    Column("seq", Integer, nullable=False),
    Column("at", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    _ref("author"),
    _ref("reader"),  # 0: everybody in the case; else the one party (and staff)
    Column("commitment", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    _sealed(),  # salt and body, under the reader's key or the chain's
    UniqueConstraint("chain_id", "seq", name="uq_journal"),
)

conversation = Table(
    "conversation",
    metadata,
    _id(),
    _ref("person_id"),
    _ref("chain_id"),
    _ref("case_id", null=True),
    Column("role", String(16), nullable=False),
    Column("script", String(24), nullable=False),
    Column("step", String(24), nullable=False),
    _sealed("place"),
    Column("rev", Integer, nullable=False),
    _stamp("silent_at", null=True),
    Index("ix_conversation_person", "person_id"),
    Index("ix_conversation_case", "case_id", sqlite_where=text("case_id IS NOT NULL")),
    Index(
        "ix_conversation_silent",
        "silent_at",
        sqlite_where=text("silent_at IS NOT NULL"),
        postgresql_where=text("silent_at IS NOT NULL"),
    ),
)

case = Table(
    "matter",
    metadata,
    _id(),
    _ref("chain_id"),
    Column("number", String(40), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("stage", String(16), nullable=False),
    _ref("lead_id", null=True),
    _ref("clerk_id", null=True),
    Column("related", String(24), nullable=True),  # what cases told as one story have in common
    Column("filed_at", String(32), nullable=False),
    _sealed(),
    Column("rev", Integer, nullable=False),
    Index("ix_matter_lead", "lead_id", "state"),
    Index(
        "ix_matter_related",
        "related",
        sqlite_where=text("related IS NOT NULL"),
        postgresql_where=text("related IS NOT NULL"),
    ),
)

party = Table(
    "party",
    metadata,
    _id(),
    _ref("case_id"),
    _ref("person_id"),
    Column("side", String(16), nullable=False),
    _sealed(),
    Column("phone", String(64)),  # keyed hash
    UniqueConstraint("case_id", "person_id", name="uq_party"),
    Index("ix_party_phone", "phone"),
)

utterance = Table(
    "utterance",
    metadata,
    _id(),
    _ref("case_id"),
    Column("n", Integer, nullable=False),
    _ref("person_id"),
    Column("hearer", String(16), nullable=False),
    Column("released", SmallInteger, nullable=False),
    _sealed(),
    UniqueConstraint("case_id", "n", name="uq_utterance"),
)

record = Table(
    "record",
    metadata,
    _id(),
    _ref("case_id"),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("status", String(8), nullable=False),
    _sealed(),
    UniqueConstraint("case_id", "version", name="uq_record"),
)

confirmation = Table(
    "confirmation",
    metadata,
    _id(),
    _ref("case_id"),
    Column("version", Integer, nullable=False),
    _ref("person_id"),
    Column("role", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("at", String(32), nullable=False),
    _ref("hand", null=True),  # the helper who confirmed for the party
    Column("void", SmallInteger, nullable=False, server_default="0"),
    Index("ix_confirmation", "case_id", "version"),
)

promise = Table(
    "promise",
    metadata,
    _id(),
    _ref("case_id"),
    Column("point", Integer, nullable=False),
    Column("part", Integer, nullable=False),
    Column("falls", String(10), nullable=False),
    Column("state", String(8), nullable=False),
    _sealed(),
    UniqueConstraint("case_id", "point", "part", name="uq_promise"),
)

# The numbered parts of a case (handlers.parts): plans, meetings, helpers and the like.
part = Table(
    "part",
    metadata,
    _id(),
    _ref("case_id"),
    Column("n", Integer, nullable=False),
    Column("kind", String(16), nullable=False),
    _ref("by_id"),
    _sealed(),
    UniqueConstraint("case_id", "n", name="uq_part"),
)

# Further mediators of a case, so that it lies on their desks too.
seat = Table(
    "seat",
    metadata,
    Column("case_id", Id, primary_key=True, autoincrement=False),
    Column("person_id", Id, primary_key=True, autoincrement=False),
    Index("ix_seat_person", "person_id"),
)

followup = Table(
    "followup",
    metadata,
    _id(),
    _ref("case_id"),
    Column("act", String(24), nullable=False),
    Column("cause", String(40), nullable=False),
    _stamp("due"),
    Column("data", String(200), nullable=False),
    Column("gentle", SmallInteger, nullable=False),
    Column("state", String(8), nullable=False),  # waiting | done | dropped
    Column("note", String(80), nullable=False),
    Index(
        "ix_followup_due",
        "due",
        sqlite_where=text("state = 'waiting'"),
        postgresql_where=text("state = 'waiting'"),
    ),
    Index("ix_followup_case", "case_id"),
)

code = Table(
    "code",
    metadata,
    _id(),
    Column("hash", String(64), nullable=False, unique=True),
    _ref("case_id", null=True),
    Column("role", String(16), nullable=False),
    Column("name", LargeBinary),
    _stamp("until"),
    _ref("used_by", null=True),
    _ref("person_id", null=True),  # whom a return code leads back to
    Column("expected", Integer, nullable=True),  # the one of the other side whom an invitation lets in
    Index("ix_code_person", "person_id", sqlite_where=text("person_id IS NOT NULL")),
)

guess = Table(
    "guess",
    metadata,
    _id(),
    _ref("person_id"),
    _stamp(),
    Index("ix_guess", "person_id", "stamp"),
)

inbox = Table(
    "inbox",
    metadata,
    _id(),
    Column("channel", String(16), nullable=False),
    Column("ext", String(80), nullable=False),
    _ref("person_id", null=True),
    _ref("conversation_id", null=True),  # set for word from within; else the person's current one
    _ref("case_id", null=True),  # set for what the system does on a case
    _stamp(),
    _sealed(),
    Column("state", SmallInteger, nullable=False),  # 0 waiting, 1 done, 2 set aside
    Column("tries", SmallInteger, nullable=False),
    UniqueConstraint("channel", "ext", name="uq_inbox"),
    Index(
        "ix_inbox_waiting",
        "person_id",
        "case_id",
        "id",
        sqlite_where=text("state = 0"),
        postgresql_where=text("state = 0"),
    ),
    Index("ix_inbox_person", "person_id", "stamp"),
)

outbox = Table(
    "outbox",
    metadata,
    _id(),
    _ref("person_id"),
    _ref("conversation_id"),
    _ref("address_id"),
    Column("channel", String(16), nullable=False),
    Column("question", Integer, nullable=False),
    _stamp(),
    _sealed(),
    Column("state", SmallInteger, nullable=False),  # 0 waiting, 1 said, 2 can never arrive
    _stamp("next_at"),
    _stamp("leased_until"),
    Column("fence", Integer, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("ext", String(80), nullable=False),
    Index(
        "ix_outbox_waiting",
        "person_id",
        "channel",
        "id",
        sqlite_where=text("state = 0"),
        postgresql_where=text("state = 0"),
    ),
    Index("ix_outbox_person", "person_id", "stamp"),
)

# Which files a person has sent or been sent: what their page may show.
shown = Table(
    "shown",
    metadata,
    Column("person_id", Id, primary_key=True, autoincrement=False),
    Column("digest", String(64), primary_key=True),
    _ref("owner"),
    Column("mime", String(80), nullable=False),
)

# Who has asked for a person, and which of the court's people speaks in their conversation.
caller = Table(
    "caller",
    metadata,
    _id(),
    _ref("conversation_id"),
    _ref("person_id"),
    _ref("case_id", null=True),
    _stamp(),
    Column("state", String(8), nullable=False),  # waiting | taken | done
    _ref("staff_id", null=True),
    _ref("attend_id", null=True),  # the conversation in which that member of staff speaks
    _sealed(),
    Index("ix_caller_talk", "conversation_id"),
    Index(
        "ix_caller_open",
        "stamp",
        sqlite_where=text("state <> 'done'"),
        postgresql_where=text("state <> 'done'"),
    ),
)

# Who has opened a case that nobody had taken: for a while it is held for them, then others get it first.
pick = Table(
    "pick",
    metadata,
    Column("case_id", Id, primary_key=True, autoincrement=False),
    Column("person_id", Id, primary_key=True, autoincrement=False),
    _stamp("until"),
    Column("passed", SmallInteger, nullable=False, server_default="0"),
)

meta = Table(
    "meta",
    metadata,
    Column("key", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

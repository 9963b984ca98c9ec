"""Who has asked for a person, and who has opened a case that nobody had taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables; nothing that stands is changed."""
    wide = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "caller",
        sa.Column("id", wide, autoincrement=True, nullable=False),
        sa.Column("conversation_id", wide, nullable=False),
        sa.Column("person_id", wide, nullable=False),
        sa.Column("case_id", wide, nullable=True),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("staff_id", wide, nullable=True),
        sa.Column("attend_id", wide, nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_caller_talk", "caller", ["conversation_id"])
    open_ = sa.text("state <> 'done'")
    op.create_index("ix_caller_open", "caller", ["stamp"], sqlite_where=open_, postgresql_where=open_)
    op.create_table(
        "pick",
        sa.Column("case_id", wide, autoincrement=False, nullable=False),
        sa.Column("person_id", wide, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.SmallInteger(), nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("case_id", "person_id"),
    )


def downgrade() -> None:
    """Take back what this version added."""
    op.drop_table("pick")
    op.drop_index("ix_caller_open", "caller")
    op.drop_index("ix_caller_talk", "caller")
    op.drop_table("caller")

"""Numbered parts of a case, seats of further mediators, and by whose hand a confirmation was given."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables; nothing that stands is changed."""
    wide = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "part",
        sa.Column("id", wide, autoincrement=True, nullable=False),
        sa.Column("case_id", wide, nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("by_id", wide, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "n", name="uq_part"),
    )
    op.create_table(
        "seat",
        sa.Column("case_id", wide, autoincrement=False, nullable=False),
        sa.Column("person_id", wide, autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "person_id"),
    )
    op.create_index("ix_seat_person", "seat", ["person_id"])
    op.add_column("confirmation", sa.Column("hand", wide, nullable=True))


def downgrade() -> None:
    """Take back what this version added, where nothing has been kept in it."""
    op.drop_column("confirmation", "hand")
    op.drop_index("ix_seat_person", "seat")
    op.drop_table("seat")
    op.drop_table("part")

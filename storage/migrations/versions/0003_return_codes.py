"""Codes that lead a person back, telephone numbers found by keyed hash, addresses that have ended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; nothing that stands is changed."""
    wide = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.add_column("person", sa.Column("became", wide, nullable=True))
    op.add_column("address", sa.Column("ended", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("party", sa.Column("phone", sa.String(length=64), nullable=True))
    op.create_index("ix_party_phone", "party", ["phone"])
    op.add_column("code", sa.Column("person_id", wide, nullable=True))
    op.create_index("ix_code_person", "code", ["person_id"], sqlite_where=sa.text("person_id IS NOT NULL"))


def downgrade() -> None:
    """Take back what this version added; return codes are void afterwards."""
    op.execute("DELETE FROM code WHERE person_id IS NOT NULL")
    op.drop_index("ix_code_person", "code")
    op.drop_column("code", "person_id")
    op.drop_index("ix_party_phone", "party")
    op.drop_column("party", "phone")
    op.drop_column("address", "ended")
    op.drop_column("person", "became")

"""Whom an invitation lets in, and what joins cases that were told as one story."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the columns; nothing that stands is changed."""
    op.add_column("code", sa.Column("expected", sa.Integer(), nullable=True))
    op.add_column("matter", sa.Column("related", sa.String(length=24), nullable=True))
    there = sa.text("related IS NOT NULL")
    op.create_index("ix_matter_related", "matter", ["related"], sqlite_where=there, postgresql_where=there)


def downgrade() -> None:
    """Take back what this version added."""
    op.drop_index("ix_matter_related", "matter")
    op.drop_column("matter", "related")
    op.drop_column("code", "expected")

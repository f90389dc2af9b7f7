"""What a page says about its article: when it was changed, description, picture, section, keywords."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; they are null for articles kept before.

    They are added in place: on SQLite any other change makes the table anew, and dropping the old one
    would drop what belongs to its articles.
    """
    for column in (
        sa.Column("modified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("modified_offset_minutes", sa.SmallInteger(), nullable=True),
        sa.Column("modified_precision", sa.String(length=8), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("section", sa.Text(), nullable=True),
        sa.Column("keywords", sa.JSON(), nullable=True),
        sa.Column("image", sa.Text(), nullable=True),
    ):
        op.add_column("articles", column)


def downgrade() -> None:
    """What the columns hold has no other place."""
    raise NotImplementedError("an archive cannot go back to an earlier version; restore its backup")

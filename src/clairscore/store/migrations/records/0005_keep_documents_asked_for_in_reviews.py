"""keep until when a client answers for documents asked in a review."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("reviews", schema=None) as batch_op:
        batch_op.add_column(sa.Column("documents_due", sa.Text(), nullable=True))
        batch_op.add_column(sa.Column("documents_answered", sa.Text(), nullable=True))

"""say which change an approval answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("promotions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asks", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_promotions_asks_promotions"), "promotions", ["asks"], ["id"]
        )

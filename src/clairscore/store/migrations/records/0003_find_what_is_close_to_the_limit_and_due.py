"""find what is close to the limit, and what is due."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_book_distance", "book", [sa.text("abs(probability - cut_off)")])
    op.create_index("ix_applications_state_valid_until", "applications", ["state", "valid_until"])
    op.create_index("ix_clients_portfolio_number", "clients", ["portfolio", "number"])
    op.drop_index("ix_clients_portfolio", "clients")

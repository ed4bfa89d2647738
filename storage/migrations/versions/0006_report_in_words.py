"""The report in words, kept with each submission."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Json

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("submission", sa.Column("words", Json))

"""Messages with a code in them, which is blotted out some time after they were sent."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "fleeting",
        sa.Column("message", sa.Integer(), sa.ForeignKey("message.id"), nullable=False),
        sa.PrimaryKeyConstraint("message", name="pk_fleeting"),
    )

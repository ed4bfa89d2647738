"""What strangers told of themselves, and channels that go over from one member to another."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment

revision = "0014"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_contact"),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_contact_member"),
    )
    op.create_index("ix_contact_member", "contact", ["member"])
    op.create_table(
        "rebinding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(128), nullable=False),
        sa.Column("conversation", sa.String(128), nullable=False),
        sa.Column("via", sa.String(32), nullable=False),
        sa.Column("old_member", sa.Integer(), nullable=False),
        sa.Column("new_member", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("done_at", Moment),
        sa.Column("undo_until", Moment),
        sa.Column("ended_at", Moment),
        sa.PrimaryKeyConstraint("id", name="pk_rebinding"),
        sa.ForeignKeyConstraint(["old_member"], ["member.id"], name="fk_rebinding_old_member"),
        sa.ForeignKeyConstraint(["new_member"], ["member.id"], name="fk_rebinding_new_member"),
    )
    op.create_index("ix_rebinding_old_member", "rebinding", ["old_member"])
    op.create_index("ix_rebinding_new_member", "rebinding", ["new_member"])
    # Without them each row that is let go costs a look through a whole table.
    op.create_index("ix_history_event", "history", ["event"])
    for name in ("document", "paper"):
        some = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            f"ix_message_{name}", "message", [name], sqlite_where=some, postgresql_where=some
        )
    # The table takes the place of the notes of who has told of themselves on which day.
    op.execute("DELETE FROM office WHERE name LIKE 'contact.%'")

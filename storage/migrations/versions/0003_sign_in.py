"""Passkeys, codes to sign in by, and by what a browser's session was begun."""

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Moment, PersonText

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("credential", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", PersonText(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment()),
        sa.Column("ended_at", Moment()),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_passkey_member"),
        sa.PrimaryKeyConstraint("id", name="pk_passkey"),
    )
    op.create_index("ix_passkey_member", "passkey", ["member"])
    op.create_index("ix_passkey_credential", "passkey", ["credential"], unique=True)
    op.create_table(
        "challenge",
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("member", sa.Integer()),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment()),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_challenge_member"),
        sa.PrimaryKeyConstraint("hash", name="pk_challenge"),
    )
    op.create_index("ix_challenge_member", "challenge", ["member"])
    op.create_table(
        "sign_in_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("member", sa.Integer()),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("taken_at", Moment()),
        sa.ForeignKeyConstraint(["member"], ["member.id"], name="fk_sign_in_code_member"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_in_code"),
    )
    for name in ("place", "browser", "member"):
        op.create_index(f"ix_sign_in_code_{name}", "sign_in_code", [name])
    op.add_column(
        "web_session", sa.Column("begun_by", sa.String(16), nullable=False, server_default="link")
    )
    op.execute("UPDATE web_session SET begun_by = 'key' WHERE key <> ''")

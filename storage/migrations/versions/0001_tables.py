"""The tables, and the triggers that keep the history as it was written.

Until the first release the tables are those of storage/tables. The second migration comes with this
one written out: tests/storage/test_open.py asks for it."""

from alembic import op

from storage.tables.schema import metadata

revision = "0001"
down_revision = None

REFUSE = "BEGIN SELECT RAISE(ABORT, 'history is never changed'); END"
ON_SQLITE = (
    f"CREATE TRIGGER history_no_update BEFORE UPDATE ON history {REFUSE}",
    f"CREATE TRIGGER history_no_delete BEFORE DELETE ON history {REFUSE}",
    # INSERT OR REPLACE deletes a row without telling the triggers on DELETE.
    "CREATE TRIGGER history_no_replace BEFORE INSERT ON history "  # noqa: S608 - no input in it
    f"WHEN EXISTS (SELECT 1 FROM history WHERE id = NEW.id) {REFUSE}",
)
ON_POSTGRES = (
    "CREATE FUNCTION refuse_history_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'history is never changed'; END $$",
    "CREATE TRIGGER history_is_final BEFORE UPDATE OR DELETE OR TRUNCATE ON history "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_history_change()",
)


def upgrade() -> None:
    metadata.create_all(op.get_bind(), checkfirst=False)
    for statement in ON_SQLITE if op.get_bind().dialect.name == "sqlite" else ON_POSTGRES:
        op.execute(statement)

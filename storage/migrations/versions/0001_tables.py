"""The first tables, written out for either database, and the triggers that keep the history as it
was written."""

from importlib.resources import files

from alembic import op

revision = "0001"
down_revision = None

SQL = files("storage.migrations") / "sql"
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
    dialect = op.get_bind().dialect.name
    tables = (SQL / f"{revision}.{dialect}.sql").read_text(encoding="utf-8").strip().split(";")
    for statement in (*filter(None, tables), *(ON_SQLITE if dialect == "sqlite" else ON_POSTGRES)):
        op.execute(statement)

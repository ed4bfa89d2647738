"""What the table of a round's units is sorted, searched and filtered by."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.tables.types import Json, PersonText
from storage.tables.unit_keys import keys_of

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    for name, type_ in (
        ("name_key", sa.LargeBinary()),
        ("code_key", sa.LargeBinary()),
        ("search_text", PersonText()),
    ):
        op.add_column("org_unit", sa.Column(name, type_))
    op.add_column("report", sa.Column("answered", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("report", sa.Column("warnings", sa.Integer()))
    op.add_column("report", sa.Column("counted", sa.String(64)))
    _work_out()


def _work_out() -> None:
    """The new columns of the rows that are there."""
    named = ("code", "name", "short_name", "abbreviation", "phone")
    unit = sa.table(
        "org_unit",
        sa.column("id", sa.Integer()),
        *(sa.column(name, PersonText()) for name in named),
        sa.column("name_key", sa.LargeBinary()),
        sa.column("code_key", sa.LargeBinary()),
        sa.column("search_text", PersonText()),
    )
    report = sa.table(
        "report",
        sa.column("id", sa.Integer()),
        sa.column("filled", Json),
        sa.column("answered", sa.Integer()),
    )
    names = ("name_key", "code_key", "search_text")
    rows = op.get_bind().execute(sa.select(unit.c.id, *(unit.c[name] for name in named)))
    units = [{"of": row["id"], **keys_of(dict(row))} for row in rows.mappings()]
    _write(unit, names, units)
    rows = op.get_bind().execute(sa.select(report.c.id, report.c.filled))
    sums = [{"of": row.id, "answered": sum(row.filled.values())} for row in rows if row.filled]
    _write(report, ("answered",), sums)


def _write(table: sa.TableClause, names: tuple[str, ...], rows: list[dict[str, object]]) -> None:
    if rows:
        renamed = [{"of": row.pop("of"), **{f"to_{k}": v for k, v in row.items()}} for row in rows]
        values: dict[str, Any] = {name: sa.bindparam(f"to_{name}") for name in names}
        query = sa.update(table).where(table.c.id == sa.bindparam("of")).values(values)
        op.get_bind().execute(query, renamed)

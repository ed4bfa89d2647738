"""Columns and indexes as all tables have them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, MetaData, text

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def key_column() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def reference_column(
    table: str, name: str | None = None, *, null: bool = False, index: bool = True
) -> Column[int]:
    """A column that names a row of another table. Without an index where nothing is looked up
    by it: every index is paid for with every answer."""
    return Column(name or table, ForeignKey(f"{table}.id"), nullable=null, index=index)


def only_where(name: str, condition: str, *columns: str, unique: bool = False) -> Index:
    """An index of the few rows that meet the condition, for finding them among very many."""
    where = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)

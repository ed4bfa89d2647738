"""Which version of its form a report is on, and whether more than one form is in use, so that a
report has to say which it is on. Trial reports are a world of their own beside the rounds of an
office."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from storage.core.work import OpenWork
from storage.tables.core import report, round_
from storage.tables.forms import pinned_form

_other = round_.alias("other_round")
_PINNED = (
    select(pinned_form.c.version)
    .where(pinned_form.c.report == report.c.id)
    .correlate(report)
    .scalar_subquery()
)
FORM_VERSION = func.coalesce(_PINNED, round_.c.form_version).label("form_version")


def _has_others(is_among: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether a round that was not withdrawn has another form. What is looked up is the same for
    all rows of a query."""
    those = (is_among, _other.c.withdrawn_at.is_(None))
    ends = (func.min(_other.c.form_key), func.max(_other.c.form_key))
    first, last = (select(end).where(*those).correlate(None).scalar_subquery() for end in ends)
    return (first != round_.c.form_key) | (last != round_.c.form_key)


IS_ONE_OF_SEVERAL = case(
    (round_.c.org_unit.is_(None), _has_others(_other.c.org_unit.is_(None))),
    else_=_has_others(_other.c.org_unit.is_not(None)),
).label("one_of_several")


def form_name_of(work: OpenWork, row: Mapping[Any, Any]) -> str:
    """What the form of this round is called, where there are others; nothing where it is the only
    one in use. `row` has the round's form and `IS_ONE_OF_SEVERAL`."""
    key = row["form_key"]
    return work.form_names.get(key, key) if row["one_of_several"] else ""

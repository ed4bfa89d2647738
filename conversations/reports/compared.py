"""What a file that came back turned out to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from conversations.reports.values import Frozen


class Changed(Frozen):
    """A cell that reads otherwise; `note` tells a cell of Ghi chú from one of Số liệu."""

    key: str
    label: str
    note: bool
    file: str
    ours: str


class Compared(Frozen):
    """What a file turned out to be. `same` is the version whose cells it has exactly, `code` the
    code it carries, of the version `sealed`; `against` is the version that the changes are told
    from: the approved one, or else the last. `decisions` are those of all versions. A PDF is not
    read: it is the issued file byte for byte, or it is not."""

    report: int
    unit: str
    period: str
    code: str = ""
    sealed: int | None = None
    same: int | None = None
    against: int = 0
    decisions: Mapping[int, str | None] = Field(default_factory=dict)
    changed: tuple[Changed, ...] = ()
    absent: int = 0
    pdf: Literal["", "same", "changed"] = ""

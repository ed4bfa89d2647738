"""Where one member is in the conversation: small, disposable, one JSON value."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field

from conversations.reading import ReadState, ReadValue
from conversations.values import Frozen

MAX_TRAIL = 20


class Asking(Frozen):
    """The row's question stands open. `back_to` is the row to return to after a detour."""

    at: Literal["asking"] = "asking"
    row: str
    revision: int
    back_to: str | None = None


class HelperPart(Frozen):
    """One of the two helper questions of a percentage stands open."""

    at: Literal["helper"] = "helper"
    row: str
    revision: int
    part: Literal["numerator", "denominator"]
    numerator: Decimal | None = None
    back_to: str | None = None


class Picking(Frozen):
    """The officer's text had several readings; one must be picked."""

    at: Literal["picking"] = "picking"
    row: str
    revision: int
    code: str
    data: dict[str, Any]
    readings: tuple[ReadValue | ReadState, ...]
    back_to: str | None = None


class Conflicting(Frozen):
    """Somebody else wrote the row meanwhile; whose answer stands must be picked."""

    at: Literal["conflicting"] = "conflicting"
    row: str
    mine: ReadValue | ReadState = Field(discriminator="outcome")
    back_to: str | None = None


class Noting(Frozen):
    """The next text is the note of this row or heading; afterwards `back_to` is asked."""

    at: Literal["noting"] = "noting"
    row: str
    back_to: str | None = None


class Raised(Frozen):
    """These checks do not hold; the first is before the officer. Afterwards `back_to`."""

    at: Literal["raised"] = "raised"
    checks: tuple[str, ...]
    back_to: str | None = None
    submitting: bool = False


class Settling(Frozen):
    """May all unanswered rows under this heading become "không phát sinh"?"""

    at: Literal["settling"] = "settling"
    heading: str
    back_to: str | None = None


class ChoosingRow(Frozen):
    """Several rows match the officer's words."""

    at: Literal["choosing"] = "choosing"
    words: str
    rows: tuple[str, ...]
    back_to: str | None = None


class Summary(Frozen):
    """The end of the form, or the officer asked for the whole; a section when one is named."""

    at: Literal["summary"] = "summary"
    section: str | None = None


class Submitting(Frozen):
    """Everything is checked; the officer's last word is awaited."""

    at: Literal["submitting"] = "submitting"


class Paused(Frozen):
    """The officer left; anything brings him back to `back_to`."""

    at: Literal["paused"] = "paused"
    back_to: str | None = None


class Start(Frozen):
    """Nothing was said yet."""

    at: Literal["start"] = "start"


Focus = Annotated[
    Start
    | Asking
    | HelperPart
    | Picking
    | Conflicting
    | Noting
    | Raised
    | Settling
    | ChoosingRow
    | Summary
    | Submitting
    | Paused,
    Field(discriminator="at"),
]


class Session(Frozen):
    """`turn` counts the steps: a button knows the turn it was offered at. `trail` holds the
    rows asked before, newest last; `repeat` is the last tap carried out, as JSON, so that a
    double tap is recognised."""

    focus: Focus = Start()
    turn: int = 0
    trail: tuple[str, ...] = ()
    repeat: str | None = None

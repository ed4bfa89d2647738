"""Places on a page as people see it: points of 1/72 inch, x to the right and y upwards."""

from __future__ import annotations

from typing import NamedTuple

Matrix = tuple[float, float, float, float, float, float]
UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A straight line along one axis: where it stands on the other, and from where to where."""

    at: float
    start: float
    end: float


class Letter(NamedTuple):
    """A letter with its origin on the baseline and its box. `why` it is no part of the text, as a
    wording's code; `turn` is by how many degrees its baseline is turned to the left."""

    x: float
    y: float
    left: float
    right: float
    size: float
    sign: str
    why: str = ""
    turn: int = 0


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def chain(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that does first what the inner one does."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def turned(degrees: int) -> Matrix:
    """What turns a page to the right by so many degrees, as its `/Rotate` says."""
    return {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
        270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    }.get(degrees % 360, UNMOVED)

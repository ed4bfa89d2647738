"""Colours, as far as they tell whether words can be seen."""

from __future__ import annotations

Color = tuple[int, int, int] | None  # None: as usual, black on white
LIKE = 12  # of 255: colours that differ by less are one to a reader


def read_hex(said: str) -> Color:
    """`FF0000`; None for what is no colour."""
    try:
        number = int(said, 16)
    except ValueError:
        return None
    return (number >> 16, number >> 8 & 255, number & 255) if len(said) == 6 else None


def is_invisible(ink: Color, paper: Color) -> bool:
    """Whether words in this ink cannot be told from the paper."""
    ink, paper = ink or (0, 0, 0), paper or (255, 255, 255)
    return all(abs(one - other) < LIKE for one, other in zip(ink, paper, strict=True))

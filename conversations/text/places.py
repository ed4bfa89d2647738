"""Numbers of places, as forms print them: in figures, or Roman."""

from __future__ import annotations

ROMAN = (
    *("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"),
    *("XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII", "XVIII", "XIX", "XX"),
)
_NUMBERS = {roman: number for number, roman in enumerate(ROMAN, 1)}


def read_place(text: str) -> int | None:
    """The number that a text of up to three figures, or a Roman numeral up to XX, is."""
    said = text.strip()
    if said.isdecimal():
        return int(said) if len(said) <= 3 else None
    return _NUMBERS.get(said.upper())

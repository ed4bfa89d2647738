"""A relation between columns or between rows of one table, before it is a rule of the draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from templates.form_draft.model import DraftTable, Strength
from templates.form_draft.rules.items import Item

LONGEST_QUOTE = 60  # characters of a label in a sentence


@dataclass(frozen=True)
class FigureRelation:
    """`left` is a key, `right` an expression over keys; `parts` are the keys that it names."""

    left: str
    sign: Literal["==", "<="]
    right: str
    parts: tuple[str, ...]
    strength: Strength
    why: str

    @property
    def expression(self) -> str:
        return f"[{self.left}] {self.sign} {self.right}"

    @property
    def is_sum(self) -> bool:
        """Whether the right side adds up keys, and nothing else."""
        return self.sign == "==" and self.right == " + ".join(f"[{key}]" for key in self.parts)


@dataclass(frozen=True)
class FormulasRead:
    """A table with its printed formulas as expressions, the relations that they are, and what of
    them cannot be kept, as sentences."""

    table: DraftTable
    relations: tuple[FigureRelation, ...] = ()
    unclear: tuple[str, ...] = ()


def sum_of(total: Item, parts: Sequence[Item], strength: Strength, why: str) -> FigureRelation:
    """The parts add up to the total; both have keys."""
    keys = tuple(str(part.key) for part in parts)
    right = " + ".join(f"[{key}]" for key in keys)
    return FigureRelation(str(total.key), "==", right, keys, strength, why)


def at_most(part: Item, whole: Item, strength: Strength, why: str) -> FigureRelation:
    """The part is never more than the whole."""
    return FigureRelation(str(part.key), "<=", f"[{whole.key}]", (str(whole.key),), strength, why)


def quote(label: str) -> str:
    """A label inside a sentence."""
    text = " ".join(label.split())
    return f"“{text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1].rstrip() + '…'}”"


def name_of(item: Item) -> str:
    """What a sentence calls an item: a group that has its own total is named by its head."""
    return quote(item.label or "Tổng số")


def may_compare(one: Item, other: Item) -> bool:
    """Whether figures of the two are of the same kind and, where both say it, of one measure."""
    if not (one.key and other.key and one.summed and other.summed):
        return False
    same_measure = (
        not one.measure or not other.measure or _plain(one.measure) == _plain(other.measure)
    )
    return one.answer == other.answer and same_measure


def _plain(measure: str) -> str:
    return " ".join(measure.casefold().split())

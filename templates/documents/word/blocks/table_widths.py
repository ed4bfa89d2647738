"""How wide the columns of a printed table are, in what size its words stand, and which way the page
is turned: as small as a number, and the longest word of a head, allow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from conversations.forms.header_grid import head_paths, lay_out_header
from conversations.forms.model import Form
from conversations.forms.tables import Block

TWIPS = 20  # in a point
PORTRAIT, LANDSCAPE = 9_354, 15_136  # twips between the margins of A4
SIZES = (24, 22, 20, 18, 16, 14, 12, 10)  # half points
INSET = 60  # twips beside the words of a cell
LABEL, NARROW_LABEL, NOTE = 3_000, 1_700, 1_100  # twips that these columns need at least
SIGN, FIGURE, LOWER, UPPER = 0.33, 0.5, 0.56, 0.78  # ems in bold Times New Roman, at the most
OTHERS = {"i": 0.28, "j": 0.33, "l": 0.28, "t": 0.34, "f": 0.34, "s": 0.4, "c": 0.45, "e": 0.45}
OTHERS |= {"r": 0.45, "m": 0.84, "w": 0.73, "I": 0.39, "M": 0.95, "W": 1.0}
SLACK = 0.15  # ems that programs for documents need beyond the letters
HORN = "\u031b"  # of ơ and ư: they are wider than o and u
MOST_LABEL, MOST_FEW = 0.4, 0.5  # of the page that labels take; beside few columns
MOST_ALONE = 0.7  # beside one column of figures
FEW = 3
SHORT_TEXT = 12  # characters of a number, code or measure that is not broken
SHORT_HEAD = 20  # characters of a head that gets as much as any shorter one
LONGEST_VALUE = 20  # characters of a value that stand in one line; a longer text is broken
_WORDS = re.compile(r"\S+")


@dataclass(frozen=True)
class TableWidths:
    """The widths of the printed columns, in twips, and the size of their words in half points."""

    columns: tuple[int, ...]
    size: int


@dataclass(frozen=True)
class PageSetting:
    """How a form of blocks is set: the page, and each table on it by the key of its block."""

    landscape: bool
    tables: Mapping[str, TableWidths]


def set_page(form: Form, longest: Mapping[str, Sequence[int]]) -> PageSetting:
    """The setting for a form in whose tables the longest value of each column has so many signs,
    by the key of the block."""
    tables = [block for block in form.blocks if block.is_table]
    for landscape, room in ((False, PORTRAIT), (True, LANDSCAPE)):
        sizes = SIZES[:2] if not landscape else SIZES
        found = {
            one.key: _fitted(form, one, longest.get(one.key, ()), room, sizes) for one in tables
        }
        if landscape or all(found.values()):
            break
    fitted = {
        one.key: found[one.key] or _squeezed(form, one, longest.get(one.key, ()), room)
        for one in tables
    }
    return PageSetting(landscape, fitted)


def _fitted(
    form: Form, block: Block, longest: Sequence[int], room: int, sizes: Sequence[int]
) -> TableWidths | None:
    """The widths in the largest size that has room for all columns."""
    for size in sizes:
        least = _least(form, block, longest, size)
        if sum(least) <= room:
            return TableWidths(_spread(block, least, room), size)
    return None


def _squeezed(form: Form, block: Block, longest: Sequence[int], room: int) -> TableWidths:
    """The widths of a table that no size fits: words are broken, numbers are not."""
    least = _least(form, block, longest, SIZES[-1])
    share = room / sum(least)
    return TableWidths(tuple(int(one * share) for one in least), SIZES[-1])


def _least(form: Form, block: Block, longest: Sequence[int], size: int) -> list[int]:
    em = size / 2 * TWIPS
    found = []
    paths = head_paths(block)
    numbers = lay_out_header(block).numbers or ("",) * len(paths)
    stubs = {"label": LABEL if len(block.columns) <= 8 else NARROW_LABEL}
    holds = [stub.holds for stub in block.stubs]
    for at, path in enumerate(paths):
        word = max(map(_ems, _WORDS.findall(f"{path[-1]} {numbers[at]}")), default=0.0)
        width = (word + SLACK) * em + 2 * INSET
        if at < len(holds):
            width = max(width, stubs.get(holds[at], 0), _longest_stub(form, block, holds[at]) * em)
        elif at < len(holds) + len(block.columns):
            signs = longest[at - len(holds)] if at - len(holds) < len(longest) else 0
            width = max(width, min(signs, LONGEST_VALUE) * em * 0.5 + 2 * INSET, 3 * em * 0.5)
        else:
            width = max(width, NOTE)
        found.append(int(width) + 1)
    return found


def _longest_stub(form: Form, block: Block, holds: str) -> float:
    """The ems of the longest word in a column that is not asked."""
    if holds == "label":
        return 0.0
    rows = (form.row(line.key) for line in block.lines)
    texts = (getattr(row, holds) if row.code != row.stt or holds != "stt" else "" for row in rows)
    pieces = (piece for text in texts for piece in _pieces(text))
    return max((_ems(piece) + 0.6 for piece in pieces), default=0.0)


def _pieces(text: str) -> list[str]:
    """What of a text stands in one line: all of a short one, else each word."""
    return [text] if len(text) <= SHORT_TEXT else _WORDS.findall(text)


def _spread(block: Block, least: Sequence[int], room: int) -> tuple[int, ...]:
    """What is left goes to the labels until they have their share, then to all figures alike."""
    widths, left = [*least], room - sum(least)
    share = MOST_FEW if len(block.columns) <= FEW else MOST_LABEL
    if len(block.columns) == 1 and block.columns[0].answer.is_number:
        share = MOST_ALONE
    labels = [at for at, stub in enumerate(block.stubs) if stub.holds == "label"]
    for at in labels:
        more = max(0, min(left, int(room * share) - widths[at]))
        more = min(more, left * 2 // 3) if len(block.columns) > 2 else more
        widths[at] += more
        left -= more
    heads = [len(path[-1]) for path in head_paths(block)]
    others = [*range(len(block.stubs), len(widths))]
    weights = {at: max(heads[at], SHORT_HEAD) for at in others}
    for at in others:
        widths[at] += left * weights[at] // sum(weights.values())
    return tuple(widths)


def _ems(word: str) -> float:
    return sum(map(_em, word))


def _em(sign: str) -> float:
    if not sign.isalpha():
        return FIGURE if sign.isdigit() else SIGN
    apart = unicodedata.normalize("NFD", sign)
    letter, marks = apart[0], apart[1:]
    plain = OTHERS.get(letter, UPPER if letter.isupper() else LOWER)
    return plain + 0.1 if HORN in marks else plain

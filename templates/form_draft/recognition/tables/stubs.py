"""Which columns of a table are printed, and which are to be filled in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from templates.form_draft.model import StubKind
from templates.form_draft.recognition.language.lexicon import (
    CODE_HEADS,
    LABEL_HEADS,
    MEASURE_HEADS,
    NUMBER_HEADS,
)
from templates.form_draft.recognition.language.markers import read_alone
from templates.form_draft.recognition.language.measures import is_measure
from templates.form_draft.recognition.language.words import begins_with, has_words, is_one_of
from templates.form_draft.recognition.tables.body import Body, BodyLine
from templates.form_draft.recognition.tables.cell_states import is_answer_place
from templates.form_draft.recognition.tables.slots import Slot

_CODE = re.compile(r"[0-9A-Za-zĐđ.\-/()]{1,12}")


@dataclass
class Columns:
    """The printed columns by what they hold, those that are filled in, and those whose words are
    printed without being any of these: how to count, where a figure is from."""

    stubs: dict[StubKind, Slot] = field(default_factory=dict)
    open: list[Slot] = field(default_factory=list)
    told: list[Slot] = field(default_factory=list)


def find_stubs(body: Body) -> Columns:
    """Tell the columns of a table apart."""
    found = Columns()
    texts = {slot: _texts(body, slot) for slot in body.slots}
    left = list(body.slots)

    def take(holds: StubKind, fits: Callable[[Slot], bool]) -> None:
        slot = next((one for one in left if fits(one)), None)
        if slot is not None:
            found.stubs[holds] = slot
            left.remove(slot)

    take("stt", lambda slot: _is_number_column(slot, texts[slot], slot is body.slots[0]))
    take("code", lambda slot: _is_code_column(slot, texts[slot]))
    printed = sum(any(said) for said in zip(*(texts[slot] for slot in left), strict=True))
    labels = [slot for slot in left if _is_label_column(slot, texts[slot], printed)]
    named = [slot for slot in labels if not is_one_of(slot.leaf, MEASURE_HEADS)]
    label = next(iter(named or labels), None)
    if label is not None:
        take("label", lambda slot: slot is label)
    take("measure", lambda slot: _is_measure_column(slot, texts[slot]))
    if label is not None:
        _widen_label(found, left, texts, body)
    for slot in left:
        (found.told if label and _is_told(slot, texts[slot], body) else found.open).append(slot)
    return found


def _widen_label(
    found: Columns, left: list[Slot], texts: dict[Slot, list[str]], body: Body
) -> None:
    """Labels stand in two columns where the first one reaches down, or is left out, beside words
    of the second."""
    label = found.stubs["label"]
    beside = next((slot for slot in left if slot.first == label.last + 1), None)
    if beside is None or not _is_told(beside, texts[beside], body, letters=2):
        return
    goes_on = 0
    for line, said in zip(body.lines, texts[beside], strict=True):
        cell = line.cell(label)
        above = cell is not None and (cell.line != line.line or not cell.text)
        goes_on += bool(said) and above
    if goes_on:
        left.remove(beside)
        found.stubs["label"] = Slot(label.first, beside.last, label.path, label.printed)


def _texts(body: Body, slot: Slot) -> list[str]:
    """The words in a column, of lines where it has a cell of its own."""
    found = []
    for line in body.lines:
        cells = line.cells(slot)
        own = [
            cell for cell in cells if slot.first <= cell.column and cell.last_column <= slot.last
        ]
        found.append(" ".join(cell.text for cell in own if not is_answer_place(cell)))
    return found


def _is_number_column(slot: Slot, texts: list[str], first: bool) -> bool:
    if is_one_of(slot.leaf, NUMBER_HEADS):
        return True
    said = [text for text in texts if text]
    marks = [text for text in said if read_alone(text).kind and len(text) < 8]
    bare = not slot.leaf or len(slot.leaf) < 3
    return first and bare and len(said) > 1 and len(marks) == len(said)


def _is_code_column(slot: Slot, texts: list[str]) -> bool:
    known = is_one_of(slot.leaf, CODE_HEADS) or begins_with(slot.leaf, ("mã", "ký hiệu"))
    said = [text for text in texts if text]
    short = [text for text in said if _CODE.fullmatch(text.split("=")[0].strip())]
    return known and len(said) > 0 and len(short) * 10 >= len(said) * 9


def _is_label_column(slot: Slot, texts: list[str], lines: int) -> bool:
    """Whether words stand in most of the lines in which anything is printed."""
    said = [text for text in texts if text]
    if not said:
        return False
    words = [text for text in said if any(sign.isalpha() for sign in text)]
    known = begins_with(slot.leaf, LABEL_HEADS) or not slot.leaf
    if all(is_measure(text) for text in said) and not known:
        return False
    enough = len(words) * 2 >= lines
    return bool(words) and (enough or (known and len(words) == len(said)))


def _is_measure_column(slot: Slot, texts: list[str]) -> bool:
    said = [text for text in texts if text]
    if not said:
        return False
    known = is_one_of(slot.leaf, MEASURE_HEADS) or has_words(slot.leaf, ("đơn vị tính", "đvt"))
    measures = sum(is_measure(text) for text in said)
    return known or (measures == len(said) and len(said) * 2 >= len(texts) and len(texts) > 1)


def _is_told(slot: Slot, texts: list[str], body: Body, letters: int = 4) -> bool:
    """Whether nearly every line has words printed there, of so many letters at least."""
    lines = [line for line in body.lines if line.said and not _is_single(line)]
    words = [text for text in texts if sum(sign.isalpha() for sign in text) >= letters]
    return len(lines) > 1 and len(words) * 10 >= len(lines) * 8


def _is_single(line: BodyLine) -> bool:
    return len(line.said) == 1 and line.said[0].width > 1

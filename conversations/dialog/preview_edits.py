"""Changing the lines of a preview: `3=25`, `bỏ 3`, or how a doubtful line was meant."""

from __future__ import annotations

import re

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import MAX_ENTRIES, read_entry
from conversations.dialog.preview import leave_preview, number_entries, refresh_line
from conversations.dialog.turn import Turn
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.session import Preview, PreviewLine
from conversations.text.normalize import fold_text

_FIX = re.compile(
    r"(?:(?:sua|dong)\s+)*(\d{1,3})\s*[=:]\s*(\S.*)|sua\s+(?:dong\s+)?(\d{1,3})\s+(\S.*)"
)


_DROP = re.compile(r"(?:bo|xoa|tru|bo dong|xoa dong|tru dong)\s+(\d{1,3}(?:[\s,;]+\d{1,3})*)")


def edit_preview(turn: Turn, focus: Preview, text: str) -> bool:
    """`3=25`, `sửa 3 25`, `bỏ 3`: change lines of the preview. False for any other text."""
    if dropped := _DROP.fullmatch(fold_text(text)):
        return _drop(turn, focus, {int(n) for n in re.findall(r"\d+", dropped[1])})
    parts = [part for part in re.split(r"[;\n]", text) if part.strip()]
    if len(parts) > MAX_ENTRIES:
        return False
    fixes = [_fix(part) for part in parts]
    found = {number: said for fix in fixes if fix is not None for number, said in [fix]}
    known = {line.number for line in focus.lines}
    if not fixes or None in fixes or not found.keys() <= {*known, *_free_numbers(focus)}:
        return False
    lines = [
        _reread(turn, line, found[line.number]) if line.number in found else line
        for line in focus.lines
    ]
    added = [
        read_entry(turn.form, focus.rows[number - 1], said)
        for number, said in found.items()
        if number not in known
    ]
    lines = sorted((*lines, *number_entries(turn, added, focus.rows)), key=lambda line: line.number)
    turn.look_at(focus.model_copy(update={"lines": tuple(lines), "warnings": ()}))
    return True


def _free_numbers(focus: Preview) -> range:
    """The numbers of the list that the preview was made for, whether it answers them or not."""
    return range(1, len(focus.rows) + 1)


def _fix(text: str) -> tuple[int, str] | None:
    """The line's number and what it shall be. The pattern is looked for without accents; what
    is read keeps them."""
    match = _FIX.fullmatch(fold_text(text))
    if match is None:
        return None
    number = match[1] or match[3]
    _, _, rest = " ".join(text.split()).partition(number)
    return int(number), rest.lstrip(" =:")


def _reread(turn: Turn, line: PreviewLine, said: str) -> PreviewLine:
    if line.entry.row is None:
        return line
    reading = read_answer(turn.form.row(line.entry.row), said)
    return refresh_line(
        turn, line, line.entry.model_copy(update={"said": said, "reading": reading})
    )


def _drop(turn: Turn, focus: Preview, gone: set[int]) -> bool:
    lines = tuple(line for line in focus.lines if line.number not in gone)
    if lines:
        turn.look_at(focus.model_copy(update={"lines": lines, "warnings": ()}))
    else:
        leave_preview(turn, focus)
    return True


def fill_doubtful_line(
    turn: Turn, focus: Preview, number: int, reading: ReadValue | ReadState
) -> None:
    """The officer tapped how the doubtful line of this number was meant."""
    lines = tuple(
        refresh_line(turn, line, line.entry.model_copy(update={"reading": reading}))
        if line.number == number
        else line
        for line in focus.lines
    )
    turn.look_at(focus.model_copy(update={"lines": lines}))

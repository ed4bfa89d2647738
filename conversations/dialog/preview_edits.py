"""Changing the lines of a preview: `3=25`, `à nhầm dòng 3 là 25`, `bỏ 3 và 5`, `chỉ ghi 2`; or how
a doubtful line was meant."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import MAX_ENTRIES, read_entry
from conversations.dialog.preview import leave_preview, number_entries
from conversations.dialog.previews.changed import show_changed
from conversations.dialog.previews.lines import count_lines, describe_line, refresh_line
from conversations.dialog.previews.placing import place_among, place_line, rows_named
from conversations.dialog.previews.storing import confirm_preview
from conversations.dialog.turn import Turn
from conversations.forms.search import sure_row
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.session import Preview, PreviewLine
from conversations.text.normalize import clean_text, fold_text

_SLIP = (
    r"(?:(?:a|ah|o|ui|oi|da|chet|khoan|em oi|em|xin loi|thoi|nham|lon|sai|ghi nham|go nham|"
    r"nham roi|sai roi)[\s,.:;!]+)*"
)
_AGAIN = (
    r"(?:(?:sua|doi|chinh|ghi|sua lai|doi lai|sua giup|sua ho)\s+"
    r"(?:(?:cho\s+)?(?:chi|anh|em|minh)\s+)?)?"
)
_ROW = r"(?:(?:dong|cau|so)\s+(?:so\s+)?)?"
_SET = (
    r"(?:\s*(?:=|:|->|→)\s*"
    r"|\s+(?:(?:sua|doi|phai|moi|lai|moi dung|chi)\s+)*(?:la|thanh|sang|con|bang)\s+)"
)
_FIX = re.compile(
    rf"{_SLIP}{_AGAIN}{_ROW}(\d{{1,3}})(?:{_SET})(\S.*)"
    rf"|{_SLIP}(?:sua|doi)\s+{_ROW}(\d{{1,3}})\s+(\S.*)"
)
_NUMBERS = r"\d{1,3}(?:(?:\s*[,;&+]\s*|\s+va\s+|\s*-\s*|\s+den\s+|\s+)(?:dong\s+)?\d{1,3})*"
_DROP = re.compile(
    rf"{_SLIP}(?:bo|xoa|tru|huy|khong ghi|bo qua|xoa bo)\s+(?:(?:cac|may|nhung|ca|giup|tu)\s+)*"
    rf"(?:dong|cau|so)?\s*(?P<numbers>{_NUMBERS})(?:\s+(?:di|nhe|nha|a|em|giup|oi|luon|chi|anh))*[.!]?"
)
_DROP_LABEL = re.compile(r"(?:bo|xoa|tru|khong ghi)\s+(?:dong\s+)?(?P<label>[^\d\s].*)")
_ONLY = re.compile(
    rf"(?:chi\s+(?:ghi|luu)|ghi moi)\s+(?:cac\s+)?(?:dong\s+)?(?P<numbers>{_NUMBERS})"
)
_ALL = re.compile(
    r"(?:ghi|luu)\s+(?:ca\s+|het\s+|du\s+)?(?P<count>\d{1,3})(?P<rows>\s+(?:dong|chi tieu))?"
)
_ASK = re.compile(rf"{_SLIP}(?:sua|doi|mo|chinh)\s+(?:lai\s+)?{_ROW}(\d{{1,3}})")
_RIGHT = re.compile(r"(\d{1,3})\s*(?:=|:|la)?\s*(?:dung|dung roi|phai|chinh no|ok)")
_BETWEEN = re.compile(
    r"[;\n]|,\s*(?=(?:(?:dòng|dong|câu|cau)\s+)?\d{1,3}\s*(?:[=:]|là\s|la\s|thành\s|thanh\s))"
    r"|,\s*(?=(?:bỏ|bo|xóa|xoá|xoa)\s)",
    re.IGNORECASE,
)
_DROP_ALL = frozenset({"bo het", "bo tat ca", "xoa het", "huy het", "xoa tat ca", "bo ca"})
_AGAIN_SHOWN = frozenset({"xem lai", "xem", "xem het", "xem tat ca", "cho xem lai", "quay lai xem"})


Plan = Callable[[], None]


@dataclass
class _Edits:
    """What a text does to the lines: new values by number, and lines to be dropped."""

    fixes: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)


def asks_to_see(text: str) -> bool:
    """Whether the officer wants to see the whole preview again."""
    return fold_text(text).strip(" .!") in _AGAIN_SHOWN


def plan_edit(turn: Turn, focus: Preview, text: str) -> Plan | None:
    """How the text changes lines of the preview, asks for the new value of one, stores some alone
    or shows it again; nothing is done yet. None for any other text."""
    said = fold_text(text).strip(" .!")
    if asks_to_see(text):
        return partial(_show_again, turn, focus)
    if said in _DROP_ALL:
        return partial(leave_preview, turn, focus)
    return (
        _plan_storing(turn, focus, said)
        or _plan_question(turn, focus, said)
        or _plan_place(turn, focus, said)
        or _plan_drop(turn, focus, said)
        or _plan_change(turn, focus, text)
    )


def _show_again(turn: Turn, focus: Preview) -> None:
    turn.decided = True
    turn.look_at(focus)


def _plan_storing(turn: Turn, focus: Preview, said: str) -> Plan | None:
    """`chỉ ghi 2`, `ghi cả 4`; a count that is not that of the lines is not understood."""
    known = {line.number for line in focus.lines}
    if only := _ONLY.fullmatch(said):
        numbers = _numbers(only["numbers"])
        if numbers and numbers <= known:
            return partial(confirm_preview, turn, focus, only=tuple(sorted(numbers)))
    if every := _ALL.fullmatch(said):
        number = int(every["count"])
        sure = every["rows"] or "ca " in said or "het " in said or number not in known
        if sure and number == count_lines(turn.form, turn.report, focus).written:
            return partial(confirm_preview, turn, focus)
    return None


def _plan_question(turn: Turn, focus: Preview, said: str) -> Plan | None:
    """`sửa 3`: what shall it be?"""
    found = _ASK.fullmatch(said)
    line = _line(focus, int(found[1])) if found else None
    return None if line is None or line.entry.row is None else partial(_ask, turn, focus, line)


def _ask(turn: Turn, focus: Preview, line: PreviewLine) -> None:
    turn.decided = True
    turn.look_at(focus.model_copy(update={"asked": line.number}))
    turn.say("preview.line", line=describe_line(turn.form, turn.report, line))
    turn.quiet = True


def _line(focus: Preview, number: int) -> PreviewLine | None:
    return next((line for line in focus.lines if line.number == number), None)


def _plan_place(turn: Turn, focus: Preview, said: str) -> Plan | None:
    """`12 đúng`: the line belongs to the row that was proposed."""
    found = _RIGHT.fullmatch(said)
    line = _line(focus, int(found[1])) if found else None
    if line is None or not line.proposed:
        return None
    return partial(place_line, turn, focus, line.number, line.proposed[0])


def _plan_drop(turn: Turn, focus: Preview, said: str) -> Plan | None:
    """`bỏ biên chế có mặt`: the one line whose label has these words."""
    found = _DROP_LABEL.fullmatch(said)
    keys = [line.entry.row for line in focus.lines if line.entry.row is not None]
    row = sure_row(turn.form, found["label"], keys) if found else None
    gone = {line.number for line in focus.lines if row is not None and line.entry.row == row.key}
    return partial(drop_lines, turn, focus, gone) if gone else None


def _plan_change(turn: Turn, focus: Preview, text: str) -> Plan | None:
    edits = _read_edits(text)
    known = {line.number for line in focus.lines}
    free = {*_free_numbers(focus)} - known
    if edits is None or not {*edits.fixes, *edits.gone} <= known | free:
        return None
    homeless = {line.number for line in focus.lines if line.entry.row is None} & {*edits.fixes}
    if homeless:
        (number, words), *others = edits.fixes.items()
        alone = not others and not edits.gone
        rows = rows_named(turn, words) if alone else ()
        return partial(place_among, turn, focus, number, rows) if rows else None
    if edits.gone and not edits.fixes:
        return partial(drop_lines, turn, focus, edits.gone)
    return partial(_change, turn, focus, edits)


def _change(turn: Turn, focus: Preview, edits: _Edits) -> None:
    known = {line.number for line in focus.lines}
    lines = [
        _reread(turn, line, edits.fixes[line.number]) if line.number in edits.fixes else line
        for line in focus.lines
        if line.number not in edits.gone
    ]
    added = [
        read_entry(turn.form, focus.rows[number - 1], said)
        for number, said in edits.fixes.items()
        if number not in known
    ]
    lines = sorted((*lines, *number_entries(turn, added, focus.rows)), key=lambda line: line.number)
    show_changed(turn, focus, tuple(lines), fixed=edits.fixes, gone=edits.gone)


def _read_edits(text: str) -> _Edits | None:
    """The changes that every part of the text names; None when one part is something else. The
    patterns are looked for without accents; what is read keeps them."""
    parts = [part for part in _BETWEEN.split(text) if part.strip()]
    if not 1 <= len(parts) <= MAX_ENTRIES:
        return None
    edits = _Edits()
    for part in parts:
        if dropped := _DROP.fullmatch(fold_text(part)):
            edits.gone |= _numbers(dropped["numbers"])
        elif (fix := _fix(part)) is not None and "=" not in fix[1]:
            edits.fixes[fix[0]] = fix[1]
        else:
            return None
    return edits


def _numbers(said: str) -> set[int]:
    """`1, 3 và 5-7` as numbers."""
    spans = re.findall(r"(\d{1,3})(?:\s*-\s*|\s+den\s+(?:dong\s+)?)(\d{1,3})", said)
    numbers = {int(one) for one in re.findall(r"\d{1,3}", said)}
    return numbers.union(*(range(int(first), int(last) + 1) for first, last in spans))


def _free_numbers(focus: Preview) -> range:
    """The numbers of the list that the preview was made for, whether it answers them or not."""
    return range(1, len(focus.rows) + 1)


def _fix(text: str) -> tuple[int, str] | None:
    """The line's number and what it shall be."""
    plain = " ".join(clean_text(text).split())
    folded = fold_text(plain)
    match = _FIX.fullmatch(folded)
    if match is None or len(folded) != len(plain):
        return None
    group = 2 if match[1] else 4
    return int(match[group - 1]), plain[match.start(group) :]


def _reread(turn: Turn, line: PreviewLine, said: str) -> PreviewLine:
    if line.entry.row is None:
        return line
    reading = read_answer(turn.form.row(line.entry.row), said)
    return refresh_line(
        turn, line, line.entry.model_copy(update={"said": said, "reading": reading})
    )


def drop_lines(turn: Turn, focus: Preview, gone: set[int]) -> None:
    """Drop lines by the officer's word; without any left the preview is."""
    lines = tuple(line for line in focus.lines if line.number not in gone)
    if lines or focus.notes:
        show_changed(turn, focus, lines, gone=gone)
    else:
        leave_preview(turn, focus)


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
    show_changed(turn, focus, lines, fixed=(number,))

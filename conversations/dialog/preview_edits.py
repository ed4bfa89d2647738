"""Changing the lines of a preview: `3=25`, `à nhầm dòng 3 là 25`, `bỏ 3 và 5`, `chỉ ghi 2`; or how
a doubtful line was meant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from conversations.answer_types.reader import read_answer
from conversations.bulk.model import MAX_ENTRIES, read_entry
from conversations.dialog.preview import leave_preview, number_entries
from conversations.dialog.previews.lines import count_lines, describe_line, refresh_line
from conversations.dialog.previews.placing import place_line
from conversations.dialog.previews.storing import confirm_preview
from conversations.dialog.turn import Turn
from conversations.forms.search import sure_row
from conversations.parsing.result import ReadState, ReadValue
from conversations.protocol.session import Preview, PreviewLine
from conversations.text.normalize import clean_text, fold_text

SHORT = 8  # lines of a preview that is shown again as a whole when it changes
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


@dataclass
class _Edits:
    """What a text does to the lines: new values by number, and lines to be dropped."""

    fixes: dict[int, str] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)


def asks_to_see(text: str) -> bool:
    """Whether the officer wants to see the whole preview again."""
    return fold_text(text).strip(" .!") in _AGAIN_SHOWN


def edit_preview(turn: Turn, focus: Preview, text: str) -> bool:
    """Change lines of the preview, ask for the new value of one, store some alone, or show it
    again. False for any other text."""
    said = fold_text(text).strip(" .!")
    if asks_to_see(text):
        turn.decided = True
        turn.look_at(focus)
    elif said in _DROP_ALL:
        leave_preview(turn, focus)
    elif not (
        _store_some(turn, focus, said)
        or _ask_line(turn, focus, said)
        or _place(turn, focus, said)
        or _drop_labelled(turn, focus, said)
    ):
        return _change(turn, focus, text)
    return True


def _store_some(turn: Turn, focus: Preview, said: str) -> bool:
    """`chỉ ghi 2`, `ghi cả 4`; a count that is not that of the lines is not understood."""
    known = {line.number for line in focus.lines}
    if only := _ONLY.fullmatch(said):
        numbers = _numbers(only["numbers"])
        if numbers and numbers <= known:
            confirm_preview(turn, focus, only=tuple(sorted(numbers)))
            return True
    if every := _ALL.fullmatch(said):
        count = count_lines(turn.form, turn.report, focus).written
        sure = every["rows"] or "ca " in said or "het " in said or int(every["count"]) not in known
        if sure and int(every["count"]) == count:
            confirm_preview(turn, focus)
            return True
    return False


def _ask_line(turn: Turn, focus: Preview, said: str) -> bool:
    """`sửa 3`: what shall it be?"""
    found = _ASK.fullmatch(said)
    number = int(found[1]) if found else 0
    line = next((one for one in focus.lines if one.number == number), None)
    if line is None or line.entry.row is None:
        return False
    turn.decided = True
    turn.look_at(focus.model_copy(update={"asked": number}))
    turn.say("preview.line", line=describe_line(turn.form, turn.report, line))
    turn.quiet = True
    return True


def _place(turn: Turn, focus: Preview, said: str) -> bool:
    """`12 đúng`: the line belongs to the row that was proposed."""
    found = _RIGHT.fullmatch(said)
    number = int(found[1]) if found else 0
    line = next((one for one in focus.lines if one.number == number and one.proposed), None)
    if line is None:
        return False
    place_line(turn, focus, number, line.proposed[0])
    return True


def _drop_labelled(turn: Turn, focus: Preview, said: str) -> bool:
    """`bỏ biên chế có mặt`: the one line whose label has these words."""
    found = _DROP_LABEL.fullmatch(said)
    keys = [line.entry.row for line in focus.lines if line.entry.row is not None]
    row = sure_row(turn.form, found["label"], keys) if found else None
    gone = {line.number for line in focus.lines if row is not None and line.entry.row == row.key}
    if gone:
        drop_lines(turn, focus, gone)
    return bool(gone)


def _change(turn: Turn, focus: Preview, text: str) -> bool:
    edits = _read_edits(text)
    known = {line.number for line in focus.lines}
    free = {*_free_numbers(focus)} - known
    if edits is None or not {*edits.fixes, *edits.gone} <= known | free:
        return False
    if edits.gone and not edits.fixes:
        drop_lines(turn, focus, edits.gone)
        return True
    lines = [
        _reread(turn, line, edits.fixes[line.number]) if line.number in edits.fixes else line
        for line in focus.lines
        if line.number not in edits.gone
    ]
    added = [
        read_entry(turn.form, focus.rows[number - 1], said)
        for number, said in edits.fixes.items()
        if number in free
    ]
    lines = sorted((*lines, *number_entries(turn, added, focus.rows)), key=lambda line: line.number)
    _look_at_changed(turn, focus, tuple(lines), edits)
    return True


def _look_at_changed(
    turn: Turn, focus: Preview, lines: tuple[PreviewLine, ...], edits: _Edits
) -> None:
    """The changed preview; of a long one only what has changed is shown."""
    after = focus.model_copy(update={"lines": lines, "warnings": (), "asked": 0})
    turn.decided = True
    turn.look_at(after)
    if len(lines) > SHORT:
        was = {line.number: describe_line(turn.form, turn.report, line) for line in focus.lines}
        now = {line.number: describe_line(turn.form, turn.report, line) for line in lines}
        turn.say(
            "preview.edited",
            lines=[now[n] for n in sorted(edits.fixes)],
            gone=[was[n] for n in sorted(edits.gone) if n in was],
            count=count_lines(turn.form, turn.report, after).written,
        )
        turn.quiet = True


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
        _look_at_changed(turn, focus, lines, _Edits(gone=gone))
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
    _look_at_changed(turn, focus, lines, _Edits(fixes={number: ""}))

"""From the bytes of a file to what it says of the form's rows."""

from __future__ import annotations

from collections import Counter

from conversations.answer_types.reader import read_answer
from conversations.answers.values import Answer
from conversations.bulk.table import NUMBER
from conversations.forms.model import Form, Row
from conversations.forms.search import plain_label
from conversations.parsing.result import AmbiguousReading, ReadState, ReadValue, as_answer
from conversations.reports.formatting import on_one_line
from conversations.reports.previous import FiledAppendix, UnreadCell
from conversations.text.normalize import clean_text, shorten_text
from templates.appendix_import import limits
from templates.appendix_import.archive import open_archive
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.excel import excel_sheets
from templates.appendix_import.matching import match_rows
from templates.appendix_import.period_title import heading_lines, period_of
from templates.appendix_import.tables import FiledRow, filed_rows
from templates.appendix_import.word import word_sheets

AS_WRITTEN = ("which.keys", "which.correction")  # asked in a chat; a file says what it says
QUOTED = 80  # characters of a line that is quoted back
EMPTY = frozenset({"", "-", "–", "—", "…", "...", "x", "/"})  # what people put into an empty cell
TICK = "x"  # where one of a few is chosen it may be a yes: it is told, and not guessed


def read_filed(form: Form, file_name: str, content: bytes) -> FiledAppendix:
    """What the appendix says; FileRefusedError when it cannot be taken. Never runs, fetches or
    follows anything in the file."""
    kind, archive = open_archive(content)
    with archive:
        sheets = word_sheets(archive) if kind == "word" else excel_sheets(archive)
        titles, lines = filed_rows(sheets)
    if _is_twice(form, lines):
        raise FileRefusedError("file.twice")
    rows = match_rows(form, lines)
    matched = sum(row is not None for row in rows)
    if matched * 100 < len(form.rows) * limits.FEWEST_MATCHED:
        raise FileRefusedError("file.other_form", matched=matched, of=len(form.rows))
    return _filed(
        form,
        shorten_text(clean_text(file_name), QUOTED),
        titles,
        lines,
        rows,
        excel=kind == "excel",
    )


def _is_twice(form: Form, lines: list[FiledRow]) -> bool:
    """Whether the file is more than one appendix: most labels stand in it more than once."""
    count = Counter(plain_label(line.label) for line in lines)
    return sum(count[plain_label(row.title)] > 1 for row in form.rows) * 2 > len(form.rows)


def _filed(
    form: Form,
    file_name: str,
    titles: tuple[str, ...],
    lines: list[FiledRow],
    rows: list[Row | None],
    *,
    excel: bool,
) -> FiledAppendix:
    answers: dict[str, Answer] = {}
    unread: list[UnreadCell] = []
    unplaced: list[str] = []
    for line, row in zip(lines, rows, strict=True):
        ticked = line.value == TICK and row is not None and bool(row.options)
        value = "" if line.value in EMPTY and not ticked else line.value
        merged = value if line.tall else _beside_measure(line, row) if not value else ""
        astray = not value and NUMBER.fullmatch(line.note) is not None
        if row is None or astray or (row.answer is None and value):
            if value or line.note:
                unplaced.append(_quoted(line))
            continue
        if merged:
            unread.append(UnreadCell(key=row.key, read=merged, code="burst.merged"))
            value = ""
        answer = _read(row, value, unread, excel=excel and not line.ours)
        if answer is not None or line.note:
            answers[row.key] = (answer or Answer()).model_copy(update={"note": line.note or None})
    found = {row.key for row in rows if row is not None}
    return FiledAppendix(
        file_name=file_name,
        title=" ".join(heading_lines(titles)),
        period=period_of(titles),
        answers={row.key: answers[row.key] for row in form.rows if row.key in answers},
        matched=len(found),
        unread=tuple(unread),
        unplaced=tuple(unplaced),
        absent=tuple(key for key in form.order if key not in found),
    )


def _beside_measure(line: FiledRow, row: Row | None) -> str:
    """The cell of the measure, where a value was merged into it."""
    own = plain_label(row.measure if row else "").replace(" ", "")
    found = plain_label(line.measure).replace(" ", "")
    codes = "=" in line.measure and not (own and found.startswith(own))  # a measure, retyped
    none = found == own or codes or not any(sign.isdigit() for sign in found)
    return "" if none or row is None or row.answer is None else line.measure


def _quoted(line: FiledRow) -> str:
    return shorten_text(": ".join(filter(None, (line.label, line.value or line.note))), QUOTED)


def _read(row: Row, value: str, unread: list[UnreadCell], *, excel: bool) -> Answer | None:
    """The cell's answer; a cell that is none is told in `unread`."""
    if not value:
        return None
    if excel and row.answer_type.has_parts and value.startswith("0,"):
        unread.append(UnreadCell(key=row.key, read=value, code="which.percent"))
        return None  # 33 % is kept as 0,33 in a cell that is shown as a percentage
    reading = read_answer(row, on_one_line(value))
    if isinstance(reading, AmbiguousReading) and reading.code in AS_WRITTEN:
        reading = reading.readings[-1]
    if isinstance(reading, ReadValue | ReadState):
        return as_answer(reading)
    unread.append(UnreadCell(key=row.key, read=value, code=reading.code))
    return None

"""The fill-in workbook: only what is asked can be written in, with drop-downs and limits, and it is
read back as any other file of the chat."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from conversations.answers.figure import as_figure
from conversations.answers.values import Answer, AnswerState
from conversations.forms.model import Form
from conversations.forms.row import Row, RowKind
from conversations.reports.model import Report
from conversations.reports.printed_answers import STATE_WORDS, print_answer
from templates.documents.appendix_table import printed_measure
from templates.documents.excel.block_sheet import render_block_fill
from templates.documents.excel.cells import (
    A4,
    BOXED,
    COUNT_FORMAT,
    EPOCH,
    FONT,
    MARGIN,
    OPTIONS,
    Content,
    cell_of,
    height_of,
    title_lines,
    write_cell,
)
from templates.documents.excel.workbook import number_width
from templates.documents.safe_text import clean_xml_text

_HEAD = (
    *("Mã", "STT", "Chỉ tiêu thống kê", "Đơn vị tính", "Số liệu", "Tử số", "Mẫu số"),
    *("Không có số vì", "Diễn giải", "Ghi chú", "Kỳ trước"),
)
_WIDTHS = (11, 5, 48, 15, 11, 9, 9, 20, 22, 26, 14)
CODE, STT, LABEL, MEASURE, VALUE, PART, BASE, STATE, REMARK, NOTE, LAST = range(len(_HEAD))
_OPEN, _SHUT = {"bg_color": "#FFFBE6", "locked": False}, {"bg_color": "#F2F4F6"}
_STATES = [
    STATE_WORDS[state]
    for state in (AnswerState.NONE, AnswerState.NOT_APPLICABLE, AnswerState.PENDING)
]
LISTS = "Danh mục"
_HELP = (
    "Chỉ điền ô màu vàng. Ô để trống không đổi gì. 0 và “không phát sinh” là hai câu trả lời.",
    "Tỷ lệ: điền Số liệu (33,33), hoặc Tử số và Mẫu số. Xong thì lưu và gửi tệp vào chat.",
)
PERCENT_FORMAT = "0.00%"  # 95 and 95% typed into such a cell are both shown as 95,00%
PERCENT = 100
LONGEST_LIST = 255  # characters, as Excel has it


@dataclass(frozen=True)
class _Book:
    book: Any
    page: Any
    lists: Any
    looks: dict[str, Any]
    known: dict[tuple[str, ...], str]  # drop-downs that stand on the sheet of lists


def render_fill(form: Form, report: Report, layout: str = "") -> bytes:
    """An .xlsx with what is answered already, of one layout; the same report gives the same
    bytes."""
    if form.blocks:
        return render_block_fill(form, report)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        book.set_properties({"title": clean_xml_text(form.title), "created": EPOCH})
        page, lists = book.add_worksheet("Biểu mẫu"), book.add_worksheet(LISTS)
        lists.hide()
        made = _Book(book, page, lists, _looks(book, form), {})
        first = title_lines(book, page, form, report, LAST)
        for number, words in enumerate(_HELP):
            page.write_string(first + number, 0, words, book.add_format(FONT | {"italic": True}))
        head = first + len(_HELP) + 1
        for column, (words, width) in enumerate(zip(_HEAD, _WIDTHS, strict=True)):
            page.set_column(column, column, width)
            page.write_string(head, column, words, made.looks["head"])
        for number, row in enumerate(form.rows, head + 1):
            _row(made, number, row, report)
        for column, wide in _number_widths(form, report).items():
            page.set_column(column, column, max(wide, _WIDTHS[column]))
        page.freeze_panes(head + 1, LABEL + 1)
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True})
        lists.protect()
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(**MARGIN)
        page.fit_to_pages(1, 0)
        page.repeat_rows(head)
    return buffer.getvalue()


def _number_widths(form: Form, report: Report) -> dict[int, float]:
    """What the columns of numbers need to show each as a whole."""
    found = dict.fromkeys((VALUE, PART, BASE), 0.0)
    for figure in (as_figure(report.answer(row.key)) for row in form.rows):
        parts = {PART: figure.amount, BASE: figure.base} if figure.base else {VALUE: figure.amount}
        for column, amount in parts.items():
            if amount is not None:
                found[column] = max(found[column], number_width(amount))
    return found


def _looks(book: Any, form: Form) -> dict[str, Any]:
    centre, wrap = {"align": "center"}, BOXED
    looks = {
        "head": wrap | {"bold": True, "align": "center", "bg_color": "#DCE6F0"},
        "shut": wrap | _SHUT,
        "shut.centre": wrap | _SHUT | centre,
        "shut.bold": wrap | _SHUT | {"bold": True},
        "shut.small": wrap | _SHUT | {"font_size": 9, "font_color": "#707070"},
        "open": wrap | _OPEN,
        "open.centre": wrap | _OPEN | centre,
        "open.count": wrap | _OPEN | centre | {"num_format": COUNT_FORMAT},
        "open.percent": wrap | _OPEN | centre | {"num_format": PERCENT_FORMAT},
        "shut.count": wrap | _SHUT | centre | {"num_format": COUNT_FORMAT},
        "shut.percent": wrap | _SHUT | centre | {"num_format": PERCENT_FORMAT},
    }
    for own in {row.answer.number_format for row in form.rows if row.answer} - {""}:
        looks[f"open.{own}"] = looks["open.centre"] | {"num_format": own}
        looks[f"shut.{own}"] = looks["shut.centre"] | {"num_format": own}
    return {name: book.add_format(look) for name, look in looks.items()}


def _row(made: _Book, line: int, row: Row, report: Report) -> None:
    answer, looks = report.answer(row.key), made.looks
    asked = row.answer is not None and row.computed is None and report.may_write(row.key)
    label = "shut" if row.kind is RowKind.INDICATOR else "shut.bold"

    def put(column: int, content: Content, look: str) -> None:
        write_cell(made.page, line, column, content, looks[look])

    texts = (LABEL, row.label), (MEASURE, printed_measure(row)), (NOTE, answer.note or "")
    height = height_of([text for _, text in texts], [_WIDTHS[column] for column, _ in texts])
    made.page.set_row(line, height)
    put(CODE, row.key, "shut.small")
    put(STT, row.stt, "shut.centre")
    put(LABEL, clean_xml_text(row.label.replace("<i>", "").replace("</i>", "")), label)
    put(MEASURE, printed_measure(row), "shut.centre")
    put(LAST, _last(row, report), "shut")
    put(NOTE, clean_xml_text(answer.note or ""), "open" if asked or row.answer is None else "shut")
    if not asked:
        put(VALUE, _value(row, answer) or _kept(row, answer), f"shut.{_look(row)}")
        for column in (PART, BASE, STATE, REMARK):
            put(column, None, "shut")
        return
    put(VALUE, _value(row, answer), f"open.{_look(row)}")
    put(
        STATE,
        STATE_WORDS.get(answer.state) if answer.state is not AnswerState.VALUE else None,
        "open",
    )
    put(REMARK, clean_xml_text(answer.remark or ""), "open")
    _parts(made, line, row, answer)
    _limit_value(made, line, row)
    _choose(made, line, STATE, _STATES, "Chỉ chọn khi không có số liệu.")


def _look(row: Row) -> str:
    """How the value of a row is shown."""
    if row.answer is None:
        return "centre"
    if row.answer_type.has_parts:
        return "percent"
    if own := row.answer_type.number_format:
        return own
    rule = row.answer_type.cell_rule
    return "count" if rule is not None and rule.holds == "integer" else "centre"


def _last(row: Row, report: Report) -> str:
    if row.computed:
        return "máy tự tính"
    last = report.last.answer(row.key) if report.last is not None else None
    return clean_xml_text(print_answer(row, last)) if last is not None else ""


def _value(row: Row, answer: Answer) -> Content:
    """The answer as it is chosen in the drop-down, or the number. A percentage of two numbers
    stands in their columns."""
    figure = as_figure(answer)
    if figure.code is not None and row.answer is not None:
        return row.answer.label_of(figure.code)
    return _kept(row, answer) if figure.base is None else None


def _kept(row: Row, answer: Answer) -> Content:
    """What the cell of an answer keeps: of a percentage its hundredth, shown as a percentage."""
    content = cell_of(answer).value
    percent = row.answer is not None and row.answer_type.has_parts
    return content / PERCENT if percent and isinstance(content, Decimal) else content


def _parts(made: _Book, line: int, row: Row, answer: Answer) -> None:
    """The two numbers of a percentage, where they may be given."""
    open_, figure = row.answer_type.has_parts, as_figure(answer)
    questions = (row.helper.numerator, row.helper.denominator) if row.helper else ("", "")
    given = (figure.amount, figure.base) if figure.base is not None else (None, None)
    for column, least, asked, amount in zip((PART, BASE), (0, 1), questions, given, strict=True):
        look = made.looks["open.count" if open_ else "shut"]
        write_cell(made.page, line, column, amount, look)
        if open_:
            rule = {"validate": "integer", "criteria": ">=", "value": least}
            _validate(made, line, column, rule, asked, f"Điền số nguyên từ {least}.")


def _limit_value(made: _Book, line: int, row: Row) -> None:
    found = row.answer_type.cell_rule
    if found is None:
        _choose(made, line, VALUE, [option.label for option in row.options], row.hint or "")
    else:
        least, most = found.least, found.most
        if row.answer_type.has_parts and not isinstance(least, date) and not isinstance(most, date):
            least, most = least / PERCENT, most / PERCENT
        rule = {"validate": found.holds, "criteria": "between", "minimum": least, "maximum": most}
        _validate(made, line, VALUE, rule, row.hint or "", found.message)


def _choose(made: _Book, line: int, column: int, words: Sequence[str], hint: str) -> None:
    """A drop-down. What is too long for the cell's own list, or has a comma in it, stands on a
    sheet of lists."""
    own = ",".join(words)
    source: str | list[str] = [*words]
    if len(own) > LONGEST_LIST or own.count(",") >= len(words):
        source = made.known.setdefault(tuple(words), _listed(made, words))
    rule = {"validate": "list", "source": source}
    _validate(made, line, column, rule, hint, "Chọn một mục trong danh sách.")


def _listed(made: _Book, words: Sequence[str]) -> str:
    column = len(made.known)
    for number, word in enumerate(words):
        made.lists.write_string(number, column, word)
    letter = xlsxwriter.utility.xl_col_to_name(column, True)
    return f"='{LISTS}'!{letter}$1:{letter}${len(words)}"


def _validate(
    made: _Book, line: int, column: int, rule: dict[str, Any], hint: str, told: str
) -> None:
    about = {"error_title": "Chưa đúng", "error_message": told}
    if hint:
        about |= {"input_title": "Gợi ý", "input_message": hint[:255]}
    made.page.data_validation(line, column, line, column, rule | about)

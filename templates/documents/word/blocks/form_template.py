"""The Word template of a form of blocks that has none of its own: what a clerk would lay out by
hand from the form as it was issued, with the same tags."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from conversations.forms.model import Form
from conversations.forms.row import Row
from conversations.forms.tables import Block, Column
from conversations.reports.model import Report
from conversations.reports.printed_answers import value_cell
from templates.documents.issue_words import SEALED, SIGNED, issue_words
from templates.documents.word.blocks.markup import (
    write_cell,
    write_paragraph,
    write_row,
    write_run,
    write_table,
    write_tag,
)
from templates.documents.word.blocks.table_markup import write_block_table
from templates.documents.word.blocks.table_widths import LANDSCAPE, PORTRAIT, PageSetting, set_page

TEXT, TITLE, SMALL = 26, 28, 22  # half points
INDENT = 567  # twips that the first line of a paragraph is set in
MAIN = "word/document.xml"
_EPOCH = (1980, 1, 1, 0, 0, 0)
_PAGES = {
    False: ('<w:pgSz w:w="11906" w:h="16838"/>', 'w:top="1134" w:right="850" w:left="1701"'),
    True: (
        '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>',
        'w:top="1134" w:right="851" w:left="851"',
    ),
}
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
Longest = tuple[tuple[str, tuple[int, ...]], ...]


def make_template(form: Form, report: Report | None = None) -> bytes:
    """The template with columns wide enough for this report's values; the same form and widths
    give the same bytes, whatever is in its lists."""
    return _made(_FormKey(form.pattern or form), _longest(form, report))


class _FormKey:
    """A form, known by its key and version: it is large to compare."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __hash__(self) -> int:
        return hash((self.form.key, self.form.version))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _FormKey):
            return NotImplemented
        mine, theirs = self.form, other.form
        return mine is theirs or (mine.key, mine.version, mine.blocks) == (
            theirs.key,
            theirs.version,
            theirs.blocks,
        )


def _longest(form: Form, report: Report | None) -> Longest:
    """How many signs the longest value of each column has, rounded so that few templates are
    made."""
    found = []
    for block in form.blocks if report is not None else ():
        signs = tuple(
            -2 * (-max(_signs(report, block, column), 2) // 2) for column in block.columns
        )
        found.append((block.key, signs))
    return tuple(found)


def _signs(report: Report | None, block: Block, column: Column) -> int:
    if report is None:
        return 0
    keys = (line.cells[column.key] for line in block.lines if column.key in line.cells)
    printed = (value_cell(report.answer(key), column.answer) for key in keys)
    return max(map(len, printed), default=0)


@lru_cache(maxsize=32)
def _made(known: _FormKey, longest: Longest) -> bytes:
    form = known.form
    setting = set_page(form, dict(longest))
    body = "".join(_body(form, setting)) + _page(landscape=setting.landscape)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>"
    )
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in _base():
            written = document.encode() if name == MAIN else content
            archive.writestr(ZipInfo(name, _EPOCH), written, ZIP_DEFLATED)
    return buffer.getvalue()


@cache
def _base() -> tuple[tuple[str, bytes], ...]:
    """The parts of a page without words: styles, fonts, the number of the page."""
    raw = (files("templates.documents.word.blocks") / "page.docx").read_bytes()
    with ZipFile(BytesIO(raw)) as archive:
        return tuple((entry.filename, archive.read(entry)) for entry in archive.infolist())


def _page(*, landscape: bool) -> str:
    size, edges = _PAGES[landscape]
    return (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId9"/>'
        f'{size}<w:pgMar {edges} w:bottom="1134" w:header="567" w:footer="720" w:gutter="0"/>'
        '<w:pgNumType w:start="1"/><w:cols w:space="720"/><w:titlePg/></w:sectPr>'
    )


def _body(form: Form, setting: PageSetting) -> Iterator[str]:
    room = LANDSCAPE if setting.landscape else PORTRAIT
    yield _letterhead(form, room)
    yield write_paragraph(write_run(form.title.upper(), TITLE, bold=True), "center", before=160)
    yield write_paragraph(write_tag("{{ period.name }}", TEXT, italic=True), "center")
    for block in form.blocks:
        yield from _BLOCKS[block.kind](form, block, setting, room)
    yield from _notes()
    yield write_paragraph(write_tag("{{ seal.line }}", SMALL, italic=True), before=160)


def _letterhead(form: Form, room: int) -> str:
    issue = form.issue
    words = issue_words(issue)
    left = [_words(one, bold=bool(issue.code) and at == 0) for at, one in enumerate(words)]
    named = write_tag("Đơn vị báo cáo: {{ unit.name }}", SMALL)
    sender = _words(f"Đơn vị báo cáo: {issue.sender}") if issue.sender else ""
    right = [
        write_paragraph(named),
        *([sender] if sender else ()),
        *([_words(f"Đơn vị nhận báo cáo: {issue.receiver}")] if issue.receiver else ()),
    ]
    half = room // 2
    cells = (write_cell("".join(left), half), write_cell("".join(right), room - half))
    return write_table([write_row(cells)], (half, room - half), inset=60, lines=False)


def _words(text: str, *, bold: bool = False) -> str:
    return write_paragraph(write_run(text, SMALL, bold=bold))


def _table(form: Form, block: Block, setting: PageSetting, room: int) -> Iterator[str]:
    if block.title:
        yield write_paragraph(write_run(block.title, TEXT, bold=True), before=160, keep=True)
    if block.above or not block.title:
        above = write_run(block.above, SMALL, italic=True)
        yield write_paragraph(above, "right", before=80, keep=True)
    yield write_block_table(form, block, setting.tables[block.key])
    for note in block.footnotes:
        yield write_paragraph(write_run(note, SMALL, italic=True), before=40)


def _narrative(form: Form, block: Block, setting: PageSetting, room: int) -> Iterator[str]:
    if block.title:
        yield write_paragraph(write_run(block.title, TEXT, bold=True), before=160, keep=True)
    for line in block.lines:
        words = write_run(heading_of(form.row(line.key)), TEXT, bold=True)
        yield write_paragraph(words, before=80, keep=True)
        for key in line.cells.values():
            yield from _prose(key)


def _prose(key: str) -> Iterator[str]:
    """A paragraph for each line of the text, one to be written on where there is none."""
    lines = f'(cells["{key}"].value or " ").split("\n")'
    yield write_paragraph(write_tag(f"{{%p for line in {lines} %}}", TEXT))
    said = write_tag("{{ line }}", TEXT)
    yield write_paragraph(said, "both", before=40, indent=INDENT)
    yield write_paragraph(write_tag("{%p endfor %}", TEXT))


def heading_of(row: Row) -> str:
    """A heading of an outline, behind its printed number."""
    return f"{row.stt}. {row.label}" if row.stt else row.label


def _signatures(form: Form, block: Block, setting: PageSetting, room: int) -> Iterator[str]:
    day = write_tag(
        "……………, ngày {{ issue.day }} tháng {{ issue.month }} năm {{ issue.year }}",
        SMALL,
        italic=True,
    )
    signers = block.signers if len(block.signers) > 1 else ("", *block.signers)
    width = room // len(signers)
    last = len(signers) - 1
    cells = []
    for at, signer in enumerate(signers):
        how = (SEALED if at == last else SIGNED) if signer else ""
        lines = [
            write_paragraph(day if at == last else "", "center"),
            write_paragraph(write_run(signer, SMALL, bold=True), "center"),
            write_paragraph(write_run(how, SMALL, italic=True), "center"),
            *[write_paragraph("", "center")] * 3,
        ]
        cells.append(write_cell("".join(lines), width))
    yield write_paragraph("", before=80)
    yield write_table([write_row(cells)], [width] * len(cells), inset=60, lines=False)


_BLOCKS: Mapping[str, Any] = {
    "table": _table,
    "list": _table,
    "facts": _table,
    "narrative": _narrative,
    "signatures": _signatures,
}


def _notes() -> Iterator[str]:
    """The notes that no column holds, each behind the row and the cell that it is of."""
    yield write_paragraph(write_tag("{%p if notes %}", SMALL))
    yield write_paragraph(write_run("Ghi chú:", SMALL, bold=True), before=120)
    yield write_paragraph(write_tag("{%p for row in notes %}", SMALL))
    yield write_paragraph(write_tag("{{ row.label }}: {{ row.note }}", SMALL))
    yield write_paragraph(write_tag("{%p endfor %}", SMALL))
    yield write_paragraph(write_tag("{%p endif %}", SMALL))

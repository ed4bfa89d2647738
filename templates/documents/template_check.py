"""What is wrong with a Word template: tags that name nothing, and rows it would not print."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from conversations.answers.values import Answer, AnswerState, Names
from conversations.calendar.periods import Period
from conversations.forms.growth import fit_form
from conversations.forms.model import Form
from conversations.reports.model import LetterReference, OrgUnit, Report
from templates.documents.appendix_table import PrintedRow, lay_rows, template_context
from templates.documents.pdf.page_model import find_unprintable
from templates.documents.word.tags import tag_mistakes
from templates.documents.word.template import (
    MAIN_PART,
    NotWordError,
    has_tags,
    is_text_part,
    part_source,
    prepare_template,
    unpack_word,
)
from templates.loading.problems import Problem

_TAGS = re.compile(r"<[^<>]*>")  # each ends before the next begins: linear in any text
_PARAGRAPH = re.compile(r"<w:p[ >](?:[^<]|<(?!w:p[ >]|/w:p>))*</w:p>")
_AUTHOR = re.compile(r'<w:(?:ins|del|moveFrom|moveTo|[a-zA-Z]+Change) [^<>]*w:author="([^"<]*)"')
_TAG_KIND = re.compile(r"\{%-?(?:tr|tc|p|r)(?= )")  # which part of Word a tag stands for
_PAGE = "paragraphs and tables on one kind of page, numbers typed by hand"
_SHOWN = 5  # row keys named in one problem


def template_problems(form: Form, template: bytes, name: str = "appendix.docx") -> list[Problem]:
    """Everything wrong with this template of the form, a file of that name. Never raises.

    A problem's `line` is the paragraph's number in its part of the file, counted from the top
    with those in table cells; its `key` is the part and the paragraph's words.
    """
    file = f"forms/{form.key}/{name}"
    try:
        parts = unpack_word(template)
    except NotWordError as error:
        return [Problem(file, 1, "(file)", str(error), "a document saved by Word as .docx")]
    blank = template_context(form, _blank_report(form))
    found: list[Problem] = []
    for name, content in parts:
        if is_text_part(name):
            text = content.decode("utf-8-sig")
            found += _changes(file, name, text)
            if has_tags(content):
                found += _part(file, name, text, form, blank)
    lost = [] if form.blocks else _not_in_pdf(file, parts)  # the PDF is laid out from the form
    return found or [*_unprinted(file, form, template), *lost]


def _part(
    file: str, name: str, text: str, form: Form, blank: dict[str, object]
) -> Iterator[Problem]:
    """What is wrong with the tags of one part."""
    code = part_source(text.encode())
    lines = [_words(line) for line in code.split("\n")]
    where = "" if name == MAIN_PART else f"{name}: "
    for line, found, allowed in sorted(set(tag_mistakes(code, form, blank))):
        words = lines[line - 1] if 0 < line <= len(lines) else ""
        number = _paragraph(text, words, lines[: line - 1].count(words))
        key = f'{where}"{words}"' if words else name
        yield Problem(file, number, key, found, allowed)


def _paragraph(text: str, words: str, before: int) -> int:
    """The number of the paragraph that became a line of source with these words, when `before`
    such lines come first; 1 when it cannot be told."""
    paragraphs = [_words(_TAG_KIND.sub("{%", found)) for found in _PARAGRAPH.findall(text)]
    alike = [
        number
        for number, other in enumerate(paragraphs, 1)
        if words and other and (words.startswith(other) or other.startswith(words))
    ]
    return alike[min(before, len(alike) - 1)] if alike else 1


def _unprinted(file: str, form: Form, template: bytes) -> list[Problem]:
    """Rows whose value or note would be lost. Each gets a mark of its own, and is looked for."""
    report = _blank_report(form)
    form = fit_form(form, report.answers)
    values = template_context(form, report)
    rows = tuple(_marked(row) for row in values["rows"])
    values |= lay_rows(form, report, rows)
    prepared = prepare_template(template)
    text = prepared.render_part(MAIN_PART, values) if MAIN_PART in prepared.compiled else ""
    printed = html.unescape(text).casefold()
    valued = [row for row in form.rows if row.answer is not None and not row.holds_names]
    lost_values = [row.key for row in valued if _mark(row.key, "v") not in printed]
    lost_notes = [row.key for row in rows if _mark(row.key, "n") not in printed]
    return [
        Problem(
            file, 1, "(table)", f"no place for the {what} of {_some(keys)}", _way(keys[0], what)
        )
        for what, keys in (("value", lost_values), ("note", lost_notes))
        if keys
    ]


def _marked(row: PrintedRow) -> PrintedRow:
    return replace(row, value=_mark(row.key, "v"), note=_mark(row.key, "n"))


def _mark(key: str, what: str) -> str:
    return f"«{what} {key}»".casefold()


def _way(key: str, what: str) -> str:
    return f'{{{{ row.{what} }}}} in a loop over rows, or {{{{ cells["{key}"].{what} }}}}'


def _some(keys: list[str]) -> str:
    more = f" and {len(keys) - _SHOWN} more rows" if len(keys) > _SHOWN else ""
    return ", ".join(keys[:_SHOWN]) + more


def _changes(file: str, name: str, text: str) -> Iterator[Problem]:
    """Tracked changes: they would put a name and struck-out words into every report."""
    for change in _AUTHOR.finditer(text):
        found = f"a tracked change by {html.unescape(change[1])}"
        yield Problem(file, 1, name, found, "none: accept or reject all changes in Word")
        return


def _not_in_pdf(file: str, parts: tuple[tuple[str, bytes], ...]) -> Iterator[Problem]:
    """The PDF is set from the page of the template; what it cannot show would be missing."""
    try:
        lost = find_unprintable(dict(parts))
    except (AttributeError, KeyError, ValueError) as error:
        yield Problem(file, 1, "(page)", f"a page that cannot be read ({error})", _PAGE)
        return
    if lost:
        yield Problem(file, 1, "(page)", f"what a PDF would not show: {', '.join(lost)}", _PAGE)


def _words(xml: str) -> str:
    """The text of a piece of XML, shortened."""
    return " ".join(html.unescape(_TAGS.sub("", xml)).split())[:80]


def _blank_report(form: Form) -> Report:
    """A report that says nothing, but for an item in each list."""
    item = Answer(state=AnswerState.VALUE, value=Names(names=("Mục",)))
    day = date(2023, 3, 14)
    return Report(
        form_key=form.key,
        form_version=form.version,
        unit=OrgUnit(name="A", short_name="B", abbreviation="C"),
        period=Period(name="Quý I/2023", start=day, end=day),
        issue=LetterReference(month=day.month, year=day.year),
        answers={one.names: item for one in form.growths},
    )

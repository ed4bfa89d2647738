"""A clerk edits the template in Word: what still prints, and how a mistake is named."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

import pytest

from templates.documents.word.reader import read_word
from templates.documents.word.render import render_word, template_problems, word_template
from templates.loading.catalog import form_root, load_catalog
from tests.support.appendix import MAIN, edited, form, golden, part, sample_report

pytestmark = pytest.mark.long

FILE = "forms/cchc-so/appendix.docx"
SECTION_TAG = '{%tr if row.kind == "section" %}'


def _swap(old: str, new: str) -> Callable[[str], str]:
    return lambda xml: xml.replace(old, new)


def _titled(words: str) -> bytes:
    """A template whose title paragraph says something else."""
    return edited(_swap("{{ title | upper }}", words))


def _found(template: bytes) -> list[str]:
    return [str(problem) for problem in template_problems(form(), template)]


def test_every_form_has_a_sound_template() -> None:
    known = load_catalog().forms
    assert {entry.name for entry in form_root().iterdir() if entry.is_dir()} == {*known}
    for one in known.values():
        for layout in one.layouts:
            template = word_template(one, layout.name)
            assert template_problems(one, template, layout.template) == []


@pytest.mark.parametrize(
    ("words", "found", "allowed"),
    [
        ("{{ titel }}", "the unknown name titel", "title, period, unit, issue, rows, cells"),
        ("{{ unit.nmae }}", "the unknown name nmae", "name, short_name, abbreviation"),
        ("{{ period.start }}", "the unknown name start", "allowed: name"),
        ("{{ issue.date }}", "the unknown name date", "number, day, month, year"),
        ('{{ cells["IX.01"].value }}', "the unknown row 'IX.01'", "a row of cchc-so, as I"),
        ('{{ cells["I.01"].amount }}', "the unknown name amount", "stt, label, measure, value"),
        ("{{ title ", "a tag that cannot be read", "docs/document.md"),
        ("{{ title | hoa }}", "No filter named 'hoa'", "docs/document.md"),
        ("{{ 1 / 0 }}", "a tag that fails", "docs/document.md"),
        ("{{ title.__class__.__mro__ }}", "a tag that fails", "docs/document.md"),
        ("{% for x in range(10**9) %}{% endfor %}", "a tag that fails", "docs/document.md"),
    ],
)
def test_a_bad_tag_is_named_with_its_place(words: str, found: str, allowed: str) -> None:
    [problem] = template_problems(form(), _titled(words))
    assert (problem.file, problem.line) == (FILE, 1)
    assert words.strip()[:12] in problem.key
    assert found in problem.found
    assert allowed in f"allowed: {problem.allowed}"


def test_an_unknown_name_in_a_row_is_named_as_often_as_it_stands() -> None:
    problems = template_problems(form(), edited(_swap("{{ row.note }}", "{{ row.notes }}")))
    assert [(problem.key, problem.found) for problem in problems] == [
        ('"{{ row.notes }}"', "the unknown name notes")
    ] * 3
    titles, header, row = 3, 4 + 5, 5
    last_cell = titles + header + 2 * row + row
    lines = [last_cell, last_cell + 2 * row, last_cell + 4 * row]
    assert [problem.line for problem in problems] == lines


def test_a_mistake_in_a_row_of_tags_is_named() -> None:
    [problem] = template_problems(form(), edited(_swap('row.kind == "group"', "row.kin")))
    assert problem.key == '"{% elif row.kin %}"'
    assert problem.line > 20


def test_a_tag_that_is_never_closed_is_named() -> None:
    [problem] = template_problems(form(), _titled("{% if title %}"))
    assert "innermost block that needs to be closed is 'if'" in problem.found


@pytest.mark.parametrize("name", ["value", "note"])
def test_a_column_that_was_lost_is_named(name: str) -> None:
    [problem] = template_problems(form(), edited(_swap(f"{{{{ row.{name} }}}}", "")))
    assert problem.found.startswith(f"no place for the {name} of I")
    assert "more rows" in problem.found
    assert f"{{{{ row.{name} }}}} in a loop over rows" in problem.allowed


def test_a_lost_loop_is_named() -> None:
    def without_loop(xml: str) -> str:
        rows = re.findall(r"<w:tr>(?:(?!</w:tr>).)*</w:tr>", xml, re.DOTALL)
        for row in rows[2:]:
            xml = xml.replace(row, "")
        return xml

    lost = [problem.found for problem in template_problems(form(), edited(without_loop))]
    assert [words.split(" of ")[0] for words in lost] == [
        "no place for the value",
        "no place for the note",
    ]


def test_a_half_lost_loop_is_named() -> None:
    """Groups left out by mistake: only their rows are listed."""
    left_out = edited(_swap('elif row.kind == "group"', 'elif row.kind == "gruop"'))
    assert _found(left_out) == []  # groups then print as indicators, nothing is lost
    nothing = edited(_swap("{%tr else %}", '{%tr elif row.kind == "x" %}'))
    [value, note] = template_problems(form(), nothing)
    assert value.found.startswith("no place for the value of I.01.01, I.01.02, I.01.03")
    assert note.found.startswith("no place for the note of I.01.01")


def test_a_loop_that_opens_in_one_cell_and_ends_in_another_is_named() -> None:
    def tear(xml: str) -> str:
        return xml.replace("{%tr for row in rows %}", "{% for row in rows %}")

    found = _found(edited(tear))
    assert len(found) == 1
    assert "tear the document apart" in found[0]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 torn", b"\xd0\xcf\x11\xe0 an old .doc", b"{{ title }}"],
)
def test_another_file_is_named(content: bytes) -> None:
    [problem] = template_problems(form(), content)
    assert (problem.file, problem.key) == (FILE, "(file)")
    assert "not a Word document" in problem.found


def _zip(**parts: bytes) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return buffer.getvalue()


def test_a_spreadsheet_and_a_damaged_part_are_named() -> None:
    assert "no word/document.xml in it" in _found(_zip(xl__workbook=b"<x/>"))[0]
    assert "word/document.xml in it is damaged" in _found(_zip(word__document=b"<x>"))[0]
    assert "word/document.xml in it is damaged" in _found(_zip(word__document=b"\xff\x00"))[0]


def test_a_flipped_bit_is_named() -> None:
    content = bytearray(word_template(form()))
    content[len(content) // 3] ^= 0xFF
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        [problem] = template_problems(form(), bytes(content))
    assert problem.key == "(file)"


def test_tracked_changes_are_named() -> None:
    change = '<w:ins w:id="1" w:author="Lan &amp; Minh"><w:r><w:t>{{ title }}</w:t></w:r></w:ins>'
    found = _found(edited(lambda xml: xml.replace("<w:tbl>", f"<w:p>{change}</w:p><w:tbl>", 1)))
    assert len(found) == 1
    assert "a tracked change by Lan & Minh" in found[0]


def test_a_mistake_in_the_header_names_the_part() -> None:
    template = edited(
        lambda xml: xml.replace("</w:p>", "<w:r><w:t>{{ tite }}</w:t></w:r></w:p>", 1),
        "word/header1.xml",
    )
    [problem] = template_problems(form(), template)
    assert problem.key.startswith("word/header1.xml: ")


def test_tags_torn_by_word_still_print() -> None:
    """Word cuts a run where the spelling checker or the cursor was."""
    start = '<w:proofErr w:type="spellStart"/><w:r><w:rPr><w:sz w:val="24"/></w:rPr>'
    torn = f"{{{{ row.</w:t></w:r>{start}<w:t>value }}}}"
    template = edited(_swap("{{ row.value }}", torn))
    assert _found(template) == []
    printed = read_word(render_word(form(), sample_report(), template))
    assert list(printed.rows) == golden()


@pytest.mark.parametrize("quote", ["“{}”", "&quot;{}&quot;", "‘{}’", "&apos;{}&apos;"])
def test_quotes_may_be_those_an_editor_makes(quote: str) -> None:
    """Word turns them into curly ones, LibreOffice saves them by name."""

    def requote(xml: str) -> str:
        return re.sub('"(section|group)" %', lambda kind: f"{quote.format(kind[1])} %", xml)

    template = edited(requote)
    assert _found(template) == []
    assert list(read_word(render_word(form(), sample_report(), template)).rows) == golden()


def test_italics_and_gaps_keep_the_clerks_formatting() -> None:
    """A run with more in it than the text, coloured by a clerk."""
    template = edited(
        lambda xml: xml.replace(
            "<w:t>{{ row.label }}</w:t>",
            "<w:lastRenderedPageBreak/><w:t>{{ row.label }}</w:t>",
        ).replace('<w:i/><w:sz w:val="26"/>', '<w:i/><w:color w:val="FF0000"/><w:u w:val="wave"/>')
    )
    document = render_word(form(), sample_report(), template)
    assert list(read_word(document).rows) == golden()
    gap = '<w:rPr><w:i/><w:color w:val="FF0000"/><w:u w:val="dotted"/></w:rPr>'
    assert part(document).count(gap) == 2


def test_cells_can_stand_outside_the_loop() -> None:
    words = '{{ cells["I.01.01"].value }} / {{ cells["I.01"].value }} %'
    template = _titled(words)
    assert _found(template) == []
    assert read_word(render_word(form(), sample_report(), template)).titles[0] == "21 / 33,33 %"


def test_nothing_of_the_clerk_is_left_in_the_file() -> None:
    template = edited(lambda xml: xml.replace("Phụ lục", "Bản của Lan"), "docProps/core.xml")
    document = render_word(form(), sample_report(), template)
    assert "Lan" not in part(document, "docProps/core.xml")
    assert form().title in part(document, "docProps/core.xml")
    assert MAIN in ZipFile(BytesIO(document)).namelist()


@pytest.mark.parametrize(
    ("xml", "name"),
    [
        ("<w:p><w:r><w:drawing/></w:r></w:p>", "drawing"),
        ("<w:p><w:pPr><w:numPr/></w:pPr></w:p>", "numPr"),
        ('<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>', "footnoteReference"),
    ],
)
def test_what_a_pdf_would_not_show_is_named(xml: str, name: str) -> None:
    found = _found(edited(lambda text: text.replace("<w:tbl>", f"{xml}<w:tbl>", 1)))
    assert len(found) == 1
    assert f"what a PDF would not show: {name}" in found[0]

"""The PDF is the page of the Word file: same words, same look, our font, and nothing lost."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from conversations.answers.values import Answer, AnswerState, Number
from conversations.reports.model import Report
from templates.documents.appendix_table import template_context
from templates.documents.pdf.page_model import read_page
from templates.documents.pdf.render import render_pdf
from templates.documents.word.reader import read_word
from templates.documents.word.render import render_word, word_template
from templates.documents.word.template import prepare_template
from tests.support.appendix import edited, empty_report, form, golden, sample_report
from tests.support.libreoffice import converted, converted_together, fonts_of, pictures, words

pytestmark = pytest.mark.long

LAYOUTS = [layout.name for layout in form().layouts]
MOST_APART = 0.012  # of the dots of a page that may be clearly another grey
SIGNATURE = (
    '<w:tbl><w:tblPr><w:tblW w:type="dxa" w:w="9354"/></w:tblPr><w:tblGrid>'
    '<w:gridCol w:w="4677"/><w:gridCol w:w="4677"/></w:tblGrid><w:tr>'
    '<w:tc><w:p><w:r><w:rPr><w:b/><w:i/><w:sz w:val="24"/></w:rPr><w:t>Nơi nhận:</w:t></w:r></w:p>'
    '<w:p><w:r><w:rPr><w:sz w:val="22"/></w:rPr><w:t>- Lưu: VT.</w:t></w:r></w:p></w:tc>'
    '<w:tc><w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:b/></w:rPr>'
    '<w:t>GIÁM ĐỐC</w:t></w:r></w:p><w:p/><w:p/><w:p><w:pPr><w:jc w:val="center"/></w:pPr>'
    "<w:r><w:rPr><w:b/></w:rPr><w:t>Nguyễn Văn A</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
)


def handed_in() -> Report:
    return sample_report().model_copy(update={"state": "submitted", "version": 1})


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """LibreOffice's PDF of our Word file in each layout."""
    made = {f"{one}.docx": render_word(form(), handed_in(), layout=one) for one in LAYOUTS}
    return converted_together(tmp_path_factory.mktemp("office"), made, "pdf")


@pytest.fixture(scope="module", params=LAYOUTS)
def pair(request: pytest.FixtureRequest, theirs: dict[str, bytes]) -> tuple[bytes, bytes]:
    """Our PDF, and LibreOffice's of our Word file."""
    ours = render_pdf(form(), handed_in(), layout=request.param)
    return ours, theirs[f"{request.param}.docx"]


def test_the_pages_look_alike(pair: tuple[bytes, bytes]) -> None:
    ours, theirs = map(pictures, pair)
    assert len(ours) == len(theirs) >= 8
    for number, (mine, other) in enumerate(zip(ours, theirs, strict=True), 1):
        assert mine.ink() > 0.01, number
        assert mine.differs(other) < MOST_APART, number


def test_another_page_would_be_noticed(pair: tuple[bytes, bytes]) -> None:
    ours, theirs = map(pictures, pair)
    assert ours[0].differs(theirs[1]) > 2 * MOST_APART


def test_the_words_are_those_of_the_word_file(pair: tuple[bytes, bytes]) -> None:
    ours, theirs = (Counter("".join(words(pdf))) for pdf in pair)
    assert ours == theirs


def test_our_font_is_embedded_and_no_other(pair: tuple[bytes, bytes], tmp_path: Path) -> None:
    fonts = fonts_of(pair[0], tmp_path)
    assert {name.partition("+")[2].partition("-")[0] for name, *_ in fonts} == {"Tinos"}
    assert all(line[-5:-2] == ["yes", "yes", "yes"] for line in fonts)  # embedded, subset, Unicode
    assert b"pdfaid:part" in pair[0]


def test_every_cell_of_the_seed_is_printed() -> None:
    """Without LibreOffice: the page that is set has the cells of the golden file."""
    parts = prepare_template(word_template(form())).rendered(
        template_context(form(), sample_report())
    )
    (table,) = [block for block in read_page(parts)["blocks"] if block["kind"] == "table"]
    rows = [row for row in table["rows"] if not row["header"]]
    plain = [[cell.replace("<i>", "").replace("</i>", "") for cell in row] for row in golden()]
    assert [[_words(cell) for cell in row["cells"]] for row in rows] == plain
    assert sum(row["header"] for row in table["rows"]) == 2
    assert all(row["whole"] for row in table["rows"])


def _words(cell: dict) -> str:
    runs = [run.get("text", "") for block in cell["blocks"] for run in block["runs"]]
    return " ".join("".join(runs).split())


def test_a_clerks_change_of_the_word_template_is_in_the_pdf(tmp_path: Path) -> None:
    """A signature block, a wider column, another size: no second template to keep."""

    def edit(xml: str) -> str:
        at = xml.rindex("</w:tbl>") + len("</w:tbl>")
        changed = xml[:at] + "<w:p/>" + SIGNATURE + xml[at:]
        return changed.replace('w:w="3912"', 'w:w="3412"').replace('w:w="1871"', 'w:w="2371"')

    template = edited(edit)
    report = sample_report()
    word = converted(tmp_path, "edited.docx", render_word(form(), report, template))
    pdf = render_pdf(form(), report, template)
    assert "GIÁM ĐỐC" in " ".join(words(pdf))
    assert Counter("".join(words(pdf))) == Counter("".join(words(word)))
    ours, theirs = pictures(pdf), pictures(word)
    assert len(ours) == len(theirs)
    assert ours[0].differs(theirs[0]) < MOST_APART
    assert ours[0].differs(pictures(render_pdf(form(), report))[0]) > MOST_APART


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render_pdf(form(), sample_report()) == render_pdf(form(), sample_report())


@pytest.mark.parametrize("key", ["I.01.01", "I.02", "I"])
def test_a_note_longer_than_a_page_is_not_cut_off(key: str) -> None:
    note = "Một hai ba bốn năm sáu " * 120 + "HẾT"
    pdf = render_pdf(form(), empty_report().with_answer(key, Answer(note=note)))
    found = Counter(words(pdf))
    assert (found["HẾT"], found["sáu"]) == (1, 120)


@pytest.mark.parametrize(
    "text",
    [
        "😀 漢字",
        "العربية",
        "x" * 3_000,
        '#read("/etc/passwd") $x$ @a = h \\ `c` *b* _i_',
        "a\u2060b",
    ],
)
def test_any_text_can_be_printed(text: str) -> None:
    eight = Answer(state=AnswerState.VALUE, value=Number(amount=8), remark=text, note=text)
    pdf = render_pdf(form(), empty_report().with_answer("I.01.01", eight))
    assert pdf.startswith(b"%PDF")
    if text.startswith("#"):
        assert text.replace(" ", "") in "".join(words(pdf))


def test_the_word_file_reads_the_same_after_libreoffice_has_saved_it(tmp_path: Path) -> None:
    """The round trip over an office: nothing is lost that the appendix says."""
    word = render_word(form(), sample_report())
    saved = converted(tmp_path, "a.docx", word, "docx:MS Word 2007 XML")
    assert list(read_word(saved).rows) == golden()

"""What is taken from the cells of a Word file, and what is told instead."""

from __future__ import annotations

import pytest

from conversations.reports.previous import FiledAppendix
from templates.appendix_import.errors import FileRefusedError
from tests.support.damaged.files import zipped
from tests.support.filed.reading import read_counted, values
from tests.support.filed.word import (
    W,
    cell,
    control,
    field,
    paragraph,
    run,
    strict,
    style,
    unzipped,
    word_file,
)

VANISH, STRIKE, WHITE = "<w:vanish/>", "<w:strike/>", '<w:color w:val="FFFFFF"/>'
RAISED = '<w:vertAlign w:val="superscript"/>'


def read(content: bytes) -> FiledAppendix:
    return read_counted("a.docx", content)


def left(filed: FiledAppendix) -> list[str]:
    return [f"{one.why}: {one.text}" for one in filed.left_out]


DIRECT = {
    "hidden": (VANISH, "aside.hidden"),
    "struck": (STRIKE, "aside.struck"),
    "struck twice": ("<w:dstrike/>", "aside.struck"),
    "white": (WHITE, "aside.white"),
    "white of the theme": (
        '<w:color w:val="FFFFFF" w:themeColor="background1"/>',
        "aside.white",
    ),
    "raised": (RAISED, "aside.raised"),
    "lifted": ('<w:position w:val="6"/>', "aside.raised"),
}


@pytest.mark.parametrize("name", DIRECT)
def test_words_that_nobody_reads_are_told(name: str) -> None:
    properties, why = DIRECT[name]
    filed = read(word_file({"A.01": run("21") + run("9", properties)}))
    assert (values(filed), left(filed)) == ({"A.01": "21"}, [f"{why}: 9"])


STYLES = {
    "of characters": (style("character", "x", STRIKE), "", '<w:rStyle w:val="x"/>', "struck"),
    "based on another": (
        style("character", "y", STRIKE) + style("character", "x", "", '<w:basedOn w:val="y"/>'),
        "",
        '<w:rStyle w:val="x"/>',
        "struck",
    ),
    "of the paragraph": (style("paragraph", "x", VANISH), '<w:pStyle w:val="x"/>', "", "hidden"),
    "linked": (
        style("paragraph", "x", VANISH, '<w:link w:val="xChar"/>')
        + style("character", "xChar", VANISH, '<w:link w:val="x"/>'),
        "",
        '<w:rStyle w:val="xChar"/>',
        "hidden",
    ),
    "of all paragraphs": (
        '<w:style w:type="paragraph" w:default="1" w:styleId="n"><w:name w:val="Normal"/></w:style>'
        + style("paragraph", "x", WHITE, '<w:basedOn w:val="n"/>'),
        '<w:pStyle w:val="x"/>',
        "",
        "white",
    ),
    "raised by a style": (style("character", "x", RAISED), "", '<w:rStyle w:val="x"/>', "raised"),
}


@pytest.mark.parametrize("name", STYLES)
def test_styles_count_as_what_is_said_of_words_themselves(name: str) -> None:
    styles, about, properties, why = STYLES[name]
    inside = paragraph(run("21")) + paragraph(run("9", properties), about)
    filed = read(word_file({"A.01": inside}, styles=styles))
    assert (values(filed), left(filed)) == ({"A.01": "21"}, [f"aside.{why}: 9"])


def test_a_switch_in_two_kinds_of_styles_is_off_again() -> None:
    styles = style("paragraph", "p", VANISH) + style("character", "c", VANISH)
    inside = paragraph(run("21", '<w:rStyle w:val="c"/>'), '<w:pStyle w:val="p"/>')
    assert values(read(word_file({"A.01": inside}, styles=styles))) == {"A.01": "21"}


def test_a_table_style_counts() -> None:
    """The whole table is struck through, its labels too: nothing of it can be believed."""
    table = '<w:tblPr><w:tblStyle w:val="t"/></w:tblPr>'
    content = word_file({"A.01": run("9")}, styles=style("table", "t", STRIKE), table=table)
    with pytest.raises(FileRefusedError, match=r"file\.no_table"):
        read(content)


def test_words_switched_on_again_are_read() -> None:
    styles = style("character", "x", VANISH)
    inside = run("21", '<w:rStyle w:val="x"/><w:vanish w:val="0"/>')
    assert values(read(word_file({"A.01": inside}, styles=styles))) == {"A.01": "21"}


def test_white_on_a_dark_cell_is_read() -> None:
    dark = '<w:shd w:val="clear" w:color="auto" w:fill="1F3864"/>'
    filed = read(word_file({"A.01": cell(run("21", WHITE), dark)}))
    assert values(filed) == {"A.01": "21"}
    marked = run("46", WHITE + '<w:highlight w:val="darkBlue"/>')
    assert values(read(word_file({"A.02": marked}))) == {"A.02": "46"}


def test_a_hidden_row_is_told() -> None:
    filed = read(word_file({"A.01": run("9")}, rows={"A.01": "<w:trPr><w:hidden/></w:trPr>"}))
    assert (values(filed), left(filed)) == ({}, ["aside.hidden: 9"])


PROMPT = "<w:showingPlcHdr/>"
W14_BOX = '<w14:checkbox><w14:checked w14:val="{}"/></w14:checkbox>'
CONTROLS = {  # the inside of a cell, its row, what is read
    "a prompt": (control(PROMPT, run("Click or tap here to enter text.")), "A.01", None),
    "a prompt by its style": (
        control("", run("Chọn một mục.", '<w:rStyle w:val="PlaceholderText"/>')),
        "A.01",
        None,
    ),
    "filled": (control("<w:text/>", run("21")), "A.01", "21"),
    "a drop-down": (control("<w:dropDownList/>", run("Có")), "A.04", "Có (1)"),
    "a day": (control("<w:date/>", run("14/03/2023")), "A.05", "14/03/2023"),
    "a ticked box and words": (
        control(W14_BOX.format(1), run("\u2612"))
        + run(" Có ")
        + control(W14_BOX.format(0), run("\u2610"))
        + run(" Không"),
        "A.04",
        "Có (1)",
    ),
    "words before their boxes": (
        run("Có ")
        + control(W14_BOX.format(0), run("\u2610"))
        + run(" Không ")
        + control(W14_BOX.format(1), run("\u2612")),
        "A.04",
        "Không (0)",
    ),
    "boxes that are open": (run("\u2610 Có  \u2610 Không"), "A.04", None),
    "around the paragraph": (control("", paragraph(run("21"))), "A.01", "21"),
    "a prompt around the paragraph": (control(PROMPT, paragraph(run("gõ"))), "A.01", None),
}


@pytest.mark.parametrize("name", CONTROLS)
def test_content_controls_are_read(name: str) -> None:
    inside, key, expected = CONTROLS[name]
    styles = style("character", "PlaceholderText", "", words="Placeholder Text")
    filed = read(word_file({key: inside}, styles=styles))
    assert values(filed) == ({key: expected} if expected else {})
    assert (filed.unread, filed.unplaced, filed.left_out) == ((), (), ())


@pytest.mark.parametrize("prompt", ["Click or tap here to enter text.", "Chọn một mục."])
def test_a_prompt_that_another_program_made_words_of_is_none(prompt: str) -> None:
    filed = read(word_file({"A.01": run(prompt), "A.05": run(prompt)}, notes={"A.02": run(prompt)}))
    assert (values(filed), filed.unread, filed.left_out) == ({}, (), ())


def test_a_control_around_a_whole_cell() -> None:
    content = word_file({"A.01": "@@"})
    parts = unzipped(content)
    body = parts["word/document.xml"].decode()
    for about, expected in ((PROMPT, {}), ("", {"A.01": "21"})):
        made = body.replace(cell("@@"), control(about, cell(run("21"))))
        assert made != body
        filed = read(zipped(parts | {"word/document.xml": made.encode()}))
        assert values(filed) == expected


ENTRIES = '<w:listEntry w:val="Không"/><w:listEntry w:val="Có"/>'
DROP = '<w:ddList><w:result w:val="{}"/>' + ENTRIES + "</w:ddList>"
FIELDS = {
    "an old drop-down": (field("FORMDROPDOWN", settings=DROP.format(1)), "A.04", "Có (1)"),
    "its first entry": (
        field("FORMDROPDOWN", settings=DROP.replace('<w:result w:val="{}"/>', "")),
        "A.04",
        "Không (0)",
    ),
    "an old text field": (field("FORMTEXT", "21", "<w:textInput/>"), "A.01", "21"),
    "an empty one": (field("FORMTEXT", "\u2002" * 5, "<w:textInput/>"), "A.01", None),
    "old boxes": (
        field("FORMCHECKBOX", settings="<w:checkBox><w:checked/></w:checkBox>")
        + run(" Có ")
        + field("FORMCHECKBOX", settings='<w:checkBox><w:default w:val="0"/></w:checkBox>')
        + run(" Không"),
        "A.04",
        "Có (1)",
    ),
    "a sum": (field("=SUM(ABOVE)", "47"), "A.01", "47"),
    "a simple field": (
        f'<w:fldSimple w:instr="=SUM(ABOVE)">{run("47")}</w:fldSimple>',
        "A.01",
        "47",
    ),
    "a field in a field": (field("IF 1", "4") + run("7"), "A.01", "47"),
}


@pytest.mark.parametrize("name", FIELDS)
def test_fields_are_read(name: str) -> None:
    inside, key, expected = FIELDS[name]
    filed = read(word_file({key: inside}))
    assert values(filed) == ({key: expected} if expected else {})


def test_a_field_without_a_result_is_told() -> None:
    filed = read(word_file({"A.01": field("=SUM(ABOVE)")}))
    assert (values(filed), left(filed)) == ({}, ["aside.field: =SUM(ABOVE)"])


def math(inside: str) -> str:
    return f"<m:oMath>{inside}</m:oMath>"


def math_run(text: str) -> str:
    return f"<m:r><m:t>{text}</m:t></m:r>"


def test_formulas_are_read() -> None:
    share = f"<m:f><m:num>{math_run('7')}</m:num><m:den>{math_run('21')}</m:den></m:f>"
    filed = read(word_file({"A.01": math(math_run("21")), "A.03": math(share)}))
    assert values(filed) == {"A.01": "21", "A.03": "7/21 = 33,33"}
    power = f"<m:sSup><m:e>{math_run('46')}</m:e><m:sup>{math_run('1')}</m:sup></m:sSup>"
    filed = read(word_file({"A.02": math(power)}))
    assert (values(filed), left(filed)) == ({"A.02": "46"}, ["aside.raised: 1"])


def sign(font: str, code: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'


SIGNS = {
    "a box that is ticked": (
        sign("Wingdings", "F0FE") + run(" Có ") + sign("Wingdings", "F0A8"),
        "A.04",
        "Có (1)",
    ),
    "digits of Symbol": (sign("Symbol", "F032") + sign("Symbol", "F031"), "A.01", "21"),
    "a letter in a font of pictures": (
        run("\u00fe", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>') + run(" Có"),
        "A.04",
        "Có (1)",
    ),
}


@pytest.mark.parametrize("name", SIGNS)
def test_signs_of_fonts_are_read(name: str) -> None:
    inside, key, expected = SIGNS[name]
    assert values(read(word_file({key: inside}))) == {key: expected}


def test_a_tick_alone_is_asked() -> None:
    filed = read(word_file({"A.04": sign("Wingdings", "F0FC"), "A.01": sign("Webdings", "F061")}))
    assert [(one.key, one.read) for one in filed.unread] == [
        ("A.01", "\u2713"),
        ("A.04", "\u2713"),
    ]


ABOUT = 'w:id="1" w:author="Lan" w:date="2023-01-01T00:00:00Z"'
CHANGES = {
    "typed in": (f"<w:ins {ABOUT}>{run('21')}</w:ins>", {"A.01": "21"}, []),
    "deleted": (
        run("21") + f"<w:del {ABOUT}><w:r><w:delText>9</w:delText></w:r></w:del>",
        {"A.01": "21"},
        ["aside.deleted: 9"],
    ),
    "moved away": (f"<w:moveFrom {ABOUT}>{run('9')}</w:moveFrom>", {}, []),
    "moved here": (f"<w:moveTo {ABOUT}>{run('21')}</w:moveTo>", {"A.01": "21"}, []),
}


@pytest.mark.parametrize("name", CHANGES)
def test_tracked_changes_read_as_accepted(name: str) -> None:
    inside, expected, told = CHANGES[name]
    filed = read(word_file({"A.01": inside}))
    assert (values(filed), left(filed)) == (expected, told)


def test_a_deleted_row_is_told() -> None:
    about = f"<w:trPr><w:del {ABOUT}/></w:trPr>"
    filed = read(word_file({"A.01": run("9")}, rows={"A.01": about}))
    assert values(filed) == {}
    assert "aside.deleted: 9" in left(filed)


def test_footnotes_and_comments_are_told() -> None:
    parts = {
        "footnotes": f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">'
        f"{paragraph(run('Chưa tính hợp đồng'))}</w:footnote></w:footnotes>",
        "comments": f'<w:comments xmlns:w="{W}"><w:comment w:id="5">'
        f"{paragraph(run('Xem lại số này'))}</w:comment></w:comments>",
    }
    marks = '<w:r><w:footnoteReference w:id="2"/></w:r><w:r><w:commentReference w:id="5"/></w:r>'
    filed = read(word_file({"A.01": run("21") + marks}, parts=parts))
    assert values(filed) == {"A.01": "21"}
    assert left(filed) == ["aside.footnote: Chưa tính hợp đồng", "aside.comment: Xem lại số này"]


def test_a_picture_in_a_cell_is_told() -> None:
    picture = (
        '<w:r><w:drawing><wp:inline xmlns:wp="w"><wp:docPr id="1" name="Ảnh 1"/>'
        '<a:graphic xmlns:a="a"><pic:pic xmlns:pic="p"/></a:graphic></wp:inline></w:drawing></w:r>'
    )
    assert left(read(word_file({"A.01": picture}))) == ["aside.picture: Ảnh 1"]


def level(at: int, form: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(one: int, at: int | None = 0) -> str:
    said = f'<w:ilvl w:val="{at}"/>' if at is not None else ""
    return f'<w:numPr>{said}<w:numId w:val="{one}"/></w:numPr>'


NUMBERING = {
    "numbering": f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "%3)", 3)
    + level(3, "decimal", "%1.%4", more="<w:isLgl/>")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
    + level(0, "bullet", "\uf0b7")
    + level(1, "decimalZero", "(%2)", more='<w:pStyle w:val="Counted"/>')
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    + '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
    + '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    + '<w:num w:numId="3"><w:abstractNumId w:val="8"/></w:num></w:numbering>'
}
COUNTED = style("paragraph", "Counted", "", f"<w:pPr>{numbered(3, None)}</w:pPr>")
LABELLED = {  # what Word shows before the last of these paragraphs
    "the first": ([numbered(1)], "I."),
    "the third": ([numbered(1)] * 3, "III."),
    "a level below": ([numbered(1), numbered(1), numbered(1, 1)], "II.1"),
    "begun anew below": ([numbered(1), numbered(1, 1), numbered(1), numbered(1, 1)], "II.1"),
    "letters from the third on": ([numbered(1, 2), numbered(1, 2)], "d)"),
    "all in figures": ([numbered(1)] * 4 + [numbered(1, 3)], "4.1"),
    "another list of the kind": ([numbered(1), numbered(2), numbered(2)], "VI."),
    "a bullet": ([numbered(3)], "•"),
    "by a style": (['<w:pStyle w:val="Counted"/>'] * 2, "(02)"),
}


@pytest.mark.parametrize("name", LABELLED)
def test_a_number_that_word_puts_there_is_counted_and_told_when_it_stands_alone(name: str) -> None:
    said, shown = LABELLED[name]
    before = "".join(paragraph(run("x"), one) for one in said[:-1])
    filed = read(
        word_file({"A.01": paragraph("", said[-1])}, before=before, parts=NUMBERING, styles=COUNTED)
    )
    assert (values(filed), left(filed)) == ({}, [f"aside.numbering: {shown}"])


def test_a_number_that_word_puts_before_a_value_is_none_of_it() -> None:
    filed = read(word_file({"A.01": paragraph(run("21"), numbered(1))}, parts=NUMBERING))
    assert values(filed) == {"A.01": "21"}
    for gone in (numbered(0), numbered(9)):  # no list, and one that is not there: nothing is shown
        filed = read(word_file({"A.01": paragraph("", gone)}, parts=NUMBERING))
        assert (values(filed), left(filed)) == ({}, [])


def test_a_table_in_a_cell_is_told_and_not_read_twice() -> None:
    inner = f"<w:tbl>{2 * ('<w:tr>' + cell(run('5')) + '</w:tr>')}</w:tbl>"
    filed = read(word_file({"A.01": cell(paragraph(run("21")) + inner + paragraph(""))}))
    assert values(filed) == {"A.01": "21"}
    assert left(filed) == ["aside.outside: 5", "aside.outside: 5"]


LOW, SMALL = '<w:vertAlign w:val="subscript"/>', '<w:sz w:val="2"/>'
IN_MATH = "<m:oMath><m:{0}><m:e><m:r><m:t>47</m:t></m:r></m:e>{1}</m:{0}></m:oMath>"
NO_PART = {  # a cell of the count, what is read of it, what is told
    "lowered": (run("47") + run("1", LOW), "47", ["aside.lowered: 1"]),
    "sunk": (run("47") + run("(1)", '<w:position w:val="-6"/>'), "47", ["aside.lowered: (1)"]),
    "too small to be seen": (run("9", SMALL) + run("21"), "21", ["aside.tiny: 9"]),
    "above the line": (
        "<w:r><w:ruby><w:rt><w:r><w:t>1</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>47</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r>",
        "47",
        ["aside.raised: 1"],
    ),
    "an index of a formula": (
        IN_MATH.format("sSub", "<m:sub><m:r><m:t>1</m:t></m:r></m:sub>"),
        "47",
        ["aside.lowered: 1"],
    ),
    "a power of a formula": (
        IN_MATH.format("sSup", "<m:sup><m:r><m:t>1</m:t></m:r></m:sup>"),
        "47",
        ["aside.raised: 1"],
    ),
    "typed into what was deleted": (
        f"<w:del {ABOUT}><w:ins {ABOUT}>{run('9')}</w:ins></w:del>{run('21')}",
        "21",
        ["aside.deleted: 9"],
    ),
    "a hidden end of the paragraph": (paragraph(run("21"), f"<w:rPr>{VANISH}</w:rPr>"), "21", []),
    "words in tags": (f'<w:smartTag w:element="x">{run("21")}</w:smartTag>', "21", []),
    "a link": (f'<w:hyperlink w:anchor="x">{run("21")}</w:hyperlink>', "21", []),
    "checked for spelling": (
        f'{run("2")}<w:proofErr w:type="spellEnd"/><w:bookmarkEnd w:id="1"/>{run("1")}',
        "21",
        [],
    ),
    "wide figures of another keyboard": (run("２１"), "21", []),
    "signs without a width": (run("\u200e2\u200b1\u200f"), "21", []),
}


@pytest.mark.parametrize("name", NO_PART)
def test_what_is_no_part_of_a_number(name: str) -> None:
    inside, expected, told = NO_PART[name]
    filed = read(word_file({"A.01": inside}))
    assert (values(filed), left(filed)) == ({"A.01": expected}, told)


def test_marks_of_measures_and_formulas_are_words() -> None:
    for before, mark, look, expected in (
        ("trồng 50 m", "2", RAISED, "trồng 50 m²"),
        ("12 km", "2", RAISED, "12 km²"),
        ("giảm CO", "2", LOW, "giảm CO2"),
        ("có kế hoạch", "2", RAISED, "có kế hoạch"),
    ):
        filed = read(word_file({"A.05": run(before) + run(mark, look)}))
        assert values(filed) == {"A.05": expected}


BLANKS = (
    "…",
    "......",
    "…………",
    "____",
    "_ _ _",
    "----",
    "—",
    "/",
    "X",
    "(…)",
    "…/…",
    "..../....",
    "…%",
)


@pytest.mark.parametrize("text", BLANKS)
def test_what_a_form_prints_into_an_empty_cell_is_nothing(text: str) -> None:
    filed = read(word_file({"A.01": run(text)}))
    assert (values(filed), left(filed), filed.count.empty) == ({}, [], 1)
    assert (filed.unread, filed.unplaced) == ((), ())


def test_a_table_that_only_word_can_put_in_is_named() -> None:
    chunk = '<w:altChunk xmlns:r="http://schemas.openxmlformats.org/r" r:id="a"/>'
    content = zipped(
        {
            name: part.replace(b"<w:tbl>", b"<w:p>").replace(b"</w:tbl>", b"</w:p>")
            for name, part in unzipped(word_file({}, behind=chunk)).items()
        }
    )
    with pytest.raises(FileRefusedError, match=r"file\.chunk"):
        read(content)


def test_a_part_of_any_name_is_found() -> None:
    content = word_file({"A.01": run("21")}, main="word/document2.xml")
    assert values(read(content)) == {"A.01": "21"}
    content = word_file({"A.01": run("21")}, main="doc/main.xml")
    assert values(read(content)) == {"A.01": "21"}


def test_strict_open_xml_is_read() -> None:
    content = word_file({"A.01": run("21"), "A.02": run("9", STRIKE)})
    filed = read(strict(content))
    assert (values(filed), left(filed)) == ({"A.01": "21"}, ["aside.struck: 9"])


OLD = {
    "TCVN3": (".VnTime", "§· kiÓm tra ®¬n vÞ trùc thuéc"),
    "TCVN3 capitals": (".VnTimeH", "®· kiÓm tra ®¬n vÞ trùc thuéc"),
    "VNI": ("VNI-Times", "Ñaõ kieåm tra ñôn vò tröïc thuoäc"),
}


@pytest.mark.parametrize("name", OLD)
def test_fonts_before_unicode_are_read(name: str) -> None:
    font, text = OLD[name]
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>'
    found = values(read(word_file({"A.05": run(text, fonts)})))["A.05"]
    expected = "Đã kiểm tra đơn vị trực thuộc"
    assert found == (expected.upper() if font.endswith("H") else expected)


def test_unicode_in_a_font_of_that_name_stays() -> None:
    fonts = '<w:rFonts w:ascii="VNI-Times"/>'
    assert values(read(word_file({"A.05": run("Có kế toán", fonts)}))) == {"A.05": "Có kế toán"}
    assert values(read(word_file({"A.04": run("Có", fonts)}))) == {"A.04": "Có (1)"}


TITLES = {  # a title → the periods it may be
    "PHỤ LỤC QUÝ IV, PHƯƠNG HƯỚNG NHIỆM VỤ QUÝ I NĂM 2023": ["Quý IV/2022"],
    "BÁO CÁO QUÝ I NĂM 2023 SO VỚI CÙNG KỲ NĂM 2022": ["Quý I/2023"],
    "PHỤ LỤC QUÝ I VÀ 6 THÁNG ĐẦU NĂM 2023": ["Quý I/2023", "6 tháng/2023"],
    "SỐ LIỆU QUÝ IV/2022, QUÝ I/2023": ["Quý IV/2022", "Quý I/2023"],
    "BÁO CÁO 06 THÁNG ĐẦU NĂM 2022": ["6 tháng/2022"],
    "PHỤ LỤC": [],
}


@pytest.mark.parametrize("title", TITLES)
def test_a_title_names_its_period_or_several(title: str) -> None:
    filed = read(word_file({"A.01": run("21")}, title=title))
    one = [filed.period.name] if filed.period else []
    assert [period.name for period in filed.periods] + one == TITLES[title]

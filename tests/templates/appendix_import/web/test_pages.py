"""Web pages that come as .doc, .xls or .mht."""

from __future__ import annotations

import unicodedata
from email.message import EmailMessage

import pytest

from conversations.reports.previous import FiledAppendix
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.spreadsheet import sheet_lines
from tests.support.filed.form import LABELS
from tests.support.filed.reading import read_counted, values

HEAD = """<tr><th rowspan="2">STT</th><th rowspan=2>Chỉ tiêu</th><th colspan="2">Kết quả</th>
<th rowspan="2">Ghi chú</th></tr><tr><th>Đơn vị
tính</th><th>Số liệu</th></tr>"""
TONES = "\u0300\u0301\u0303\u0309\u0323"
VALUES = {"A.01": "21", "A.02": "1.250", "A.03": "33,33", "A.06": "7"}


def page(cells: dict[str, str], style: str = "", around: str = "{}", meta: str = "utf-8") -> str:
    lines = "".join(
        f"<tr><td></td><td>{label}</td><td></td>{cell(cells.get(key, ''))}<td></td></tr>"
        for key, label in LABELS.items()
    )
    table = around.format(f"<table border=1>{HEAD}{lines}</table>")
    head = f'<meta http-equiv=Content-Type content="text/html; charset={meta}">'
    return (
        f"<html><head>{head}<style>{style}</style><title>PL</title></head><body>"
        f"<p>PHỤ LỤC<br>QUÝ IV NĂM 2022</p>{table}</body></html>"
    )


def cell(inside: str) -> str:
    return inside if inside.startswith("<td") else f"<td class=xl65>{inside}</td>"


def read(content: str) -> FiledAppendix:
    return read_counted("a.xls", content.encode())


def test_cells_over_rows_and_columns_are_laid_out_as_they_are_seen() -> None:
    filed = read(page(VALUES))
    assert values(filed) == VALUES
    assert filed.kind == "html"
    assert filed.period is not None
    assert filed.period.name == "Quý IV/2022"


ASIDES = {
    "by a tag": ("21<s>9</s>", "aside.struck"),
    "deleted": ("21<del>9</del>", "aside.deleted"),
    "raised": ("21<sup>1</sup>", "aside.raised"),
    "by a style": ("21<span style='text-decoration:line-through'>9</span>", "aside.struck"),
    "by a class": ("21<font class=font7>9</font>", "aside.struck"),
    "hidden": ("21<span style='display:none'>9</span>", "aside.hidden"),
    "hidden by Word": ("21<span style='mso-hide:all'>9</span>", "aside.hidden"),
    "a picture": ("21<img src=x.png>", "aside.picture"),
}


@pytest.mark.parametrize("name", ASIDES)
def test_words_that_nobody_reads_are_told(name: str) -> None:
    markup, why = ASIDES[name]
    filed = read(page({"A.01": markup}, ".font7 {color:red; text-decoration:line-through;}"))
    assert values(filed) == {"A.01": "21"}
    assert [one.why for one in filed.left_out] == [why]


def test_a_page_may_lay_out_its_table_in_another() -> None:
    around = "<table><tr><td>Sở M</td></tr><tr><td>{}</td></tr></table>"
    assert values(read(page(VALUES, around=around))) == VALUES


def test_a_value_over_several_rows_belongs_to_none() -> None:
    source = page({"A.01": "<td rowspan=2>21</td>", "A.02": "<td>GONE</td>"})
    filed = read(source.replace("<td>GONE</td>", ""))
    assert [(one.key, one.code) for one in filed.unread] == [("A.01", "burst.merged")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1258"])
def test_letters_are_kept_in_many_ways(encoding: str) -> None:
    content = page(VALUES, meta=encoding)
    if encoding == "windows-1258":  # which keeps tones apart from their letters
        content = "".join(_for_windows(one) for one in unicodedata.normalize("NFC", content))
    assert values(read_counted("a.doc", content.encode(encoding))) == VALUES


def _for_windows(letter: str) -> str:
    """A letter as Windows keeps it: its tone behind it, where the two are no letter there."""
    try:
        letter.encode("cp1258")
    except UnicodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(one for one in parts if one in TONES)
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone
    return letter


def saved(*parts: str) -> bytes:
    letter = EmailMessage()
    letter["From"] = "<Saved by Blink>"
    letter["Subject"] = "Phụ lục"
    letter.set_content("x")
    letter.clear_content()
    letter.make_related()
    for part in parts:
        letter.add_related(part, subtype="html", cte="quoted-printable")
    return bytes(letter)


def test_a_page_saved_with_all_that_belongs_to_it() -> None:
    filed = read_counted("a.mht", saved("<html><body><p>x</p></body></html>", page(VALUES)))
    assert (values(filed), filed.kind) == (VALUES, "mhtml")


def test_a_letter_without_a_page_is_broken() -> None:
    with pytest.raises(FileRefusedError) as error:
        read_counted("a.mht", saved("<html><body><p>x</p></body></html>")[:120])
    assert error.value.code in ("file.broken", "file.text", "file.mail")


MANY = {
    "rows": "<table>" + "<tr><td>1" * 30_000 + "</table>",
    "columns": f"<table><tr><td>Chỉ tiêu<td>Số liệu</tr>{'<td colspan=9999999>x' * 500}</table>",
    "rows by a span": "<table>" + "<tr><td rowspan=999999999>x</tr>" * 400 + "</table>",
    "tables in tables": "<table><tr><td>" * 200 + "x",
    "elements": "<b>" * 500_000,
}


@pytest.mark.parametrize("name", MANY)
def test_a_page_of_too_much_is_refused(name: str) -> None:
    with pytest.raises(FileRefusedError):
        read_counted("a.html", f"<html><body>{MANY[name]}</body></html>".encode())


def test_a_list_of_units_may_be_a_page() -> None:
    rows = "<tr><td>Mã<td>Tên</tr><tr><td>00001<td>Xã A</tr>"
    content = f"<html><body><table><tr><td>x</table><table>{rows}</table></body></html>"
    assert sheet_lines(content.encode()) == [["Mã", "Tên"], ["00001", "Xã A"]]

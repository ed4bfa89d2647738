"""Files that are no appendix, or more than one: refused by name, soon, and in little memory."""

from __future__ import annotations

import resource
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.reader import read_filed
from tests.support.appendix import form
from tests.support.damaged.files import original, zipped
from tests.support.source_codes import dotted_literals
from tests.support.xlsx import workbook
from tests.templates.appendix_import.test_file_kinds import ELSEWHERE, KINDS

pytestmark = pytest.mark.long

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
TYPES = b"<Types/>"
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def word(markup: bytes, **more: bytes) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": markup, **more})


def body(inside: str, before: bytes = b"") -> bytes:
    return before + f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'.encode()


def table(rows: int, cells: str = "<w:tc><w:p/></w:tc>") -> str:
    return f"<w:tbl>{f'<w:tr>{cells}</w:tr>' * rows}</w:tbl>"


def header() -> str:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    return f"<w:tr>{cell.format('Chỉ tiêu')}{cell.format('Số liệu')}</w:tr>"


def lying() -> bytes:
    """A part that says it is small and is not: its size in the directory is changed."""
    content = word(b"<a>" + b" " * 70_000_000 + b"</a>")
    size = (70_000_007).to_bytes(4, "little")
    assert size in content
    return content.replace(size, (700).to_bytes(4, "little"))


def stored(parts: int) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_STORED) as archive:
        for n in range(parts):
            archive.writestr(f"{n}.xml", b"")
    return buffer.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], str | tuple[str, ...]]] = {  # made when asked for
    "nothing": (lambda: b"", "file.empty"),
    "too large": (lambda: b"PK\x03\x04" + b"\0" * limits.MAX_BYTES, "file.too_large"),
    "old Word": (lambda: OLE + b"\0" * 5_000, "file.ole"),
    "a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "file.encrypted"),
    "a cut PDF": (lambda: b"%PDF-1.7\n" + b"\0" * 500, "file.broken"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "file.picture"),
    "a text": (lambda: b"21 7 5", "file.text"),
    "an archive of pictures": (lambda: zipped({"a.png": b"x"}), "file.archive"),
    "a macro": (lambda: word(body(""), **{"word/vbaProject.bin": b"x"}), "file.macros"),
    "a macro by its type": (
        lambda: zipped({"[Content_Types].xml": b"macroEnabled", "word/document.xml": body("")}),
        "file.macros",
    ),
    "a cut file": (lambda: original()[:9_000], "file.broken"),
    "a cut part": (lambda: original()[: len(original()) // 2] + original()[-3_000:], "file.broken"),
    "no types": (lambda: zipped({"word/document.xml": body("")}), "file.broken"),
    "broken markup": (lambda: word(b"<w:document"), "file.broken"),
    "no body": (lambda: word(b"<a/>"), "file.broken"),
    "a bomb": (lambda: word(b"<a>" + b" " * 70_000_000 + b"</a>"), "file.bomb"),
    "a dense bomb": (lambda: word(b"<a>" + b" " * 30_000_000 + b"</a>"), "file.bomb"),
    "a bomb that lies": (lying, ("file.bomb", "file.broken")),
    "many parts": (lambda: stored(limits.MAX_ENTRIES + 1), "file.bomb"),
    "laughs in Word": (lambda: word(body("&b;", LAUGHS)), "file.entities"),
    "an outside entity": (lambda: word(body("&a;", OUTSIDE)), "file.entities"),
    "laughs in UTF-16": (lambda: word(body("", LAUGHS).decode().encode("utf-16")), "file.entities"),
    "laughs in Excel": (
        lambda: zipped(
            {
                "[Content_Types].xml": TYPES,
                "xl/workbook.xml": b"<workbook/>",
                "xl/sharedStrings.xml": LAUGHS + b"<sst/>",
            }
        ),
        "file.entities",
    ),
    "no table": (lambda: word(body("<w:p/>")), "file.no_table"),
    "another table": (lambda: word(body(table(5))), "file.no_table"),
    "another form": (lambda: word(body(f"<w:tbl>{header()}{table(3)[7:]}")), "file.other_form"),
    "a thousand tables": (lambda: word(body(table(2) * 1_000)), "file.too_many_rows"),
    "many rows": (
        lambda: word(body(f"<w:tbl>{header()}{table(20_000)[7:]}")),
        ("file.too_many_rows", "file.other_form"),
    ),
    "two columns of values": (
        lambda: workbook([["Chỉ tiêu", "Số liệu quý III", "Số liệu quý IV"], ["x", 1.0, 2.0]]),
        "file.columns",
    ),
    "another sheet": (lambda: workbook([["a", "b"], [1.0, 2.0]]), "file.no_table"),
    "many lines": (
        lambda: workbook([["Chỉ tiêu", "Số liệu"], *([["x", 1.0]] * 2 * limits.MAX_LISTED)]),
        ("file.too_many_rows", "file.other_form"),
    ),
    "nested deep": (lambda: word(body("<w:sdt>" * 3_000 + "</w:sdt>" * 3_000)), "file.broken"),
}


@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_by_name_in_little_memory(name: str) -> None:
    make, codes = FILES[name]
    content = make()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(FileRefusedError) as error:
        read_filed(form(), f"{name}.docx", content)
    assert error.value.code in ((codes,) if isinstance(codes, str) else codes)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown < 200 * 1_024  # KiB


def test_a_path_in_a_name_is_only_a_name() -> None:
    filed = read_filed(form(), "../../etc/\npasswd" + "x" * 300 + ".docx", original())
    assert len(filed.file_name) <= 80
    assert "\n" not in filed.file_name


def test_a_cell_over_more_columns_than_can_be_counted() -> None:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{"9" * 5_000}"/></w:tcPr><w:p/></w:tc>'
    with pytest.raises(FileRefusedError):
        read_filed(form(), "x.docx", word(body(f"<w:tbl>{header()}{table(3, cell)[7:]}")))


def test_a_name_is_shown_as_it_is_spelled() -> None:
    filed = read_filed(form(), "bao-cao\u202excod\u2066.\x1b[31m\ud83d.docx", original())
    assert filed.file_name == "bao-caoxcod.[31m\ufffd.docx"


def test_every_refusal_has_words() -> None:
    codes = {
        code
        for _, found in FILES.values()
        for code in ((found,) if isinstance(found, str) else found)
    }
    said = {"file.period", "file.same", "file.unsure", "file.no_room", "file.too_often"}
    said |= {"file.origin", "file.signatures"}
    known = {code for code in dotted_literals() if code.startswith("file.")} - said
    assert codes <= known
    elsewhere = {"file.lost", "file.twice", "file.no_report"}  # test_incoming_files
    elsewhere |= {"file.waits", "file.next", "file.too_many_wait"}  # of files sent together
    elsewhere |= {"file.chunk", "file.hidden_columns"}  # test_word_cells, test_excel_cells
    elsewhere |= {"file.nested"}  # word97
    elsewhere |= {"file.far_cells", "file.heavy", "file.busy"}  # test_hostile_files, _reader_pool
    elsewhere |= {code for _, code in KINDS.values()} - codes
    elsewhere |= {*ELSEWHERE.values()}
    elsewhere |= {one for one in known if one.startswith("file.pdf_")}  # pdf/test_refused
    assert known - codes == elsewhere

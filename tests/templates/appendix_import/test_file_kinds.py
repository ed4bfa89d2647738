"""What cannot be read is named by what it is, whatever its name, with the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations.composing.markup import strip_markup
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.reader import read_filed
from templates.loading.wording import load_wording
from tests.support.damaged.files import zipped
from tests.support.filed.form import small_form
from tests.support.filed.word import W

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
TABLE = "<html><body><table><tr><td>Chỉ tiêu</td></tr></table></body></html>"


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 512


def package(main: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", main: b"x"})


KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "bao-cao.doc": (lambda: ole("WordDocument"), "file.doc"),
    "bao-cao.xls": (lambda: ole("Workbook"), "file.xls"),
    "old.xls": (lambda: ole("Book"), "file.xls"),
    "trinh-chieu.ppt": (lambda: ole("PowerPoint Document"), "file.slides"),
    "khoa.docx": (lambda: ole("EncryptedPackage"), "file.encrypted"),
    "irm.docx": (lambda: ole("DRMEncryptedTransform"), "file.protected"),
    "bao-cao-rtf.doc": (lambda: b"{\\rtf1\\ansi 21}", "file.rtf"),
    "trang-web.doc": (lambda: TABLE.encode(), "file.html"),
    "trang-web.xls": (lambda: b"\xef\xbb\xbf\r\n" + TABLE.upper().encode(), "file.html"),
    "utf-16.xls": (lambda: TABLE.encode("utf-16"), "file.html"),
    "luu.mht": (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file.html"),
    "2003.xml": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "file.xls",
    ),
    "2003-word.xml": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>',
        "file.doc",
    ),
    "scan.pdf": (lambda: b"\n%PDF-1.7\n", "file.pdf"),
    "quet.docx": (lambda: b"%PDF-1.4", "file.pdf"),
    "anh.jpg": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 99, "file.picture"),
    "anh.png": (lambda: b"\x89PNG\r\n\x1a\n", "file.picture"),
    "anh.heic": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "file.picture"),
    "anh.webp": (lambda: b"RIFF\0\0\0\0WEBP", "file.picture"),
    "odt": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.text"}),
        "file.open_document",
    ),
    "ods": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "file.open_document",
    ),
    "phang.fods": (
        lambda: b'<?xml version="1.0"?><office:document xmlns:office="x"><office:meta/>',
        "file.open_document",
    ),
    "nhi-phan.xlsb": (lambda: package("xl/workbook.bin"), "file.xlsb"),
    "so.numbers": (lambda: zipped({"Index/Document.iwa": b"x"}), "file.apple"),
    "slide.pptx": (lambda: package("ppt/presentation.xml"), "file.slides"),
    "nhieu-tep.zip": (lambda: zipped({"a.docx": b"x", "b.xlsx": b"y"}), "file.archive"),
    "nen.rar": (lambda: b"Rar!\x1a\x07", "file.archive"),
    "nen.7z": (lambda: b"7z\xbc\xaf\x27\x1c", "file.archive"),
    "bang.csv": (lambda: "STT;Chỉ tiêu;Số liệu\n1;a;2".encode(), "file.text"),
    "macro.docm": (
        lambda: zipped({"[Content_Types].xml": b"macroEnabled", "word/document.xml": b"<a/>"}),
        "file.macros",
    ),
    "macro.xlsm": (
        lambda: zipped({"[Content_Types].xml": b"", "xl/vbaProject.bin": b"x"}),
        "file.macros",
    ),
    "quet-trong-word.docx": (
        lambda: zipped(
            {
                "[Content_Types].xml": b"",
                "word/document.xml": (
                    f'<w:document xmlns:w="{W}"><w:body><w:p><w:r><w:drawing/></w:r></w:p></w:body>'
                    "</w:document>"
                ).encode(),
            }
        ),
        "file.scan",
    ),
    "la.bin": (lambda: bytes(range(256)), "file.kind"),
}


@pytest.mark.parametrize("name", KINDS)
def test_it_is_named_truly(name: str) -> None:
    make, code = KINDS[name]
    with pytest.raises(FileRefusedError) as error:
        read_filed(small_form(), name, make())
    assert error.value.code == code


def test_each_name_tells_the_way_out() -> None:
    for code in {code for _, code in KINDS.values()}:
        said = strip_markup(load_wording().say(code, {}))
        assert any(way in said for way in (".docx", ".xlsx")), said
        assert "Xin" in said, said

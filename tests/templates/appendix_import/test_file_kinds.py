"""What cannot be read is named by what it is, whatever its name, with the way out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conversations.composing.markup import strip_markup
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.file_kind import kind_of, open_archive
from templates.appendix_import.reader import read_filed
from templates.loading.wording import load_wording
from tests.support.damaged.files import zipped
from tests.support.filed.form import small_form
from tests.support.filed.word import W

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
BODY = f'<o:document-content xmlns:o="{OFFICE}"><o:body><o:{{}}/></o:body></o:document-content>'
LETTER = b"""Received: from a by b\r\nFrom: a@b.vn\r\nTo: c@d.vn\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"""
TABLE = "<html><body><table><tr><td>Chỉ tiêu</td></tr></table></body></html>"


def ole(stream: str) -> bytes:
    return OLE + stream.encode("utf-16-le") + b"\0" * 512


def open_document(kind: str, content: str = "", manifest: str = "<manifest/>") -> bytes:
    parts = {
        "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
        "META-INF/manifest.xml": manifest.encode(),
    }
    return zipped(parts | ({"content.xml": content.encode()} if content else {}))


def package(main: str) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", main: b"x"})


KINDS: dict[str, tuple[Callable[[], bytes], str]] = {
    "hong.doc": (lambda: ole("WordDocument"), "file.broken"),
    "hong.xls": (lambda: ole("Workbook"), "file.broken"),
    "word-2.doc": (lambda: b"\xdb\xa5-\0" + b"\0" * 512, "file.old_word"),
    "works.wps": (lambda: ole("MatOST"), "file.ole"),
    "thu.msg": (lambda: ole("__substg1.0_0037001F"), "file.mail"),
    "thu.eml": (lambda: LETTER, "file.mail"),
    "trinh-chieu.ppt": (lambda: ole("PowerPoint Document"), "file.slides"),
    "khoa.docx": (lambda: ole("EncryptedPackage"), "file.encrypted"),
    "irm.docx": (lambda: ole("DRMEncryptedTransform"), "file.protected"),
    "bao-cao-rtf.doc": (lambda: b"{\\rtf1\\ansi 21}", "file.rtf"),
    "trong.mht": (lambda: b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "file.broken"),
    "2003.xml": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        "file.xml2003",
    ),
    "2003-word.xml": (
        lambda: b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>',
        "file.xml2003",
    ),
    "cut.pdf": (lambda: b"\n%PDF-1.7\n", "file.broken"),
    "anh.jpg": (lambda: b"\xff\xd8\xff\xe0" + b"\0" * 99, "file.picture"),
    "anh.png": (lambda: b"\x89PNG\r\n\x1a\n", "file.picture"),
    "anh.heic": (lambda: b"\0\0\0\x18ftypheic" + b"\0" * 99, "file.picture"),
    "anh.webp": (lambda: b"RIFF\0\0\0\0WEBP", "file.picture"),
    "hong.odt": (lambda: open_document("text"), "file.broken"),
    "slide.odp": (lambda: open_document("presentation"), "file.slides"),
    "ve.odg": (lambda: open_document("graphics", BODY.format("drawing")), "file.open_document"),
    "khoa.odt": (
        lambda: open_document("text", manifest="<manifest:encryption-data/>"),
        "file.encrypted",
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
    for code in {code for _, code in KINDS.values()} | {*ELSEWHERE.values()}:
        said = strip_markup(load_wording().say(code, {}))
        assert any(way in said for way in (".docx", ".xlsx")), said
        assert "Xin" in said, said


READ = {  # what an appendix is read from
    "bao-cao.doc": (lambda: ole("WordDocument"), "word97"),
    "bao-cao.xls": (lambda: ole("Workbook"), "excel97"),
    "old.xls": (lambda: ole("Book"), "excel97"),
    "bao-cao.pdf": (lambda: b"\n%PDF-1.7\n", "pdf"),
    "bao-cao.odt": (lambda: open_document("text"), "open_text"),
    "bao-cao.ods": (lambda: open_document("spreadsheet"), "open_sheet"),
    "trang-web.doc": (lambda: TABLE.encode(), "html"),
    "trang-web.xls": (lambda: b"\xef\xbb\xbf\r\n" + TABLE.upper().encode(), "html"),
    "utf-16.xls": (lambda: TABLE.encode("utf-16"), "html"),
    "luu.mht": (
        lambda: b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related",
        "mhtml",
    ),
    "phang.fods": (
        lambda: (
            b'<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">'
        ),
        "open_sheet",
    ),
}
ELSEWHERE = {
    "bao-cao.doc": "file.doc",
    "bao-cao.xls": "file.xls",
    "bao-cao.pdf": "file.pdf",
    "bao-cao.odt": "file.open_document",
    "trang-web.doc": "file.html",
    "luu.mht": "file.mhtml",
}


@pytest.mark.parametrize("name", READ)
def test_it_is_read_as_what_it_is(name: str) -> None:
    make, kind = READ[name]
    assert kind_of(make()) == kind


@pytest.mark.parametrize("name", ELSEWHERE)
def test_where_only_todays_office_files_are_taken_it_is_named(name: str) -> None:
    with pytest.raises(FileRefusedError) as error:
        open_archive(READ[name][0]())
    assert error.value.code == ELSEWHERE[name]

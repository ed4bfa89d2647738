"""What kind of file it is, told by what is in it and never by its name; what cannot be read is
named."""

from __future__ import annotations

import re
from typing import Literal
from zipfile import ZipFile

from templates.appendix_import import limits
from templates.appendix_import.archive import check_size, open_zip, read_part
from templates.appendix_import.compound import SIGN, root_names
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.package import Package

Kind = Literal["word", "excel"]
FileKind = Literal[
    "word", "excel", "pdf", "word97", "excel97", "open_text", "open_sheet", "html", "mhtml"
]
TYPES = "[Content_Types].xml"
_HEAD = 4_096  # bytes in which a file says what it is
_STREAMS = (  # of such a file, by the name that its directory has
    ("EncryptedPackage", "file.encrypted"),
    ("DRMEncrypted", "file.protected"),
    ("WordDocument", "file.doc"),
    ("Workbook", "file.xls"),
    ("Book", "file.xls"),
    ("PowerPoint", "file.slides"),
    ("__substg1.0_", "file.mail"),
)
_STARTS = (
    (b"\xdb\xa5", "file.old_word"),  # of Word 2
    (b"1\xbe\0\0", "file.old_word"),  # of Write
    (b"%PDF", "file.pdf"),
    (b"{\\rtf", "file.rtf"),
    (b"\x89PNG", "file.picture"),
    (b"\xff\xd8\xff", "file.picture"),
    (b"GIF8", "file.picture"),
    (b"BM", "file.picture"),
    (b"II*\0", "file.picture"),
    (b"MM\0*", "file.picture"),
    (b"Rar!", "file.archive"),
    (b"7z\xbc\xaf", "file.archive"),
    (b"\x1f\x8b", "file.archive"),
)
_PICTURES = (b"heic", b"heix", b"mif1", b"WEBP", b"avif")  # at the fifth or ninth byte
_LETTER = re.compile(rb"^mime-version:", re.IGNORECASE | re.MULTILINE)
_SAVED = re.compile(rb"^content-type:\s*(?:multipart/related|text/html)", re.I | re.M)
_SENT = re.compile(rb"^(?:received|return-path|delivered-to|message-id|to):", re.I | re.M)
_MARKUP = re.compile(rb"<\s*(?:html|!doctype\s+html|table|body|head|meta)\b", re.IGNORECASE)
_OLD_XML = (b"urn:schemas-microsoft-com:office:spreadsheet", b'progid="Excel.Sheet"')
_OLD_WORD_XML = (b'progid="Word.Document"', b"office/word/2003/wordml", b"xmlPackage")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument."
_KINDS: tuple[tuple[bytes, Kind], ...] = (
    (b"wordprocessingml", "word"),
    (b"spreadsheetml", "excel"),
)


def open_archive(content: bytes) -> tuple[Kind, ZipFile]:
    """The kind of a Word or Excel file and its archive; FileRefusedError for all else."""
    check_size(content)
    if not content.startswith(b"PK"):
        raise FileRefusedError(_foreign(content))
    archive = open_zip(content)
    names = {name.lower() for name in archive.namelist()}
    if any(name.rpartition("/")[2] == "vbaproject.bin" for name in names):
        raise FileRefusedError("file.macros")
    if code := _other_package(archive, names):
        raise FileRefusedError(code)
    main = Package(archive).main
    types = read_part(archive, TYPES, limits.MAX_PROPERTIES)
    if b"macroEnabled" in types:
        raise FileRefusedError("file.macros")
    return _main_kind(main, types), archive


_READ: dict[str, FileKind] = {  # what of the other kinds an appendix may be read from
    "file.pdf": "pdf",
    "file.doc": "word97",
    "file.xls": "excel97",
    "file.html": "html",
    "file.mhtml": "mhtml",
}


def kind_of(content: bytes) -> FileKind:
    """The kind of a file that an appendix may be read from; FileRefusedError for all else."""
    try:
        kind, archive = open_archive(content)
    except FileRefusedError as error:
        if error.code == "file.open_document":
            return "open_sheet" if b"spreadsheet" in _office_type(content) else "open_text"
        if error.code in _READ:
            return _READ[error.code]
        raise
    archive.close()
    return kind


def _office_type(content: bytes) -> bytes:
    """What an OpenDocument file says that it is."""
    if not content.startswith(b"PK"):
        said = re.search(rb'office:mimetype="([^"]*)"', content[:_HEAD])
        return said[1] if said is not None else b""
    with open_zip(content) as archive:
        return read_part(archive, "mimetype", _HEAD)


def _main_kind(main: str, types: bytes) -> Kind:
    """By the type that the file gives its main part, or the folder where it stands."""
    said = re.search(rb'<[^<>]*"/?' + re.escape(main.encode()) + rb'"[^<>]*>', types)
    for word, kind in _KINDS:
        if said is not None and word in said[0]:
            return kind
    folder = main.partition("/")[0]
    if folder not in ("word", "xl"):
        raise FileRefusedError("file.kind")
    return "word" if folder == "word" else "excel"


def _other_package(archive: ZipFile, names: set[str]) -> str | None:
    """An archive of another program, or of several files."""
    if "mimetype" in names and _OPEN_DOCUMENT in read_part(archive, "mimetype", _HEAD):
        type_said = read_part(archive, "mimetype", _HEAD)
        return "file.slides" if b"presentation" in type_said else "file.open_document"
    if "ppt/presentation.xml" in names:
        return "file.slides"
    if "xl/workbook.bin" in names:
        return "file.xlsb"
    if any(name.startswith("index/") and name.endswith(".iwa") for name in names):
        return "file.apple"
    if TYPES.lower() in names:
        return None
    office = any(name in names for name in ("word/document.xml", "xl/workbook.xml"))
    return None if office else "file.archive"


def _foreign(content: bytes) -> str:
    """The code of what is no archive."""
    head = content[:_HEAD]
    if content.startswith(SIGN):
        return _compound(content)
    bare = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for start, code in _STARTS:
        if bare.startswith(start):
            return code
    if any(one in content[4:16] for one in _PICTURES):
        return "file.picture"
    if b"%PDF" in content[:1024]:
        return "file.pdf"
    if _LETTER.search(head) is not None:
        saved = _SAVED.search(head) is not None and _SENT.search(head) is None
        return "file.mhtml" if saved else "file.mail"
    text = _as_text(head)
    if any(one in text for one in (*_OLD_XML, *_OLD_WORD_XML)):
        return "file.xml2003"
    if b"<office:document" in text:
        return "file.open_document"
    if _MARKUP.search(text):
        return "file.html"
    return "file.text" if _is_text(text) else "file.kind"


def _compound(content: bytes) -> str:
    """The code of a file of Office before 2007, or of what is kept in the same way: by the names at
    its root, for a document in it has names of its own."""
    names = root_names(content)
    for name, code in _STREAMS:
        if names is None and name.encode("utf-16-le") in content:
            return code
        if any(one.startswith(name) for one in names or ()):
            return code
    return "file.ole"


def _as_text(head: bytes) -> bytes:
    """The beginning of a file in bytes of one letter each, if it is a text of two."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head


def _is_text(head: bytes) -> bool:
    return bool(head) and not any(byte < 9 or 13 < byte < 27 for byte in head)

"""Word files of one small table, written by hand: each cell may be any markup."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from io import BytesIO
from zipfile import ZipFile

from tests.support.damaged.files import zipped
from tests.support.filed.form import LABELS

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
TITLE = "PHỤ LỤC QUÝ IV NĂM 2022"


def run(text: str, properties: str = "") -> str:
    about = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{about}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(inside: str, properties: str = "") -> str:
    about = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{about}{inside}</w:p>"


def cell(inside: str, properties: str = "") -> str:
    about = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    block = inside.startswith(("<w:p>", "<w:p ", "<w:tbl>")) or (
        inside.startswith("<w:sdt>") and "<w:p>" in inside
    )
    body = inside if block else paragraph(inside)
    return f"<w:tc>{about}{body}</w:tc>"


def control(about: str, inside: str) -> str:
    return f"<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def field(code: str, result: str | None = None, settings: str = "") -> str:
    """A complex field, as Word writes it."""

    def mark(kind: str, inside: str = "") -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar></w:r>'

    data = f"<w:ffData>{settings}</w:ffData>" if settings else ""
    middle = mark("separate") + run(result) if result is not None else ""
    code_run = f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
    return mark("begin", data) + code_run + middle + mark("end")


def style(kind: str, name: str, properties: str, more: str = "", words: str = "") -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{words or name}"/>{more}'
        f"<w:rPr>{properties}</w:rPr></w:style>"
    )


def word_file(
    values: Mapping[str, str],
    *,
    notes: Mapping[str, str] | None = None,
    styles: str = "",
    title: str = TITLE,
    labels: Mapping[str, str] | None = None,
    table: str = "",
    rows: Mapping[str, str] | None = None,
    before: str = "",
    behind: str = "",
    main: str = "word/document.xml",
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """`values` and `notes` are the insides of cells, or whole cells; `rows` what is said of a row;
    `table` of the table; `parts` are more parts of the kind that they are named after."""
    named = {**LABELS, **(labels or {})}
    head = "".join(cell(run(one)) for one in ("STT", "Chỉ tiêu thống kê", "Số liệu", "Ghi chú"))
    lines = "".join(
        f"<w:tr>{(rows or {}).get(key, '')}{cell('')}{_cell(run(label))}"
        f"{_cell(values.get(key, ''))}{_cell((notes or {}).get(key, ''))}</w:tr>"
        for key, label in named.items()
    )
    body = (
        paragraph(run(title)) + before + f"<w:tbl>{table}<w:tr>{head}</w:tr>{lines}</w:tbl>{behind}"
    )
    space = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:m="{M}"'
    more = {"styles": f'<w:styles xmlns:w="{W}">{styles}</w:styles>'} if styles else {}
    more |= parts or {}
    folder = main.rpartition("/")[0]
    related = "".join(
        f'<Relationship Id="r{n}" Type="{_R}/{name}" Target="{name}.xml"/>'
        for n, name in enumerate(more)
    )
    found = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Override '
        f'PartName="/{main}" ContentType="{_TYPE}.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
        f'Type="{_R}/officeDocument" Target="{main}"/></Relationships>',
        main: f"<w:document {space}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{main.rpartition('/')[2]}.rels": "<Relationships "
        f'xmlns="{_PACKAGE}/relationships">{related}</Relationships>',
        **{f"{folder}/{name}.xml": text for name, text in more.items()},
    }
    return zipped({name: text.encode() for name, text in found.items()})


def _cell(inside: str) -> str:
    return inside if inside.startswith("<w:tc>") else cell(inside)


def strict(content: bytes) -> bytes:
    """The same file as Strict Open XML."""
    names = (
        (W.encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (_R.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )
    parts = unzipped(content)
    for usual, other in names:
        parts = {name: part.replace(usual, other) for name, part in parts.items()}
    return zipped(parts)


def unzipped(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}

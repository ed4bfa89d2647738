"""Files made to end, stall or fill the process that opens them, each small when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

from tests.support.xlsx import workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET, CORE = "xl/worksheets/sheet1.xml", "docProps/core.xml"
TYPES = b"<Types/>"
MANY, ENTITIES, BOMB = "file.too_many_rows", "file.entities", "file.bomb"
BROKEN, OTHER = "file.broken", "file.no_table"


def packed(parts: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def excel(rows: str, **more: bytes) -> bytes:
    """A workbook of one sheet with these rows, and more parts."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return packed(unpacked(workbook([["a"]])) | {SHEET: sheet.encode()} | more)


def word(inside: str, **more: bytes) -> bytes:
    body = f'<w:document xmlns:w="{W}"><w:body>{inside}</w:body></w:document>'
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": body.encode(), **more})


def far(last: str) -> str:
    row = last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    cells = f'<row r="{row}"><c r="{last}"><v>2</v></c></row>'
    return f'<row r="1"><c r="A1"><v>1</v></c></row>{cells}'


def many_sheets(count: int) -> bytes:
    parts = unpacked(excel(far("XFD1500")))
    sheet, book = parts[SHEET], parts["xl/workbook.xml"].decode()
    relations = parts["xl/_rels/workbook.xml.rels"].decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    for n in range(2, count + 1):
        parts[f"xl/worksheets/sheet{n}.xml"] = sheet
        one = f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/></sheets>'
        book = book.replace("</sheets>", one)
        one = f'<Relationship Id="r{n}" Type="{kind}" Target="worksheets/sheet{n}.xml"/>'
        relations = relations.replace("</Relationships>", f"{one}</Relationships>")
    return packed(
        parts | {"xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": relations.encode()}
    )


def sheet_in(name: str, rows: str) -> bytes:
    """The sheet stands in a part of this name."""
    parts = unpacked(excel(rows))
    relations = "xl/_rels/workbook.xml.rels"
    target = parts[relations].replace(b"worksheets/sheet1.xml", name.encode())
    return packed({**parts, f"xl/{name}": parts.pop(SHEET), relations: target})


def shared_texts(length: int, cells: int) -> bytes:
    """One long text that every cell repeats."""
    texts = f'<sst xmlns="{MAIN}"><si><t>{"x" * length}</t></si></sst>'.encode()
    row = '<row><c t="s"><v>0</v></c></row>'
    return excel(row * cells, **{"xl/sharedStrings.xml": texts})


def described(core: bytes) -> bytes:
    """An unsuspicious Word file with this part beside it."""
    return word("<w:p/>", **{CORE: core})


def nested_tables(depth: int, paragraphs: int) -> bytes:
    begin, end = "<w:tbl><w:tr><w:tc>", "</w:tc></w:tr><w:tr/></w:tbl>"
    return word(begin * depth + "<w:p/>" * paragraphs + end * depth)


def header() -> str:
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    return f"<w:tr>{cell.format('Chỉ tiêu')}{cell.format('Số liệu')}</w:tr>"


def table_of(text: str, rows: int) -> bytes:
    """A table whose every cell says this."""
    cell = f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
    return word(f"<w:tbl>{header()}{f'<w:tr>{cell}{cell}</w:tr>' * rows}</w:tbl>")


def with_doctype(encoding: str) -> bytes:
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "ha">]>'
    text = f'{head}<w:document xmlns:w="{W}"><w:body/></w:document>'
    python = {"ISO-10646-UCS-4": "utf-32-be", "UCS-4LE": "utf-32-le"}.get(encoding, encoding)
    content = text.encode(python)
    return packed({"[Content_Types].xml": TYPES, "word/document.xml": content})


def overlapping() -> bytes:
    """Every entry of the directory names the same part, as bombs do."""
    content = bytearray(word("<w:p/>", **{f"{n}.xml": b"x" * 900 for n in range(50)}))
    first = content.find(b"PK\x01\x02")
    at = first
    while (at := content.find(b"PK\x01\x02", at + 1)) > 0:
        content[at + 42 : at + 46] = content[first + 42 : first + 46]
    return bytes(content)


def large_document(megabytes: float) -> bytes:
    """A Word file that hardly packs: every run is different."""
    runs, size, number = [], 0, 0
    while size < megabytes * 10 * 1_048_576:
        number += 1
        run = f'<w:p w:rsidR="{number * 2_654_435_761 % 2**32:08x}"><w:r/></w:p>'
        runs.append(run)
        size += len(run)
    return word("".join(runs))


def blank_cells(count: int) -> str:
    return f"<row>{'<c/>' * count}</row>"


def valued_cells(rows: int) -> str:
    return "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, rows + 1))


HOSTILE: dict[str, tuple[Callable[[], bytes], str | tuple[str, ...]]] = {
    "a cell at the far corner": (lambda: excel(far("XFD1048576")), OTHER),
    "a cell far to the right": (lambda: excel(far("XFD1500")), OTHER),
    "fifty such sheets": (lambda: many_sheets(50), OTHER),
    "a row beyond all numbers": (
        lambda: excel('<row r="1"><c><v>1</v></c></row><row r="4294967295"><c><v>1</v></c></row>'),
        BROKEN,
    ),
    "a row that is no number": (lambda: excel('<row r="x"><c><v>1</v></c></row>'), BROKEN),
    "a place that is none": (lambda: excel('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), BROKEN),
    "a far sheet in a .bin": (lambda: sheet_in("media/x.bin", far("XFD1048576")), OTHER),
    "a large sheet in a .bin": (lambda: sheet_in("media/x.bin", valued_cells(190_000)), MANY),
    "a sheet of blanks": (lambda: excel(blank_cells(1_000_000)), MANY),
    "a sheet of values": (lambda: excel(valued_cells(220_000)), MANY),
    "a text that each cell repeats": (lambda: shared_texts(1_000_000, 50_000), MANY),
    "far cells without places": (
        lambda: excel(
            f"<row>{'<c/>' * 16_000}<c><v>1</v></c></row>" + "<row/>" * 1_000 + far("A9")
        ),
        ("file.no_table",),
    ),
    "95,000 empty entries": (
        lambda: packed({f"{n}": b"" for n in range(95_000)}, ZIP_STORED),
        BOMB,
    ),
    "overlapping entries": (overlapping, BROKEN),
    "packed by lzma": (
        lambda: packed({"[Content_Types].xml": TYPES, "word/document.xml": b"<a/>"}, ZIP_LZMA),
        BOMB,
    ),
    "brackets in its properties": (lambda: described(b"<" * 160_000), OTHER),
    "a megabyte of brackets": (lambda: described(b"<" * 1_000_000), OTHER),
    "half tags in its properties": (lambda: described(b"<a" * 400_000), OTHER),
    "half codes in its properties": (lambda: described(b"PL-" * 300_000), OTHER),
    "open tags and codes": (lambda: described(b"<PL-AAAA-" * 100_000), OTHER),
    "a large document": (lambda: large_document(5.5), MANY),
    "a document of the largest size": (
        lambda: word("<w:p/>" * 690_000),
        (MANY, OTHER),
    ),
    "tables within tables": (lambda: nested_tables(60, 200_000), MANY),
    "long labels": (lambda: table_of("ab " * 600, 1_000), ("file.other_form",)),
    "signs in every cell": (lambda: table_of("-,;:(" * 250, 1_400), ("file.other_form", MANY)),
    "figures in every cell": (lambda: table_of("1.234,5 " * 200, 1_000), ("file.other_form", MANY)),
    **{
        f"a document type in {name}": (lambda name=name: with_doctype(name), (ENTITIES, BROKEN))
        for name in (
            *("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"),
            *("utf-7", "ISO-10646-UCS-4", "UCS-4LE"),
        )
    },
}

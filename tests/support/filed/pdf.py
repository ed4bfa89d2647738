"""PDFs of one small table, set by typst, and PDFs written by hand, mark by mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zlib import compress

import typst

from templates.documents.typst_runner import _fonts
from tests.support.filed.form import LABELS

TITLE = "PHỤ LỤC QUÝ IV NĂM 2022"
HEAD = ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú")
COLUMNS = "(1cm, 1fr, 2.5cm, 2.5cm, 2.5cm)"


def typeset(source: str) -> bytes:
    """A PDF of this typst source, in our own font."""
    page = '#set page(width: 21cm, height: 14cm, margin: 1.5cm)\n#set text(font: "Tinos")'
    made = typst.compile(f"{page}\n{source}".encode(), font_paths=_fonts(), format="pdf")
    assert isinstance(made, bytes)
    return made


def table(
    values: Mapping[str, str],
    notes: Mapping[str, str] | None = None,
    look: str = "stroke: 0.5pt",
    keys: Sequence[str] = tuple(LABELS),
    head: Sequence[str] = HEAD,
) -> str:
    """The small form's table with these cells in typst's markup; a row may be left out."""
    cells = [f"[{one}]" for one in head]
    for key in keys:
        value = values.get(key, "")
        cells += ["[]", f"[{LABELS[key]}]", "[]"]
        cells.append(value if value.startswith("table.cell") else f"[{value}]")
        cells.append(f"[{(notes or {}).get(key, '')}]")
    header = ", ".join(cells[: len(head)])
    rest = ", ".join(one for one in cells[len(head) :] if one != "[-]")
    return f"#table(columns: {COLUMNS}, {look}, table.header({header}), {rest})"


def small_pdf(values: Mapping[str, str], **more: object) -> bytes:
    return typeset(f"{TITLE}\n\n{table(values, **more)}")  # type: ignore[arg-type]


def raw_pdf(*pages: bytes, picture: bool = False, annotations: str = "") -> bytes:
    """A PDF whose pages draw what these content streams say, with a font F and a picture P, and
    with these annotations on each."""
    count = len(pages)
    kids = " ".join(f"{5 + 2 * at} 0 R" for at in range(count))
    image = b"\xff" * 300
    xobject = "/XObject << /P 4 0 R >>" if picture else ""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Type /XObject /Subtype /Image /Width 10 /Height 10 /ColorSpace /DeviceRGB "
        b"/BitsPerComponent 8 /Length 300 >>\nstream\n" + image + b"\nendstream",
    ]
    for at, page in enumerate(pages):
        about = f"/Resources << /Font << /F 3 0 R >> {xobject} >> /Contents {6 + 2 * at} 0 R"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
            f"/Annots [{annotations}] {about} >>".encode()
        )
        packed = compress(page)
        objects.append(
            f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode()
            + packed
            + b"\nendstream"
        )
    return _joined(objects)


def _joined(objects: Sequence[bytes]) -> bytes:
    body = b"%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    table_at = len(body)
    lines = b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    size = len(objects) + 1
    return (
        body
        + f"xref\n0 {size}\n0000000000 65535 f \n".encode()
        + lines
        + f"trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table_at}\n%%EOF\n".encode()
    )

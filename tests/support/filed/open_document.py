"""OpenDocument files of one small table, written by hand."""

from __future__ import annotations

from collections.abc import Mapping

from tests.support.damaged.files import zipped
from tests.support.filed.form import LABELS

_NAMES = {
    "office": "office:1.0",
    "style": "style:1.0",
    "table": "table:1.0",
    "text": "text:1.0",
    "draw": "drawing:1.0",
    "fo": "xsl-fo-compatible:1.0",
}
_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{end}"' for name, end in _NAMES.items()
)
HEAD = ("STT", "Chỉ tiêu", "Số liệu", "Ghi chú")


def cell(words: str = "", about: str = "") -> str:
    inside = words if words.startswith("<") else f"<text:p>{words}</text:p>" if words else ""
    return f"<table:table-cell {about}>{inside}</table:table-cell>"


def row(*cells: str, about: str = "") -> str:
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def span(words: str, style: str) -> str:
    return f'<text:span text:style-name="{style}">{words}</text:span>'


def style(name: str, look: str, family: str = "text") -> str:
    about = f'style:name="{name}" style:family="{family}"'
    return f"<style:style {about}><style:text-properties {look}/></style:style>"


def open_file(
    values: Mapping[str, str],
    *,
    kind: str = "text",
    styles: str = "",
    before: str = "",
    rows: Mapping[str, str] | None = None,
    more: str = "",
) -> bytes:
    """`values` are words of cells, or whole cells; `rows` what is said of a row."""
    lines = row(*map(cell, HEAD)) + "".join(
        row(
            cell(),
            cell(label),
            one if (one := values.get(key, "")).startswith("<table:") else cell(one),
            cell(),
            about=(rows or {}).get(key, ""),
        )
        for key, label in LABELS.items()
    )
    table = f'<table:table table:name="Phụ lục">{before}{lines}{more}</table:table>'
    title = "" if kind == "spreadsheet" else "<text:p>PHỤ LỤC QUÝ IV NĂM 2022</text:p>"
    body = f"<office:{kind}>{title}{table}</office:{kind}>"
    content = (
        f"<office:document-content {_SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body>{body}</office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}".encode(),
            "content.xml": content.encode(),
        }
    )

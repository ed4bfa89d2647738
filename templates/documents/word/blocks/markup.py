"""Pieces of WordprocessingML: paragraphs, and the cells and rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import escape

from templates.documents.safe_text import clean_xml_text

GREY, HEAD = "D9D9D9", "F2F2F2"


def write_run(text: str, size: int, *, bold: bool = False, italic: bool = False) -> str:
    """Words of a form, in a run; its <i>…</i> are not marked here."""
    plain = clean_xml_text(text.replace("<i>", "").replace("</i>", ""))
    return _run(str(escape(plain)), size, bold=bold, italic=italic)


def write_tag(tag: str, size: int, *, italic: bool = False) -> str:
    """A tag of the template, in a run."""
    return _run(tag, size, bold=False, italic=italic)


def _run(text: str, size: int, *, bold: bool, italic: bool) -> str:
    look = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    words = f'<w:t xml:space="preserve">{text}</w:t>'
    return f'<w:r><w:rPr>{look}<w:sz w:val="{size}"/></w:rPr>{words}</w:r>' if text else ""


def write_paragraph(
    runs: str, align: str = "left", *, before: int = 0, keep: bool = False, indent: int = 0
) -> str:
    """A paragraph; `indent` is that of its first line, in twips."""
    stays = "<w:keepNext/>" if keep else ""
    space = f'<w:spacing w:before="{before}" w:after="0"/>'
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    return f'<w:p><w:pPr>{stays}{space}{first}<w:jc w:val="{align}"/></w:pPr>{runs}</w:p>'


def write_cell(
    inside: str,
    width: int,
    *,
    across: int = 1,
    merge: str = "",
    fill: str = "",
) -> str:
    """A cell of paragraphs; `merge` is `restart` where it reaches down, `continue` below that."""
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    down = f'<w:vMerge w:val="{merge}"/>' if merge else ""
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
    about = f'<w:tcW w:w="{width}" w:type="dxa"/>{span}{down}{shade}<w:vAlign w:val="center"/>'
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside or write_paragraph('')}</w:tc>"


def write_row(cells: Iterable[str], *, header: bool = False) -> str:
    about = "<w:cantSplit/>" + ("<w:tblHeader/>" if header else "")
    return f"<w:tr><w:trPr>{about}</w:trPr>{''.join(cells)}</w:tr>"


def write_table(rows: Iterable[str], widths: Sequence[int], *, inset: int, lines: bool) -> str:
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    style = '<w:tblStyle w:val="TableGrid"/>' if lines else ""
    sides = "".join(
        f'<w:{side} w:w="{inset if side in ("left", "right") else 20}" w:type="dxa"/>'
        for side in ("top", "left", "bottom", "right")
    )
    about = (
        f'{style}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{sides}</w:tblCellMar>'
    )
    return f"<w:tbl><w:tblPr>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"

"""A finished Word file as a page to be set: its paragraphs and tables with everything resolved
that styles say, so that another engine prints the same page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from templates.documents.pdf.style_resolver import (
    EIGHTH,
    POINT,
    ParagraphStyle,
    StyleResolver,
    is_switched_on,
    length_of,
    word_name,
)
from templates.documents.xml_tree import read_tree

MAIN, STYLES, RELATIONS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"
_PARAGRAPH, _TABLE, _RUN = word_name("p"), word_name("tbl"), word_name("r")
_WRAPS = frozenset(
    {word_name("hyperlink"), word_name("smartTag"), word_name("sdt"), word_name("sdtContent")}
)
_SILENT = frozenset(  # without effect in print
    word_name(name)
    for name in (
        *("pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr"),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak"),
        *("fldChar", "instrText", "permStart", "permEnd", "tblPrEx", "softHyphen"),
    )
)
_TEXT = frozenset(word_name(name) for name in ("t", "br", "cr", "tab", "noBreakHyphen"))
_ALIGN = {"center": "center", "right": "right", "end": "right", "both": "justify"}
_VALIGN = {"center": "horizon", "bottom": "bottom"}
_SIDES = {"top": "top", "bottom": "bottom", "left": "left", "right": "right"} | {
    "start": "left",
    "end": "right",
}
FIFTIETHS = 50  # of a percent, in which widths of tables are said
TALLEST, LINE = 500, 1.15  # points of a row that stays whole; a line of text to its size

Page = dict[str, Any]


def read_page(parts: Mapping[str, bytes | str]) -> Page:
    """What is to be printed, in points. `parts` are the file's, by name."""
    return _Reader(parts).page()


def find_unprintable(parts: Mapping[str, bytes | str]) -> list[str]:
    """What stands in the file and could not be printed from its page: pictures, lists, notes."""
    root = read_tree(parts[MAIN])
    known = _SILENT | _TEXT | _WRAPS | {_PARAGRAPH, _TABLE, _RUN, word_name("tr"), word_name("tc")}
    strange = {
        etree.QName(one).localname
        for one in _visible(root.find(word_name("body")))
        if one.tag not in known
    }
    strange |= {"numPr"} if any(map(_is_counted, root.iter(word_name("numPr")))) else set()
    strange |= (
        {"sectPr"}
        if root.find(f".//{word_name('pPr')}/{word_name('sectPr')}") is not None
        else set()
    )
    return sorted(strange)


def _is_counted(numbering: Any) -> bool:
    """Whether a paragraph with this numbering is in a list: it may say that it is in none."""
    known = numbering.find(word_name("numId"))
    return known is None or known.get(word_name("val")) != "0"


def _visible(parent: Any) -> Iterator[Any]:
    """Elements below this one, but not inside those that only describe."""
    for child in parent:
        if not isinstance(child.tag, str):
            continue
        yield child
        if child.tag not in _SILENT:
            yield from _visible(child)


class _Reader:
    def __init__(self, parts: Mapping[str, bytes | str]) -> None:
        self._parts = parts
        self._styles = StyleResolver(read_tree(parts[STYLES]))
        self._body = read_tree(parts[MAIN]).find(word_name("body"))
        self._room = 0.0  # points beside each other in what is read: the page, or a cell

    def page(self) -> Page:
        section = self._body.find(word_name("sectPr"))
        size, margin = section.find(word_name("pgSz")), section.find(word_name("pgMar"))
        beside = sum(length_of(margin, one) for one in ("left", "right"))
        self._room = (length_of(size, "w") - beside) / POINT
        edges = ("top", "right", "bottom", "left", "header", "footer")
        return {
            "width": length_of(size, "w") / POINT,
            "height": length_of(size, "h") / POINT,
            **{edge: length_of(margin, edge) / POINT for edge in edges},
            "blocks": [*self._blocks(self._body)],
            "headers": self._furniture(section, "header"),
            "footers": self._furniture(section, "footer"),
        }

    def _furniture(self, section: Any, what: str) -> dict[str, Any]:
        """The header or footer of the first page and of the others; they share one when the
        document does not tell them apart."""
        found = {}
        for one in section.findall(word_name(f"{what}Reference")):
            target = self._target(one.get(qn("r:id")))
            tree = read_tree(self._parts[target]) if target in self._parts else []
            found[one.get(word_name("type"))] = [*self._blocks(tree)]
        rest = found.get("default", [])
        apart = section.find(word_name("titlePg")) is not None
        return {"first": found.get("first", []) if apart else rest, "rest": rest}

    def _target(self, relation: str) -> str:
        for one in read_tree(self._parts[RELATIONS]):
            if one.get("Id") == relation:
                return "word/" + str(one.get("Target"))
        return ""

    def _blocks(self, parent: Any, look: ParagraphStyle | None = None) -> Iterator[Page]:
        for child in parent:
            if child.tag == _PARAGRAPH:
                yield self._paragraph(child, look)
            elif child.tag == _TABLE:
                yield self._table(child)
            elif child.tag in _WRAPS:
                yield from self._blocks(child, look)

    def _paragraph(self, element: Any, around: ParagraphStyle | None) -> Page:
        about = element.find(word_name("pPr"))
        look = self._styles.paragraph(about, around)
        return {
            "kind": "paragraph",
            "align": _ALIGN.get(look.align, "left"),
            "before": look.before,
            "after": look.after,
            "line": look.line,
            "exact": look.exact,
            "left": look.left,
            "right": look.right,
            "first": look.first,
            "keep": look.keep,
            "size": look.size,
            "runs": [*self._runs(element, look)],
        }

    def _runs(self, parent: Any, look: ParagraphStyle) -> Iterator[Page]:
        field = False
        for child in parent:
            if child.tag in _WRAPS:
                yield from self._runs(child, look)
            elif child.tag == _RUN:
                mark = child.find(word_name("fldChar"))
                if mark is not None:
                    field = mark.get(word_name("fldCharType")) != "end"
                code = child.find(word_name("instrText"))
                if code is not None and (code.text or "").split()[:1] == ["PAGE"]:
                    yield self._styles.run(child.find(word_name("rPr")), look) | {"field": "page"}
                elif not field and (text := _text(child)):
                    yield self._styles.run(child.find(word_name("rPr")), look) | {"text": text}

    def _table(self, table: Any) -> Page:
        about = table.find(word_name("tblPr"))
        style = self._styles.table(about)
        widths = self._widths(table, about)
        rows = [self._row(row, style.look, widths) for row in table.findall(word_name("tr"))]
        for row in rows:
            row["whole"] = row["whole"] and _height(row, widths) < TALLEST
        _span_down(rows)
        return {
            "kind": "table",
            "align": _ALIGN.get(style.align, "left"),
            "widths": widths,
            "stroke": style.stroke,
            "inset": style.inset,
            "rows": rows,
        }

    def _widths(self, table: Any, about: Any) -> list[float]:
        """The widths of the columns; a table that is as wide as so many percent of its room is
        that, whatever its columns add up to."""
        widths = [length_of(one, "w") / POINT for one in table.find(word_name("tblGrid"))]
        said = about.find(word_name("tblW")) if about is not None else None
        whole = sum(widths)
        if said is None or said.get(word_name("type")) != "pct" or not whole or not self._room:
            return widths
        share = said.get(word_name("w"), "0").rstrip("%")
        percent = float(share) if share.replace(".", "", 1).isdecimal() else 0.0
        percent = percent if said.get(word_name("w"), "").endswith("%") else percent / FIFTIETHS
        wide = self._room * percent / 100
        return [one * wide / whole for one in widths] if wide else widths

    def _row(self, row: Any, look: ParagraphStyle, widths: list[float]) -> Page:
        about = row.find(word_name("trPr"))
        cells, at, whole = [], 0, self._room
        for cell in row.findall(word_name("tc")):
            across = _span_of(cell)
            self._room = sum(widths[at : at + across])
            cells.append(self._cell(cell, look))
            at += across
        self._room = whole
        # In a table it is the row that stays with the next one, not the paragraph.
        keeps = [one.pop("keep", False) for cell in cells for one in cell["blocks"]]
        return {
            "header": is_switched_on(about, "tblHeader"),
            "whole": is_switched_on(about, "cantSplit"),
            "keep": any(keeps),
            "cells": cells,
        }

    def _cell(self, cell: Any, look: ParagraphStyle) -> Page:
        about = cell.find(word_name("tcPr"))
        merge = about.find(word_name("vMerge")) if about is not None else None
        shade = about.find(word_name("shd")) if about is not None else None
        fill = shade.get(word_name("fill"), "") if shade is not None else ""
        valign = about.find(word_name("vAlign")) if about is not None else None
        return {
            "columns": _span_of(cell),
            "rows": 1,
            "merged": merge is not None and merge.get(word_name("val")) != "restart",
            "valign": _VALIGN.get(
                valign.get(word_name("val")) if valign is not None else "", "top"
            ),
            "fill": f"#{fill}" if len(fill) == 6 else "",
            "lines": _lines_of(about),
            "blocks": [*self._blocks(cell, look)],
        }


def _span_of(cell: Any) -> int:
    """How many columns a cell covers."""
    span = cell.find(f"{word_name('tcPr')}/{word_name('gridSpan')}")
    return int(span.get(word_name("val"))) if span is not None else 1


def _lines_of(about: Any) -> dict[str, float]:
    """The lines that a cell has of its own, in points by their side; 0 where there is none."""
    borders = about.find(word_name("tcBorders")) if about is not None else None
    found = {}
    for one in borders if borders is not None else ():
        side = _SIDES.get(etree.QName(one).localname)
        if side is not None:
            drawn = one.get(word_name("val")) not in (None, "nil", "none")
            found[side] = length_of(one, "sz", 4) / EIGHTH if drawn else 0.0
    return found


def _height(row: Page, widths: list[float]) -> float:
    """About how high a row is: one that is higher than a page cannot stay whole."""
    heights, column = [0.0], 0
    for cell in row["cells"]:
        width = max(sum(widths[column : column + cell["columns"]]), 10.0)
        column += cell["columns"]
        lines = 0.0
        for block in cell["blocks"]:
            signs = sum(len(run.get("text", "")) for run in block.get("runs", ()))
            lines += (signs * block.get("size", 0) / 2 // width + 1) * block.get("size", 0)
        heights.append(lines * LINE)
    return max(heights)


def _text(run: Any) -> str:
    found = []
    for piece in run:
        if piece.tag == word_name("t"):
            found.append(piece.text or "")
        elif piece.tag in (word_name("br"), word_name("cr")):
            found.append("\n")
        elif piece.tag == word_name("tab"):
            found.append("\t")
        elif piece.tag == word_name("noBreakHyphen"):
            found.append("\u2011")
    return "".join(found)


def _span_down(rows: list[Page]) -> None:
    """Cells that are merged downwards become one cell over several rows."""
    above: dict[int, Page] = {}
    for row in rows:
        column, left = 0, []
        for cell in row["cells"]:
            if cell["merged"] and column in above:
                above[column]["rows"] += 1
                if "bottom" in cell["lines"]:
                    above[column]["lines"]["bottom"] = cell["lines"]["bottom"]
            else:
                above[column] = cell
                left.append(cell)
            column += cell["columns"]
        row["cells"] = left

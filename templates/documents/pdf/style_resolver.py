"""What the styles of a Word file say of a paragraph, a run and a table, in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

POINT = 20  # twentieths, as Word counts lengths
HALF, EIGHTH, SINGLE = 2, 8, 240  # of a point: font sizes, borders; a line of text


@cache
def word_name(name: str) -> str:
    """The full name of an element or attribute of WordprocessingML."""
    return str(qn(f"w:{name}"))


_OFF = ("0", "false", "off", "none")


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph looks. `line` is its line spacing as a factor, or in points if `exact`."""

    align: str = "left"
    before: float = 0
    after: float = 0
    line: float = 1
    exact: bool = False
    left: float = 0
    right: float = 0
    first: float = 0
    keep: bool = False
    size: float = 10
    bold: bool = False
    italic: bool = False
    caps: bool = False
    underline: str = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class TableStyle:
    align: str
    stroke: float  # of its lines, in points; 0: none
    inset: dict[str, float]
    look: ParagraphStyle


def length_of(element: Any, name: str, otherwise: float = 0) -> float:
    """A length of an element, as Word counts it."""
    found = element.get(word_name(name)) if element is not None else None
    return float(found) if found is not None else otherwise


def is_switched_on(about: Any, name: str) -> bool:
    """Whether a switch is there and on."""
    found = about.find(word_name(name)) if about is not None else None
    return found is not None and found.get(word_name("val"), "1") not in _OFF


class StyleResolver:
    """The file's styles; what is said of paragraphs and runs is worked out once each."""

    def __init__(self, tree: Any) -> None:
        self._by_id = {
            one.get(word_name("styleId")): one for one in tree.findall(word_name("style"))
        }
        self._normal = next(
            (
                name
                for name, one in self._by_id.items()
                if one.get(word_name("type")) == "paragraph"
                and one.get(word_name("default")) == "1"
            ),
            "",
        )
        defaults = tree.find(word_name("docDefaults"))
        look = ParagraphStyle()
        if defaults is not None:
            look = _with_run(look, defaults.find(f"{word_name('rPrDefault')}/{word_name('rPr')}"))
            look = _with_paragraph(
                look, defaults.find(f"{word_name('pPrDefault')}/{word_name('pPr')}")
            )
        self._plain = look
        self._styled = cache(self._of_style)
        self._paragraphs: dict[tuple[bytes, ParagraphStyle | None], ParagraphStyle] = {}

    def paragraph(self, about: Any, around: ParagraphStyle | None) -> ParagraphStyle:
        """The look of a paragraph with these properties; `around` is that of its table."""
        said = etree.tostring(about) if about is not None else b""
        known = self._paragraphs.get((said, around))
        if known is None:
            style = about.find(word_name("pStyle")) if about is not None else None
            name = style.get(word_name("val")) if style is not None else self._normal
            known = _with_paragraph(self._styled(name, around or self._plain), about)
            self._paragraphs[said, around] = known
        return known

    def run(self, about: Any, look: ParagraphStyle) -> dict[str, Any]:
        """The look of a run, without what is as usual."""
        own = _with_run(look, about)
        vertical = about.find(word_name("vertAlign")) if about is not None else None
        found = {
            "size": own.size,
            "bold": own.bold,
            "italic": own.italic,
            "caps": own.caps,
            "underline": own.underline,
            "color": own.color,
            "script": vertical.get(word_name("val")) if vertical is not None else "",
        }
        return {name: value for name, value in found.items() if value}

    def table(self, about: Any) -> TableStyle:
        """The look of a table with these properties."""
        style = about.find(word_name("tblStyle")) if about is not None else None
        chain = [*self._chain(style.get(word_name("val")))] if style is not None else []
        properties = [one.find(word_name("tblPr")) for one in chain] + [about]
        inset, stroke, align = {"top": 0.0, "left": 5.4, "bottom": 0.0, "right": 5.4}, 0.0, ""
        for one in (one for one in properties if one is not None):
            margins = one.find(word_name("tblCellMar"))
            for side in inset if margins is not None else ():
                given = margins.find(word_name(side))
                inset[side] = length_of(given, "w") / POINT if given is not None else inset[side]
            borders = one.find(word_name("tblBorders"))
            if borders is not None:
                stroke = _stroke(borders)
            place = one.find(word_name("jc"))
            align = place.get(word_name("val")) if place is not None else align
        look = self._plain
        for one in chain:
            look = _with_paragraph(look, one.find(word_name("pPr")))
        return TableStyle(align, stroke, inset, look)

    def _of_style(self, name: str, look: ParagraphStyle) -> ParagraphStyle:
        for style in self._chain(name):
            look = _with_run(look, style.find(word_name("rPr")))
            look = _with_paragraph(look, style.find(word_name("pPr")))
        return look

    def _chain(self, name: str) -> Iterator[Any]:
        """The style and those it is based on, the deepest first."""
        style = self._by_id.get(name)
        if style is None:
            return
        base = style.find(word_name("basedOn"))
        if base is not None and base.get(word_name("val")) != name:
            yield from self._chain(base.get(word_name("val")))
        yield style


def _stroke(borders: Any) -> float:
    line = borders.find(word_name("insideH"))
    if line is None or line.get(word_name("val")) in (None, "nil", "none"):
        return 0
    return length_of(line, "sz", 4) / EIGHTH


def _with_paragraph(look: ParagraphStyle, about: Any) -> ParagraphStyle:
    """The look with what these paragraph properties change of it."""
    if about is None:
        return look
    change: dict[str, Any] = {}
    spacing, place = about.find(word_name("spacing")), about.find(word_name("jc"))
    indent = about.find(word_name("ind"))
    if spacing is not None:
        change["before"] = length_of(spacing, "before", look.before * POINT) / POINT
        change["after"] = length_of(spacing, "after", look.after * POINT) / POINT
        if spacing.get(word_name("line")):
            exact = spacing.get(word_name("lineRule"), "auto") != "auto"
            change["exact"] = exact
            change["line"] = length_of(spacing, "line") / (POINT if exact else SINGLE)
    if place is not None:
        change["align"] = place.get(word_name("val"))
    if indent is not None:
        change["left"] = length_of(indent, "left", look.left * POINT) / POINT
        change["right"] = length_of(indent, "right", look.right * POINT) / POINT
        hanging = length_of(indent, "hanging")
        change["first"] = (length_of(indent, "firstLine") - hanging) / POINT
    if about.find(word_name("keepNext")) is not None:
        change["keep"] = is_switched_on(about, "keepNext")
    return replace(look, **change) if change else look


def _with_run(look: ParagraphStyle, about: Any) -> ParagraphStyle:
    """The look with what these run properties change of it."""
    if about is None:
        return look
    change: dict[str, Any] = {}
    for name, field in (("b", "bold"), ("i", "italic"), ("caps", "caps")):
        if about.find(word_name(name)) is not None:
            change[field] = is_switched_on(about, name)
    size, line, color = (about.find(word_name(name)) for name in ("sz", "u", "color"))
    if size is not None:
        change["size"] = length_of(size, "val") / HALF
    if line is not None:
        kind = line.get(word_name("val"), "single")
        change["underline"] = "" if kind in _OFF else "dotted" if "dot" in kind else "solid"
    if color is not None:
        given = color.get(word_name("val"), "auto")
        change["color"] = "" if given in ("auto", "000000") else f"#{given}"
    return replace(look, **change) if change else look

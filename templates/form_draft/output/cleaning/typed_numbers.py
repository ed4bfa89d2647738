"""Automatic numbers and bullets of a Word page as typed text: a row that is repeated must not count
on, and what is printed is what is read."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from lxml import etree

from templates.appendix_import.word.list_numbers import WordNumbering
from templates.appendix_import.word.names import qn, value_of
from templates.appendix_import.word.styles import WordStyles

_AFTER_NUMBER = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
_BEFORE_INDENT = frozenset(
    qn(f"w:{name}")
    for name in (
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection"),
        *("textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    )
)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def type_numbers(root: Any, styles: Any, numbering: Any) -> None:
    """Put before each numbered paragraph what Word would put there, and have it counted no more;
    the roots are those of the document, its styles and its numbering."""
    if numbering is None:
        return
    body = root.find(qn("w:body"))
    known = WordStyles(styles)
    numbers = WordNumbering(numbering).number_all(body, known.list_of)
    for paragraph, number in numbers.items():
        list_id, level, _ = known.list_of(paragraph)
        _type(paragraph, number, _indent(numbering, list_id, level or 0))
        if known.list_of(paragraph)[0]:  # its style is one of a list
            _leave_list(paragraph.find(qn("w:pPr")))


def _type(paragraph: Any, number: str, indent: Any) -> None:
    about = paragraph.find(qn("w:pPr"))
    if about is None:
        about = etree.Element(qn("w:pPr"))
        paragraph.insert(0, about)
    for one in about.findall(qn("w:numPr")):
        about.remove(one)
    if indent is not None and about.find(qn("w:ind")) is None:
        _insert_before(about, deepcopy(indent), _BEFORE_INDENT)
    first = next(paragraph.iter(qn("w:r")), None)
    look = first.find(qn("w:rPr")) if first is not None else about.find(qn("w:rPr"))
    run = etree.Element(qn("w:r"))
    if look is not None:
        run.append(deepcopy(look))
    words = etree.SubElement(run, qn("w:t"))
    words.set(_SPACE, "preserve")
    words.text = number
    if any(text.text for text in paragraph.iter(qn("w:t"))):
        etree.SubElement(run, qn("w:tab"))
    paragraph.insert(list(paragraph).index(about) + 1, run)


def _leave_list(about: Any) -> None:
    """The paragraph is in no list, whatever its style says."""
    made = etree.Element(qn("w:numPr"))
    etree.SubElement(made, qn("w:numId")).set(qn("w:val"), "0")
    before = [one for one in about if one.tag in {qn(f"w:{name}") for name in _AFTER_NUMBER}]
    about.insert(len(before), made)


def _insert_before(about: Any, made: Any, later: frozenset[str]) -> None:
    for at, one in enumerate(about):
        if one.tag in later:
            about.insert(at, made)
            return
    about.append(made)


def _indent(numbering: Any, list_id: str, level: int) -> Any:
    """Where the list sets its paragraphs in."""
    lists = {one.get(qn("w:numId")): one for one in numbering.findall(qn("w:num"))}
    kind = value_of(lists.get(list_id), "w:abstractNumId")
    for one in numbering.findall(qn("w:abstractNum")):
        if one.get(qn("w:abstractNumId")) == kind:
            for each in one.findall(qn("w:lvl")):
                if each.get(qn("w:ilvl")) == str(level):
                    return each.find(f"{qn('w:pPr')}/{qn('w:ind')}")
    return None

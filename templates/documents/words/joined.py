"""The report in words and the appendix as one Word file: two sections, each with its own pages."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn
from lxml import etree

from templates.documents.xml_tree import read_tree, write_tree

MAIN, STYLES, RELATIONS = "word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"
_REFERENCES = (qn("w:headerReference"), qn("w:footerReference"))
_STYLED = (qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
Parts = dict[str, bytes | str]


def join_files(words: Mapping[str, bytes | str], appendix: Mapping[str, bytes | str]) -> Parts:
    """The parts of a file that has the words first and the appendix behind them. It is the file of
    the appendix: a style that both have is that of the appendix, and the pages of the words have
    its header."""
    joined = {**appendix}
    main, first = read_tree(appendix[MAIN]), read_tree(words[MAIN])
    body, before = main.find(qn("w:body")), first.find(qn("w:body"))
    last = body.find(qn("w:sectPr"))
    section = _section_of(before, last)
    for place, element in enumerate([*before, _paragraph_with(section)]):
        body.insert(place, element)
    joined[MAIN] = write_tree(main)
    joined[STYLES] = _with_styles(appendix[STYLES], words[STYLES], body)
    return joined


def _section_of(body: Any, of_appendix: Any) -> Any:
    """The page of the words, taken out of their body, with the header of the appendix; numbers of
    pages begin anew in either."""
    section = body.find(qn("w:sectPr"))
    body.remove(section)
    for one in [*section]:
        if one.tag in _REFERENCES:
            section.remove(one)
    for one in reversed(of_appendix.findall(qn("w:headerReference"))):
        section.insert(0, deepcopy(one))
    numbers = of_appendix.find(qn("w:pgNumType"))
    if numbers is None:
        numbers = etree.Element(qn("w:pgNumType"))
        of_appendix.insert(_behind_margins(of_appendix), numbers)
    numbers.set(qn("w:start"), "1")
    return section


def _behind_margins(section: Any) -> int:
    margins = section.find(qn("w:pgMar"))
    return section.index(margins) + 1 if margins is not None else 0


def _paragraph_with(section: Any) -> Any:
    """A paragraph that ends a section, as small as one can be."""
    paragraph = etree.Element(qn("w:p"))
    about = etree.SubElement(paragraph, qn("w:pPr"))
    space = etree.SubElement(about, qn("w:spacing"))
    for name, value in (("before", "0"), ("after", "0"), ("line", "20"), ("lineRule", "exact")):
        space.set(qn(f"w:{name}"), value)
    about.append(section)
    return paragraph


def _with_styles(own: bytes | str, others: bytes | str, body: Any) -> bytes:
    """The styles of the appendix, and those that only the words use."""
    mine, theirs = read_tree(own), read_tree(others)
    known = {one.get(qn("w:styleId")) for one in mine.findall(qn("w:style"))}
    used = {one.get(qn("w:val")) for tag in _STYLED for one in body.iter(tag)}
    named = {one.get(qn("w:styleId")): one for one in theirs.findall(qn("w:style"))}
    waiting = [name for name in used - known if name in named]
    while waiting:
        name = waiting.pop()
        if name in known:
            continue
        known.add(name)
        mine.append(deepcopy(named[name]))
        for tag in ("basedOn", "next", "link"):
            one = named[name].find(qn(f"w:{tag}"))
            if one is not None and one.get(qn("w:val")) in named:
                waiting.append(one.get(qn("w:val")))
    return write_tree(mine)

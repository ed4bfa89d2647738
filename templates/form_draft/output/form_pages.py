"""The pages of one form in a Word file that holds several."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from templates.appendix_import.word.names import qn
from templates.form_draft.model import FormDraft
from templates.form_draft.output.word_cells import PARAGRAPH, WordCells

_SECTION, _PROPERTIES = qn("w:sectPr"), qn("w:pPr")


class FormPages:
    """What of a document's body belongs to a form, found before anything in it is changed."""

    def __init__(self, root: Any, draft: FormDraft, places: WordCells) -> None:
        self._body = root.find(qn("w:body"))
        self._first = self._block(places.find(draft.begins))
        self._after = self._block(places.find(draft.ends))

    def cut(self) -> None:
        """Leave the form's pages alone, on the paper that they are on."""
        if self._first is None and self._after is None:
            return
        blocks = [one for one in self._body if one.tag != _SECTION]
        start = blocks.index(self._first) if self._first in blocks else 0
        end = blocks.index(self._after) if self._after in blocks else len(blocks)
        section = _section_of(blocks[start:])
        for one in [*blocks[:start], *blocks[end:]]:
            self._body.remove(one)
        if section is not None:
            for old in self._body.findall(_SECTION):
                self._body.remove(old)
            self._body.append(section)
        _drop_breaks(blocks[start:end])

    def _block(self, found: Any) -> Any:
        """The paragraph or table of the body that a place is in."""
        if found is None:
            return None
        above = [found, *found.iterancestors()]
        return next((one for one in above if one.getparent() is self._body), None)


def _section_of(blocks: list[Any]) -> Any:
    """The paper of the first page: a section is told by the paragraph that ends it; None where
    that is the document's last."""
    for one in blocks:
        if one.tag == PARAGRAPH:
            found = one.find(f"{_PROPERTIES}/{_SECTION}")
            if found is not None:
                return deepcopy(found)
    return None


def _drop_breaks(blocks: list[Any]) -> None:
    """No section ends in the last paragraph: it is the document's."""
    for one in reversed(blocks):
        if one.tag != PARAGRAPH:
            return
        about = one.find(_PROPERTIES)
        section = about.find(_SECTION) if about is not None else None
        if section is not None:
            about.remove(section)
            return
        if "".join(one.itertext()).strip():
            return

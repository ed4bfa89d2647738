"""What lies on a page of a PDF and is no part of it: comments, filled fields, strokes."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from templates.appendix_import.cell_text import Aside
from templates.appendix_import.pdf import limits
from templates.appendix_import.pdf.geometry import Matrix, Rule, apply

COMMENT, FIELD = "aside.comment", "aside.filled_field"
_LONGEST = 1_000  # characters of one that are told


@dataclass
class OnPage:
    """`strikes` go through words; `asides` are told and not read."""

    strikes: list[Rule] = field(default_factory=list)
    asides: list[Aside] = field(default_factory=list)


def read_annotations(page: Any, frame: Matrix) -> OnPage:
    """Of more than one looks at the first ones."""
    found = OnPage()
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), limits.MAX_ANNOTATIONS)):
        one = pdfium.FPDFPage_GetAnnot(page, at)
        if not one:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(one)
        if kind == pdfium.FPDF_ANNOT_STRIKEOUT:
            found.strikes.append(_middle(one, frame))
        elif kind == pdfium.FPDF_ANNOT_WIDGET:
            found.asides += _said(one, b"V", FIELD)
        elif kind != pdfium.FPDF_ANNOT_POPUP:
            found.asides += _said(one, b"Contents", COMMENT)
        pdfium.FPDFPage_CloseAnnot(one)
    return found


def _middle(one: Any, frame: Matrix) -> Rule:
    box = pdfium.FS_RECTF()
    pdfium.FPDFAnnot_GetRect(one, box)
    x0, y0 = apply(frame, box.left, box.bottom)
    x1, y1 = apply(frame, box.right, box.top)
    return Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1))


def _said(one: Any, key: bytes, why: str) -> list[Aside]:
    size = pdfium.FPDFAnnot_GetStringValue(one, key, None, 0)
    if size <= 2:
        return []
    kept = (ctypes.c_ushort * (min(size, 2 * _LONGEST) // 2))()
    if pdfium.FPDFAnnot_GetStringValue(one, key, kept, ctypes.sizeof(kept)) > ctypes.sizeof(kept):
        return [Aside("…", why)]
    text = bytes(kept).decode("utf-16-le", "replace").rstrip("\0").strip()
    return [Aside(text, why)] if text else []

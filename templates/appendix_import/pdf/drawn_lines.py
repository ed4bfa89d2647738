"""The lines that are drawn on a page of a PDF, from the paths that pdfium finds in it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.pdf import limits
from templates.appendix_import.pdf.geometry import UNMOVED, Matrix, Rule, apply, chain

THICKEST = 3.0  # points of a line that is drawn as a filled box
STRAIGHT = 0.7  # points by which the ends of a straight line may differ
_WHITE = 250  # of 255, of each colour


@dataclass
class Drawing:
    """Lines to the right and upwards as they are drawn, in pieces; boxes that are filled with a
    colour; whether there is a picture."""

    across: list[Rule] = field(default_factory=list)
    upright: list[Rule] = field(default_factory=list)
    filled: list[tuple[float, float, float, float]] = field(default_factory=list)
    has_picture: bool = False
    paths: int = 0
    segments: int = 0


def read_drawing(page: Any, number: int, frame: Matrix) -> Drawing:
    """What is drawn on a page of pdfium; `frame` turns the page as people see it. FileRefusedError
    for a page with more than one looks at."""
    found = Drawing()
    count = pdfium.FPDFPage_CountObjects(page)
    if count > limits.MAX_PATHS + limits.MAX_LETTERS:
        raise _too_much(number)
    for at in range(count):
        _read_object(pdfium.FPDFPage_GetObject(page, at), found, number, frame, 0)
    return found


def _too_much(number: int) -> FileRefusedError:
    return FileRefusedError("file.pdf_page", page=number)


def _read_object(one: Any, found: Drawing, number: int, frame: Matrix, depth: int) -> None:
    kind = pdfium.FPDFPageObj_GetType(one)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        found.has_picture = True
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < limits.MAX_DEPTH:
        inner = chain(_matrix(one), frame)
        count = pdfium.FPDFFormObj_CountObjects(one)
        found.paths += max(count, 0)
        if found.paths > limits.MAX_PATHS + limits.MAX_LETTERS:
            raise _too_much(number)
        for at in range(count):
            child = pdfium.FPDFFormObj_GetObject(one, at)
            _read_object(child, found, number, inner, depth + 1)
    elif kind == pdfium.FPDF_PAGEOBJ_PATH:
        found.paths += 1
        found.segments += max(pdfium.FPDFPath_CountSegments(one), 0)
        if found.paths > limits.MAX_PATHS or found.segments > limits.MAX_SEGMENTS:
            raise _too_much(number)
        _read_path(one, found, chain(_matrix(one), frame))


def _matrix(one: Any) -> Matrix:
    said = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, said):
        return UNMOVED
    return (said.a, said.b, said.c, said.d, said.e, said.f)


def _read_path(path: Any, found: Drawing, frame: Matrix) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    strokes = bool(stroke.value) and not _is_white(path, pdfium.FPDFPageObj_GetStrokeColor)
    fills = bool(fill.value) and not _is_white(path, pdfium.FPDFPageObj_GetFillColor)
    if not strokes and not fills:
        return
    for points in _parts(path, frame):
        if strokes:
            for one, other in pairwise(points):
                _add_stroke(found, one, other)
        elif len(points) > 2:
            _add_filled(found, points)


def _is_white(path: Any, ask: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(path, red, green, blue, alpha):
        return False
    return alpha.value == 0 or min(red.value, green.value, blue.value) >= _WHITE


def _parts(path: Any, frame: Matrix) -> Iterator[list[tuple[float, float]]]:
    """The points of each part of a path; a part that is closed comes back to its first one.
    Curves end a part: no table is drawn with them."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = apply(frame, x.value, y.value)
        if kind != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = [point]
            continue
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add_stroke(found: Drawing, one: tuple[float, float], other: tuple[float, float]) -> None:
    (x0, y0), (x1, y1) = one, other
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if high <= STRAIGHT and wide > STRAIGHT:
        found.across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif wide <= STRAIGHT and high > STRAIGHT:
        found.upright.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))


def _add_filled(found: Drawing, points: list[tuple[float, float]]) -> None:
    """A thin box is a line; a thick one is a ground on which letters stand."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    left, right, bottom, top = min(xs), max(xs), min(ys), max(ys)
    wide, high = right - left, top - bottom
    if high <= THICKEST and wide > high:
        found.across.append(Rule((bottom + top) / 2, left, right))
    elif wide <= THICKEST and high > wide:
        found.upright.append(Rule((left + right) / 2, bottom, top))
    elif wide > THICKEST and high > THICKEST:
        found.filled.append((left, bottom, right, top))

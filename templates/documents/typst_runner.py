"""typst with our own font, fed with data that it only prints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import Any

KEPT_FOR = 10  # documents


def typeset_source(source: str, data: Mapping[str, Any], **options: Any) -> bytes:
    """One of our typst sources with this data: a PDF, or the first page as a picture. The data
    is read as JSON; nothing in it can act."""
    import typst

    try:
        made: Any = typst.compile(
            _source(source),
            font_paths=_fonts(),
            sys_inputs={"data": json.dumps({**data}, ensure_ascii=False)},
            **({"format": "pdf"} | options),
        )
    finally:
        _forget()
    return bytes(made if isinstance(made, bytes) else made[0])


def _forget() -> None:
    """typst caches what it computes until ten documents in a row have not used it: some 350 MB of
    appendixes that no two officers share. Ten empty pages cost a few milliseconds."""
    import typst

    for _ in range(KEPT_FOR):
        typst.compile(b"", font_paths=_fonts(), format="svg")


@cache
def _source(name: str) -> bytes:
    return (files("templates") / "documents" / name).read_bytes()


@cache
def _fonts() -> Any:
    """Our fonts, and those that typst brings for letters they do not have; never the machine's."""
    import typst

    with as_file(files("templates") / "documents" / "fonts") as folder:
        return typst.Fonts(font_paths=[str(folder)], include_system_fonts=False)

"""What a reader process does with a file: each task takes the parts of a request, the last of
them the file, and gives JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import lru_cache

from conversations.forms.model import Form
from templates.appendix_import.reader import read_filed
from templates.appendix_import.spreadsheet import sheet_lines
from templates.appendix_import.verification_code import code_of, is_pdf
from templates.appendix_import.workbook_sheets import workbook_sheets


def find_code(content: bytes) -> bytes:
    """The code that an issued file carries, and whether the file is a PDF."""
    return json.dumps({"code": code_of(content), "is_pdf": is_pdf(content)}).encode()


def read_appendix(form: bytes, file_name: bytes, content: bytes) -> bytes:
    """What the appendix says of the form's rows."""
    filed = read_filed(_form(form), file_name.decode("utf-8", "surrogatepass"), content)
    return filed.model_dump_json().encode()


def read_lines(content: bytes) -> bytes:
    """The first sheet of a spreadsheet, as lines of text."""
    return json.dumps(sheet_lines(content)).encode()


def read_sheets(content: bytes) -> bytes:
    """All sheets of a workbook, as lines of text by their names."""
    return json.dumps(workbook_sheets(content)).encode()


@lru_cache(maxsize=4)
def _form(form: bytes) -> Form:
    return Form.model_validate_json(form)


TASKS: Mapping[str, Callable[..., bytes]] = {
    "code": find_code,
    "appendix": read_appendix,
    "lines": read_lines,
    "sheets": read_sheets,
}

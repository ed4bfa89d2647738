"""Placeholder until the real reading of filed appendixes lands."""

from __future__ import annotations

from typing import Any

from conversations.form import Form
from conversations.past import Filed


class FileRefusedError(Exception):
    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data


def read_filed(form: Form, file_name: str, content: bytes) -> Filed:
    raise FileRefusedError("file.kind")

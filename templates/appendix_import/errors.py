"""Why a file cannot be taken."""

from __future__ import annotations

from typing import Any


class FileRefusedError(Exception):
    """`code` is a wording code, `data` fills its words."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code)
        self.code = code
        self.data = data

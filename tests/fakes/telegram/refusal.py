"""An answer with ok: false."""

from __future__ import annotations

from typing import Any


class RefusalError(Exception):
    """`code` is both the HTTP status and error_code."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(description: str) -> RefusalError:
    return RefusalError(400, f"Bad Request: {description}")

"""What all parts of one workbook may come to together."""

from __future__ import annotations

from dataclasses import dataclass

from templates.appendix_import import limits
from templates.appendix_import.errors import FileRefusedError


@dataclass
class WorkbookBudget:
    elements: int = limits.MAX_ELEMENTS
    values: int = limits.MAX_VALUES
    text: int = limits.MAX_TEXT

    def spend(self, name: str, amount: int) -> None:
        """FileRefusedError when no more of it is left."""
        left = getattr(self, name) - amount
        if left < 0:
            raise FileRefusedError("file.too_many_rows")
        setattr(self, name, left)

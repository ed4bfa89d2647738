"""A message that is to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class QueuedMessage:
    id: int
    conversation: str
    body: dict[str, Any]
    document_id: int | None = None
    paper_id: int | None = None
    once: bool = False
    attempts: int = 0

    @property
    def has_file(self) -> bool:
        return self.document_id is not None or self.paper_id is not None

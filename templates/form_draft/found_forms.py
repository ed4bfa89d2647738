"""What a ministry's file holds, as the process that read it tells it to the product."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from templates.form_draft.model import FormDraft


@dataclass(frozen=True)
class FoundForms:
    """The titles of the forms in a file, and the draft of the one that is meant: of the only one,
    or of that which was named. `draft` is None where none was found, or it is not clear which."""

    titles: tuple[str, ...]
    draft: FormDraft | None = None


_FOUND = TypeAdapter(FoundForms)


def dump_found(found: FoundForms) -> bytes:
    """JSON for `load_found`."""
    return _FOUND.dump_json(found)


def load_found(told: bytes) -> FoundForms:
    """What the process that read the file has told."""
    return _FOUND.validate_json(told)

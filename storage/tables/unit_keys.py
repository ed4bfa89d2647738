"""What follows from the names of a unit: by what lists of units are sorted and searched. Both
databases compare bytes in the same way, and neither knows the Vietnamese order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.engine.default import DefaultExecutionContext

from conversations.text.collation import collation_bytes
from conversations.text.normalize import fold_text

NAMES = ("code", "name", "short_name", "abbreviation", "phone", "identification_code")
LONGEST_KEY = 200  # characters of a name that are sorted by


def keys_of(unit: Mapping[str, Any]) -> dict[str, Any]:
    """All that follows from these names, codes and telephone number."""
    return {
        "name_key": collation_bytes(str(unit["name"])[:LONGEST_KEY]),
        "code_key": collation_bytes(str(unit.get("code") or "")[:LONGEST_KEY]),
        "search_text": searchable_text(*(unit.get(name) for name in NAMES)),
    }


def searchable_text(*said: str | None) -> str:
    """The texts without accents and capitals, and numbers without what stands between their
    digits: in it is looked for what somebody types."""
    folded = [fold_text(text) for text in said if text]
    digits = ["".join(filter(str.isdigit, text)) for text in folded]
    spaced = [text for text, bare in zip(folded, digits, strict=True) if bare and bare != text]
    bare = [number for number in digits if len(number) >= 4 and spaced]
    return " | ".join(dict.fromkeys((*folded, *bare)))


def _keys(context: DefaultExecutionContext) -> dict[str, Any]:
    written: Any = context
    return keys_of(written.get_current_parameters())


def name_key_of(context: DefaultExecutionContext) -> Any:
    return _keys(context)["name_key"]


def code_key_of(context: DefaultExecutionContext) -> Any:
    return _keys(context)["code_key"]


def search_text_of(context: DefaultExecutionContext) -> Any:
    return _keys(context)["search_text"]

"""What may stand in a field of an update: anything, so each is looked at before it is taken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ID_LIMIT = 100  # characters of an id


def part_of(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object in this field; an empty one when there is none."""
    found = whole.get(name)
    return found if isinstance(found, Mapping) else {}


def id_of(whole: Mapping[str, Any], name: str) -> str:
    """The id in this field; empty when there is none, or one too long to be one."""
    found = whole.get(name)
    return found if isinstance(found, str) and 0 < len(found) <= ID_LIMIT else ""

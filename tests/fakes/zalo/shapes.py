"""The fixtures, and making messages of their shape and of no other."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "fixtures"
STATUSES = ("documented", "third-party", "assumed")


@dataclass(frozen=True)
class Fixture:
    name: str
    source: str
    date: str
    status: str
    body: dict[str, Any]


@cache
def fixture(name: str) -> Fixture:
    raw = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return Fixture(name, raw["source"], raw["date"], raw["status"], raw["body"])


def fixtures(prefix: str = "") -> list[Fixture]:
    names = sorted(path.stem for path in FOLDER.glob("*.json"))
    return [fixture(name) for name in names if name.startswith(prefix)]


@dataclass
class Shapes:
    """Makes messages for one server; remembers which fixtures they came from."""

    assumed: frozenset[str] = frozenset()  # those that a test asks for all the same
    used: set[str] = field(default_factory=set)

    def make(self, name: str, /, **values: Any) -> dict[str, Any]:
        """The fixture's body with these values in the places named `a__b`; there must be such
        places, and the values must be of their types."""
        found = fixture(name)
        if found.status == "assumed" and name not in self.assumed:
            raise AssertionError(f"nobody knows that Zalo says {name}")
        self.used.add(name)
        body = copy.deepcopy(found.body)
        for path, value in values.items():
            *parents, last = path.split("__")
            place: Any = body
            for part in parents:
                place = place[int(part) if part.isdecimal() else part]
            last_key: Any = int(last) if last.isdecimal() else last
            assert type(place[last_key]) is type(value), f"{name}: {path} is no {type(value)}"
            place[last_key] = value
        return body


def differences(expected: Any, found: Any, path: str = "") -> Iterator[str]:
    """Where a message is of another shape: keys, types, kinds of items."""
    if type(expected) is not type(found):
        yield f"{path or 'all of it'} is a {type(found).__name__}"
    elif isinstance(expected, dict):
        for key in sorted({*expected, *found}):
            if key not in expected or key not in found:
                yield f"{path}.{key} is {'too much' if key in found else 'missing'}"
            else:
                yield from differences(expected[key], found[key], f"{path}.{key}")
    elif isinstance(expected, list) and expected:
        for index, item in enumerate(found):
            yield from differences(expected[0], item, f"{path}[{index}]")


def of_shape(name: str, body: Any) -> bool:
    return not [*differences(fixture(name).body, body)]

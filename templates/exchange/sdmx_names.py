"""Names that SDMX allows, made of ours so that no two become one."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

AGENCY = "PHULUC"
_VERSION = re.compile(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){1,2}")
_SIGNS = str.maketrans({".": "-", ":": "__", "-": "_-", "_": "_u"})


@lru_cache(10_000)
def code_of(key: str) -> str:
    """The key of a row as a code, which begins with a letter and has letters, digits, `_` and `-`
    alone: a code that others stand below may have nothing else. `01.02:3` is `R01-02__3`."""
    return f"R{key.translate(_SIGNS)}"


def unit_code_of(unit: int) -> str:
    """The number of a unit as a code."""
    return f"U{unit}"


def structure_of(form: str, version: str) -> tuple[str, str]:
    """What the structure of a version of a form is called, and its version there: SDMX takes
    numbers with full stops alone, any other version goes into the name by its hash."""
    if _VERSION.fullmatch(version):
        return f"DSD_{form}", version
    digest = hashlib.sha256(version.encode()).hexdigest()[:8]
    return f"DSD_{form}_{digest}", "1.0"


def reference_of(form: str, version: str) -> str:
    """The structure as data refer to it."""
    name, number = structure_of(form, version)
    return f"{AGENCY}:{name}({number})"

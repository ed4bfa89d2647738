"""The seal of an issued appendix: a hash of what it says, and a short code made of that hash."""

from __future__ import annotations

import hashlib
import json
import re
from base64 import b32encode

from conversations.frozen import Frozen
from conversations.reports.model import Report
from conversations.reports.printed_answers import normalize_cell, note_cell, value_cell

CODE_SIGNS = 12  # of 5 bits each, in groups of four
_TO_READ = str.maketrans("IL", "89")  # base 32 has no 8 and 9; I and L look like a 1
_CODE = re.compile(r"\bPL((?:-[A-HJKM-Z2-9]{4}){3})\b")


class Seal(Frozen):
    """`version` is the submission that the file prints, `digest` the SHA-256 of its values."""

    version: int
    digest: str

    @property
    def code(self) -> str:
        """PL-ABCD-EFGH-2345: short enough to be read out over the telephone."""
        signs = b32encode(bytes.fromhex(self.digest)).decode().translate(_TO_READ)[:CODE_SIGNS]
        return "-".join(["PL", *(signs[at : at + 4] for at in range(0, CODE_SIGNS, 4))])


def make_seal(report: Report) -> Seal | None:
    """The seal of a report that is handed in; a draft has none. The same values under another
    unit, period or submission have another seal."""
    if not report.filed or not report.version:
        return None
    said = {
        "form": [report.form_key, report.form_version],
        "unit": [report.unit.name, report.unit.abbreviation],
        "period": report.period.model_dump(mode="json"),
        "version": report.version,
        "cells": cells_of(report),
    }
    if report.text is not None:
        said["words"] = report.text.digest
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Seal(version=report.version, digest=digest)


def cells_of(report: Report) -> dict[str, tuple[str, str]]:
    """Value and note of each row that prints any, by row key."""
    found = {
        key: (normalize_cell(value_cell(answer)), normalize_cell(note_cell(answer)))
        for key, answer in report.answers.items()
    }
    return {key: cells for key, cells in found.items() if any(cells)}


def code_in(text: str) -> str | None:
    """The first code of ours in a text."""
    found = _CODE.search(text)
    return found[0] if found else None

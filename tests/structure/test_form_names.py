"""Whoever names a report or a round says `period_name`, which has the form where there are several:
a message that says the period's name alone is about one form of two."""

from __future__ import annotations

import re

import pytest

from tests.support.paths import ROOT

# What speaks of earlier periods, or of a file's, has no form to tell apart.
_ALONE = re.compile(
    r"period\"?\s*[:=]\s*(?!past\b|last\b|year\b|self\.focus\b|period\b)[\w.]*\bperiod"
    r"(?:\.name|\[\"name\"\])"
)


@pytest.mark.parametrize("folder", ["bot/workflow", "bot/jobs", "bot/dispatch", "conversations"])
def test_a_report_is_named_with_its_form(folder: str) -> None:
    found = [
        f"{file.relative_to(ROOT)}: {line.strip()}"
        for file in sorted((ROOT / folder).rglob("*.py"))
        for line in file.read_text(encoding="utf-8").splitlines()
        if _ALONE.search(line)
    ]
    assert found == []


def test_the_pattern_finds_such_a_name() -> None:
    for line in ('"period": one.period.name,', 'ctx.say("x", period=found.period["name"])'):
        assert _ALONE.search(line), line
    for line in ('"last_period": past.period.name', '"period": report.period_name'):
        assert not _ALONE.search(line), line

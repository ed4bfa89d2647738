"""A program that is one version later than this one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from storage.operations.migrate import VERSIONS

ADDS_A_TABLE = """
from alembic import op

revision, down_revision = "9998", "{0}"


def upgrade():
    op.execute("CREATE TABLE later (id INTEGER PRIMARY KEY)")
"""


@pytest.fixture
def later_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The number of a migration that is known from now on: ask for it after the databases."""
    versions = shutil.copytree(VERSIONS, tmp_path / "versions")
    newest = max(path.name.partition("_")[0] for path in versions.glob("[0-9]*.py"))
    (versions / "9998_later.py").write_text(ADDS_A_TABLE.format(newest), encoding="utf-8")
    monkeypatch.setattr("storage.operations.migrate.VERSIONS", versions)
    return "9998"

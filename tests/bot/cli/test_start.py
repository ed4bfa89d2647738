"""Commands start quickly: what only some of them need is not loaded for the others."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("alembic", "docx", "httpx", "jinja2", "lxml", "pydantic", "sqlalchemy", "starlette")


def test_the_command_line_is_built_without_what_single_commands_need() -> None:
    told = f"import sys, bot.cli.main; print([one for one in {HEAVY} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"

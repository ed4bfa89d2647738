"""Commands start quickly: what only some of them need is not loaded for the others."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ("alembic", "docx", "httpx", "jinja2", "lxml", "pydantic", "sqlalchemy", "starlette")


def test_the_command_line_is_built_without_what_single_commands_need() -> None:
    told = f"import sys, bot.cli.main; print([one for one in {HEAVY} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_a_text_is_read_without_the_store_and_what_talks() -> None:
    unused = ("sqlalchemy", "storage.store", "conversations.dialog.engine", "docx", "httpx")
    told = (
        "import sys; from bot.cli.forms import read;"
        "read('cchc-so', ['I.01.01', 'hai mốt']);"
        f"print([one for one in {unused} if one in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert '"value": "21"' in done.stdout
    assert done.stdout.endswith("[]\n")

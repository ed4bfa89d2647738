"""A page on the disk that leads a browser of this machine to the web chat. The address with the key
in it never stands on a command line: everybody on the machine can read those."""

from __future__ import annotations

from html import escape
from pathlib import Path

NAME = "open.html"
_PAGE = """<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url={link}">
<title>Phụ lục</title>
<a href="{link}">Phụ lục</a>
"""


def sign_in_page(folder: Path, link: str) -> str:
    """The address of the page, to be opened in a browser. Only its owner can read it."""
    file = folder / NAME
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(_PAGE.format(link=escape(link)), encoding="utf-8")
    return file.absolute().as_uri()

"""What a command is to write, looked at before it begins: its place and its licence."""

from __future__ import annotations

import re
from pathlib import Path

from bot.cli.administration import AdminError
from bot.runtime.language import tell


def check_licence(said: str) -> None:
    """AdminError for what is neither an SPDX name nor an address, nor empty."""
    from bot.runtime.settings import LICENCE

    if not re.fullmatch(LICENCE, said):
        raise AdminError(tell("{said!r} is no licence: CC-BY-4.0, https://…", said=said))


def check_new_file(file: Path) -> None:
    """AdminError when it is there already, or has no folder."""
    if file.exists():
        raise AdminError(tell("{file} is there already; name another file", file=file))
    _check_folder_of(file)


def make_empty_folder(folder: Path) -> None:
    """Make it, unless it is there and empty. AdminError when it is neither, or cannot be made."""
    _check_folder_of(folder)
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise AdminError(tell("{file} is no empty folder; name another one", file=folder))
    folder.mkdir(exist_ok=True)


def _check_folder_of(file: Path) -> None:
    """AdminError when there is no folder to write it into."""
    if not file.parent.is_dir():
        raise AdminError(tell("there is no folder {file}", file=file.parent))

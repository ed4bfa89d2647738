"""How a command starts, and how it ends when it cannot go on."""

from __future__ import annotations

import sys
from typing import NoReturn

from bot.runtime.settings import Settings, load_settings


def open_settings() -> Settings:
    """The settings, with logs as they say."""
    from bot.runtime.logs import set_up_logging

    settings = load_settings()
    set_up_logging(settings.log_level, settings.log_format, settings.secrets)
    return settings


def stop(*lines: str, code: int = 2) -> NoReturn:
    for line in lines:
        print(f"phuluc: {line}", file=sys.stderr)
    raise SystemExit(code)

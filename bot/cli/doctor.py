"""What is wrong with an installation, before anybody has to find out."""

from __future__ import annotations


def doctor() -> None:
    """Look at the whole installation."""

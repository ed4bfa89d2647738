"""Which modes new files get: the product's own are for its owner's eyes alone."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

PRIVATE_UMASK = 0o077


class _Shell:
    """What the user's own shell says."""

    umask = 0o022


def close_new_files() -> None:
    """From now on nobody but the owner reads what this process makes. First thing of a command."""
    _Shell.umask = os.umask(PRIVATE_UMASK)


@contextmanager
def open_new_files() -> Iterator[None]:
    """For documents that a user asked for in a folder of theirs: modes as their shell has them."""
    private = os.umask(_Shell.umask)
    try:
        yield
    finally:
        os.umask(private)

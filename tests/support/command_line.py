"""The command line, run in the test's own process."""

from __future__ import annotations

from collections.abc import Callable

Phuluc = Callable[..., tuple[int, str]]

"""Texts that end or hang a product of the fork server. The product itself knows nothing of them."""

from __future__ import annotations

import ctypes
import os
import time
from typing import Any

VARIABLE = "PHULUC_TORTURE_POISON"  # arms a product that is started with it
ABORT = "đầu độc: chết"  # as a fault in C does it
HANG = "đầu độc: treo"  # in C, which keeps the interpreter for itself
LOOP = "đầu độc: lặp"  # in Python


def arm() -> None:
    """From now on the engine does what a marked text says, before its step."""
    from bot.dispatch import attempt_runner, session_cache
    from conversations.dialog import engine

    real = engine.step
    session_cache.STEP_SECONDS = attempt_runner.STEP_SECONDS = 1.0  # type: ignore[attr-defined]

    def step(form: Any, report: Any, session: Any, event: Any, **rest: Any) -> Any:
        text = str(getattr(event, "text", ""))
        if text.startswith(ABORT):
            os.abort()
        if text.startswith(HANG):
            ctypes.PyDLL(None).sleep(600)
        while text.startswith(LOOP):
            time.thread_time()
        return real(form, report, session, event, **rest)

    engine.step = step

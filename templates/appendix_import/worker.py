"""A process that reads foreign files; `templates.form_draft.worker` starts it with all its tasks.

It has no secrets, no database and no network, and less of everything with each line of
`confinement`. It takes one request after the other from its standard input, answers on its
standard output, and ends with its input. What it may use for one file it says to the system
itself; wall time is held by whoever started it."""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence

from templates.appendix_import.confinement import confine, forget_signals, limit_cpu
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.frames import read_frame, write_frame
from templates.appendix_import.period_title import load_windows

MAX_REQUEST = 64 * 1_048_576  # bytes of one part; what is asked comes from the product
Tasks = Mapping[str, Callable[..., bytes]]
# Found by name when a file names them, and no file can be opened by then.
_ENCODINGS = (
    *("ascii", "cp437", "latin-1", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"),
    *("utf-16-be", "cp1252", "cp1258", "idna"),  # of web pages, Word 97 and signatures
)


def run(tasks: Tasks) -> None:
    """Answer requests until there are no more."""
    settings = json.loads(sys.argv[1])
    for name in _ENCODINGS:
        codecs.lookup(name)
    load_windows()
    forget_signals()
    received, sent = sys.stdin.buffer, sys.stdout.buffer
    errors = os.open(os.devnull, os.O_WRONLY)
    holds = confine_after_imports(settings["memory_bytes"], errors)
    write_frame(sent, [b"ready", json.dumps(holds).encode()])
    try:
        while True:
            parts = read_frame(received, MAX_REQUEST)
            limit_cpu(settings["cpu_seconds"])
            given = answer(tasks, parts)
            limit_cpu(0)
            write_frame(sent, given)
    except EOFError:
        return


def confine_after_imports(memory_bytes: int, errors: int) -> list[str]:
    """Confine the process; what libraries write about foreign files goes nowhere."""
    os.dup2(errors, 2)
    os.close(errors)
    return confine(memory_bytes)


def answer(tasks: Tasks, parts: Sequence[bytes]) -> list[bytes]:
    """How the task ended, and what it gave."""
    try:
        return [b"done", tasks[parts[0].decode()](*parts[1:])]
    except FileRefusedError as error:
        return [b"refused", json.dumps({"code": error.code, "data": error.data}).encode()]
    except MemoryError:
        return [b"memory", b""]
    except BaseException as error:  # a panic in a library of Rust is no Exception
        return [b"broken", type(error).__name__.encode()]

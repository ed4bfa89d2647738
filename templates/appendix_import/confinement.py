"""What a process gives up, for good, before it reads the first foreign file.

Each measure is taken where the system allows it; `confine` tells which hold. None needs rights:
memory, files and processes by rlimits, the network by a namespace of its own, the file system and
TCP by Landlock, and every new descriptor by a limit on their number."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import signal
import sys

OPEN_FILES = 3  # in, out, errors: no other file or socket can be opened
_NEW_NET, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES = 38  # of prctl
_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # system calls, alike on every architecture
_ALL_FILE_ACCESS, _ALL_TCP = (1 << 13) - 1, 0b11
_TCP_SINCE = 4  # version of Landlock


def confine(memory_bytes: int) -> list[str]:
    """Give up memory above this, new files, sockets and processes; the names of what holds."""
    holds = []
    for name, limit in (
        ("RLIMIT_AS", memory_bytes),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_NPROC", 0),
    ):
        if _limit(name, limit):
            holds.append(name)
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        _go_first_when_memory_is_short()
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        if libc.unshare(_NEW_NET) == 0 or libc.unshare(_NEW_USER | _NEW_NET) == 0:
            holds.append("network namespace")
        if _forbid_files(libc):
            holds.append("landlock")
    if _limit("RLIMIT_NOFILE", OPEN_FILES):
        holds.append("RLIMIT_NOFILE")
    return holds


def forget_signals() -> None:
    """What the starting process ignores or blocks, a new one would ignore and block too."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())


def limit_cpu(seconds: float) -> None:
    """End this process by SIGPROF once it has used so much more processor time; 0: never.
    RLIMIT_CPU counts from the start of the process, and not by the same clock that it could be
    set by."""
    signal.setitimer(signal.ITIMER_PROF, seconds)


def _limit(name: str, limit: int) -> bool:
    try:
        resource.setrlimit(getattr(resource, name), (limit, limit))
    except (AttributeError, ValueError, OSError):
        return False
    return True


def _go_first_when_memory_is_short() -> None:
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("1000")


def _forbid_files(libc: ctypes.CDLL) -> bool:
    """A Landlock domain without a rule: no file is opened by its name, and no TCP begun."""
    version = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    handled = (ctypes.c_uint64 * 2)(_ALL_FILE_ACCESS, _ALL_TCP if version >= _TCP_SINCE else 0)
    size = 16 if version >= _TCP_SINCE else 8
    ruleset = libc.syscall(_CREATE_RULESET, ctypes.byref(handled), ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    held = libc.syscall(_RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return bool(held)

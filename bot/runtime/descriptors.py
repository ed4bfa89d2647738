"""How many files and connections this process may have open."""

from __future__ import annotations

import sys

WANTED = 65_536  # descriptors; deploy/phuluc.service asks for as many
UNKNOWN = 1_024  # where the system does not say


def raise_descriptor_limit() -> int:
    """Raise the soft limit on open descriptors to what the system allows; the limit that
    holds from now on. systemd and many shells give 1,024 where far more is allowed."""
    if sys.platform == "win32":
        return UNKNOWN
    import resource

    try:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    except OSError:  # a filter of system calls may forbid the question too
        return UNKNOWN
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft == resource.RLIM_INFINITY or soft >= wanted:
        return WANTED if soft == resource.RLIM_INFINITY else soft
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    except (OSError, ValueError):  # a container may forbid it
        return soft
    return wanted

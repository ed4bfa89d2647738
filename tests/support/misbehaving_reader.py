"""A reader process whose tasks do what a hostile file would like to, for test_reader_pool.py."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

from templates.appendix_import import worker


def echo(content: bytes) -> bytes:
    return content


def hang(_: bytes) -> bytes:
    time.sleep(1_000)
    return b""


def rest(_: bytes) -> bytes:
    time.sleep(0.3)
    return b""


def spin(_: bytes) -> bytes:
    while True:
        pass


def work(_: bytes) -> bytes:
    until = time.process_time() + 0.5
    while time.process_time() < until:
        pass
    return b"done"


def hoard(_: bytes) -> bytes:
    kept = []
    while True:
        kept.append(b"x" * 10_000_000)


def abort(_: bytes) -> bytes:
    os.abort()


def crash(_: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGSEGV)
    return b""


def leave(_: bytes) -> bytes:
    os._exit(0)


def fail(_: bytes) -> bytes:
    raise KeyError("what nobody foresaw")


def babble(_: bytes) -> bytes:
    os.write(1, b"\xff" * 100)
    return b""


def tried(attempt: Callable[[], object]) -> bytes:
    try:
        attempt()
    except OSError:
        return b"OSError"
    return b"it could"


def connect(address: bytes) -> bytes:
    host, _, port = address.decode().partition(":")
    return tried(lambda: socket.create_connection((host, int(port)), timeout=5))


def open_file(path: bytes) -> bytes:
    return tried(lambda: os.open(path, os.O_RDONLY))


def write_file(path: bytes) -> bytes:
    return tried(lambda: os.open(path, os.O_WRONLY | os.O_CREAT))


def reopen(path: bytes) -> bytes:
    """Opens the file in the place of the errors, as somebody would who runs code of their own."""
    os.close(2)
    return tried(lambda: os.open(path, os.O_RDONLY))


def start(_: bytes) -> bytes:
    return tried(lambda: subprocess.run(["/bin/true"], check=False))


def environment(_: bytes) -> bytes:
    return repr(dict(os.environ)).encode()


def descriptors(_: bytes) -> bytes:
    held = []
    for number in range(256):
        try:
            os.fstat(number)
        except OSError:
            continue
        held.append(str(number))
    return " ".join(held).encode()


TASKS = {
    "raise": fail,
    "open": open_file,
    "write": write_file,
    **{
        one.__name__: one
        for one in (
            *(echo, hang, rest, spin, work, hoard, abort, crash, leave, babble),
            *(connect, reopen, start, environment, descriptors),
        )
    },
}

if __name__ == "__main__":
    sys.argv = [sys.argv[0], sys.argv[-1]]
    worker.run(TASKS)

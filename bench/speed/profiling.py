"""Where the product's time goes while 100 officers answer: py-spy beside it."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections import Counter
from pathlib import Path

from bench.speed.measuring import Bench, Load, Run
from bench.speed.systems import Product

SECONDS = 10
RATE = 250  # samples a second
MOST = 25
OWN = ("bot", "conversations", "storage", "templates")


async def profile(bench: Bench, ours: Product) -> str:
    """Tables of the time in which the interpreter was at work (waiting for the disk is none):
    by package, by function alone, by our own function with what it calls, and by the last of
    our own functions on the way, which tells who asked for the libraries' work."""
    load = Load(100, warm=2.0, seconds=SECONDS + 1.0)
    with tempfile.TemporaryDirectory() as folder:
        run = await Run.begin(bench, ours, load, Path(folder))
        try:
            path = Path(folder) / "stacks.txt"
            watching = asyncio.create_task(_watch(run.processes.ids[0], load.warm, path))
            result = await run.result()
            await watching
        finally:
            run.end()
        return f"{result.rate:,.0f} answers/s while watched\n" + tell(path)


async def _watch(pid: int, after: float, path: Path) -> None:
    await asyncio.sleep(after)
    process = await asyncio.create_subprocess_exec(
        str(Path(sys.executable).with_name("py-spy")),
        *("record", "--pid", str(pid), "--duration", str(SECONDS), "--rate", str(RATE)),
        *("--gil", "--format", "raw", "--output", str(path)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    if process.returncode:
        raise RuntimeError(said.decode())


def tell(path: Path) -> str:
    """The collapsed stacks of py-spy, added up."""
    packages: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for line in path.read_text(encoding="utf-8").splitlines():
        stack, _, count = line.rpartition(" ")
        frames = [_function(frame) for frame in stack.split(";")]
        packages[_package(frames[-1])] += int(count)
        alone[frames[-1]] += int(count)
        own = [frame for frame in frames if _package(frame) in OWN]
        last[own[-1] if own else "none of ours"] += int(count)
        for frame in set(own):
            whole[frame] += int(count)
    samples = packages.total()
    parts = [
        _top("by package, the function at work", packages, samples),
        _top("by function, alone", alone, samples),
        _top("by our function, with what it calls", whole, samples),
        _top("by our last function on the way", last, samples),
    ]
    return "\n".join(parts)


def _top(title: str, counted: Counter[str], samples: int) -> str:
    lines = [f"\n#### Profile {title}\n", "| share | where |", "|---|---|"]
    lines += [f"| {n / samples:.1%} | `{name}` |" for name, n in counted.most_common(MOST)]
    return "\n".join(lines)


def _function(frame: str) -> str:
    """`load (storage/reports.py:49)` without the line, and without what stands before the
    package."""
    if not frame:
        return "between functions"
    name, _, place = frame.rpartition(" (")
    path = place.rstrip(")").partition(":")[0]
    for mark in ("site-packages/", "lib/python3."):
        if mark in path:
            path = path.partition(mark)[2]
    return f"{name} {path}"


def _package(function: str) -> str:
    """`storage`, `sqlalchemy`, `asyncio`, or a module of the standard library."""
    parts = function.rpartition(" ")[2].split("/")
    own = [part for part in parts if part in OWN]
    return own[0] if own else parts[1] if parts[0].isdigit() and len(parts) > 1 else parts[0]

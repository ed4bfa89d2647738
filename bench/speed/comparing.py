"""The comparison itself, in the benchmark's own environment: see `python -m bench.speed`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import uvloop

from bench.speed import plans
from bench.speed.measuring import Bench, Load, Result
from bench.speed.plans import Comparison
from bench.speed.postgres import Postgres
from bench.speed.processes import ROOT
from bench.speed.profiling import profile
from bench.speed.systems import Product, System, Texts
from bench.speed.tables import machine, table

CALM = 0.1  # share of a core that may go to others
PARTS = ("peers", "memory", "databases", "replicas")
USUAL = "ptb,ptb-concurrent,aiogram,aiogram-uvloop,floor"
QUICK = "ptb,aiogram,floor"


def options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about a minute")
    parser.add_argument("--parts", default="", help=f"some of {','.join(PARTS)}")
    parser.add_argument("--peers", default="", help=f"some of {','.join(plans.PEERS)}")
    parser.add_argument("--loads", default="", help="only loads with this in their title")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tries", type=int, default=3, help="when others have the cores")
    parser.add_argument("--replicas", type=int, default=3)
    parser.add_argument("--idle", type=int, default=4_000, help="idle conversations")
    parser.add_argument("--cores", default="0,1", help="of the systems, of the driver")
    parser.add_argument(
        "--checkout", action="append", default=[], help="NAME=FOLDER: the product as it is there"
    )
    parser.add_argument("--env", action="append", default=[], help="PHULUC_…=… for the product")
    parser.add_argument("--json", type=Path, help="where to keep all results")
    parser.add_argument("--profile", action="store_true", help="only profile the product")
    parser.add_argument("--product", required=True, help="the product's Python")
    return parser.parse_args(arguments)


def read_texts(python: str, folder: Path) -> Texts:
    """Have the product's own engine tell what is to be typed."""
    command = [python, "-m", "bench.speed.recording"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, cwd=ROOT, env=environment)
    return Texts.read(json.loads(done.stdout), folder)


async def calmest(bench: Bench, system: System, load: Load, tries: int) -> Result:
    """Measured again while others had the cores; the measurement that was disturbed least."""
    best = None
    for _ in range(tries):
        result = await bench.measure(system, load)
        _progress(f"    {result.rate:,.0f}/s, others had {result.others:.0%} of a core")
        if best is None or result.others < best.others:
            best = result
        if best.others <= CALM:
            break
    assert best is not None
    return best


async def compare(bench: Bench, plan: Comparison, rounds: int, tries: int) -> list[list[Result]]:
    """Side by side: there and back again, so that no system always goes first."""
    results = []
    for number in range(rounds):
        found: dict[str, Result] = {}
        for system in plan.systems if number % 2 == 0 else reversed(plan.systems):
            _progress(f"{plan.title}, round {number + 1}: {system.name}")
            found[system.name] = await calmest(bench, system, plan.load, tries)
        results.append([found[system.name] for system in plan.systems])
    return results


async def idle(bench: Bench, plan: Comparison, count: int) -> str:
    lines = [f"\n### Memory of an idle conversation ({count:,} of them)\n"]
    lines += ["| system | KiB a conversation |", "|---|---|"]
    for system in plan.systems:
        held = await bench.idle_bytes(system, count, further=5)
        lines.append(f"| {system.name} | {held / 1_024:.2f} |")
        _progress(lines[-1])
    return "\n".join(lines)


def _progress(line: str) -> None:
    print(f"… {line}", file=sys.stderr, flush=True)


async def run(chosen: argparse.Namespace, folder: Path) -> None:
    cores = [int(core) for core in chosen.cores.split(",")]
    os.sched_setaffinity(0, {cores[1]})
    settings = dict(one.split("=", 1) for one in chosen.env)
    checkouts = [one.split("=", 1) for one in chosen.checkout]
    ours = Product(chosen.product, extra=settings)
    bench = Bench((cores[0], cores[1]), read_texts(chosen.product, folder))
    print(machine(cores), flush=True)
    products = (ours, *(Product(chosen.product, name, Path(path)) for name, path in checkouts))
    if chosen.profile:
        for one in products:
            print(f"\n### Profile of {one.name}\n\n{await profile(bench, one)}", flush=True)
        return
    kept: dict[str, list[list[dict[str, object]]]] = {}
    parts = chosen.parts.split(",") if chosen.parts else PARTS[:1] if chosen.quick else PARTS
    peers = (chosen.peers or (QUICK if chosen.quick else USUAL)).split(",")
    wide = plans.against_peers(products, peers, quick=chosen.quick)

    async def show(each: Bench, made: Sequence[Comparison]) -> None:
        for plan in made:
            if chosen.loads in plan.title:
                rounds = await compare(each, plan, chosen.rounds, chosen.tries)
                kept[plan.title] = [[asdict(result) for result in one] for one in rounds]
                rows = sum(result.stored for one in rounds for result in one)
                print(table(plan.title, rounds), flush=True)
                print(f"\nAfter SIGKILL all that was replied to was stored: {rows:,} rows.")

    if "peers" in parts:
        await show(bench, wide)
    if "memory" in parts:
        print(await idle(bench, wide[0], chosen.idle), flush=True)
    if "databases" in parts or "replicas" in parts:
        server = Postgres(folder / "postgres", cores[0])
        try:
            beside = Bench(bench.cores, bench.texts, server.id)
            if "databases" in parts:
                await show(beside, plans.of_databases(ours, server.new_database))
            if "replicas" in parts:
                await show(beside, plans.of_replicas(ours, server.new_database, chosen.replicas))
        finally:
            server.stop()
    if chosen.json:
        chosen.json.write_text(json.dumps(kept, indent=1), encoding="utf-8")


def main() -> None:
    chosen = options(sys.argv[1:])
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # what was started is to end too
    with tempfile.TemporaryDirectory() as folder:
        uvloop.run(run(chosen, Path(folder)))


if __name__ == "__main__":
    main()

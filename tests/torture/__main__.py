"""`python -m tests.torture`: the long form, with a table at its end.

`--only WORD …` plays the scenes with one of these words in their names, `--times` makes each
longer or shorter, `--json FILE` keeps what was counted. It ends with 1 when a promise was broken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.support.postgres import Postgres
from tests.torture.bench import Bench
from tests.torture.fork_client import ForkServer
from tests.torture.scenes import OFFICERS, SCENES, TEXTS, Scene
from tests.torture.table import table
from tests.torture.tally import Tally


async def play(scenes: list[Scene], options: argparse.Namespace) -> dict[str, Tally]:
    played: dict[str, Tally] = {}
    with tempfile.TemporaryDirectory(prefix="torture-") as folder:
        at = Path(folder)
        postgres = Postgres()
        try:
            with closing(ForkServer(at / "forks")) as fork_server:
                bench = Bench(fork_server, postgres, at, options.seed)
                if options.short:
                    bench.texts, bench.officers = TEXTS, OFFICERS
                for scene in scenes:
                    many = scene.short if options.short else scene.long * options.times
                    played[str(scene)] = await _one(bench, scene, max(1, round(many)))
                    if options.json:
                        kept = {name: tally.as_dict() for name, tally in played.items()}
                        options.json.write_text(json.dumps(kept, ensure_ascii=False, indent=1))
        finally:
            postgres.stop()
    return played


async def _one(bench: Bench, scene: Scene, times: int) -> Tally:
    began = time.monotonic()
    tally = await scene.played(bench, times)
    print(f"{scene}: {time.monotonic() - began:.0f} s, {tally.failures or 'holds'}", flush=True)
    for note in tally.notes:
        print(f"    {note[:900]}", flush=True)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default=[""], nargs="+")
    parser.add_argument("--seed", type=int, default=2023)
    parser.add_argument("--times", type=float, default=1.0)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--short", action="store_true", help="as in CI")
    options = parser.parse_args()
    scenes = [scene for scene in SCENES if any(one in str(scene) for one in options.only)]
    if options.short:
        scenes = [scene.shortened() for scene in scenes if scene.short]
    played = asyncio.run(play(scenes, options))
    print(table(played))
    return 1 if any(tally.failures for tally in played.values()) else 0


if __name__ == "__main__":
    sys.exit(main())

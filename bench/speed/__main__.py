"""Durable answers a second and their latency, our product against others, in one run.

    python -m bench.speed [--quick] [--parts peers,memory,databases,replicas] [--json FILE]

Run it with the Python that the product runs with. It makes an environment of its own for the
peers and the driver (bench/speed/.venv), and goes on there. See bench/speed/README.md.
"""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLACE = HERE / ".venv"
WANTED = HERE / "requirements-peers.txt"
READY = PLACE / "ready"


def python_of_the_bench() -> str:
    """Its environment's Python; made, or made anew, when the requirements are younger."""
    python = PLACE / "bin" / "python"
    if not READY.exists() or READY.stat().st_mtime < WANTED.stat().st_mtime:
        venv.create(PLACE, with_pip=True, clear=True)
        pip = [str(python), "-m", "pip", "--disable-pip-version-check", "--quiet", "install"]
        subprocess.run([*pip, "--requirement", str(WANTED)], check=True)
        READY.touch()
    return str(python)


def main() -> None:
    python = python_of_the_bench()
    os.environ["PYTHONPATH"] = str(HERE.parents[1])
    product = sys.executable
    command = [python, "-m", "bench.speed.comparing", *sys.argv[1:], "--product", product]
    os.execv(python, command)


if __name__ == "__main__":
    main()

"""The fake Bot API as a process of its own: `python -m tests.fakes.telegram --port 0`.

Prints its port on the first line, then serves until it is ended.
"""

from __future__ import annotations

import argparse
import asyncio

from tests.fakes.telegram import TOKEN, FakeTelegram


async def serve(token: str, port: int) -> None:
    async with FakeTelegram(token, port) as server:
        print(server.port, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--token", default=TOKEN)
    options = parser.parse_args()
    try:
        asyncio.run(serve(options.token, options.port))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()

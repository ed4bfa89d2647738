"""The end of a process whose event loop stands still, so that a supervisor starts it anew."""

from __future__ import annotations

import asyncio
import faulthandler
from dataclasses import dataclass

LOOK_SECONDS = 1.0
STANDARD_ERROR = 2


@dataclass
class Watchdog:
    """Ends the process, with exit code 1 and where each thread stood on standard error, when the
    loop is silent for so many seconds; 0: never. The waiting is done by a thread that needs no
    turn of the interpreter, so a call into C that never gives one back is ended too."""

    seconds: float

    async def run(self) -> None:
        """Put it off again and again, until cancelled."""
        while self.seconds:
            self.put_off()
            await asyncio.sleep(min(LOOK_SECONDS, self.seconds / 3))

    def put_off(self) -> None:
        """The loop is alive."""
        if self.seconds:
            faulthandler.dump_traceback_later(self.seconds, exit=True, file=STANDARD_ERROR)

    def end(self) -> None:
        """Nothing is to be watched any more."""
        if self.seconds:
            faulthandler.cancel_dump_traceback_later()

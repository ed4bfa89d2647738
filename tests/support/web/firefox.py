"""The machine's Firefox, driven over WebDriver BiDi, which it speaks itself: the second engine."""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import websockets
from websockets.asyncio.client import ClientConnection

from tests.support.patience import PATIENCE

NAMES = ("firefox-esr", "firefox")
KEYS = {"Enter": "\ue007", "Tab": "\ue004", "Escape": "\ue00c", "Space": " ", "Down": "\ue015"}
LOOK_SECONDS = 0.05


@dataclass
class FirefoxPage:
    """One page. `complaints` is what its console calls an error."""

    socket: ClientConnection
    context: str = ""
    complaints: list[str] = field(default_factory=list)
    _numbers: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    async def call(self, method: str, **params: Any) -> dict[str, Any]:
        """The result of a command; AssertionError when the browser refuses it."""
        number = next(self._numbers)
        await self.socket.send(json.dumps({"id": number, "method": method, "params": params}))
        async with asyncio.timeout(PATIENCE):
            while True:
                told = json.loads(await self.socket.recv())
                if told.get("method") == "log.entryAdded" and told["params"]["level"] == "error":
                    self.complaints.append(told["params"]["text"])
                if told.get("id") == number:
                    assert told["type"] == "success", told
                    result: dict[str, Any] = told["result"]
                    return result

    async def open(self) -> None:
        await self.call("session.new", capabilities={})
        await self.call("session.subscribe", events=["log.entryAdded"])
        made = await self.call("browsingContext.create", type="tab")  # the first one is its own
        self.context = made["context"]

    async def resize(self, width: int, height: int) -> None:
        viewport = {"width": width, "height": height}
        await self.call("browsingContext.setViewport", context=self.context, viewport=viewport)

    async def set_cookie(self, name: str, value: str, host: str) -> None:
        cookie = {"name": name, "value": {"type": "string", "value": value}, "domain": host}
        await self.call("storage.setCookie", cookie=cookie)

    async def goto(self, url: str) -> None:
        await self.call("browsingContext.navigate", context=self.context, url=url, wait="complete")

    async def ask(self, expression: str) -> Any:
        """The value of an expression in the page, which is text, a number or yes or no."""
        target = {"context": self.context}
        found = await self.call(
            "script.evaluate", expression=expression, target=target, awaitPromise=True
        )
        assert found["type"] == "success", found
        return found["result"].get("value")

    async def wait_for(self, expression: str) -> None:
        """Wait until the expression holds in the page; another page may come meanwhile."""
        async with asyncio.timeout(PATIENCE):
            holds = False
            while not holds:
                holds = await self._holds(expression)
                await asyncio.sleep(0 if holds else LOOK_SECONDS)

    async def _holds(self, expression: str) -> bool:
        try:
            return bool(await self.ask(f"Boolean({expression})"))
        except AssertionError:
            return False  # the page is being left

    async def wait_for_text(self, text: str) -> None:
        await self.wait_for(f"document.body.innerText.includes({json.dumps(text)})")

    async def screenshot(self) -> bytes:
        """The page as a picture."""
        shot = await self.call("browsingContext.captureScreenshot", context=self.context)
        return base64.b64decode(shot["data"])

    async def click(self, selector: str) -> None:
        """Click in the middle of the first element that the selector finds, with the mouse."""
        await self.wait_for(f"document.querySelector({json.dumps(selector)})")
        await self.ask(
            f"document.querySelector({json.dumps(selector)}).scrollIntoView({{block: 'center'}})"
        )
        found = await self.call(
            "script.evaluate",
            expression=f"document.querySelector({json.dumps(selector)})",
            target={"context": self.context},
            awaitPromise=False,
        )
        origin = {"type": "element", "element": {"sharedId": found["result"]["sharedId"]}}
        steps = [
            {"type": "pointerMove", "x": 0, "y": 0, "origin": origin},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        await self._act({"type": "pointer", "id": "mouse", "actions": steps})

    async def press(self, *keys: str) -> None:
        """Press keys one after the other: names of `KEYS`, or what is typed letter by letter."""
        steps: list[dict[str, str]] = []
        for key in itertools.chain.from_iterable(
            [KEYS[one]] if one in KEYS else one for one in keys
        ):
            steps += [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        await self._act({"type": "key", "id": "keyboard", "actions": steps})

    async def _act(self, source: dict[str, Any]) -> None:
        await self.call("input.performActions", context=self.context, actions=[source])


@asynccontextmanager
async def firefox(folder: Path) -> AsyncIterator[FirefoxPage]:
    """A page of the machine's Firefox, with a profile of its own in this folder. Missing: fails in
    CI, else skips and says why."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        if os.environ.get("PHULUC_CI"):
            pytest.fail("no firefox on the PATH, and CI must not go without the second engine")
        pytest.skip("no firefox on the PATH (Debian: apt-get install firefox-esr)")
    profile = folder / "firefox"
    profile.mkdir()
    port = _free_port()
    wanted = ("--headless", "--no-remote", "--profile", str(profile))
    process = await asyncio.create_subprocess_exec(
        path,
        *wanted,
        f"--remote-debugging-port={port}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        await _until_listening(process)
        address = f"ws://127.0.0.1:{port}/session"
        async with websockets.connect(address, max_size=None) as socket_:
            page = FirefoxPage(socket_)
            await page.open()
            yield page
    finally:
        process.kill()
        await process.communicate()


async def _until_listening(process: asyncio.subprocess.Process) -> None:
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        while line := await process.stderr.readline():
            if b"WebDriver BiDi listening" in line:
                return
    raise AssertionError("Firefox ended before it could be driven")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])

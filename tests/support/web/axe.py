"""What axe-core finds wrong on a page for people who cannot see it, or not well."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Page

_RUN = """async () => {
    const found = await axe.run(document, {resultTypes: ["violations"]});
    return found.violations.map((one) => ({
        rule: one.id,
        nodes: one.nodes.map((node) => node.html.slice(0, 200) + " " + node.failureSummary),
    }));
}"""


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


async def find_barriers(page: Page) -> dict[str, list[str]]:
    """The rules of axe-core that the page breaks as it stands, and where."""
    await page.evaluate(_source())
    found: list[dict[str, Any]] = await page.evaluate(_RUN)
    return {one["rule"]: one["nodes"] for one in found}


async def find_barriers_everywhere(page: Page, *widths: int) -> dict[str, list[str]]:
    """The same in light and dark, at each of these widths in pixels; and whether the page scrolls
    sideways."""
    found: dict[str, list[str]] = {}
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 800})
        wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            found[f"scrolls sideways at {width}"] = [f"by {wide} pixels"]
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            barriers = await find_barriers(page)
            found |= {f"{rule} at {width} {scheme}": where for rule, where in barriers.items()}
    await page.emulate_media(color_scheme="light")
    return found

"""What axe-core finds wrong on a page for people who cannot see it, or not well."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Page

OF_COLOURS = ("color-contrast", "link-in-text-block")  # the rest is alike in light and dark
_RUN = """async ({only, without}) => {
    const options = {resultTypes: ["violations"], preload: false};
    if (only.length) { options.runOnly = only; }
    options.rules = Object.fromEntries(without.map((rule) => [rule, {enabled: false}]));
    const found = await axe.run(document, options);
    return found.violations.map((one) => ({
        rule: one.id,
        nodes: one.nodes.map((node) => node.html.slice(0, 200) + " " + node.failureSummary),
    }));
}"""


@cache
def _source() -> str:
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


async def measure_overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 or less where nothing sticks out.

    A page that a click has just opened is measured when its styles have come: before that it is
    laid out without them.
    """
    await page.wait_for_load_state("load")
    wide: int = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return wide


async def find_barriers(
    page: Page, *only: str, without: Sequence[str] = ()
) -> dict[str, list[str]]:
    """The rules of axe-core that the page breaks as it stands, and where; only these rules where
    some are named, or all but some."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_source())
    rules = {"only": only, "without": list(without)}
    found: list[dict[str, Any]] = await page.evaluate(_RUN, rules)
    return {one["rule"]: one["nodes"] for one in found}


async def find_barriers_everywhere(page: Page, *widths: int) -> dict[str, list[str]]:
    """The same at each of these widths in pixels, and whether the page scrolls sideways. Colours
    are alike at all widths: they are looked at once in light and once in dark."""
    found: dict[str, list[str]] = {}
    for width in widths:
        await page.set_viewport_size({"width": width, "height": 800})
        if (wide := await measure_overflow(page)) > 0:
            found[f"scrolls sideways at {width}"] = [f"by {wide} pixels"]
        barriers = await find_barriers(page, without=() if width == widths[0] else OF_COLOURS)
        found |= {f"{rule} at {width}": where for rule, where in barriers.items()}
    await page.emulate_media(color_scheme="dark")
    barriers = await find_barriers(page, *OF_COLOURS)
    found |= {f"{rule} in dark": where for rule, where in barriers.items()}
    await page.emulate_media(color_scheme="light")
    return found

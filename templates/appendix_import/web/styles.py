"""What the style of an element of a web page tells: whether its words are seen."""

from __future__ import annotations

import re
from typing import Any

from templates.appendix_import.cell_text import HIDDEN, LOWERED, RAISED, STRUCK

_RULE = re.compile(r"\.([A-Za-z0-9_-]{1,80})\s*\{([^{}]{0,4000})\}")
_MOST_RULES = 2_000
Rules = dict[str, dict[str, str]]


def page_rules(root: Any) -> Rules:
    """The declarations of the page's own classes, as Excel writes them: `.xl65 {…}`."""
    found: Rules = {}
    for sheet in root.iter("style"):
        for name, body in _RULE.findall(sheet.text_content()):
            if len(found) >= _MOST_RULES:
                return found
            found.setdefault(name, {}).update(_declared(body))
    return found


def style_of(element: Any, rules: Rules) -> str:
    """Why words of this style are no part of a text; empty when they are."""
    said: dict[str, str] = {}
    for name in (element.get("class") or "").split():
        said |= rules.get(name, {})
    said |= _declared(element.get("style") or "")
    if element.get("hidden") is not None:
        return HIDDEN
    unseen = said.get("display") == "none" or said.get("visibility") in ("hidden", "collapse")
    if unseen or said.get("mso-hide") == "all":
        return HIDDEN
    if "line-through" in said.get("text-decoration", "") + said.get("text-decoration-line", ""):
        return STRUCK
    place = said.get("vertical-align", "")
    return {"super": RAISED, "sub": LOWERED}.get(place, "")


def _declared(body: str) -> dict[str, str]:
    pairs = (one.partition(":") for one in body.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs if value}

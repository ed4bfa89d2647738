"""What kind of browser it is, in words by which its person knows it again among others."""

from __future__ import annotations

# The first that is found counts: each browser also names those it wants to be taken for.
_BROWSERS = (
    *(("Zalo", "Zalo"), ("Telegram", "Telegram"), ("FBAN", "Facebook"), ("coc_coc", "Cốc Cốc")),
    *(("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet")),
    *(("CriOS", "Chrome"), ("FxiOS", "Firefox"), ("Firefox", "Firefox"), ("Chrome", "Chrome")),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    *(("Windows", "Windows"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad")),
    *(("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


def browser_name(user_agent: str) -> str:
    """`Chrome, Windows`; only what is known is named, so nothing foreign is shown. Empty for
    what says nothing."""
    found = [
        next((name for mark, name in known if mark in user_agent), "")
        for known in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in found if name)


def is_phone(user_agent: str) -> bool:
    """Whether a browser says that it is on a small screen: all of them have that word for it."""
    return "Mobi" in user_agent

"""Fonts whose letters are pictures: a tick, a box, a digit of another alphabet."""

from __future__ import annotations

TICK, CROSS, CHECKED, CROSSED, UNCHECKED = "\u2713", "\u2717", "\u2611", "\u2612", "\u2610"
UNKNOWN = "\N{REPLACEMENT CHARACTER}"  # a picture that is none of these
_PRIVATE = range(0xF000, 0xF100)  # where Word keeps the letters of such a font
_WINGDINGS = {
    0xFC: TICK,
    0xFB: CROSS,
    0xFE: CHECKED,
    0xFD: CROSSED,
    0x78: CROSSED,
    0x6F: UNCHECKED,
    0x71: UNCHECKED,
    0xA8: UNCHECKED,
    **{0x80 + digit: str(digit) for digit in range(10)},  # in a circle
    **{0x8B + digit: str(digit) for digit in range(10)},
}
_WINGDINGS_2 = {
    0x50: TICK,
    0x4F: CROSS,
    0x52: CHECKED,
    0x53: CROSSED,
    0x54: CROSSED,
    0x2A: UNCHECKED,
    0xA3: UNCHECKED,
    **{0x69 + digit: str(digit) for digit in range(10)},
    **{0x75 + digit: str(digit) for digit in range(10)},
}
_WEBDINGS = {0x61: TICK, 0x72: CROSS, 0x63: UNCHECKED}
_SYMBOL = {code: chr(code) for code in (*range(0x28, 0x3B), 0x20, 0x3D, 0x5B, 0x5D)} | {
    0xD6: TICK,  # the sign of a root, which people take for a tick
    0xB7: "-",
    0xA3: "≤",
    0xB3: "≥",
    0xB1: "±",
    0xB4: "×",
}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "webdings": _WEBDINGS,
    "symbol": _SYMBOL,
}


def read_symbols(font: str, text: str) -> str:
    """The text, with what its letters show in this font; as it is in any other."""
    signs = _FONTS.get(font.casefold())
    if signs is None:
        return text
    return "".join(_shown(signs, sign) for sign in text)


def read_symbol(font: str, code: int) -> str:
    """What this letter of a font shows; U+FFFD for what is no sign that is known."""
    if font.casefold() not in _FONTS:
        own = code if code not in _PRIVATE else code - _PRIVATE.start
        return chr(code) if code not in _PRIVATE and own >= ord(" ") else UNKNOWN
    return _shown(_FONTS[font.casefold()], chr(code))


def _shown(signs: dict[int, str], sign: str) -> str:
    if sign.isspace():
        return sign
    code = ord(sign)
    if sign in (TICK, CROSS, CHECKED, CROSSED, UNCHECKED):
        return sign
    if code not in _PRIVATE and code > 0xFF:
        code = _OF_WINDOWS.get(sign, code)
    return signs.get(code - _PRIVATE.start if code in _PRIVATE else code, UNKNOWN)


_OF_WINDOWS = {
    bytes([code]).decode("cp1252"): code
    for code in range(0x80, 0xA0)
    if code not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)
}

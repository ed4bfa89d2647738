"""Vietnamese written before Unicode: fonts that show other letters than the file says. TCVN3 (ABC,
fonts `.VnTime`) has a character for each letter, VNI (fonts `VNI-Times`) sets a mark behind it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_TCVN3 = str.maketrans(
    "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢§£¤¥¦",
    "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂĐÊÔƠƯ",
)
_VNI_PAIRS = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "u": ("ùøûõï", "úùủũụ"),
    "ö": ("ùøûõï", "ứừửữự"),
    "y": ("ùøûõ", "ýỳỷỹ"),
}
_VNI_ALONE = dict(zip("æóòîñôö", "ỉĩịỵđơư", strict=True))
_VNI = {
    base + mark: letter
    for base, (marks, letters) in _VNI_PAIRS.items()
    for mark, letter in zip(marks, letters, strict=True)
} | _VNI_ALONE
_VNI |= {
    capital: letter.upper()
    for pair, letter in _VNI.items()
    for capital in (pair.upper(), pair[0].upper() + pair[1:])
}
_VNI_SIGN = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))
_WORD = re.compile(r"[^\s\d_.,;:!?()\[\]/\"'+=-]+")  # marks of TCVN3 are no letters of Unicode
_ALIEN = re.compile("[µ¶·¸¹¨»¼½¾Æ©ÇË®Ïª×ØÜÞß«åæç¬ëîïñö÷øûüþ§\u00adÄÅÖÑÛä]")  # no letters of ours
_OURS = re.compile("[\u0102\u0103\u0110\u0111\u01a0\u01a1\u01af\u01b0\u0300-\u036f\u1ea0-\u1ef9]")
_TONES = {ord(mark): None for mark in "\u0300\u0301\u0303\u0309\u0323"}
_SYLLABLE = re.compile(
    "(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx])?"
    "(?:(?:oa|oă|oe|oo|uâ|uê|uô|ươ|uyê|uy|iê|yê|[aăâeêioôơuưy])(?:ch|nh|ng|[cmnpt])?"
    "|oa[iyo]|oeo|uâ[yu]|uôi|uy[au]|ươ[iu]|[iy]êu|[aâ][uy]|a[io]|[eêiư]u|eo|[iyuư]a|uơ|[oôơuư]i)"
)
MOSTLY, HARDLY = 0.8, 0.5  # shares of the words that are Vietnamese
LONGEST = 4_000  # characters that are looked at


def has_old_letters(text: str) -> bool:
    """Whether a text may hold words of such a font: it has letters that are none of Unicode's
    Vietnamese. Without them it is of today, whatever its fonts are called."""
    return _ALIEN.search(text) is not None


def decode_font(font: str, text: str) -> str:
    """The text as this font shows it; as it is when the font is one of today, or the text."""
    name = font.casefold()
    if text.isascii() or _OURS.search(text):
        return text.upper() if name.startswith(".vn") and name.endswith("h") else text
    if name.startswith(".vn"):
        return decode_tcvn3(text).upper() if name.endswith("h") else decode_tcvn3(text)
    return decode_vni(text) if name.startswith("vni") else text


def decode_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def decode_vni(text: str) -> str:
    return _VNI_SIGN.sub(lambda found: _VNI[found[0]], text)


def decode_unnamed(text: str) -> str | None:
    """A text of such a font without its name, as it comes when it is pasted; None when it is
    none."""
    decode = find_decoder(text)
    return decode(text) if decode is not None else None


def find_decoder(text: str) -> Callable[[str], str] | None:
    """What makes a text of such a font readable: most words are Vietnamese once they are decoded,
    and hardly any before. None for any other text."""
    sample = text[:LONGEST]
    if sample.isascii() or _OURS.search(sample) or _vietnamese(sample) > HARDLY:
        return None
    decoders = (decode_tcvn3, decode_vni)
    best = max(decoders, key=lambda decode: _vietnamese(decode(sample)))
    return best if _vietnamese(best(sample)) >= MOSTLY else None


def _vietnamese(text: str) -> float:
    """The share of the words that are Vietnamese syllables; abbreviations do not count."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    if not all(map(str.isupper, words)):
        words = [word for word in words if not word.isupper()]
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


def _is_syllable(word: str) -> bool:
    if _ALIEN.search(word) or not (word[1:].islower() or word.isupper()):
        return False
    apart = unicodedata.normalize("NFD", word.lower())
    if sum(ord(sign) in _TONES for sign in apart) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", apart.translate(_TONES))))

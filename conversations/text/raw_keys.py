"""Vietnamese typed with the input method switched off: the keys of Telex (`khoong phats sinh`) or
VNI (`kho6ng pha1t sinh`) as they came from the keyboard, and the words they stand for."""

from __future__ import annotations

import re
import unicodedata

from conversations.text.normalize import fold_text, spell_text

LONGEST = 1_000  # characters that are looked at
_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_TELEX_TONES = {"s": _ACUTE, "f": _GRAVE, "r": _HOOK, "x": _TILDE, "j": _DOT}
_VNI_TONES = {"1": _ACUTE, "2": _GRAVE, "3": _HOOK, "4": _TILDE, "5": _DOT}
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_HORNS = {"a": "ă", "o": "ơ", "u": "ư"}
_VOWELS = "aeiouyâêôăơư"
_MARKED = "âêôăơư"
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdghklmnprstvx])?"
    r"(?:a[iouy]?|e[ou]?|i(?:a|eu?|u)?|o(?:a[iyo]?|eo?|i)?|u(?:a[yi]?|e|i|o[iu]?|u|y(?:a|e|u)?)?"
    r"|y(?:a|eu?)?)(?:ch|ng|nh|[cmnpt])?"
)
_STOPPED = re.compile(r".*(?:ch|[cpt])$")
_WORD = re.compile(r"[^\W_]+")
_ABBREVIATION = 4  # letters without a vowel: kps, tthc


def decode_keys(text: str) -> str | None:
    """The text with its raw keys put together; None when it holds none, or words of another
    language, whose letters may look like keys."""
    if len(text) > LONGEST:
        return None
    found = False
    pieces: list[str] = []
    at = 0
    for match in _WORD.finditer(text):
        word = match[0]
        decoded = _decode(word)
        if decoded is None and not _is_plain(word):
            return None
        found = found or decoded is not None
        pieces += (text[at : match.start()], decoded or word)
        at = match.end()
    return "".join((*pieces, text[at:])) if found else None


def _is_plain(word: str) -> bool:
    """A word that needs no keys: a Vietnamese one, a number, an abbreviation."""
    if word[0].isdigit() or word.isupper() or not word.isascii():
        return True
    letters = fold_text(word)
    has_vowel = any(sign in _VOWELS for sign in letters)
    return bool(_SYLLABLE.fullmatch(letters)) or (not has_vowel and len(letters) <= _ABBREVIATION)


def _decode(word: str) -> str | None:
    """The word that these keys make; None when they make none."""
    if word.isupper() and "DD" in word:
        return word.replace("DD", "Đ")  # 12/QDD-UBND
    if not word.isascii() or not word[0].isalpha() or _SYLLABLE.fullmatch(word.lower()):
        return None
    vni = any(sign.isdigit() for sign in word)
    letters, tone = _read_vni(word.lower()) if vni else _read_telex(word.lower())
    plain = spell_text(letters).letters
    if not _SYLLABLE.fullmatch(plain) or (_STOPPED.match(plain) and tone not in ("", _ACUTE, _DOT)):
        return None
    if letters == word.lower() and not tone:
        return None
    made = _with_tone(letters, tone)
    if word.isupper():
        return made.upper()
    return made[0].upper() + made[1:] if word[0].isupper() else made


def _read_telex(word: str) -> tuple[str, str]:
    letters, tone = "", ""
    for sign in word:
        begun = any(one in _VOWELS for one in letters)
        if sign == "w" and (changed := _horn(letters)) is not None:
            letters = changed
        elif sign == "w" and not begun:
            letters += "ư"
        elif begun and sign in _TELEX_TONES:
            tone = _TELEX_TONES[sign]
        elif begun and sign == "z":
            tone = ""
        elif sign in _HATS and (letters[-1:] == sign or (begun and _closes(letters, sign))):
            at = letters.rindex(sign)
            letters = letters[:at] + _HATS[sign] + letters[at + 1 :]
        elif sign == "d" and letters[:1] == "d":
            letters = "đ" + letters[1:]
        else:
            letters += sign
    return letters, tone


def _closes(letters: str, sign: str) -> bool:
    """Whether the vowel comes once more behind the consonants: `tiene` for tiên."""
    return sign in letters and letters[-1] not in _VOWELS


def _read_vni(word: str) -> tuple[str, str]:
    letters, tone = "", ""
    for sign in word:
        if sign in _VNI_TONES:
            tone = _VNI_TONES[sign]
        elif sign == "6":
            letters = _last(letters, _HATS)
        elif sign in "78":
            letters = _horn(letters) or letters + sign
        elif sign == "9" and letters[:1] == "d":
            letters = "đ" + letters[1:]
        else:
            letters += sign
    return letters, tone


def _last(letters: str, marked: dict[str, str]) -> str:
    at = max((letters.rfind(sign) for sign in marked), default=-1)
    return letters if at < 0 else letters[:at] + marked[letters[at]] + letters[at + 1 :]


def _horn(letters: str) -> str | None:
    """The letters with the horn, or the breve, on their last vowel that takes one."""
    if "uo" in letters:
        return letters.replace("uo", "ươ", 1)
    changed = _last(letters, _HORNS)
    return None if changed == letters else changed


def _with_tone(letters: str, tone: str) -> str:
    if not tone:
        return letters
    at = _bearer(letters)
    return unicodedata.normalize("NFC", letters[: at + 1] + tone + letters[at + 1 :])


def _bearer(letters: str) -> int:
    """Where the tone mark stands."""
    places = [at for at, sign in enumerate(letters) if sign in _VOWELS]
    if letters[:2] in ("qu", "gi") and len(places) > 1:
        places = places[1:]
    marked = [at for at in places if letters[at] in _MARKED]
    if marked:
        return marked[-1]
    closed = places[-1] < len(letters) - 1
    if len(places) > 2 or (len(places) == 2 and closed):
        return places[1]
    return places[0]

"""Names of units as people type them: `xã 5`, `x5` and `UBND xã số 05` are one name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz

from conversations.text.normalize import fold_text

NEAR = 85  # percent of likeness from which a name is offered
LEAST_SHORT = 3  # letters of an abbreviation: NV is nhiệm vụ as well
_KIND_WORDS = frozenset(("so", "xa", "phuong", "ban", "phong", "chi", "trung"))
T = TypeVar("T")
_PARTS = re.compile(r"[a-z]+|\d+")
_BEFORE = (("uy", "ban", "nhan", "dan"), ("ubnd",), ("uy", "ban"), ("don", "vi"))
_WORDS = {
    "mot": "1",
    "hai": "2",
    "ba": "3",
    "bon": "4",
    "nam": "5",
    "sau": "6",
    "bay": "7",
    "tam": "8",
    "chin": "9",
    "muoi": "10",
}
_IN_WORDS = re.compile(rf"\b((?:xa|phuong|so|x|p)(?: so)? )({'|'.join(_WORDS)})\b")
_KINDS = {"x": "xa", "p": "phuong", "ph": "phuong", "tt": "thi tran"}  # before a number


def plain_name(text: str) -> str:
    """The name in small bare letters, without what may be left out: leading zeros, the word `số`
    before a number, `UBND` in front."""
    parts = _PARTS.findall(fold_text(text))
    for words in _BEFORE:
        if len(parts) > len(words) and tuple(parts[: len(words)]) == words:
            parts = parts[len(words) :]
    kept: list[str] = []
    for at, part in enumerate(parts):
        numbered = at + 1 < len(parts) and parts[at + 1].isdecimal()
        if part == "so" and numbered:
            continue
        bare = (part.lstrip("0") or "0") if part.isdecimal() else part
        kept.append(_KINDS.get(bare, bare) if numbered else bare)
    return " ".join(kept)


def spoken_names(names: Iterable[str]) -> tuple[str, ...]:
    """What a unit is called in a sentence, plain, the longest first: its names, and `nội vụ` for a
    department of that name."""
    plain = {plain_name(name) for name in names}
    bare = {name.partition(" ")[2] for name in plain if name.split()[0] in _KIND_WORDS}
    whole = {name for name in bare if " " in name and not any(map(str.isdigit, name))}
    called = {name for name in plain if " " in name or len(name) >= LEAST_SHORT}
    return tuple(sorted(called | whole, key=lambda name: (-len(name), name)))


def names_unit(text: str, names: Iterable[str]) -> bool:
    """Whether a sentence speaks of the unit of these names."""
    said = f" {plain_name(text)} "
    return any(f" {name} " in said for name in spoken_names(names))


def match_names(named: Mapping[T, Iterable[str]], words: str, *, exactly: bool = False) -> list[T]:
    """Those whose names the words may mean, the likeliest first: only those of exactly this name
    when there is one, or when it is asked for. A number in a name is never another number."""
    said, plain = fold_text(words).strip(" .,:;!?"), plain_name(words)
    if not said:
        return []
    names = {one: [_bare(name) for name in of] for one, of in named.items()}
    if found := [one for one in names if said in names[one]]:
        return found
    plains = {one: [_plain(name) for name in of] for one, of in named.items()}
    if not plain or exactly:
        return [one for one in plains if plain and plain in plains[one]]
    whole = f" {plain} "
    held = [one for one in plains if any(whole in f" {name} " for name in plains[one])]
    if not any(map(str.isdigit, said)):
        held = held or [one for one in names if any(said in name for name in names[one])]
    found = [one for one in plains if plain in plains[one]] or held or _near(plains, plain)
    if found or (figured := _IN_WORDS.sub(_figure, plain)) == plain:
        return found
    return match_names(named, figured, exactly=exactly)  # `xã hai`


_bare = lru_cache(maxsize=16_384)(fold_text)  # names of thousands of units are looked through
_plain = lru_cache(maxsize=16_384)(plain_name)


def _figure(found: re.Match[str]) -> str:
    return f"{found[1]}{_WORDS[found[2]]}"


def _near(plains: Mapping[T, Iterable[str]], plain: str) -> list[T]:
    numbers = _numbers(plain)
    scored = [
        (max((fuzz.ratio(plain, name) for name in of if _numbers(name) == numbers), default=0), one)
        for one, of in plains.items()
    ]
    near = sorted((pair for pair in scored if pair[0] >= NEAR), key=lambda pair: -pair[0])
    return [one for _, one in near]


def _numbers(plain: str) -> list[str]:
    return [part for part in plain.split() if part.isdecimal()]

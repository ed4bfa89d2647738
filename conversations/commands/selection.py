"""Which units a coordinator names for something that is done to many: `các xã chưa nộp`, `1001,
1002 và SNV`, `tất cả trừ SNV`, `sở, ban, ngành thuộc TX 1`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from conversations.frozen import Frozen
from conversations.text.normalize import Spelling, clean_text, spell_text
from conversations.text.phrases import WholePhrases, find_phrase
from conversations.workflow.request_bases import BoardFilter

LONGEST = 1_000  # characters that name units
OF_A_KIND = 5  # parts of a kind that has commas in it: `sở, ban, ngành`
_SHOWN: tuple[tuple[str, BoardFilter], ...] = (
    ("chưa liên hệ được", BoardFilter.AWAY),
    ("chưa liên hệ", BoardFilter.AWAY),
    ("không liên hệ được", BoardFilter.AWAY),
    ("không liên lạc được", BoardFilter.AWAY),
    ("chưa có báo cáo", BoardFilter.OPEN),
    ("chưa báo cáo", BoardFilter.OPEN),
    ("chưa gửi", BoardFilter.OPEN),
    ("chưa nộp", BoardFilter.OPEN),
    ("chưa xong", BoardFilter.OPEN),
    ("chưa làm xong", BoardFilter.OPEN),
    ("chưa làm", BoardFilter.OPEN),
    ("chưa thấy nộp", BoardFilter.OPEN),
    ("còn nợ", BoardFilter.OPEN),
    ("nợ báo cáo", BoardFilter.OPEN),
    ("chậm nộp", BoardFilter.LATE),
    ("nộp chậm", BoardFilter.LATE),
    ("nộp muộn", BoardFilter.LATE),
    ("nộp trễ", BoardFilter.LATE),
    ("quá hạn", BoardFilter.LATE),
    ("trễ hạn", BoardFilter.LATE),
    ("trễ", BoardFilter.LATE),
    ("chậm", BoardFilter.LATE),
    ("muộn", BoardFilter.LATE),
    ("chờ duyệt", BoardFilter.REVIEW),
    ("chưa duyệt", BoardFilter.REVIEW),
    ("cần duyệt", BoardFilter.REVIEW),
    ("đã nộp", BoardFilter.REVIEW),
    ("bị trả lại", BoardFilter.RETURNED),
    ("trả lại", BoardFilter.RETURNED),
    ("đính chính", BoardFilter.CORRECTING),
    ("đã duyệt", BoardFilter.APPROVED),
)
_CLEAN = (
    *(
        f"{no} {what}"
        for no in ("không", "ko", "k", "kg", "hông", "hong", "chẳng", "chưa")
        for what in (
            *("có cảnh báo nào", "có cảnh báo gì", "có cảnh báo", "cảnh báo", "bị cảnh báo"),
            *("có gì lạ", "có điểm lạ", "lạ", "có điểm cần để ý", "có vấn đề gì", "có vấn đề"),
        )
    ),
    "sạch",
)
_FILLERS = (
    *("tất cả", "toàn bộ", "toàn thể", "toàn tỉnh", "cả tỉnh", "mọi", "các", "những", "mấy"),
    *("cả", "hết", "đợt", "đơn vị", "nơi", "chỗ", "báo cáo", "của", "cho", "còn", "đang", "mà"),
    *(
        "nào",
        "ai",
        "đứa",
        "riêng",
        "luôn",
        "thuộc diện",
        "hạn",
        "kỳ",
        "người",
        "với",
        "lại",
        "ra",
        "nộp",
    ),
    *(
        "này",
        "đó",
        "hiện tại",
        "hiện nay",
        "đi",
        "em",
        "nhé",
        "nha",
        "ạ",
        "giúp",
        "giùm",
        "hộ",
        "cái",
        "chị",
        "anh",
    ),
)
_FILLED = WholePhrases((phrase, True) for phrase in _FILLERS)
_SIZES = range(max(len(phrase.split()) for phrase in _FILLERS), 0, -1)
_EVERYONE = ("tất cả", "toàn bộ", "toàn thể", "toàn tỉnh", "cả tỉnh", "hết", "cả đợt", "mọi", "đợt")
_BUT = ("ngoại trừ", "trừ ra", "không kể", "không tính", "trừ")
_UNDER = ("trực thuộc", "thuộc", "ở", "của")
_PARTS = re.compile(r"\s*(?:[,;&+\n]|\s(?:và|va|với|voi)\s)\s*", re.IGNORECASE)


class SelectionWords(Frozen):
    """What was said: units by `names`, those of `kinds`, those whose report stands as `show` says,
    `clean` ones without warnings, all but some, those `under` a unit; or `everyone`."""

    everyone: bool = False
    show: BoardFilter = BoardFilter.ALL
    clean: bool = False
    kinds: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    under: str = ""

    @property
    def is_one_unit(self) -> bool:
        """Whether nothing but one unit was named."""
        return len(self.names) == 1 and self == SelectionWords(names=self.names)

    @property
    def says_nothing(self) -> bool:
        return self == SelectionWords()


def read_selection(
    text: str,
    kind_named: Callable[[str], str | None],
    is_unit: Callable[[str], bool],
) -> SelectionWords:
    """What the words select; what is neither a state nor a kind is a name. `is_unit`: whether a
    unit is called exactly so, which goes before everything else that the words may mean."""
    said = clean_text(text[:LONGEST]).strip(" .!?:,;")
    is_unit = cache(is_unit)  # a list may say the same again and again
    if said and is_unit(said):
        return SelectionWords(names=(said,))
    reading = _Reading(kind_named, is_unit)
    said, but = _parted(said, _BUT, is_unit)
    for piece in reading.pieces(said):
        reading.read(piece)
    return reading.selected(tuple(filter(None, map(str.strip, _PARTS.split(but)))))


def read_status(text: str) -> tuple[BoardFilter | None, str]:
    """How a report is to stand, as it is said among other words, and the rest of them."""
    words = clean_text(text).split()
    spelled = _spelled(words)
    for phrase, show in _SHOWN:
        for at in find_phrase(spelled, phrase):
            size = len(phrase.split())
            return show, " ".join((*words[:at], *words[at + size :]))
    return None, text


def bare_words(text: str) -> str:
    """What is selected, without the words around it: `các xã đang` is `xã`."""
    return " ".join(_without_fillers(text.split()))


class _Reading:
    def __init__(
        self, kind_named: Callable[[str], str | None], is_unit: Callable[[str], bool]
    ) -> None:
        self.kind_named, self.is_unit = kind_named, is_unit
        self.found: dict[str, object] = {}
        self.kinds: list[str] = []
        self.names: list[str] = []

    def pieces(self, text: str) -> list[str]:
        """The parts of a list; `sở, ban, ngành` is one of them."""
        parts = [one for one in _PARTS.split(text) if one.strip()]
        found: list[str] = []
        at = 0
        while at < len(parts):
            sizes = range(min(OF_A_KIND, len(parts) - at), 0, -1)
            joined = {size: ", ".join(parts[at : at + size]) for size in sizes}
            size = next((n for n in sizes if n > 1 and self._is_kind(joined[n])), 1)
            found.append(joined[size])
            at += size
        return found

    def _is_kind(self, text: str) -> bool:
        return self.kind_named(bare_words(read_status(text)[1])) is not None

    def read(self, piece: str) -> None:
        piece = piece.strip(" .!?:,;")
        if self.is_unit(piece):
            self.names.append(piece)
            return
        words = self._without_clean(piece.split())
        rest, under = _parted(" ".join(words), _UNDER, self.is_unit)
        if under and self.is_unit(under):
            self.found["under"] = under
        else:
            rest = " ".join(words)
        show, rest = read_status(rest)
        if show is not None:
            self.found["show"] = show
        bare = bare_words(rest)
        if bare and self.is_unit(bare):  # `UBND tỉnh trễ hạn`: the unit, not its kind
            self.names.append(bare)
        elif not bare:
            spelled = _spelled(rest.split())
            everyone = any(find_phrase(spelled, one) for one in _EVERYONE)
            self.found["everyone"] = bool(self.found.get("everyone")) or everyone
        elif (kind := self.kind_named(bare)) is not None:
            self.kinds.append(kind)
        else:
            self.names.append(bare)

    def _without_clean(self, words: list[str]) -> list[str]:
        """The words without those that ask for reports without warnings."""
        spelled = _spelled(words)
        for phrase in _CLEAN:
            for at in find_phrase(spelled, phrase):
                self.found["clean"] = True
                return [*words[:at], *words[at + len(phrase.split()) :]]
        return words

    def selected(self, but: tuple[str, ...]) -> SelectionWords:
        kinds = tuple(dict.fromkeys(self.kinds))
        return SelectionWords(kinds=kinds, names=tuple(self.names), but=but, **self.found)


def _parted(text: str, phrases: Sequence[str], is_unit: Callable[[str], bool]) -> tuple[str, str]:
    """The words before one of the phrases, and those behind it; a phrase in a unit's own name
    parts nothing."""
    words = text.split()
    spelled = _spelled(words)
    for phrase in phrases:
        at = next(iter(find_phrase(spelled, phrase)), len(words))
        if at + len(phrase.split()) >= len(words):
            continue
        pieces = (one for one in _PARTS.split(text) if find_phrase(_spelled(one.split()), phrase))
        if any(map(is_unit, pieces)):
            break
        return " ".join(words[:at]), " ".join(words[at + len(phrase.split()) :])
    return text, ""


def _without_fillers(words: list[str]) -> list[str]:
    """Without the words around what is selected, at either end."""
    spelled = _spelled(words)
    start, end = 0, len(words)
    while size := _filler_at(spelled, start, end):
        start += size
    while size := next((n for n in _SIZES if _filler_at(spelled, end - n, end) == n), 0):
        end -= size
    return words[start:end]


def _filler_at(spelled: Sequence[Spelling], start: int, end: int) -> int:
    """How many words from `start` on, before `end`, say nothing; the most there are."""
    for size in _SIZES:
        if 0 <= start <= end - size and _FILLED.meaning_of(spelled[start : start + size]):
            return size
    return 0


def _spelled(words: Sequence[str]) -> list[Spelling]:
    return [spell_text(word.strip(",;:.")) for word in words]

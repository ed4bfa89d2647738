"""Which units a coordinator names for something that is done to many: `các xã chưa nộp`, `1001,
1002 và SNV`, `tất cả trừ SNV`, `sở, ban, ngành thuộc TX 1`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache

from conversations.frozen import Frozen
from conversations.text.normalize import clean_text, same_words
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
    for phrase, show in _SHOWN:
        at = _find(words, phrase)
        if at is not None:
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
        words = piece.split()
        for phrase in _CLEAN:
            at = _find(words, phrase)
            if at is not None:
                words[at : at + len(phrase.split())] = []
                self.found["clean"] = True
                break
        rest, under = _parted(" ".join(words), _UNDER, self.is_unit)
        if under and self.is_unit(under):
            self.found["under"] = under
        else:
            rest = " ".join(words)
        show, rest = read_status(rest)
        if show is not None:
            self.found["show"] = show
        bare = bare_words(rest)
        if not bare:
            self.found["everyone"] = bool(self.found.get("everyone")) or any(
                _find(rest.split(), one) is not None for one in _EVERYONE
            )
        elif (kind := self.kind_named(bare)) is not None:
            self.kinds.append(kind)
        else:
            self.names.append(bare)

    def selected(self, but: tuple[str, ...]) -> SelectionWords:
        kinds = tuple(dict.fromkeys(self.kinds))
        return SelectionWords(kinds=kinds, names=tuple(self.names), but=but, **self.found)


def _parted(text: str, phrases: Sequence[str], is_unit: Callable[[str], bool]) -> tuple[str, str]:
    """The words before one of the phrases, and those behind it; a phrase in a unit's own name
    parts nothing."""
    words = text.split()
    for phrase in phrases:
        at = _find(words, phrase)
        if at is None or at + len(phrase.split()) >= len(words):
            continue
        pieces = (one for one in _PARTS.split(text) if _find(one.split(), phrase) is not None)
        if any(map(is_unit, pieces)):
            break
        return " ".join(words[:at]), " ".join(words[at + len(phrase.split()) :])
    return text, ""


def _without_fillers(words: list[str]) -> list[str]:
    """Without the words around what is selected, at either end."""
    changed = True
    while changed:
        changed = False
        for phrase in _FILLERS:
            size = len(phrase.split())
            if len(words) >= size and same_words(" ".join(words[:size]), phrase):
                words, changed = words[size:], True
            if len(words) >= size and same_words(" ".join(words[-size:]), phrase):
                words, changed = words[:-size], True
    return words


def _find(words: Sequence[str], phrase: str) -> int | None:
    """Where the phrase stands among the words."""
    size = len(phrase.split())
    places = range(len(words) - size + 1)
    return next(
        (at for at in places if same_words(" ".join(words[at : at + size]).strip(",;:."), phrase)),
        None,
    )

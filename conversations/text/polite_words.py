"""The words by which people speak to each other and round a sentence off, in every part of the
country: they say nothing of a report. Written with accents; who reads them decides how they may be
typed."""

from __future__ import annotations

from conversations.text.normalize import fold_text

SPOKEN_TO = (
    *("em", "anh", "chị", "cô", "chú", "bác", "bạn", "sếp", "bot", "cháu", "con", "cưng", "dì"),
    *("thím", "út"),
)
SPEAKING = ("tôi", "mình", "tui")
PERSONS = (*SPOKEN_TO, *SPEAKING)
PARTICLES = (
    *("ạ", "nhé", "nha", "nhá", "nhe", "nghe", "nghen", "nhen", "hen", "hén", "nè", "nạ", "hỉ"),
    "hè",
)
BEFORE = ("dạ", "vâng", "thưa", "xin", "ơi")
HELP = ("giúp", "giùm", "dùm", "hộ", "với", "cho")
# Before other words these may be others: `còn`, `hi`.
ONLY_BEHIND = ("con", "út", "hỉ", "hè", "nạ")
# All of them without accents, for patterns of folded texts.
FOLDED = "|".join(dict.fromkeys(map(fold_text, (*PERSONS, *PARTICLES, *BEFORE, *HELP))))

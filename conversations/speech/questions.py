"""Whether a text asks something, and what: `hạn nộp khi nào em`, `VBQPPL là gì`, `lưu chưa`.

An answer is never taken for a question: a text needs words that ask, and a topic or a clear end
of a question; what begins like an answer, sets a value or puts something off is none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from conversations.forms.glossary import find_term, nearest_term
from conversations.forms.model import Form, Term
from conversations.forms.search import sure_row
from conversations.forms.spoken_places import heading_spoken_of, row_written
from conversations.speech.acts import Question
from conversations.speech.question_phrases import topic_of
from conversations.speech.question_topics import QuestionTopic
from conversations.speech.spoken_words import (
    ENDS_ASKING,
    ends_asking,
    ends_with,
    is_one_of,
    may_ask,
    places_of,
    split_clauses,
    starts_with,
    without_courtesy,
)
from conversations.speech.statements import is_answer
from conversations.speech.topic_keywords import ALONE, KEYWORDS
from conversations.text.normalize import fold_text
from conversations.text.polite_words import BEFORE, PERSONS, SPOKEN_TO
from conversations.text.word_patterns import read_sentence

LONGEST = 300  # characters; whoever says more tells something
LONGEST_KEYWORD = 60  # characters
FEW = 3  # words that do not ask by their form alone
MOST = 3  # questions of one message that are answered
# Words of a question where any text may be an answer: one that only holds a word that asks, one
# that ends in it, one that speaks to the bot.
HOLDING, ENDING, LONG = 7, 9, 16


_BEFORE = (
    *PERSONS,
    *BEFORE,
    *("ạ", "à", "ủa", "ơ", "alo", "này"),
    *("cho", "hỏi", "xíu", "chút", "tí", "cái", "thêm"),
    *("còn", "thế", "vậy", "mà", "từ", "chữ", "cụm", "ở", "trong", "hay", "nhờ", "với", "nhỏ"),
)
_SIGHS = (
    *SPOKEN_TO,
    *("dạ", "ủa", "ơ", "à", "alo", "thế", "vậy", "ơi", "cho", "hỏi", "mà", "ê"),
)
_BEGINS_ASKING = ("tại sao", "vì sao", "sao lại", "làm sao", "làm thế nào", "khi nào", "bao giờ")
_SAYS_NOTHING = ("phải", "cần", "nên", "giờ", "bây", "cứ", "thì", "vậy")  # `em phải ghi thế nào`
_WHAT = (  # parts the thing from what is asked about it
    *("nghĩa là gì", "nghĩa là sao", "có nghĩa", "viết tắt", "viết đầy đủ", "là cái gì", "là gì"),
    *("là cái chi", "là sao", "là chi", "là như thế nào", "là thế nào", "nghĩa là"),
    *("hiểu sao", "hiểu thế nào", "là cái nào", "là những cái nào", "là loại nào"),
    *("gồm", "bao gồm", "tính sao", "tính thế nào", "tính như thế nào", "lấy số", "lấy ở đâu"),
    *("ghi sao", "ghi thế nào", "ghi gì", "hỏi gì", "điền gì", "điền sao", "tính những gì"),
)
_OPENING = (
    *("thế nào là", "như thế nào là", "giải thích", "giải nghĩa", "không hiểu", "chưa hiểu"),
    *("không biết", "cái nào là", "cái gì là", "loại nào là", "văn bản nào là"),
    *("cái nào gọi là", "cái nào tính là"),
)
_ROWS = ("ý", "câu", "số", "dòng", "chỉ tiêu", "cái", "mục", "câu hỏi", "rõ", "lắm")
_HERE = ("này", "đó", "đây", "kia", "ni", "nớ", "nầy")
_STEPS = ("bước tiếp theo", "bước sau", "bước kế", "việc tiếp theo")
_MEASURE = ("đơn vị tính", "don vi tinh", "đvt", "dvt")
_TELLS = ("không", "chưa", "do", "vì", "đã", "theo", "số liệu", "căn cứ", "tại", "có")
_INSIDE = ("bao nhiêu", "mấy", "ai", "gì", "khi nào", "bao giờ", "đâu", "sao", "thế nào", "nào")
_AND = re.compile(r"[,;?!\n]+|\.(?=\s|$)|\s(?:và|va|với lại|voi lai)\s", re.IGNORECASE)
_ROW_NUMBER = re.compile(
    r"\b(?:cau|dong|chi tieu|muc|o|y|so thu tu)\s+(?:so\s+)?"
    r"((?:[ivx]+\.)?\d{1,3}(?:\.\d{1,3})*|[ivx]+(?:\.\d+)+)\b"
)
_FIGURE = re.compile(r"\d+(?:\.\d+)*")
LONGEST_ALONE = 80  # characters
_I = r"(?:toi|em|chi|anh|minh|co|chu|bac|tui)"
_WORK = r"(?:bao cao|viec|mang|phan|cong viec|cai|nay|do|cchc)"
_LEAVES = re.compile(  # with a subject: `chuyển công tác` alone may be a reason
    rf"(?:da )?{_I} (?:khong|ko|k|thoi khong) (?:con )?(?:phu trach|lam|theo doi)"
    rf"(?: {_WORK})* nua(?: roi)?"
    rf"|(?:da )?{_I} (?:sap |moi |da |duoc |vua )*(?:chuyen cong tac|chuyen don vi|nghi huu"
    r"|nghi viec|chuyen viec|dieu chuyen|luan chuyen)(?: (?:roi|khac|sang \S+(?: \S+){0,4}))*"
    r"|(?:doi|thay) (?:nguoi|can bo) (?:phu trach|lam|khac|bao cao)(?: (?:bao cao|khac))*",
)
_ABOUT_ROWS = frozenset({QuestionTopic.ROW, QuestionTopic.AUTHOR, QuestionTopic.LAST_PERIOD})
_OF_PLACES = frozenset({QuestionTopic.LEFT, QuestionTopic.SAVED, QuestionTopic.HOLDER})
_OF_NUMBERS = frozenset({QuestionTopic.STATES, QuestionTopic.FILL_ALL, QuestionTopic.TERM})


def recognise_question(text: str, form: Form, *, free_text: bool = False) -> Question | None:
    """The question that a text is, or None. `free_text`: any words may be an answer now, so only
    a plain and short question counts."""
    if not free_text and (topic := _named_alone(text)) is not None:
        return Question(topic)
    first = _recognise(text, form, free_text=free_text)
    if first is None or first.topic is QuestionTopic.UNKNOWN:
        return first
    parts = [part for part in _AND.split(text) if part.strip()] if len(text) <= LONGEST else []
    each = [_recognise(part, form, free_text=False) for part in parts] if len(parts) > 1 else []
    known = [one for one in each if one is not None and one.topic is not QuestionTopic.UNKNOWN]
    if known and len(known) == len(each):  # the parts say more than the whole, which mixes them
        first = known[0]
    others = [one for one in dict.fromkeys(known) if one != first]
    return replace(first, more=tuple(others[: MOST - 1])) if first in known else first


def _named_alone(text: str) -> QuestionTopic | None:
    """`hạn nộp`, `liên hệ đầu mối`: what is asked about, and no more."""
    if len(text) > LONGEST_ALONE:
        return None
    words = [word for clause in split_clauses(text) for word in clause]
    said = " ".join(without_courtesy(words)) if words else ""
    if _LEAVES.fullmatch(fold_text(said)):
        return QuestionTopic.LEAVING
    if not said:
        return None
    words = said.split()
    while len(words) > 1 and is_one_of(words[0], _SIGHS):
        words = words[1:]
    return ALONE.meaning_of_text(said) or ALONE.meaning_of_text(" ".join(words))


def _recognise(text: str, form: Form, *, free_text: bool) -> Question | None:
    if len(text) > LONGEST:
        return None
    if not free_text and (keyword := _keyword(text)) is not None:
        return Question(keyword)
    if not may_ask(text):
        return None
    marked = "?" in text
    clauses = split_clauses(text)
    whole = [word for words in clauses for word in words]
    if not whole or is_answer(text, whole, marked=marked):
        return None
    if free_text and not _is_plain(text, whole, marked=marked):
        return None
    bare = [without_courtesy(words) for words in clauses]
    clauses = [without_courtesy(whole), *bare]
    clauses += [without_courtesy(words[:-1]) for words in clauses if _ends_in_echo(words)]
    sentences = [read_sentence(words) for words in dict.fromkeys(map(tuple, clauses))]
    topic = None if places_of(whole, "để làm gì") else topic_of(sentences)
    if topic is QuestionTopic.TERM or topic is QuestionTopic.ROW:
        return _about_words(text, form, topic, whole)
    if topic is None:
        term = _term_alone(text, form) if marked else None
        if term:
            return Question(topic=QuestionTopic.TERM, about=term)
        asks = not free_text and _is_shaped(whole, bare[-1], marked=marked)
        topic = QuestionTopic.UNKNOWN if asks else None
    if topic is None or (whole[0][0].isdigit() and topic not in _OF_NUMBERS):
        return None
    if topic is QuestionTopic.UNKNOWN:
        return Question(topic, about=text)
    if topic in _OF_PLACES and len(bare) == 1 and (at := _at(text, form)) is not None:
        return at
    return Question(topic, about=_row_asked(text, topic))


def _at(text: str, form: Form) -> Question | None:
    """What is asked of one heading, or of one row: what is left, or what was written."""
    if heading := heading_spoken_of(text):
        return Question(QuestionTopic.LEFT, about=heading)
    row = row_written(form, text)
    return Question(QuestionTopic.SAVED, about=row) if row else None


def _row_asked(text: str, topic: QuestionTopic) -> str:
    """The row that such a question names. Whether something is saved may be asked behind answers,
    `dòng 2 là 5, ghi chưa`: there it is of all of them."""
    if topic is QuestionTopic.SAVED:
        alone = len(_FIGURE.findall(text)) <= 1 and len(split_clauses(text)) == 1
        return _row_named(text) if alone else ""
    return _row_named(text) if topic in _ABOUT_ROWS else ""


def _keyword(text: str) -> QuestionTopic | None:
    """What is asked about with no word that asks: `hạn nộp`, `liên hệ đầu mối`."""
    if len(text) > LONGEST_KEYWORD:
        return None
    bare = " ".join(without_courtesy([word for part in split_clauses(text) for word in part]))
    return KEYWORDS.meaning_of_text(bare)


def _asks_by_form(last: list[str], words: list[str]) -> bool:
    """`có … không`, `còn … chưa`, `… hả`, `… gì`: asks, with whatever between."""
    addressed = len(without_courtesy(words)) < len(words) and not ends_with(words, "gì đó")
    if any(ends_with(last, one) for one in ("hả", "gì", "sao")) and not _is_measured(last):
        return addressed or len(words) <= HOLDING
    if ends_with(last, "thì không"):  # `câu 1 2 có, còn 3 4 thì không`
        return False
    frames = any(_may_frame(last, at) for at in range(len(last) - 1))
    return frames and any(ends_with(last, one) for one in ("không", "chưa"))


def _may_frame(words: list[str], at: int) -> bool:
    """Whether this word may begin a question with the last one: not `còn lại không`, nor the first
    of `câu 1 có còn câu 2 không`, which answer."""
    behind = words[at + 1 : at + 2]
    if is_one_of(words[at], ("còn",)):
        row = behind and (behind[0][0].isdigit() or is_one_of(behind[0], ("lại", "câu", "dòng")))
        return not row
    if is_one_of(words[at], ("có",)):
        told = at > 0 and words[at - 1].isdigit() and behind and is_one_of(behind[0], ("còn",))
        return not told
    return is_one_of(words[at], ("được", "đã"))


def _is_measured(words: list[str]) -> bool:
    """`25 ha`: hectares, not `hả`."""
    return len(words) > 1 and words[-1] == "ha" and words[-2][:1].isdigit()


def _ends_in_echo(words: list[str]) -> bool:
    """`làm gì bây giờ hả`: a question already, and its last word asks once more."""
    return len(words) > 2 and is_one_of(words[-1], ("hả", "hở", "nhỉ", "ta"))


def _is_plain(text: str, words: list[str], *, marked: bool) -> bool:
    """Whether a text is a question even where any words may be an answer."""
    if len(words) > LONG:
        return False
    if marked:
        return text.rstrip(" .!)”\"'").endswith("?")
    if starts_with(words, _TELLS) and not ends_asking(words):
        return False
    addressed = len(without_courtesy(words)) < len(words)
    inside = any(places_of(words, one) for one in _INSIDE)
    ends = len(words) <= ENDING and ends_asking(words)
    return addressed or ends or (len(words) <= HOLDING and inside)


def _about_words(text: str, form: Form, topic: QuestionTopic, words: list[str]) -> Question:
    """What a term means, or what a row asks: the term or the row that is named."""
    row = _row_named(text)
    if row:
        return Question(topic=QuestionTopic.ROW, about=row)
    subject = _subject(words)
    here = any(is_one_of(word, _HERE) for word in subject)
    term = find_term(form, text)
    if topic is QuestionTopic.ROW and sure_row(form, " ".join(subject)) is not None:
        return Question(topic=topic, about=_as_typed(text, subject))
    if term is not None and (topic is QuestionTopic.TERM or _is_named(term, subject)):
        return Question(topic=QuestionTopic.TERM, about=term.name)
    if here or all(is_one_of(word, _SAYS_NOTHING) for word in subject):
        return Question(topic=QuestionTopic.ROW)
    if starts_with(subject, _STEPS):
        return Question(QuestionTopic.NEXT)
    if " ".join(subject) in (*_MEASURE, *_ROWS):
        return Question(topic=QuestionTopic.ROW)
    near = nearest_term(form, " ".join(subject)) if topic is QuestionTopic.TERM else None
    return Question(topic=topic, about=near.name if near else _as_typed(text, subject))


def _as_typed(text: str, words: list[str]) -> str:
    """The words with the capitals they were typed with, where they stand so in the text."""
    said = " ".join(words)
    at = text.casefold().find(said)
    return text[at : at + len(said)] if at >= 0 and len(text.casefold()) == len(text) else said


def _is_named(term: Term, words: list[str]) -> bool:
    return fold_text(" ".join(words)) in {fold_text(name) for name in term.names}


def _subject(words: list[str]) -> list[str]:
    """What it is that the question asks about: the words before `là gì`, or behind `thế nào là`."""
    before = [at for phrase in _WHAT for at in places_of(words, phrase)]
    behind = [at + len(one.split()) for one in _OPENING for at in places_of(words, one)]
    if not before and not behind:
        return []
    found = words[: min(before)] if before else words[max(behind) :]
    while found and is_one_of(found[0], _BEFORE):
        found = found[1:]
    kept = without_courtesy(found) if found else []
    return [] if ends_with(kept, "được không") else kept


def _term_alone(text: str, form: Form) -> str:
    """`VBQPPL?`"""
    term = find_term(form, text)
    if term is None:
        return ""
    said = fold_text(text).strip(" ?!.")
    return term.name if said in {fold_text(name) for name in term.names} else ""


def _row_named(text: str) -> str:
    found = _ROW_NUMBER.search(fold_text(text))
    return found[1].upper() if found else ""


def _is_shaped(words: list[str], last: list[str], *, marked: bool) -> bool:
    """Whether it is surely a question, whatever about."""
    if words[0][0].isdigit():
        return False
    asks = any(ends_with(last, one) for one in ENDS_ASKING) or starts_with(words, _BEGINS_ASKING)
    asks = asks or (FEW < len(words) <= LONG and _asks_by_form(last, words))
    if marked and not asks:  # `khoảng 20 hồ sơ?` may be a value
        return len(words) >= 2 and not any(sign.isdigit() for word in words for sign in word)
    return asks and len(words) >= 3

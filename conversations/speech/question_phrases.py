"""How officers ask, by what they ask about. Words that people shorten (`ko`, `dc`, `sdt`) are
written out before they are compared."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from conversations.speech import report_questions, row_questions, usage_questions
from conversations.speech.question_topics import QuestionTopic
from conversations.text.word_patterns import Sentence, WordPattern, compile_patterns

NAMED = {
    "@when": "khi nào/bao giờ/lúc nào/chừng nào/hôm nào/ngày nào/ngày mấy/hôm mấy/mấy giờ/bữa nào"
    "/khi mô/ngày mô/tháng mấy/thứ mấy/tới ngày mấy/ngày bao nhiêu/hạn nào",
    "@how": "sao/thế nào/làm sao/ra sao/kiểu gì/cách nào/kiểu nào/răng",
    "@yes": "không/chưa/hả/hở/chứ/à/phải không/hông",
    "@who": "ai/người nào/sếp nào/lãnh đạo nào/anh nào/chị nào/đồng chí nào/cán bộ nào",
    "@many": "bao nhiêu/mấy/nhiêu",
    "@where": "đâu/ở đâu/ở chỗ nào/chỗ nào/nơi nào/mục nào/ở mô/nút nào",
    "@what": "gì/cái chi/là chi/chi",
    "@report": "báo cáo/phụ lục/số liệu/hồ sơ",
    "@rows": "câu/dòng/cái/chỉ tiêu/mục/phần/ô/câu hỏi/số liệu",
    "@this": "câu này/dòng này/chỉ tiêu này/mục này/ô này/cái này/chỗ này/phần này/ý này/số này"
    "/câu đó/dòng đó/cái đó/chỉ tiêu đó/chỗ đó/câu ni/cái ni/tiêu chí này",
    "@wrong": "nhầm/sai/lộn/lỡ",
    "@state": "không phát sinh/không thuộc thẩm quyền/chưa có số/ghi 0/điền 0/số 0/bằng 0"
    "/bằng không/để trống",
    "@before": "kỳ trước/quý trước/lần trước/đợt trước/năm ngoái/năm trước/cùng kỳ/kỳ rồi/quý rồi"
    "/tháng trước",
    "@file": "file word/file excel/file pdf/file báo cáo/bản excel/bản pdf/file/tệp"
    "/tập tin/phụ lục/bản word/word/excel/pdf/biểu mẫu/bản in",
    "@fill": "điền/trả lời/nhập/ghi/khai/làm/gõ/báo cáo",
}


@cache
def question_patterns() -> tuple[tuple[QuestionTopic, tuple[WordPattern, ...]], ...]:
    """The patterns of each topic, in the order in which they count."""
    phrases = report_questions.PHRASES | row_questions.PHRASES | usage_questions.PHRASES
    return tuple(
        (topic, compile_patterns(phrases[topic], NAMED))
        for topic in QuestionTopic
        if topic in phrases
    )


@cache
def _patterns_by_letters() -> dict[str, list[tuple[int, QuestionTopic, WordPattern]]]:
    """The patterns under the letters of each word one of which a sentence must hold to fit, with
    their place in the order: of hundreds a few are to be held against a sentence."""
    found: dict[str, list[tuple[int, QuestionTopic, WordPattern]]] = {}
    all_ = [(topic, one) for topic, patterns in question_patterns() for one in patterns]
    for place, (topic, pattern) in enumerate(all_):
        for letters in pattern.rarest_firsts:
            found.setdefault(letters, []).append((place, topic, pattern))
    return found


def topic_of(sentences: Sequence[Sentence]) -> QuestionTopic | None:
    """The first topic with a pattern that one of the sentences fits."""
    by_letters = _patterns_by_letters()
    letters = {word for one in sentences for word in one.letters}
    held = {
        place: (topic, one) for word in letters for place, topic, one in by_letters.get(word, ())
    }
    for _, (topic, pattern) in sorted(held.items()):
        if any(map(pattern.fits, sentences)):
            return topic
    return None

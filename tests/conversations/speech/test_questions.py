"""What is a question, about what, and what is none."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.forms.model import Form
from conversations.speech.acts import Question
from conversations.speech.question_phrases import question_patterns, topic_of
from conversations.speech.question_topics import QuestionTopic
from conversations.speech.questions import LONGEST, recognise_question
from conversations.text.word_patterns import read_sentence
from templates.loading.catalog import load_catalog
from tests.support.paths import TESTS
from tests.support.scenario import SCENARIOS, Edit, read_scenario

CASES = TESTS / "conversations/speech/cases"
# Scenarios in which questions are asked, and one that is asked in another.
ASKING = {"questions-answered", "questions-unknown"}
ASKED = {
    "sao lại cảnh báo vậy em",
    "Chị có phải điền hết 152 cái này không em, nhiều quá",
    "không phát sinh với số 0 khác nhau chỗ nào",
    "dòng 3 là gì",
}


def form() -> Form:
    return load_catalog().forms["cchc-so"]


def asked() -> list[tuple[str, str, str]]:
    lines = (CASES / "questions.tsv").read_text(encoding="utf-8").splitlines()
    parts = [[*line.split("\t"), ""] for line in lines if line and line[0] != "#"]
    return [(text, topic, about) for text, topic, about, *_ in parts]


def answers() -> list[str]:
    return (CASES / "not_questions.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize(("text", "topic", "about"), asked(), ids=lambda part: part[:40])
def test_question(text: str, topic: str, about: str) -> None:
    said = text if topic == "unknown" else about
    assert recognise_question(text, form()) == Question(QuestionTopic(topic), said)


@pytest.mark.parametrize("text", answers(), ids=lambda text: text[:40])
def test_an_answer_is_no_question(text: str) -> None:
    assert recognise_question(text, form()) is None
    assert recognise_question(text, form(), free_text=True) is None


def test_the_first_pattern_that_fits_tells_the_topic() -> None:
    """Looked for by the letters of a few words, or one after the other: the same."""
    for text in [*answers(), *(text for text, *_ in asked())]:
        said = [read_sentence(text.casefold().split()), read_sentence(text.casefold().split()[2:])]
        every = (
            topic
            for topic, patterns in question_patterns()
            for pattern in patterns
            if any(map(pattern.fits, said))
        )
        assert topic_of(said) is next(every, None)


def test_there_are_cases() -> None:
    assert len(asked()) >= 200
    assert len(answers()) >= 200


def other_texts() -> Iterator[str]:
    """What officers answer in the scenarios, in the sample and in the tables of readings; labels
    of rows, alone and with a value."""
    for path in SCENARIOS:
        if path.stem in ASKING:
            continue
        for _, deed in read_scenario(path).deeds:
            if isinstance(deed, str | Edit):
                yield deed if isinstance(deed, str) else deed.text
    sample = load_catalog().sample("cchc-so")
    yield from chain(sample.texts.values(), sample.notes.values(), sample.reasons.values())
    for path in (TESTS / "conversations/parsing/cases").glob("*.tsv"):
        for line in path.read_text(encoding="utf-8").splitlines():
            yield line.partition("\t")[0]
    for row in form().rows:
        yield from (row.title, f"{row.title} 5", f"{row.title}: có", f"tới {row.title}")


def test_what_officers_answer_elsewhere_is_no_question() -> None:
    texts = [*other_texts()]
    assert len(texts) > 1_000
    taken = [
        text for text in texts if text not in ASKED and recognise_question(text, form()) is not None
    ]
    assert taken == []


@pytest.mark.parametrize(
    "text",
    ["hạn nộp khi nào vậy em", "VBQPPL là gì?", "lưu chưa em", "nộp rồi có sửa được không em"],
)
def test_a_plain_question_counts_where_any_text_may_be_an_answer(text: str) -> None:
    assert recognise_question(text, form(), free_text=True) is not None


@pytest.mark.parametrize(
    "text",
    [
        "đã hỏi anh Tuấn, chưa rõ ai duyệt",
        "đang chờ sở trả lời bao giờ nộp",
        "do chưa thống nhất cách tính, chưa rõ lấy số ở đâu",
        "trưa nay ăn gì vậy em",
        "Kế hoạch nêu rõ ai làm, làm gì, khi nào nộp báo cáo cho từng phòng chuyên môn",
    ],
)
def test_a_text_that_holds_such_words_stays_a_text(text: str) -> None:
    assert recognise_question(text, form(), free_text=True) is None


def test_what_is_long_is_something_else() -> None:
    assert recognise_question("hạn nộp khi nào " * (LONGEST // 10), form()) is None


def test_a_form_without_a_glossary_is_asked_about_too() -> None:
    bare = form().model_copy(update={"glossary": ()})
    found = recognise_question("VBQPPL là gì", bare)
    assert found == Question(QuestionTopic.TERM, "VBQPPL")
    assert recognise_question("hạn nộp khi nào", bare) is not None


@pytest.mark.parametrize(
    ("text", "topics"),
    [
        ("câu 5 là gì và hạn nộp khi nào", {"row", "due"}),
        ("hạn nộp khi nào, nộp cho ai vậy em", {"due", "approver"}),
        ("VBQPPL là gì? TTHC là gì?", {"term"}),
        ("Chị có phải điền hết 152 cái này không em, nhiều quá", {"fill_all"}),
        ("lỡ ghi sai, sửa sao em", {"change"}),
        ("sai thì sửa ở đâu", {"change"}),
    ],
)
def test_everything_that_is_asked_is_answered(text: str, topics: set[str]) -> None:
    found = recognise_question(text, form())
    assert found is not None
    assert {one.topic.value for one in (found, *found.more)} == topics


def test_two_terms_are_explained() -> None:
    found = recognise_question("VBQPPL là gì? TTHC là gì?", form())
    assert found is not None
    assert [one.about for one in (found, *found.more)] == ["VBQPPL", "TTHC"]


SOME = (
    "hạn nộp khi nào lưu chưa ai duyệt là gì VBQPPL không có bao nhiêu câu này sao ? , . em ạ chi "
    "kỳ trước 12 0 II.2 = … ‘ K ı İ ß"
)
WORDS = st.sampled_from([*SOME.split(), "\n"])


@given(st.lists(WORDS, max_size=80).map(" ".join) | st.text(max_size=400))
def test_any_text_is_judged(text: str) -> None:
    for free_text in (False, True):
        found = recognise_question(text, form(), free_text=free_text)
        assert found is None or isinstance(found, Question)


@given(st.integers(0, 10**9), st.integers(1, 200), st.sampled_from(["", " người", " ạ", " em"]))
def test_a_figure_is_never_a_question(amount: int, row: int, behind: str) -> None:
    for text in (f"{amount}{behind}", f"{row}={amount}{behind}", f"dòng {row} là {amount}{behind}"):
        assert recognise_question(text, form()) is None

"""Lists of answers, whatever they hold: nothing lands on a wrong row, nothing is guessed."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from conversations.answer_types.count import CountType
from conversations.answer_types.reader import read_answer
from conversations.bulk.model import MAX_TEXT
from conversations.bulk.parser import is_single, read_burst
from conversations.forms.search import sure_row
from conversations.parsing.result import ReadValue
from conversations.text.numbers import print_number
from templates.loading.catalog import load_catalog
from tests.support.reports import blank_report

FORM = load_catalog().forms["cchc-so"]
REPORT = blank_report(FORM)
COUNTS = [
    key
    for key in FORM.order
    if isinstance(FORM.row(key).answer, CountType) and FORM.row(key).computed is None
]
SURE = [key for key in COUNTS if sure_row(FORM, FORM.row(key).title) is not None]
numbers = st.lists(st.integers(0, 99_999), min_size=2, max_size=12)
RUN = settings(max_examples=150, deadline=None)


def answers(text: str, rows: list[str], *, listed: bool) -> list[dict[str, Decimal]]:
    """For each way to read the text: the numbers by row."""
    ways = []
    for burst in read_burst(FORM, REPORT, rows, text, listed=listed):
        found = {}
        for entry in burst.entries:
            if entry.row is not None and isinstance(entry.reading, ReadValue):
                assert entry.row not in found
                found[entry.row] = entry.reading.value.amount
        ways.append(found)
    return ways


@RUN
@given(numbers, st.sampled_from([" ", "; ", ";", ", ", "\n"]), st.booleans())
def test_a_list_comes_back_on_its_rows_or_is_asked(
    given_numbers: list[int], between: str, listed: bool
) -> None:
    rows = COUNTS[: len(given_numbers)]
    text = between.join(map(str, given_numbers))
    expected = dict(zip(rows, map(Decimal, given_numbers), strict=True))
    ways = answers(text, rows, listed=listed)
    if ways:
        assert expected in ways
        assert len(ways) <= 2
    else:  # `12 345` beside one question is one number
        assert between == " "
        assert not listed


@RUN
@given(numbers, st.sampled_from(["{}={}", "{} = {}", "{}: {}", "dòng {}: {}"]), st.randoms())
def test_numbered_answers_land_where_they_say(given_numbers, shape, dice) -> None:
    rows = COUNTS[: len(given_numbers)]
    parts = [shape.format(n, print_number(Decimal(v))) for n, v in enumerate(given_numbers, 1)]
    dice.shuffle(parts)
    expected = dict(zip(rows, map(Decimal, given_numbers), strict=True))
    assert answers("; ".join(parts), rows, listed=True) == [expected]


@RUN
@given(st.lists(st.sampled_from(SURE), min_size=2, max_size=15, unique=True), st.data())
def test_a_pasted_block_lands_by_its_labels(keys: list[str], data: st.DataObject) -> None:
    values = {key: Decimal(data.draw(st.integers(0, 9_999))) for key in keys}
    lines = [f"{FORM.row(key).title}\t{print_number(value)}" for key, value in values.items()]
    assert answers("\n".join(lines), COUNTS[:5], listed=data.draw(st.booleans())) == [values]


@RUN
@given(st.sampled_from(SURE), st.data())
def test_a_damaged_label_never_names_another_row(key: str, data: st.DataObject) -> None:
    label = list(FORM.row(key).title)
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(label) - 1))
        label[at] = data.draw(st.sampled_from(["", "x", label[at] * 2, " "]))
    found = sure_row(FORM, "".join(label))
    assert found is None or found.key == key


@settings(max_examples=300, deadline=None)
@given(
    st.text(alphabet=st.sampled_from("0123456789 .,;:=()/\n\t_-–%abcớđôkhôngco\"'"), max_size=80),
    st.booleans(),
)
def test_no_text_raises_and_no_row_is_given_twice(text: str, listed: bool) -> None:
    for burst in read_burst(FORM, REPORT, COUNTS[:6], text, listed=listed):
        rows = [entry.row for entry in burst.entries if entry.row is not None]
        assert len(rows) == len(set(rows))


def test_a_flood_is_refused_at_once() -> None:
    (burst,) = read_burst(FORM, REPORT, COUNTS[:5], "1 " * MAX_TEXT, listed=True)
    assert [entry.reading.code for entry in burst.entries] == ["burst.too_long"]


PIECES = ["21", "7", "3,5", "1.234", "5%", "12/20", "hai mươi", "không có", "chưa có số", "Có", "0"]
PIECES += ["người", "văn bản", "dòng 3", "câu 12", "II.01", "(ước tính)", "_", "bỏ qua", "như cũ"]
GAPS = ["", " ", ", ", "; ", "\u00a0", "\u2028", " = ", "：", "\n"]


@settings(max_examples=600, deadline=None)
@given(
    st.sampled_from(FORM.order),
    st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(GAPS)), min_size=1, max_size=5),
)
def test_what_is_taken_for_one_answer_is_no_list(key, parts) -> None:
    """The short way around the reading of lists leaves no list out."""
    text = "".join(piece + gap for piece, gap in parts)
    if is_single(text, read_answer(FORM.row(key), text)):
        at = FORM.asked_at[key]
        assert read_burst(FORM, REPORT, FORM.order[at : at + 12], text, listed=False) == ()

"""From codes to messages: markup, paging, buttons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conversations.commands.report import Command, RunCommand
from conversations.composing.compose import MAX_LABEL, compose_message
from conversations.composing.markup import parse_spans, split_pages
from conversations.protocol.messages import Button, Capabilities, Reply, Span, utf16_length
from conversations.protocol.person_names import member_name, references_in

PHONE = Capabilities(buttons=100, edits=True, files=True, text_limit=60)
PLAIN = Capabilities(buttons=0, edits=False, files=False, text_limit=60)


class Echo:
    """Says a code as its own words."""

    def say(self, code: str, data: dict[str, object]) -> str:
        if code == "type_one_of":
            return "Gõ: " + ", ".join(map(str, data["labels"]))
        return str(data.get("text", code))


def button(label: str) -> Button:
    return Button(code="b", data={"text": label}, action=RunCommand(command=Command.HELP))


def test_markup_becomes_styled_spans() -> None:
    assert parse_spans("a <b>b</b> &lt;i&gt; <i>c</i>") == (
        Span(text="a "),
        Span(text="b", bold=True),
        Span(text=" <i> "),
        Span(text="c", italic=True),
    )


def test_other_tags_are_text() -> None:
    assert parse_spans("<script>x</script>")[0].text == "<script>x</script>"


@given(st.text(max_size=400), st.integers(4, 50))
def test_pages_fit_and_lose_nothing_but_line_ends(text: str, limit: int) -> None:
    cut = split_pages([Span(text=text)], limit)
    joined = "".join(span.text for page in cut for span in page)
    assert all(utf16_length("".join(s.text for s in page)) <= limit for page in cut)
    assert "".join(joined.split()) == "".join(text.split())


def test_an_emoji_is_never_cut() -> None:
    cut = split_pages([Span(text="😀" * 7)], 5)
    assert [page[0].text for page in cut] == ["😀😀", "😀😀", "😀😀", "😀"]


def test_one_turn_is_one_message_with_the_last_buttons() -> None:
    first = Reply(code="x", data={"text": "ghi rồi"}, buttons=((button("cũ"),),))
    second = Reply(code="y", data={"text": "câu sau"}, buttons=((button("mới"),),))
    (message,) = compose_message([first, second], Echo(), PHONE, 7)
    assert message.plain == "ghi rồi\n\ncâu sau"
    assert message.buttons[0][0].label == "mới"
    assert message.turn == 7


def test_buttons_stay_with_the_last_page() -> None:
    reply = Reply(code="x", data={"text": "một dòng dài\n" * 12}, buttons=((button("OK"),),))
    messages = compose_message([reply], Echo(), PHONE, 1)
    assert len(messages) > 1
    assert [bool(message.buttons) for message in messages][-1]
    assert not any(message.buttons for message in messages[:-1])


def test_a_channel_without_buttons_names_what_may_be_typed() -> None:
    reply = Reply(code="x", data={"text": "câu"}, buttons=((button("Có"), button("Không")),))
    (message,) = compose_message([reply], Echo(), PLAIN, 1)
    assert message.plain == "câu\n\nGõ: Có, Không"
    assert message.buttons[0][1].label == "Không"


@pytest.mark.parametrize("length", [MAX_LABEL - 1, MAX_LABEL, MAX_LABEL + 1, 166])
def test_labels_are_cut_to_a_buttons_size(length: int) -> None:
    reply = Reply(code="x", buttons=((button("a" * length),),))
    (message,) = compose_message([reply], Echo(), PHONE, 1)
    label = message.buttons[0][0].label
    assert len(label) == min(length, MAX_LABEL)
    assert label.endswith("…") == (length > MAX_LABEL)


class Asking:
    """Says whether it was told that choices are no buttons."""

    def say(self, code: str, data: dict[str, object]) -> str:
        if code == "type_one_of":
            return ", ".join(map(str, data["labels"]))
        return f"{code}: {data.get('taps', True)}, {data.get('numbers', False)}"


@pytest.mark.parametrize(
    ("most", "numbers", "said"),
    [(2, True, "x: True, False"), (1, True, "x: False, True"), (0, False, "x: False, False")],
)
def test_words_know_whether_all_choices_are_buttons(most: int, numbers: bool, said: str) -> None:
    can = replace(PHONE, buttons=most)
    reply = Reply(code="x", buttons=((button("Có"), button("Không")),))
    (message,) = compose_message([reply], Asking(), can, 1, numbers=numbers)
    assert message.plain.splitlines()[0] == said
    taps = said.replace("x", "b")
    assert [one.label for row in message.buttons for one in row] == [taps, taps]


def test_a_question_that_names_a_person_is_not_taken_for_one_with_the_same_letters() -> None:
    """Texts of questions are kept; a name that stands for a person is told by reference."""
    wording = Echo()
    said = [
        compose_message([Reply(code="q", data={"text": text}, rows=("A",))], wording, PHONE, 1)
        for text in ("Lan", member_name("Lan", 7), "Lan", member_name("Lan", 8))
    ]
    plain, seven, again, eight = (one[0].plain for one in said)
    assert plain == again == "Lan"
    assert references_in([seven, eight]) == {"m7", "m8"}


def test_a_kept_question_is_said_again_with_its_own_words() -> None:
    for data in ({"text": "một"}, {"text": "hai"}, {"text": ["một", "hai"]}, {"text": "một"}):
        replies = [Reply(code="q", data=data, rows=("A",))]
        (message,) = compose_message(replies, Echo(), PHONE, 1)
        assert message.plain == str(data["text"])

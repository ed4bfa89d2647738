"""What an act is called, and what is in it, for people who try texts out."""

from __future__ import annotations

from typing import Any

from conversations.answer_types.reader import read_answer
from conversations.commands.spec import CommandTable
from conversations.forms.row import Row
from conversations.parsing.result import RefusedReading
from conversations.speech.acts import (
    Act,
    Awaited,
    Correction,
    Instruction,
    OrderAndQuestion,
    Question,
    Retraction,
    SmallTalk,
    Words,
)
from conversations.speech.reasons import ReasonLikeness, judge_reason


def describe_act(act: Act, awaited: Awaited, row: Row | None) -> dict[str, Any]:
    """The act's name and parts. Words are an answer where one is awaited and `row` takes it, a
    reason where they can be nothing else, `doubtful` where that is asked, a text where any is
    taken; else they are `unread`."""
    match act:
        case Words(text=text):
            return {"act": _name_words(text, awaited, row)}
        case Instruction(command=command):
            name: CommandTable = command.command
            return {"act": act.kind.value, "command": name.value, "argument": command.argument}
        case Correction(value=value, place=place, wrong=wrong):
            return {"act": act.kind.value, "value": value, "place": place, "wrong": wrong}
        case Retraction(what=what, place=place):
            return {"act": act.kind.value, "what": what.value, "place": place}
        case Question(topic=topic, about=about):
            return {"act": act.kind.value, "topic": topic.value, "about": about}
        case OrderAndQuestion(order=order, question=question):
            return describe_act(order, awaited, row) | {"asks": question.topic.value}
        case SmallTalk(talk=talk):
            return {"act": act.kind.value, "talk": talk.value}
        case _:
            return {"act": act.kind.value}


def _name_words(text: str, awaited: Awaited, row: Row | None) -> str:
    if awaited is Awaited.TEXT:
        return "text"
    if awaited is Awaited.REASON:
        likeness, _ = judge_reason(text)
        names = {ReasonLikeness.CLEAR: "reason", ReasonLikeness.DOUBTFUL: "doubtful"}
        if likeness in names:
            return names[likeness]
    if row is not None and not isinstance(read_answer(row, text), RefusedReading):
        return "answer"
    return "unread"

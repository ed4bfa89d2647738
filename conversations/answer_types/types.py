"""The answer types there are, by the word for each in a form file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, SerializeAsAny

from conversations.answer_types.base import AnswerType
from conversations.answer_types.choice import ChoiceType
from conversations.answer_types.choices import ChoicesType
from conversations.answer_types.count import CountType
from conversations.answer_types.date import DateType
from conversations.answer_types.decimal import DecimalType
from conversations.answer_types.items import ItemsType
from conversations.answer_types.money import MoneyType
from conversations.answer_types.percent import PercentType
from conversations.answer_types.text import TextType

ANSWER_TYPES: Mapping[str, type[AnswerType]] = {
    "count": CountType,
    "decimal": DecimalType,
    "money": MoneyType,
    "percent": PercentType,
    "date": DateType,
    "text": TextType,
    "choice": ChoiceType,
    "choices": ChoicesType,
    "items": ItemsType,
}


def _from_json(given: Any) -> Any:
    return ANSWER_TYPES[given["type"]](**given) if isinstance(given, dict) else given


AnyAnswerType = Annotated[SerializeAsAny[AnswerType], BeforeValidator(_from_json)]

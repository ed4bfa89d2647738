"""The period that the heading of an appendix names, with the data window of its kind."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from conversations.calendar.period_kinds import Window
from conversations.calendar.period_titles import titled_periods
from conversations.calendar.periods import Period
from conversations.forms.search import plain_label
from conversations.text.normalize import clean_text
from templates.loading.calendars import load_calendars

_OF_FORM = re.compile(
    r"\(?\s*(?:ban hành|ban hanh|kèm theo|kem theo|ngày nhận báo cáo|ngay nhan bao cao)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_ANY_DAY = date(2000, 1, 1)  # a heading names its year


@cache
def load_windows() -> tuple[Window, ...]:
    """The kinds of periods, read once: a process that is confined can open no file any more."""
    return tuple(load_calendars().windows)


def periods_of(titles: tuple[str, ...]) -> tuple[Period, ...]:
    """The period that the titles name; the ones it may be where they name several.

    Decree 09/2019/NĐ-CP, article 12: a quarter is counted from the 15th of the month before
    it to the 14th of its last month, six months, nine months and a year from 15 December. The
    line "Kèm theo …" dates the letter, not the report."""
    return titled_periods(" ".join(heading_lines(titles)), load_windows(), _ANY_DAY)


def heading_lines(titles: tuple[str, ...]) -> list[str]:
    """The lines that speak of the report itself: not of who issued the form, and when it is due,
    `BC 6 tháng: ngày 06 tháng 6 hàng năm`."""
    said = (_OF_FORM.sub("", clean_text(title)).strip() for title in titles)
    return [title for title in said if title and not plain_label(title).startswith("ngay")]

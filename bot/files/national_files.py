"""The open data of several provinces as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.files.province_checks import ProvinceData
from conversations.answers.values import Names, Value
from conversations.exchange.records import ReportRecord, UnitRecord
from conversations.forms.growth import grow_form, plant_form
from conversations.forms.model import Form
from templates.exchange.package_reader import UnitValue
from templates.exchange.round_files import RoundFiles


class NationalFiles:
    """Writes what provinces have given as the open data of all of them. Units and reports get
    numbers of their own, as those of two provinces may be the same."""

    def __init__(self, out: RoundFiles, whole: UnitRecord, forms: Mapping[str, Form]) -> None:
        self._out = out
        self._units, self._reports = [whole], list[ReportRecord]()
        self._now: dict[int, int] = {}
        self._forms = {one: plant_form(form.pattern or form) for one, form in forms.items()}
        self._names: dict[tuple[str, str], dict[str, None]] = {}

    def begin(
        self, source: ProvinceData, units: Sequence[UnitRecord], reports: Sequence[ReportRecord]
    ) -> None:
        """The values that follow are of this province."""
        after, whole = len(self._units) + 1, self._units[0].unit
        self._now = {one.unit: number for number, one in enumerate(units, after)}
        top = source.of.unit
        for one in units:
            known = one.unit != top and one.parent is not None
            above = self._now.get(one.parent or 0, whole) if known else whole
            self._units.append(
                one.model_copy(update={"unit": self._now[one.unit], "parent": above})
            )
        first = len(self._reports) + 1
        self._reports += [
            one.model_copy(update={"report": number, "unit": self._now[one.unit]})
            for number, one in enumerate(reports, first)
        ]

    def add(self, one: UnitValue, value: Value | None) -> None:
        """Write a value."""
        if isinstance(value, Names):
            names = self._names.setdefault((one.version, one.told.row), {})
            names |= dict.fromkeys(value.names)
        self._out.add_value(self._now[one.unit], one.version, one.told)

    def finish(self) -> None:
        """Write all that is beside the values."""
        for version, form in self._forms.items():
            names = {key: tuple(some) for (of, key), some in self._names.items() if of == version}
            if names:
                self._out.note_items(grow_form(form, names))
        self._out.finish(self._units, self._reports)

"""A table of one column with every type of answer: its own print reads back to every cell."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from bot.simulation.replay import replay_sample
from conversations.answers.values import Text
from conversations.reports.file_request import FileFormat
from templates.appendix_import.reader import read_filed
from templates.documents.formats import FORMATS
from templates.loading.catalog import load_catalog
from tests.support.mini_form import write

FORM = """\
form: mini
model: 2
version: "1"
title: Biểu đủ kiểu
name: Đủ kiểu
choices:
  cach:
    - {code: 0, label: Trực tuyến, aliases: [online]}
    - {code: 1, label: Phát phiếu, aliases: [phiếu]}
    - {code: 2, label: Phỏng vấn và quan sát, aliases: [phỏng vấn]}
blocks:
  T:
    answer: {type: decimal, places: 2}
    stubs:
      - {holds: stt, label: "TT"}
      - {holds: label, label: "Nội dung"}
      - {holds: measure, label: "ĐVT"}
    columns:
      "1": {label: "Kết quả"}
    rows:
      a: {stt: "1", label: "Diện tích đất đã giao", measure: Ha}
      b: {stt: "2", label: "Diện tích khác", measure: Ha}
      c: {stt: "3", label: "Hệ số", answer: {type: decimal, places: 3}}
      d: {stt: "4", label: "Kinh phí", measure: Triệu đồng,
          answer: {type: money, unit: triệu đồng, places: 1}}
      e: {stt: "5", label: "Chênh lệch", measure: Triệu đồng,
          answer: {type: money, unit: triệu đồng, places: 1, negative: brackets}}
      f: {stt: "6", label: "Tăng giảm biên chế", measure: Người,
          answer: {type: count, negative: true}}
      g: {stt: "7", label: "Ngày khảo sát",
          answer: {type: date, min: period_start, max: period_end}}
      h: {stt: "8", label: "Hình thức", answer: choices cach}
      i: {stt: "9", label: "Khó khăn", answer: {type: text, lines: 2}}
      k: {stt: "10", label: "Thu phí", measure: Đồng, answer: money đồng}
      l: {stt: "11", label: "Tỷ lệ", measure: "%", answer: {type: percent, negative: brackets}}
      m: {stt: "12", label: "Vốn", measure: Tỷ đồng,
          answer: {type: money, unit: tỷ đồng, places: 3}}
"""
SAMPLE = """\
unit: {name: Sở Mẫu, short_name: Sở M, abbreviation: SM}
period: {name: Quý I/2026, start: 2025-12-15, end: 2026-03-14}
issue: {month: 3, year: 2026}
texts:
  a: 1250,0 ha
  b: "0,75"
  c: 1 phẩy 125
  d: "1.250"
  e: "-1.250"
  f: giảm 1.035
  g: 20/12
  h: 0 và 2
  i: "Thiếu kinh phí"
  k: 350 triệu
  l: "-5,25"
  m: 1.250.000.000 đồng
"""


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("typed"), FORM, SAMPLE)


@pytest.mark.parametrize("what", [FileFormat.WORD, FileFormat.EXCEL, FileFormat.FILL])
def test_every_cell_comes_back(root: Path, what: FileFormat) -> None:
    catalog = load_catalog(root)
    form = catalog.forms["mini"]
    report = replay_sample(form, catalog.samples["mini"]).report
    file = FORMATS[what]
    found = read_filed(form, f"tệp.{file.ending}", file.render(form, report, layout=""))
    assert (found.unread, found.unplaced) == ((), ())
    stored = {key: report.answer(key).value for key in form.order}
    assert {key: found.answers[key].value for key in form.order} == stored


def test_a_file_with_fractions_behind_full_stops_is_asked(root: Path) -> None:
    """There `1.250` may be one and a quarter."""
    catalog = load_catalog(root)
    form = catalog.forms["mini"]
    report = replay_sample(form, catalog.samples["mini"]).report
    texts = {"a": "1.250", "b": "0.75"}
    for key, said in texts.items():
        kept = report.answer(key).model_copy(update={"value": Text(text=said)})
        report = report.with_answer(key, kept)
    found = read_filed(form, "tệp.docx", FORMATS[FileFormat.WORD].render(form, report, layout=""))
    assert [(one.key, one.code) for one in found.unread] == [
        ("a", "which.number"),
        ("c", "which.number"),
    ]
    assert found.answers["b"].amount == Decimal("0.75")

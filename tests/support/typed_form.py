"""A small form with an answer of each type, its sample, and a report that is filled from it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.simulation.replay import replay_sample
from conversations.forms.model import Form
from conversations.reports.model import Report
from templates.loading.catalog import load_catalog
from templates.loading.sample import SampleAnswers
from tests.support.mini_form import write

FORM = """\
form: mini
version: 1
title: Biểu đủ kiểu số liệu
name: Đủ kiểu
choices:
  cach:
    - {code: 0, label: Trực tuyến, aliases: [online]}
    - {code: 1, label: Phát phiếu, aliases: [phiếu]}
    - {code: 2, label: Phỏng vấn và quan sát, aliases: [phỏng vấn]}
rows:
  I:
    stt: I
    label: Đất đai và kinh phí
  I.01:
    stt: 1
    label: Diện tích đất đã giao
    measure: Ha
    answer: {type: decimal, places: 2}
  I.02:
    stt: 2
    label: Hệ số sử dụng đất
    measure: Lần
    answer: {type: decimal, places: 3, max: 9}
  I.03:
    stt: 3
    label: Kinh phí được giao
    measure: Triệu đồng
    answer: {type: money, unit: triệu đồng, places: 1}
  I.04:
    stt: 4
    label: Kinh phí đã chi
    measure: Triệu đồng
    answer: {type: money, unit: triệu đồng, places: 1}
  I.05:
    stt: 5
    label: Chênh lệch kinh phí
    measure: Triệu đồng
    answer: {type: money, unit: triệu đồng, places: 1, negative: brackets}
    computed: "[I.03] - [I.04]"
  I.06:
    stt: 6
    label: Tỷ lệ giải ngân
    measure: "%"
    answer: percent
    computed: "percent([I.04], [I.03])"
  I.07:
    stt: 7
    label: Biên chế tăng/giảm so với năm trước
    measure: Người
    answer: {type: count, negative: true}
  I.08:
    stt: 8
    label: Thu phí nộp ngân sách
    measure: Đồng
    answer: money đồng
  II:
    stt: II
    label: Khảo sát
  II.01:
    stt: 1
    label: Ngày bắt đầu khảo sát
    answer: {type: date, min: period_start, max: period_end}
  II.02:
    stt: 2
    label: Ngày kết thúc khảo sát
    answer: {type: date, min: period_start, max: period_end}
  II.03:
    stt: 3
    label: Hình thức khảo sát
    answer: choices cach
  II.04:
    stt: 4
    label: Khó khăn, vướng mắc
    answer: {type: text, limit: 300, lines: 2}
  II.05:
    stt: 5
    label: Số ngày khảo sát
    measure: Ngày
    answer: count
    computed: "[II.02] - [II.01]"
checks:
  C1:
    severity: hard
    must: "[II.01] <= [II.02]"
    message: Ngày kết thúc trước ngày bắt đầu; hãy sửa một ngày.
  C2:
    severity: soft
    must: "[I.04] <= [I.03]"
    message: Đã chi nhiều hơn được giao; hãy sửa, hoặc nêu lý do.
  C3:
    severity: soft
    must: "[II.01] >= period_start() and [II.02] <= period_end()"
    message: Ngày khảo sát ngoài kỳ báo cáo.
"""

SAMPLE = """\
unit: {name: Sở Mẫu, short_name: Sở M, abbreviation: SM}
period: {name: Quý I/2026, start: 2025-12-15, end: 2026-03-14}
issue: {month: 3, year: 2026}
texts:
  I.01: 1.250,5 ha
  I.02: 1 phẩy 125
  I.03: 1 tỷ 250 triệu
  I.04: 1.250.300.000 đồng
  I.05: "-0,3"
  I.06: "100,02"
  I.07: giảm 35
  I.08: 1.250.300.000 đ
  II.01: 20/12
  II.02: ngày 5 tháng 1
  II.03: online và phiếu
  II.04: Thiếu kinh phí
  II.05: 16
notes:
  II.03: Theo Kế hoạch số 1/KH-SM
reasons:
  C2: Đã được bổ sung dự toán.
"""


@cache
def typed_form() -> tuple[Form, SampleAnswers]:
    """The form and its sample, as the loader has them."""
    with TemporaryDirectory() as folder:
        root = write(Path(folder), FORM, SAMPLE)
        catalog = load_catalog(root)
    return catalog.forms["mini"], catalog.samples["mini"]


@cache
def typed_report() -> Report:
    """The report that the sample makes, filed."""
    return replay_sample(*typed_form()).report

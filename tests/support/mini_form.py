"""A small good form with its sample, to be broken by tests."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
form: mini
version: 1
title: Biểu mẫu nhỏ
choices:
  co-khong:
    - {code: 1, label: Có, aliases: [c, rồi]}
    - {code: 0, label: Không, aliases: [ko]}
rows:
"""
_ROWS = """\
  I:
    stt: I
    label: Phần một
  I.01:
    stt: 1
    label: Mục có câu hỏi
    measure: Có = 1 Không = 0
    answer: choice co-khong
  I.01.01:
    label: Tổng số
    measure: Người
    answer: count
    proposal: "[I.01.02] + [I.01.03]"
  I.01.02:
    label: Trong đó (<i>nữ</i>)
    measure: Người
    answer: count
  I.01.03:
    label: Còn lại
    measure: Người
    answer: {type: count, limit: 500}
    void_when: "zero([I.01])"
    void_because: Không có.
  I.02:
    stt: 2
    label: Mục chỉ là đầu đề
  I.02.01:
    label: Tỷ lệ
    measure: "%"
    answer: {type: percent, limit: 100}
    basis: year
    carry: slow
    helper:
      numerator: Tử số?
      numerator_row: I.01.02
      denominator: Mẫu số?
checks:
  C1:
    severity: hard
    must: "[I.01.02] <= [I.01.01]"
    message: Phần nhiều hơn tổng.
  C2:
    severity: soft
    rules:
      - "[I.01.03] <= [I.01.01]"
      - when: "[I.01] = 0"
        must: "[I.01.01] = 0"
    message: Không khớp.
"""
FORM = HEAD + _ROWS

SAMPLE = """\
unit: {name: Sở Mẫu, short_name: Sở M, abbreviation: SM}
period: {name: Quý I/2023, start: 2022-12-15, end: 2023-03-14}
issue: {month: 3, year: 2023}
texts:
  I.01: có
  I.01.02: 3
notes:
  I.02: Kế hoạch số 1/KH-SM
reasons:
  C2: Đã giải trình.
"""


def write(root: Path, form: str = FORM, sample: str = SAMPLE) -> Path:
    folder = root / "forms" / "mini"
    folder.mkdir(parents=True)
    (folder / "form.yaml").write_text(form, encoding="utf-8")
    (folder / "sample.yaml").write_text(sample, encoding="utf-8")
    return root / "forms"

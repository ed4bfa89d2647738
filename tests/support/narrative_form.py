"""A small form with a report in words of every kind of sentence."""

from __future__ import annotations

from functools import cache
from typing import Any

from conversations.forms.model import Form
from conversations.forms.narrative_plan import NarrativePlan
from templates.loading.form_folder import parse_form
from templates.loading.narrative.plan_file import parse_plan
from templates.loading.problems import Problem
from templates.loading.yaml_reader import read_yaml

FORM = """
form: loi
version: "1"
title: Báo cáo mẫu
choices:
  co-khong:
    - {code: 1, label: Có}
    - {code: 0, label: Không}
rows:
  A: {stt: A, label: Hồ sơ}
  A.01: {label: Kế hoạch}
  A.01.01: {label: Số hồ sơ tiếp nhận, measure: Hồ sơ, answer: count}
  A.01.02: {label: Mới tiếp nhận, measure: Hồ sơ, answer: count}
  A.01.03: {label: Chuyển từ kỳ trước, measure: Hồ sơ, answer: count}
  A.01.04: {label: Số nhiệm vụ của kế hoạch, measure: Nhiệm vụ, answer: count, basis: year}
  A.01.05: {label: Số nhiệm vụ đã xong, measure: Nhiệm vụ, answer: count, basis: cumulative}
  A.01.06: {label: Tỷ lệ, measure: "%", answer: percent, basis: cumulative}
  A.02: {label: Khác}
  A.02.01: {label: Số văn bản, measure: Văn bản, answer: count}
  A.02.02: {label: Số cuộc họp, measure: Cuộc, answer: count}
  A.02.03: {label: Số phần mềm mức độ 3, measure: Phần mềm, answer: count, basis: at_date}
  A.02.04: {label: Tỷ lệ hài lòng, measure: "%", answer: percent}
  A.02.05: {label: Có sáng kiến, measure: Có = 1 Không = 0, answer: choice co-khong}
  A.02.06: {label: Có khen thưởng, measure: Có = 1 Không = 0, answer: choice co-khong}
  A.02.07: {label: Việc khác, answer: text}
  A.02.08: {label: Số lớp học, measure: Lớp, answer: count}
  A.02.09: {label: Số hội nghị, measure: Cuộc, answer: count}
"""
PLAN = """
title: Báo cáo mẫu {period}
lead: "{unit} báo cáo {period} như sau:"
closing: Trên đây là báo cáo {period} của {unit}./.
parts:
  - heading: HỒ SƠ
    points:
      - heading: Tiếp nhận
        say:
          - whole: A.01.01
            measure: hồ sơ
            exact: true
            parts:
              - {row: A.01.02, text: "{n} hồ sơ mới", full: "toàn bộ {n} hồ sơ mới"}
              - row: A.01.03
                text: "{n} hồ sơ chuyển qua"
                zero: không có hồ sơ chuyển qua
                warn: "Có {n} hồ sơ chuyển qua."
            text: Đã tiếp nhận {n} hồ sơ{change}{parts}.
            what: hồ sơ
      - heading: Kế hoạch
        say:
          - share: {part: A.01.05, base: A.01.04, ratio: A.01.06}
            note: A.01
            text: Đã hoàn thành {part}/{base} nhiệm vụ{note}{reached}{change}.
            zero: Chưa hoàn thành nhiệm vụ nào trong {base} nhiệm vụ.
            full: Đã hoàn thành toàn bộ {part}/{base} nhiệm vụ{reached}.
            alone: Kế hoạch có {base} nhiệm vụ.
            warn: Mới hoàn thành {part}/{base} nhiệm vụ.
  - heading: KHÁC
    points:
      - say:
          - count: A.02.01
            measure: văn bản
            text: Đã ban hành {n} văn bản{remark}{note}{change}.
            what: văn bản
          - count: A.02.02
            given: [A.02.08, A.02.09]
            measure: cuộc
            text: Đã họp {n} cuộc{change}.
            what: cuộc họp
          - count: A.02.03
            measure: phần mềm
            text: Có {n} phần mềm mức độ 3{change}.
            zero: Không dùng phần mềm nào.
            none: Không phát sinh phần mềm.
          - percent: A.02.04
            measure: phiếu
            text: Tỷ lệ hài lòng đạt {ratio}{of}{change}.
            zero: Không ai hài lòng.
            warn: Tỷ lệ hài lòng mới đạt {ratio}{of}.
          - choices:
              - {row: A.02.05, what: sáng kiến}
              - {row: A.02.06, what: khen thưởng}
            say: {"1": "Có {list}.", "0": "Không có {list}."}
            none: Không phát sinh {list}.
          - quote: A.02.07
            text: "Việc khác: {words}."
            none: Không có việc khác.
      - say:
          - counts:
              - {row: A.02.08, text: "{n} lớp học{change}"}
              - {row: A.02.09, text: "{n} hội nghị{change}"}
            text: Đã mở {list}.
            what: lớp học, hội nghị
          - sum: [A.02.08, A.02.09]
            text: Tổng cộng {n} cuộc.
            what: lớp học, hội nghị nào
          - document: A.02
            text: Thực hiện {note}.
        ask:
          - key: W.1
            question: Khó khăn gì?
            required: true
            none: Không có khó khăn.
            suggest: [overdue, below_plan, kept_warnings, pending, last_words]
          - {key: W.2, question: "Kiến nghị gì?"}
"""


@cache
def small_form() -> Form:
    form = parse_form(read_yaml(FORM.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    plan, problems = read_plan(PLAN, form)
    assert not problems
    return form.model_copy(update={"narrative": plan})


def read_plan(text: str, form: Form) -> tuple[NarrativePlan | None, list[Problem]]:
    """What the loader makes of a plan."""
    return parse_plan(read_yaml(text.encode(), "narrative.yaml"), form)


def plan_of(form: Form) -> NarrativePlan:
    assert form.narrative is not None
    return form.narrative


def edited_plan(old: str, new: str, **_: Any) -> str:
    """The plan with one place changed, which is there once."""
    assert PLAN.count(old) == 1, old
    return PLAN.replace(old, new)

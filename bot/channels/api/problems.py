"""Why a request is not answered: as RFC 9457 has it, with words for the people who read it."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus

from starlette.responses import Response

from bot.channels.api.resources import ProblemResource

MEDIA_TYPE = "application/problem+json"
LONGEST_QUOTED = 80  # characters of what was sent that are told again

# By the word that programs read: the status, and what people are told.
PROBLEMS: Mapping[str, tuple[int, str]] = {
    "no_token": (
        401,
        "Yêu cầu chưa có mã truy cập, hoặc mã không dùng được: sai, đã hết hạn hoặc đã bị "
        "chấm dứt. Gửi mã trong tiêu đề Authorization, ví dụ: Authorization: Bearer plk_…; "
        "cần mã mới thì hỏi người quản trị.",
    ),
    "missing_scope": (
        403,
        "Mã truy cập này không có phạm vi “{scope}” nên không đọc được phần này. "
        "Người quản trị tạo mã khác có phạm vi đó.",
    ),
    "not_found": (
        404,
        "Không có {what} ở địa chỉ này, hoặc không thuộc các đơn vị mà mã truy cập được đọc. "
        "Các địa chỉ có thể đọc: /api/v1/openapi.json.",
    ),
    "not_submitted": (
        404,
        "Báo cáo {report} chưa có bản nộp nào được tính (bản đang làm không được đưa ra). "
        "Đọc lại khi báo cáo đã nộp.",
    ),
    "method_not_allowed": (405, "Giao diện này chỉ để đọc: dùng GET hoặc HEAD."),
    "unknown_parameter": (
        400,
        "Không hiểu tham số “{name}”. Địa chỉ này có các tham số: {allowed}.",
    ),
    "repeated_parameter": (400, "Tham số “{name}” có nhiều lần. Mỗi tham số chỉ gửi một lần."),
    "bad_parameter": (
        400,
        "Tham số “{name}” là “{said}” nên chưa đọc được. Cần {allowed}, ví dụ: {name}={example}.",
    ),
    "bad_cursor": (
        400,
        "Tham số “cursor” không phải của danh sách này. Dùng nguyên địa chỉ trong “next”, "
        "hoặc bỏ “cursor” để đọc từ đầu.",
    ),
    "too_many_requests": (
        429,
        "Quá nhiều yêu cầu trong một phút. Chờ {seconds} giây rồi gửi lại.",
    ),
    "unavailable": (503, "Cơ sở dữ liệu chưa trả lời. Chờ {seconds} giây rồi gửi lại."),
    "internal": (500, "Hệ thống gặp lỗi khi trả lời. Thử lại; nếu vẫn lỗi, báo người quản trị."),
}


class ApiProblemError(Exception):
    """The request is refused, for the reason of this name in PROBLEMS."""

    def __init__(
        self, name: str, headers: Mapping[str, str] | None = None, /, **data: object
    ) -> None:
        super().__init__(name)
        self.name = name
        self.headers = headers or {}
        self.data = data

    @property
    def status(self) -> int:
        return PROBLEMS[self.name][0]

    @property
    def detail(self) -> str:
        """What people are told."""
        return PROBLEMS[self.name][1].format(**self.data)


def answer_problem(problem: ApiProblemError) -> Response:
    """The answer that tells of it."""
    body = ProblemResource(
        title=HTTPStatus(problem.status).phrase,
        status=problem.status,
        detail=problem.detail,
        problem=problem.name,
    )
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(body.model_dump_json(), problem.status, headers, MEDIA_TYPE)


def quote_sent(said: str) -> str:
    """What somebody sent, as it is told again: short, and without what cannot be printed."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in said[:LONGEST_QUOTED])
    return shown + ("…" if len(said) > LONGEST_QUOTED else "")

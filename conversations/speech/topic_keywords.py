"""Words that ask without a question: `hạn nộp`, `liên hệ đầu mối`, `đang làm đơn vị nào`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from conversations.speech.question_topics import QuestionTopic
from conversations.text.phrases import WholePhrases


def _phrases(topics: Mapping[QuestionTopic, Iterable[str]]) -> WholePhrases[QuestionTopic]:
    return WholePhrases((phrase, topic) for topic, all_ in topics.items() for phrase in all_)


KEYWORDS = _phrases(
    {
        QuestionTopic.DUE: (
            *("hạn nộp", "hạn nộp báo cáo", "hạn báo cáo", "hạn chót", "thời hạn nộp", "thời hạn"),
            *("ngày nộp", "ngày hết hạn", "xem hạn nộp", "deadline", "hạn"),
        ),
        QuestionTopic.COORDINATOR: (
            *("liên hệ đầu mối", "đầu mối", "đầu mối tổng hợp", "gọi đầu mối", "gặp đầu mối"),
            *("số điện thoại đầu mối", "điện thoại đầu mối", "sđt đầu mối", "sdt đầu mối"),
            *("số đầu mối", "thông tin đầu mối", "thông tin liên hệ", "liên hệ", "liên hệ hỗ trợ"),
            *("liên lạc đầu mối", "người phụ trách", "cán bộ phụ trách", "hotline"),
            *("liên hệ với đầu mối", "liên hệ tỉnh", "gọi tỉnh", "số điện thoại liên hệ"),
        ),
    }
)
ALONE = _phrases(
    {
        QuestionTopic.DUE: (
            *(
                "hạn",
                "hạn nộp",
                "hạn chót",
                "hạn cuối",
                "hạn nộp báo cáo",
                "thời hạn",
                "thời hạn nộp",
            ),
            *("ngày nộp", "ngày hết hạn", "deadline", "xem hạn", "xem hạn nộp"),
        ),
        QuestionTopic.COORDINATOR: (
            *("đầu mối", "liên hệ", "liên hệ đầu mối", "liên lạc đầu mối", "gọi đầu mối"),
            *("gặp đầu mối", "hỏi đầu mối", "số điện thoại đầu mối", "số đầu mối", "sđt đầu mối"),
            *("người phụ trách", "liên hệ người phụ trách", "đầu mối tổng hợp"),
        ),
        QuestionTopic.WHICH: (
            *("đơn vị nào", "của đơn vị nào", "báo cáo nào", "báo cáo của đơn vị nào", "sở nào"),
            *("đang làm đơn vị nào", "đang làm báo cáo nào", "đang ở đơn vị nào", "xã nào"),
            *(
                f"{doing} {unit} nào"
                for doing in (
                    "đang",
                    "đang là",
                    "đang làm",
                    "đang ở",
                    "đang nhập",
                    "đang ghi",
                    "đây là",
                )
                for unit in ("xã", "phường", "sở", "đơn vị")
            ),
            *(
                f"{what} của {unit} nào"
                for what in ("số", "cái này")
                for unit in ("xã", "sở", "phường")
            ),
            *("báo cáo này của ai", "báo cáo này của đơn vị nào", "đây là báo cáo nào"),
        ),
        QuestionTopic.APPROVER: ("người duyệt", "lãnh đạo duyệt"),
    }
)

"""What a form prints of itself: who issued it, and how it is signed."""

from __future__ import annotations

from conversations.forms.tables import Issue

SIGNED, SEALED = "(Ký, ghi rõ họ tên)", "(Ký, đóng dấu, ghi rõ họ tên)"  # the last one seals


def issue_words(issue: Issue) -> list[str]:
    """The lines of the form's number, of what it was issued by, and of when it is due."""
    lines = (
        f"Biểu số: {issue.code}" if issue.code else "",
        f"Ban hành theo {issue.by}" if issue.by else "",
        f"Ngày nhận báo cáo: {issue.due}" if issue.due else "",
    )
    return [*filter(None, lines)]

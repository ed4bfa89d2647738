"""What a person is asked about a row of a recognised table."""

from __future__ import annotations

from templates.form_draft.model import DraftDoubt, DraftReading
from templates.form_draft.recognition.tables.paper_rows import PaperRow


def doubt_of_heading(number: int, at: int, row: PaperRow, kind: str) -> DraftDoubt:
    """Whether a row takes figures; `kind` is what the draft holds."""
    ways = [DraftReading("heading", "chỉ là tiêu đề"), DraftReading("row", "có ghi số")]
    return DraftDoubt(
        f"table.{number}.row.{at}.kind",
        f"Dòng “{row.label}” có ghi số không, hay chỉ là tiêu đề của các dòng dưới?",
        tuple(ways if kind == "heading" else reversed(ways)),
        "Dòng nêu cách phân loại, có dòng con; ô của dòng để trống.",
    )


def doubt_of_measure(number: int, at: int, row: PaperRow) -> DraftDoubt:
    """What is asked in a row that has no measure, or half a set of choices."""
    printed = f"chỉ in “{row.measure}”" if row.measure else "không in đơn vị tính"
    return DraftDoubt(
        f"table.{number}.row.{at}.answer",
        f"Dòng “{row.label}” {printed}: ghi số hay ghi chữ?",
        (DraftReading("count", "ghi số"), DraftReading("text", "ghi chữ")),
        "Các dòng khác trong bảng đều in đơn vị tính.",
    )


def doubt_of_words(number: int, column: str, at: int, text: str, label: str) -> DraftDoubt:
    """What becomes of words that stand in a cell of figures."""
    return DraftDoubt(
        f"table.{number}.row.{at}.column.{column}.words",
        f"Ô ở dòng “{label}” đã in sẵn “{text}”: để người báo cáo ghi đè, hay không hỏi?",
        (DraftReading("open", "hỏi, ghi đè"), DraftReading("grey", "không hỏi")),
        "Ô của cột số liệu có chữ in sẵn.",
    )

"""Who issued a form, above its sheet, and who signs it, below."""

from __future__ import annotations

from conversations.reports.model import Report
from templates.documents.appendix_table import printed_issue
from templates.documents.excel.block_cells import BlockSheet
from templates.documents.excel.cells import FONT
from templates.documents.issue_words import SEALED, SIGNED, issue_words
from templates.documents.safe_text import clean_xml_text

ROOM = 3  # lines for signing


def write_issue(sheet: BlockSheet) -> int:
    """The number of the form and what it was issued by; the number of the first line below."""
    for at, words in enumerate(lines := issue_words(sheet.form.issue)):
        look = FONT | ({"bold": True} if at == 0 else {})
        sheet.page.write_string(at, 0, clean_xml_text(words), sheet.book.add_format(look))
    return len(lines) + bool(lines)


def write_signers(sheet: BlockSheet, report: Report, last: int) -> None:
    """The day over the last one who signs, and all of them side by side."""
    signers = next((block.signers for block in sheet.form.blocks if block.signers), ())
    if not signers:
        return
    signers = signers if len(signers) > 1 else ("", *signers)
    known = printed_issue(report.issue)
    number = known["day"] if report.issue.day else "…"
    day = f"……………, ngày {number} tháng {known['month']} năm {known['year']}"
    for words, look in (
        (["" for _ in signers[1:]] + [day], {"italic": True}),
        ([*signers], {"bold": True}),
        ([SIGNED if one else "" for one in signers[:-1]] + [SEALED], {"italic": True}),
    ):
        form = sheet.book.add_format(FONT | {"align": "center"} | look)
        for at, said in enumerate(words):
            first, end = at * (last + 1) // len(words), (at + 1) * (last + 1) // len(words) - 1
            if said and first < end:
                sheet.page.merge_range(sheet.at, first, sheet.at, end, clean_xml_text(said), form)
            elif said:
                sheet.page.write_string(sheet.at, first, clean_xml_text(said), form)
        sheet.at += 1
    sheet.at += ROOM

"""A newer paper of a form that is in use: what is there still keeps its name, what is new gets one
that was never given."""

from __future__ import annotations

from dataclasses import replace

from conversations.forms.form_changes import compare_forms
from conversations.forms.model import Form
from templates.form_draft.model import DraftColumn, DraftFact, DraftRow, FormDraft
from templates.form_draft.output.corrections.doubts import decide_doubt
from templates.form_draft.output.corrections.named_draft import name_parts
from templates.form_draft.output.form_text import FormAbout, write_form_text
from templates.form_draft.output.kept_names import KeptNames, keep_names
from templates.loading.form_folder import parse_form
from templates.loading.yaml_reader import read_yaml
from tests.templates.form_draft.output.drafts import make_library_draft, make_price_draft


def form_of(draft: FormDraft, *changes: tuple[str, str]) -> Form:
    text = write_form_text(name_parts(draft), FormAbout(draft.name, "2026.1"))
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    form = parse_form(read_yaml(text.encode(), "form.yaml"))
    assert isinstance(form, Form), form
    return form


def with_rows(draft: FormDraft, *rows: DraftRow) -> FormDraft:
    """The draft with these rows in its first table, and no rules."""
    return replace(draft, tables=(replace(draft.tables[0], rows=rows),), rules=())


def names_of(kept: KeptNames) -> list[str | None]:
    return [row.key for row in kept.draft.tables[0].rows]


def test_the_same_paper_keeps_every_name() -> None:
    for draft in (make_library_draft(), make_price_draft()):
        old = form_of(draft)
        kept = keep_names(draft, old)
        assert (kept.renamed, kept.new, kept.gone) == ((), (), ())
        changes = compare_forms(old, form_of(kept.draft))
        assert (changes.new, changes.gone, changes.changed) == ((), (), ())


def test_rows_that_are_renumbered_and_inserted_keep_and_get_names() -> None:
    """A row comes in between and every code behind it is another; a label is worded anew; a row is
    left out, and its name is given to none."""
    draft = make_library_draft()
    old = form_of(draft)
    newer = with_rows(
        draft,
        DraftRow("Tổng số bạn đọc", code="01"),
        DraftRow("Chia theo độ tuổi", parent=0, level=1, kind="heading"),
        DraftRow("- Dưới 6 tuổi", code="02", parent=1, level=2),
        DraftRow("- Dưới 16 tuổi", code="03", parent=1, level=2),
        DraftRow("- Từ 16 tuổi trở lên", code="04", parent=1, level=2),
        DraftRow("Trong đó: người khuyết tật các loại", code="05", parent=0, level=1),
        DraftRow("Sách đọc tại chỗ", code="06"),
        DraftRow("Sách số hóa", code="07"),
    )
    kept = keep_names(newer, old)
    assert names_of(kept) == ["01", "A", "02a", "02", "03", "04", "05b", "07"]
    assert kept.new == ("- Dưới 6 tuổi", "Sách số hóa")
    assert kept.gone == (("05a", "Sách mượn về"),)
    assert kept.renamed == (("Trong đó: người khuyết tật", "Trong đó: người khuyết tật các loại"),)
    before, after = (
        {line.key for line in one.blocks[0].lines} for one in (old, form_of(kept.draft))
    )
    assert (after - before, before - after) == ({"02a", "07"}, {"05a"})


def test_another_number_is_another_row_and_another_year_the_same() -> None:
    """A band that is cut in two is two new rows; the year of a plan goes on."""
    draft = make_library_draft()
    rows = draft.tables[0].rows
    year = DraftRow("Kế hoạch mua sách năm 2025", code="06")
    first = with_rows(draft, *rows, year)
    newer = with_rows(
        draft,
        *rows[:3],
        DraftRow("- Từ 16 đến 60 tuổi", code="03", parent=1, level=2),
        DraftRow("- Từ 61 tuổi trở lên", code="04", parent=1, level=2),
        *rows[4:],
        DraftRow("Kế hoạch mua sách năm 2026", code="07"),
    )
    kept = keep_names(newer, form_of(first))
    assert kept.new == ("- Từ 16 đến 60 tuổi", "- Từ 61 tuổi trở lên")
    assert kept.gone == (("03", "- Từ 16 tuổi trở lên"),)
    assert names_of(kept)[-1] == "06"


def test_a_row_that_may_be_one_that_is_gone_is_asked_about() -> None:
    """Until somebody decides it is new; then it says what it was."""
    draft = make_library_draft()
    old = form_of(draft)
    rows = draft.tables[0].rows
    newer = with_rows(draft, *rows[:5], DraftRow("Sách cho mượn đem về nhà", code="06"), rows[6])
    kept = keep_names(newer, old).draft
    (doubt,) = [one for one in kept.doubts if one.key.endswith(".was")]
    assert [one.words for one in doubt.readings] == ["dòng mới", "05a Sách mượn về"]
    assert form_of(kept).was.rows == {}
    decided = form_of(decide_doubt(kept, doubt.key, "05a"))
    assert decided.was.rows == {"06": "05a"}
    assert compare_forms(old, decided).renamed == {"05a": "06"}
    assert form_of(decide_doubt(kept, doubt.key, "new")).was.rows == {}


def test_a_row_that_moved_is_the_same_row() -> None:
    draft = make_library_draft()
    old = form_of(draft)
    rows = draft.tables[0].rows
    kept = keep_names(with_rows(draft, rows[6], rows[5], *rows[:5]), old)
    assert names_of(kept) == ["05b", "05a", "01", "A", "02", "03", "04"]


def test_a_name_of_an_older_version_is_given_to_none() -> None:
    draft = make_library_draft()
    new = DraftRow("Sách số hóa", code="08")
    kept = keep_names(with_rows(draft, *draft.tables[0].rows, new), form_of(draft), ["08", "08a:1"])
    assert names_of(kept)[-1] == "08b"


def test_columns_keep_their_names_behind_a_new_one() -> None:
    draft = make_library_draft()
    table = draft.tables[0]
    first, second, note = table.columns
    columns = (
        first,
        DraftColumn(("Bạn đọc", "Trẻ em"), "2"),
        replace(second, number="3", part_of=None, grey_for=()),
        note,
    )
    newer = replace(draft, tables=(replace(table, columns=columns),), rules=())
    kept = keep_names(newer, form_of(draft))
    assert [one.key for one in kept.draft.tables[0].columns][:3] == ["1", "2a", "2"]


def test_what_no_paper_says_is_kept() -> None:
    """A person decided it when the form was first made."""
    draft = make_library_draft()
    old = form_of(
        draft,
        ('"01": {label: ', '"01": {hint: "Kể cả thẻ mượn", label: '),
        ("    stubs:", "    basis: at_date\n    carry: slow\n    stubs:"),
        ('name: "Biểu 07/TV"', 'name: "Thư viện"'),
        ("trial: false", "trial: true"),
    )
    again = form_of(keep_names(draft, old).draft)
    assert compare_forms(old, again).changed == ()
    assert again.row("01:1").basis == "at_date"
    assert again.row("01:1").hint == "Kể cả thẻ mượn"
    assert (again.name, again.is_trial, again.periods) == ("Thư viện", True, old.periods)


def test_what_was_decided_of_a_list_is_kept() -> None:
    """What its items are called, how many there may be, the names that most reports have."""
    draft = make_price_draft()
    old = form_of(
        draft,
        ('items: {title: "Mặt hàng"', 'items: {title: "Hàng hóa", most: 60, catalogue: hang'),
        ("\nblocks:", "\ncatalogues: {hang: [Gạo, Đường]}\n\nblocks:"),
    )
    again = form_of(keep_names(draft, old).draft)
    names = old.growths[0].names
    assert again.row(names) == old.row(names)
    assert compare_forms(old, again).changed == ()


def test_facts_keep_their_names() -> None:
    facts = (DraftFact("Tổng số hộ", "count"), DraftFact("Tổng số khẩu", "count"))
    draft = replace(make_library_draft(), facts=facts)
    newer = replace(draft, facts=(DraftFact("Số thôn", "count"), *facts))
    kept = keep_names(newer, form_of(draft))
    assert [fact.key for fact in kept.draft.facts] == ["F1a", "F1", "F2"]

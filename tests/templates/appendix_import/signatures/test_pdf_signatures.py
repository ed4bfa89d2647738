"""What a signature on a PDF is worth: said as it is, and never more."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from bot.runtime.reader_pool import ReaderPool
from conversations.composing.markup import strip_markup
from conversations.dialog.previews.file_origin import describe_signatures
from conversations.reports.file_signatures import FileSignature
from templates.appendix_import.errors import FileRefusedError
from templates.appendix_import.signatures.certificates import load_roots
from templates.appendix_import.signatures.pdf_signatures import MOST_SIGNATURES, find_signatures
from templates.appendix_import.signatures.roots import find_unfit_roots, has_roots, pack_roots
from templates.loading.wording import load_wording
from tests.support.filed.form import small_form
from tests.support.filed.pdf import small_pdf
from tests.support.filed.signing import (
    change_byte,
    edit_page,
    officer,
    other_root,
    root,
    sign,
    stamp,
)


def plain() -> bytes:
    return small_pdf({"A.01": "21"})


def words(signatures: list[FileSignature]) -> str:
    return strip_markup(load_wording().say("file.signatures", describe_signatures(signatures)))


CASES: dict[str, tuple[Callable[[], bytes], list[str], str]] = {
    "signed": (lambda: sign(plain()), ["unchanged"], "tệp không đổi từ khi ký"),
    "a byte changed": (lambda: change_byte(sign(plain())), ["broken"], "không khớp nội dung"),
    "a page changed": (lambda: edit_page(sign(plain())), ["changed"], "đã bị sửa sau khi ký"),
    "signed twice": (
        lambda: sign(sign(plain()), "Ky2"),
        ["extended", "unchanged"],
        "chỉ thêm chữ ký khác",
    ),
    "stamped as a whole": (
        lambda: stamp(sign(plain())),
        ["extended", "unchanged"],
        "Dấu thời gian bởi Dấu thời gian thử",
    ),
    "changed between two": (
        lambda: sign(edit_page(sign(plain())), "Ky2"),
        ["changed", "unchanged"],
        "đã bị sửa sau khi ký",
    ),
    "not signed": (plain, [], ""),
}


@pytest.mark.parametrize("name", CASES)
def test_it_says_what_became_of_the_file(name: str) -> None:
    make, states, said = CASES[name]
    found = find_signatures(make(), [])
    assert [one.state for one in found] == states
    assert said in words(found)
    assert {one.chain for one in found} <= {"not_checked"}
    assert "hợp lệ" not in words(found)
    assert words(found).count("; chưa kiểm tra chuỗi tin cậy") == len(states)


def test_it_says_who_and_when_they_claim() -> None:
    (one,) = find_signatures(sign(plain()), [])
    assert (one.signer, one.organization, one.issuer) == (
        "Nguyễn Văn A",
        "Sở Nội vụ tỉnh Mẫu",
        "Gốc thử nghiệm",
    )
    assert one.claimed is not None
    assert one.claimed.utcoffset() is not None
    assert one.stamped is None
    assert "giờ người ký khai" in words([one])
    assert "Ký số bởi Nguyễn Văn A (Sở Nội vụ tỉnh Mẫu)" in words([one])


def test_a_time_stamp_is_told_from_a_claim() -> None:
    (one,) = find_signatures(sign(plain(), stamped=True), [])
    assert one.stamped is not None
    assert one.claimed is not None
    assert abs(one.stamped - one.claimed) < timedelta(minutes=5)
    assert "theo dấu thời gian của Dấu thời gian thử, chưa kiểm tra" in words([one])
    (proved,) = find_signatures(sign(plain(), stamped=True), [root().plain])
    assert (proved.chain, proved.stamp_trusted) == ("trusted", True)
    assert "theo dấu thời gian của Dấu thời gian thử)" in words([proved])


def test_a_root_is_named_and_revocation_is_not_claimed() -> None:
    (one,) = find_signatures(sign(plain()), [other_root().plain, root().plain])
    assert (one.chain, one.root) == ("trusted", "Gốc thử nghiệm")
    assert "gốc Gốc thử nghiệm đã cấu hình, chưa kiểm tra thu hồi" in words([one])
    assert "hợp lệ" not in words([one])


def test_a_chain_to_another_root_is_none() -> None:
    (one,) = find_signatures(sign(plain()), [other_root().plain])
    assert (one.chain, one.root) == ("failed", "")
    assert "không dẫn tới gốc nào đã cấu hình" in words([one])


def test_a_trusted_signer_of_a_changed_file_is_still_told_so() -> None:
    (one,) = find_signatures(change_byte(sign(plain())), [root().plain])
    assert one.state == "broken"
    assert "⚠" in words([one])


def test_a_broken_structure_is_refused_and_a_broken_signature_is_told() -> None:
    signed = sign(plain())
    with pytest.raises(FileRefusedError):
        find_signatures(signed[: len(signed) // 2], [])
    at = signed.index(b"/Contents <") + len(b"/Contents <")
    (one,) = find_signatures(signed[:at] + b"0" * 400 + signed[at + 400 :], [])
    assert one.state == "unreadable"
    assert "không đọc được chữ ký đó" in words([one])


def test_many_signatures_are_counted() -> None:
    told = describe_signatures([FileSignature(state="unchanged", signer="A")] * MOST_SIGNATURES)
    assert len(told["signatures"]) + told["more_signatures"] == MOST_SIGNATURES
    assert "chữ ký trước đó" in strip_markup(load_wording().say("file.signatures", told))


@pytest.fixture
def signed() -> bytes:
    """Signed by two, the second with a time stamp, and stamped as a whole."""
    return stamp(sign(sign(plain()), "Ky2", stamped=True))


async def test_the_process_without_files_reads_them_all(tmp_path: Path, signed: bytes) -> None:
    """Whatever its libraries load later, they had before it gave files up."""
    (tmp_path / "goc.pem").write_bytes(root().pem)
    pool = ReaderPool(1, roots=tmp_path)
    try:
        filed = await pool.read_appendix(small_form(), "a.pdf", signed)
    finally:
        await pool.close()
    assert [(one.state, one.chain) for one in filed.signatures] == [
        ("extended", "trusted"),
        ("extended", "trusted"),
        ("unchanged", "trusted"),
    ]
    assert [bool(one.stamped_by) for one in filed.signatures] == [False, True, True]


async def test_roots_that_cannot_be_read_are_no_reason_to_lose_the_file(
    tmp_path: Path, signed: bytes
) -> None:
    pool = ReaderPool(1, roots=tmp_path / "gone")
    try:
        filed = await pool.read_appendix(small_form(), "a.pdf", signed)
    finally:
        await pool.close()
    assert [one.state for one in filed.signatures] == ["unreadable"]
    assert filed.answers["A.01"].amount == 21


def test_roots_are_files_of_certificates(tmp_path: Path) -> None:
    assert not has_roots(tmp_path)
    (tmp_path / "readme.txt").write_text("no root")
    (tmp_path / "a.pem").write_bytes(root().pem + other_root().pem)
    (tmp_path / "b.cer").write_bytes(root().plain.dump())
    assert find_unfit_roots(tmp_path) == []
    names = [one.subject.native["common_name"] for one in load_roots(pack_roots(tmp_path))]
    assert names == ["Gốc thử nghiệm", "Gốc khác", "Gốc thử nghiệm"]
    (tmp_path / "c.crt").write_bytes(b"nothing")
    assert find_unfit_roots(tmp_path) == ["c.crt"]
    assert pack_roots(None) == b"[]"


def test_poppler_says_the_same(tmp_path: Path) -> None:
    if shutil.which("pdfsig") is None:
        pytest.skip("no pdfsig on the PATH (Debian: apt-get install poppler-utils)")
    for name, content in (("good", sign(plain())), ("bad", change_byte(sign(plain())))):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(content)
        told = subprocess.run(["pdfsig", "-nocert", path], capture_output=True, text=True).stdout
        assert ("Signature is Valid" in told) == (name == "good"), told
        assert officer().certificate.subject.rfc4514_string().split("=")[-1] in told

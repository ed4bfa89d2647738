"""What every log line goes through, ours and the libraries'."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from bot.runtime.logs import set_up_logging
from bot.runtime.metrics import Metrics, counting_errors
from bot.runtime.redaction import redact_secrets
from tests.fakes.telegram import TOKEN
from tests.support.store_rows import NOW


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_line_carries_a_secret(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", form)
    try:
        raise ValueError(f"no answer from /bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("library").exception("at %s", f"postgresql://phuluc:bi-mat@db/{TOKEN}")
        structlog.get_logger("ours").exception("stopped", url=f"/bot{TOKEN}/x")
    lines = capsys.readouterr().err
    assert "Traceback" in lines
    assert "library" in lines
    assert "stopped" in lines
    assert TOKEN not in lines
    assert "bi-mat" not in lines


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_secret_of_the_settings_is_redacted(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logging("INFO", form, ["khong-ai-biet"])
    structlog.get_logger("ours").info("hook", header="khong-ai-biet")
    logging.getLogger("library").warning("secret %s", "khong-ai-biet")
    lines = capsys.readouterr().err
    assert lines.count("[secret]") == 2
    assert "khong-ai-biet" not in lines


@pytest.mark.parametrize("path", ["/tep/7.bi-mat", "/trang/7.bi-mat", "/moi/bi-mat_CODE-22"])
def test_what_opens_a_page_is_redacted(path: str) -> None:
    told = redact_secrets(f"GET https://baocao.example.vn{path} 200")
    assert "bi-mat" not in told
    assert told.endswith("[secret] 200")


@pytest.mark.parametrize("secret", ["plk_bi-mat_22-CHARS", "whsec_bi+mat/22CHARS="])
def test_what_other_systems_hold_is_redacted(secret: str) -> None:
    assert "22" not in redact_secrets(f"refused {secret}, asked again")


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("INFO", "json")
    structlog.get_logger("ours").info("đã gửi", channel="web")
    line = json.loads(capsys.readouterr().err)
    assert (line["event"], line["channel"], line["level"]) == ("đã gửi", "web", "info")


def test_errors_are_counted_by_their_kind() -> None:
    metrics = Metrics()
    set_up_logging("INFO", "json")
    with counting_errors(metrics):
        structlog.get_logger("ours").warning("not sent", channel="web")
        structlog.get_logger("ours").info("sent")
        logging.getLogger("library").error("lost %s", "a name")
    logging.getLogger("library").error("when nobody counts")
    lines = metrics.text(None, NOW).decode().splitlines()
    assert [line for line in lines if line.startswith("phuluc_errors_total")] == [
        'phuluc_errors_total{kind="not sent"} 1.0',
        'phuluc_errors_total{kind="library"} 1.0',
    ]

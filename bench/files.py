"""What officers send, kind by kind: rows and values that are read, seconds and megabytes.

    python -m bench.files

The sample of the 185-row appendix (52 values, 5 notes) and the whole one (152 values), as
LibreOffice saves them in each kind. Each file is read in a process of its own: `s` is its processor
time for one file behind the first of its kind, `MB` the most it ever held. All kinds are measured
in one run, so that they can be held against each other; the last column is seconds per those of
.docx. A wrong value is one on another row, or another one than was printed.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROUNDS = 5


def main() -> None:
    files = _make_files()
    with tempfile.TemporaryDirectory() as folder:
        told = [_measured(Path(folder), name, content) for name, content in files.items()]
    base = {"sample": 1.0, "whole": 1.0}
    base |= {one["what"]: one["seconds"] for one in told if one["kind"] == "docx (ours)"}
    print("| kind | file | rows | values | wrong | notes | s | MB | × .docx |")
    print("|---|---|---|---|---|---|---|---|---|")
    for one in told:
        ratio = one["seconds"] / base[one["what"]]
        print(
            f"| {one['kind']} | {one['what']} | {one['rows']}/185 | {one['values']}/{one['of']} "
            f"| {one['wrong']} | {one['notes']} | {one['seconds']:.2f} | {one['megabytes']} "
            f"| {ratio:.1f} |"
        )


def _make_files() -> dict[str, bytes]:
    """The files by `kind|sample` or `kind|whole`."""
    from templates.documents.excel.appendix import render_sheet
    from templates.documents.pdf.render import render_pdf
    from templates.documents.word.render import render_word
    from tests.support.appendix import form
    from tests.support.damaged.files import truth
    from tests.support.filed.converted import EXCEL_KINDS, WORD_KINDS
    from tests.support.filed.signing import sign
    from tests.support.libreoffice import converted_together

    found: dict[str, bytes] = {}
    words = {
        f"{w}.docx": render_word(form(), truth(whole=w == "whole")) for w in ("sample", "whole")
    }
    sheets = {
        f"{w}.xlsx": render_sheet(form(), truth(whole=w == "whole")) for w in ("sample", "whole")
    }
    ways = [("docx (ours)", words), ("xlsx (ours)", sheets)]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        ways += [(to, converted_together(place, words, kind)) for to, kind in WORD_KINDS.items()]
        ways += [(to, converted_together(place, sheets, kind)) for to, kind in EXCEL_KINDS.items()]
        ways.append(
            ("pdf, borrowed letters", converted_together(place, words, "pdf", own_fonts=False))
        )
        ways.append(("pdf of a workbook", converted_together(place, sheets, "pdf")))
    own = {f"{w}.x": render_pdf(form(), truth(whole=w == "whole")) for w in ("sample", "whole")}
    ways += [("pdf (ours)", own), ("pdf, signed", {name: sign(one) for name, one in own.items()})]
    for kind, made in ways:
        found |= {f"{kind}|{Path(name).stem}": content for name, content in made.items()}
    return found


def _measured(folder: Path, name: str, content: bytes) -> dict[str, object]:
    kind, _, what = name.partition("|")
    path = folder / "file"
    path.write_bytes(content)
    command = [sys.executable, "-m", "bench.files", "read", str(path), what]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return told | {"kind": kind, "what": what}


def read(path: str, what: str) -> None:
    """In a process of its own: read the file, and say what came of it."""
    from templates.appendix_import.reader import read_filed
    from tests.support.appendix import form
    from tests.support.damaged.files import truth
    from tests.templates.appendix_import.test_damaged_files import said

    content, real = Path(path).read_bytes(), truth(whole=what == "whole").answers
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        filed = read_filed(form(), "a", content)
        seconds.append(time.process_time() - begun)
    printed = {key: said(one)[0] for key, one in real.items() if one.value is not None}
    values = {key: said(one)[0] for key, one in filed.answers.items() if one.value is not None}
    right = sum(values.get(key) == value for key, value in printed.items())
    told = {
        "rows": filed.matched,
        "values": right,
        "of": len(printed),
        "wrong": sum(printed.get(key) != value for key, value in values.items()),
        "notes": sum(bool(one.note) for one in filed.answers.values()),
        "seconds": sorted(seconds)[ROUNDS // 2],
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    read(*sys.argv[2:]) if sys.argv[1:2] == ["read"] else main()

"""The files of the 185-row appendix: milliseconds cold and warm, memory and size, beside others.

    (cd bench/npm && npm install)      # once, for the two engines of Node; left out without it
    python -m bench.documents

Each engine runs in a process of its own, on the same rows, one after the other. Cold is from the
start of the process to the first file, imports and all; warm is the median of the files after it,
CPU its processor time; memory is the most the
process ever held. LibreOffice is measured as it is used: one run, one file.
"""

from __future__ import annotations

import json
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

NPM = Path(__file__).parent / "npm"
TIMES = {"word": 60, "pdf": 15, "excel": 30, "fill": 30, "docxtpl": 15, "docx-templates": 3}
_ROW = re.compile(r"<w:tr>.*?</w:tr>", re.DOTALL)
_CELLS = ("stt", "label", "measure", "value", "note")


def ours(what: str) -> Callable[[], bytes]:
    from templates.documents.formats import FORMATS
    from tests.support.appendix import form, sample_report

    report = sample_report().model_copy(update={"state": "submitted", "version": 1})
    return lambda: FORMATS[what].render(form(), report, layout="")


def docxtpl() -> Callable[[], bytes]:
    """The library as its manual shows it: open, render, save; the very same template."""
    from docxtpl import DocxTemplate

    from templates.documents.appendix_table import template_context
    from templates.documents.word.render import word_template
    from tests.support.appendix import form, sample_report

    template, values = word_template(form()), template_context(form(), sample_report())

    def make() -> bytes:
        document = DocxTemplate(BytesIO(template))
        document.render(values, autoescape=True)
        buffer = BytesIO()
        document.save(buffer)
        return buffer.getvalue()

    return make


def measure(engine: str) -> dict[str, float]:
    """In this process, which has done nothing else."""
    if engine == "office":
        with tempfile.TemporaryDirectory() as folder:
            return libreoffice(Path(folder))
    make = docxtpl() if engine == "docxtpl" else ours(engine)
    made = make()
    cold = (time.time() - float(sys.argv[3])) * 1_000
    took, used = [], []
    for _ in range(TIMES[engine]):
        start, cpu = time.perf_counter(), time.process_time()
        made = make()
        took.append((time.perf_counter() - start) * 1_000)
        used.append((time.process_time() - cpu) * 1_000)
    rss = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    found = {"cold": cold, "warm": statistics.median(took), "cpu": statistics.median(used)}
    return found | {"rss": rss, "size": len(made)}


def in_process(engine: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.documents", "one", engine, str(time.time())]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def in_node(engine: str, folder: Path) -> dict[str, float]:
    command = ["node", "run.mjs", engine, str(folder), str(TIMES.get(engine, 15))]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=NPM)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def write_templates(folder: Path) -> None:
    """The same template in the languages of the others: one loop over one kind of row."""
    from templates.documents.appendix_table import template_context
    from templates.documents.word.render import word_template
    from tests.support.appendix import form, sample_report

    values = template_context(form(), sample_report())
    rows = [{name: getattr(row, name) for name in _CELLS} for row in values["rows"]]
    said = {name: values[name] for name in ("title", "period", "unit", "issue")} | {"rows": rows}
    (folder / "data.json").write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    template = word_template(form())
    _rewrite(template, folder / "docx-templates.docx", _as_docx_templates)
    _rewrite(template, folder / "carbone.docx", _as_carbone)


def _rewrite(template: bytes, path: Path, edit: Callable[[str], str]) -> None:
    with ZipFile(BytesIO(template)) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename == "word/document.xml":
                content = edit(content.decode()).encode()
            new.writestr(entry.filename, content)


def _loop(xml: str, rows: Callable[[str], str]) -> str:
    """The table with the rows that stand between the tags replaced by others of one kind."""
    found = _ROW.findall(xml)
    inner = found[2:]  # below the header
    plain = inner[-3]  # the row of all that is no heading
    start = xml.index(inner[0])
    end = xml.index(inner[-1]) + len(inner[-1])
    return xml[:start] + rows(plain) + xml[end:]


def _tags(xml: str, tag: str) -> str:
    return re.sub(r"\{\{ ([a-z_.]+)(?: \| upper)? \}\}", tag, xml)


def _as_docx_templates(xml: str) -> str:
    def rows(plain: str) -> str:
        cell = re.sub(r"\{\{ row\.(\w+) \}\}", r"+++INS $row.\1+++", plain)
        opening = re.sub(r"\{\{ row\.stt \}\}", "+++FOR row IN rows+++", plain)
        closing = re.sub(r"\{\{ row\.stt \}\}", "+++END-FOR row+++", plain)
        empty = r"\{\{ row\.\w+ \}\}"
        return re.sub(empty, "", opening) + cell + re.sub(empty, "", closing)

    return _tags(_loop(xml, rows), r"+++INS \1+++")


def _as_carbone(xml: str) -> str:
    def rows(plain: str) -> str:
        first = re.sub(r"\{\{ row\.(\w+) \}\}", r"{d.rows[i].\1}", plain)
        following = re.sub(r"\{\{ row\.(\w+) \}\}", r"{d.rows[i+1].\1}", plain)
        return first + following

    return _tags(_loop(xml, rows), r"{d.\1}")


def libreoffice(folder: Path) -> dict[str, float]:
    """A PDF from our Word file."""
    path = folder / "office.docx"
    path.write_bytes(ours("word")())
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(path)]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    took = (time.perf_counter() - start) * 1_000
    size = (folder / "office.pdf").stat().st_size
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = (used.ru_utime + used.ru_stime) * 1_000
    return {"cold": took, "warm": took, "cpu": cpu, "rss": used.ru_maxrss / 1_024, "size": size}


def line(name: str, one: dict[str, float]) -> None:
    print(
        f"{name:<34}{one['warm']:>8.1f} ms{one['cpu']:>8.1f} ms{one['cold']:>8.0f} ms"
        f"{one['rss']:>7.0f} MB{one['size'] / 1_024:>7.0f} KB"
    )


def main() -> None:
    """The whole table."""
    print(f"{'185 rows':<34}{'warm':>11}{'CPU':>11}{'cold':>11}{'memory':>10}{'size':>10}")
    named = {"word": "Word", "pdf": "PDF (typst)", "excel": "Excel", "fill": "Excel to fill"}
    found = {engine: in_process(engine) for engine in (*named, "docxtpl")}
    for engine, name in named.items():
        line(f"ours: {name}", found[engine])
    line("docxtpl, row loop (Word)", found["docxtpl"])
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if shutil.which("node") and (NPM / "node_modules").is_dir():
            write_templates(folder)
            for engine in ("carbone", "docx-templates"):
                line(f"{engine}, Node (Word)", in_node(engine, folder))
    if shutil.which("soffice"):
        line("LibreOffice, from our Word (PDF)", in_process("office"))
    print(f"\nWord to docxtpl: 1/{found['docxtpl']['cpu'] / found['word']['cpu']:.1f} of the CPU")


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        print(json.dumps(measure(sys.argv[2])))
    else:
        main()

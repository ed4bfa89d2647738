"""LibreOffice and poppler as judges of our files: what they read, and how its pages look.

The pages are set in our own font, as a machine with Times New Roman would set them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import templates
from tests.support.patience import PATIENCE

FONTS = Path(templates.__file__ or "").parent / "documents" / "fonts"
CONFIG = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>
<dir>{fonts}</dir><cachedir>{cache}</cachedir><match target="pattern">
<test name="family"><string>Times New Roman</string></test>
<edit name="family" mode="assign" binding="strong"><string>Tinos</string></edit>
</match></fontconfig>"""
DOTS = 40  # an inch, of the pictures that are compared
CLEARLY = 55  # of 255 shades of grey


def needed(*programs: str) -> None:
    """Fails in CI, else skips and says why, when one of the programs is missing."""
    missing = [one for one in programs if shutil.which(one) is None]
    if missing and os.environ.get("PHULUC_CI"):
        pytest.fail(f"no {missing[0]} on the PATH, and CI must not go without it")
    if missing:
        packages = "libreoffice-writer-nogui libreoffice-calc-nogui poppler-utils"
        pytest.skip(f"no {missing[0]} on the PATH (Debian: apt-get install {packages})")


def converted(folder: Path, name: str, content: bytes, to: str = "pdf") -> bytes:
    """The file as LibreOffice saves it in another format."""
    return converted_together(folder, {name: content}, to)[name]


def converted_together(
    folder: Path, files: Mapping[str, bytes], to: str, *, own_fonts: bool = True
) -> dict[str, bytes]:
    """The files as LibreOffice saves them in another format, by the names that they had: it takes
    longer to start than to convert. Without our own fonts letters come from whatever there is."""
    needed("soffice")
    sources = [folder / name for name in files]
    for source in sources:
        source.write_bytes(files[source.name])
    fonts = folder / "fonts.conf"
    fonts.write_text(CONFIG.format(fonts=FONTS, cache=folder / "fontcache"), encoding="utf-8")
    out = folder / "out"
    subprocess.run(
        ["soffice", "--headless", "--convert-to", to, "--outdir", str(out), *map(str, sources)],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
        env=os.environ
        | {"HOME": str(folder)}
        | ({"FONTCONFIG_FILE": str(fonts)} if own_fonts else {}),
    )
    ending = f".{to.partition(':')[0]}"
    return {one.name: (out / one.stem).with_suffix(ending).read_bytes() for one in sources}


@dataclass(frozen=True)
class Picture:
    """A page in grey, a byte a dot."""

    width: int
    height: int
    dots: bytes

    def ink(self) -> float:
        """How dark it is, from 0 to 1."""
        return 1 - sum(self.dots) / len(self.dots) / 255

    def differs(self, other: Picture) -> float:
        """The part of the dots that are clearly another grey, once both pages are blurred."""
        assert (self.width, self.height) == (other.width, other.height)
        pairs = zip(self._blurred(), other._blurred(), strict=True)
        return sum(abs(one - two) > 25 * CLEARLY for one, two in pairs) / len(self.dots)

    def _blurred(self) -> array[int]:
        """The sums of five by five dots, so that a hair's breadth counts for nothing. All dots are
        added at once, as places of 16 bits in one long number."""
        spread = bytearray(2 * len(self.dots))
        spread[::2] = self.dots
        page = int.from_bytes(spread, "little")
        page = sum(page >> 16 * at for at in range(5))
        page = sum(page >> 16 * at * self.width for at in range(5))
        sums = array("H", page.to_bytes(len(spread), sys.byteorder))
        if sys.byteorder == "big":
            sums.reverse()
        whole = array("H")
        for y in range(self.height - 4):
            whole += sums[y * self.width : (y + 1) * self.width - 4]
        return whole


@cache
def pictures(pdf: bytes) -> list[Picture]:
    """The pages of a PDF."""
    needed("pdftoppm")
    command = ["pdftoppm", "-r", str(DOTS), "-gray", "-"]
    out = subprocess.run(command, input=pdf, check=True, capture_output=True).stdout
    found, at = [], 0
    while at < len(out):  # each page is a PGM of its own
        kind, size, depth = out[at : at + 40].split(b"\n", 3)[:3]
        width, height = map(int, size.split())
        at += len(kind) + len(size) + len(depth) + 3
        found.append(Picture(width, height, out[at : at + width * height]))
        at += width * height
    return found


@cache
def words(pdf: bytes) -> list[str]:
    """The words of a PDF, in reading order."""
    needed("pdftotext")
    command = ["pdftotext", "-raw", "-", "-"]
    return (
        subprocess.run(command, input=pdf, check=True, capture_output=True).stdout.decode().split()
    )


def fonts_of(pdf: bytes, folder: Path) -> list[list[str]]:
    """Each font of a PDF as poppler lists it: name, kind, encoding, embedded, subset, …"""
    needed("pdffonts")
    path = folder / "fonts.pdf"
    path.write_bytes(pdf)
    told = subprocess.run(["pdffonts", str(path)], check=True, capture_output=True, text=True)
    return [line.split() for line in told.stdout.splitlines()[2:]]

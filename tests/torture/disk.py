"""A small disk of its own, that can really be full. To mount one takes root."""

from __future__ import annotations

import errno
import subprocess
from dataclasses import dataclass
from pathlib import Path

BLOCK = 4096


@dataclass(frozen=True)
class Disk:
    """A disk in memory, mounted at this folder."""

    folder: Path

    @classmethod
    def mounted(cls, folder: Path, size: int) -> Disk:
        """A new disk of so many bytes. CalledProcessError when we may not mount one."""
        folder.mkdir()
        options = f"size={size},mode=0700"
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], check=True)
        return cls(folder)

    def unmount(self) -> None:
        subprocess.run(["umount", "--lazy", self.folder], check=True)

    def fill(self) -> None:
        """Leave not a byte."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (256 * BLOCK, BLOCK, 1):
                try:
                    while file.write(bytes(size)):
                        pass
                except OSError as error:
                    if error.errno != errno.ENOSPC:
                        raise

    def free(self) -> None:
        self._ballast.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"

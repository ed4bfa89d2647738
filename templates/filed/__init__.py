"""Reading back an appendix that an officer sends: his last report, perhaps edited by hand."""

from templates.filed.reading import read_filed
from templates.filed.refusing import FileRefusedError

__all__ = ["FileRefusedError", "read_filed"]

"""The report in words as a file: alone, or with the appendix behind it."""

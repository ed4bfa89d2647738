"""The report in words: its questions, one by one, and what the officer sees of it."""

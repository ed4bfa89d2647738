"""The report in words of the form that comes with the product."""

from __future__ import annotations

from templates.loading.catalog import load_catalog

FORM = load_catalog().forms["cchc-so"]
QUESTIONS = FORM.words_asked
FIRST = QUESTIONS[0]
PLACES = {key: place for place, key in enumerate(QUESTIONS, 1)}  # as they are numbered

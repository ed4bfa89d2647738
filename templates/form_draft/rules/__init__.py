"""Propose rules of a draft from its labels, numbers and layout."""

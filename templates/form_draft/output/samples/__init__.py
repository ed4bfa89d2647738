"""Invented reports that are true to the rules of a drafted form."""

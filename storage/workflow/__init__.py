"""Queries of people, roles and rounds."""

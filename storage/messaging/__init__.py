"""Queries of events and messages."""

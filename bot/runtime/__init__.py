"""The process itself: its files, its secrets, its version."""

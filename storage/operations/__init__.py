"""Keeping the database sound: what is watched, the kept head, the files of SQLite."""

"""Work on a whole database or on its files."""

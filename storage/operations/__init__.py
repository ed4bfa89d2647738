"""Operating the database: its files, copies, checks and versions."""

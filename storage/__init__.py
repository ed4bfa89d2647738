"""What survives a restart: the schema, its migrations and every query."""

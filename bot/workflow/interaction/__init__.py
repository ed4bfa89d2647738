"""How the workflow asks and lists, the same for every request."""

"""The ground that all queries stand on."""

"""People: who comes in, who leaves, who is who."""

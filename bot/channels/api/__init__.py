"""The programming interface: what other systems may read."""

"""The channels, and what they share: HTTP to the platforms, and trying again."""

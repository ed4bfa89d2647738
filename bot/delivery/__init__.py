"""What is said, from a reply to a message that a channel has taken."""

"""What other systems read, and what they are told."""

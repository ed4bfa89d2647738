"""What an administrator lets other systems read, and of what they are told."""

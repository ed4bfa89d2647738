"""What an officer and the office type, and what each command is."""

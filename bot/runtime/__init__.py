"""What the running product rests on: its processes and their limits."""

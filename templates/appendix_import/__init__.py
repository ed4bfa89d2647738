"""Reading files that people send, in a process of its own with limits on what it may use."""

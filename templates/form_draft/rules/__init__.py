"""Rules that the paper of a form suggests, each with its evidence."""

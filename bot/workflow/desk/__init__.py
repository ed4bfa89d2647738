"""What pages of the desk need, read with the rights of who asks."""

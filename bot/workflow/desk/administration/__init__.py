"""What the administrator's pages need, read with rights."""

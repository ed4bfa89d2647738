"""What people ask of the office."""

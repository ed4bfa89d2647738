"""What people ask of the office, by what it is about."""

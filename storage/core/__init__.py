"""What all queries share."""

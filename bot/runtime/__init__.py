"""What a running process needs around the product."""

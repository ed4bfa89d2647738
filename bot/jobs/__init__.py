"""What runs beside the channels, again and again."""

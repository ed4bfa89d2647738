"""What runs beside the channels for as long as the product does."""

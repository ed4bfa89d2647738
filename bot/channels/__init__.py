"""The channels: how officers and the product reach each other."""

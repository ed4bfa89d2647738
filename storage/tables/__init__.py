"""Tables, by what they are for."""

"""The administrator's pages: units, people, forms, channels, history, health."""

"""Working days that are entered, what they move, and calendars of due days to subscribe to."""

"""Events in, messages out: what the core and its shell say to each other."""

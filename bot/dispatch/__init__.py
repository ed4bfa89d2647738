"""Events: taken in, handled once and in order, answered."""

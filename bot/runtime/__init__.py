"""What the whole process needs to run: clocks, limits, signals, logs."""

"""The pure core: forms, values, reading answers, checks and the conversation engine."""

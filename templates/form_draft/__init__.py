"""A draft of a form, made from a ministry's file: what was recognised, what is doubtful."""

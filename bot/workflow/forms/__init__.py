"""Forms of the installation's own, made of a ministry's file in the chat."""

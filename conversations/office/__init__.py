"""What is asked and said about many reports: rounds, people, review, roll-up. Pure."""

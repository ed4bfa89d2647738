"""Pages of the coordinator: rounds, their units, totals."""

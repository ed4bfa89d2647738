"""The lines around the tables of a template: unit, period, number and day of the report."""

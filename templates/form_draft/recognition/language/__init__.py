"""The words of Vietnamese forms: measures, markers of rows, numbers of columns, choices."""

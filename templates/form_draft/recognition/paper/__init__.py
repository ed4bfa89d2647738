"""What stands on paper, from a Word or Excel file."""

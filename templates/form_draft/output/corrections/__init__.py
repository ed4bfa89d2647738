"""The workbook in which a person corrects a draft, and how it is read back."""

"""What is made of a draft: the form file, the template of the own file, the correction workbook."""

"""Reading back an appendix that an officer sends: the last report, perhaps edited by hand."""
